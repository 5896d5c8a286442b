"""The course of a ticket by the papers of the offices, in its card (E-6.1d, E-6.2c, E-6.3, P-2, P-5)."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from desk_app.domain.tickets import Approval
from desk_app.services import attachments, directory
from desk_app.storage import open_office
from desk_app.ui.editor.steps import StepDialog
from tests.support.desk import follow, write
from tests.support.played import ACCOUNT, ERROR, USER, office, texts

__all__ = ["office"]


def buttons(part, text):
    """Return the buttons of `part` that can be pressed and begin with `text`."""
    return [one for one in part.findChildren(QToolButton) if one.text().startswith(text) and one.isVisible()]


@pytest.mark.clause("E-6.2c")
def test_one_key_passes_a_ticket_to_the_next_line_and_who_had_it_is_kept(office):
    here = office("two-line")
    number = here.there(ERROR, timedelta(minutes=30))
    window = here.open(number)
    here.qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.pane, Qt.Key.Key_F12)
    dialog = window.findChild(StepDialog)
    assert dialog.rows.values()["to"] == "Line 2"
    assert not dialog.ok.isEnabled()  # a reason is asked for
    here.qtbot.waitUntil(dialog.rows.rows["reason"].input.hasFocus)
    here.take(window, dialog, reason="The database has to be looked at")
    assert here.ticket(number).line == "line-2"
    here.shows(window.pane.holders, "still has it")
    held = texts(window.pane.holders)
    assert "Line 1 · Ivanov Ivan" in held
    assert "Line 2: 0 min, still has it" in held
    here.shows(window.pane.history, "The database has to be looked at")


@pytest.mark.clause("P-2")
def test_nothing_is_done_before_everybody_has_agreed_in_order(office):
    here = office("service-catalogue")
    account = here.there(ACCOUNT)
    window = here.open(account)
    here.shows(window.pane.chain, "comes later")
    told = texts(window.pane.chain)
    places = [
        told.index(who)
        for who in ("Head of the unit", "Personnel department", "Personnel and support", "Head of the IT")
    ]
    assert places == sorted(places)
    assert told.count("comes later") == 3
    assert "Agreements still missing: 4" in window.pane.gate.text()
    assert not {"solve", "hand-over", "close"} & {step.verb for step in window.pane.steps.possible}
    dialog = here.asked(window, "approve")
    assert "Head of the unit (letter)" in texts(dialog)
    assert "Step 1 of 4" in texts(dialog)
    dialog.rows.fill({"letter_no": "14/2", "letter_date": "2026-11-20"})
    assert not dialog.ok.isEnabled()  # this step needs the scan, too
    dialog.dirty = False
    dialog.reject()


@pytest.mark.clause("P-2")
def test_each_agreement_keeps_its_letter_and_the_last_one_lets_the_work_begin(office, tmp_path):
    here = office("service-catalogue", "boss")
    account = here.there(ACCOUNT)
    scan = tmp_path / "letter.pdf"
    scan.write_bytes(b"%PDF-1.4 letter")
    window = here.open(account)
    dialog = here.asked(window, "approve")
    dialog.rows.rows["scan"].input.attach(scan)
    here.qtbot.waitUntil(lambda: dialog.rows.rows["scan"].input.value() == "letter.pdf")
    here.take(window, dialog, letter_no="14/2", letter_date="2026-11-20")
    here.qtbot.waitUntil(lambda: len(window.pane.card.ticket.agreed) == 1)
    here.shows(window.pane.chain, "letter No. 14/2")
    told = texts(window.pane.chain)
    assert "letter No. 14/2" in told
    assert "letter.pdf" in told
    assert told.count("comes later") == 2
    for number in (2, 3, 4):
        here.qtbot.waitUntil(lambda: bool(buttons(window.pane.chain, "Record…")))
        buttons(window.pane.chain, "Record…")[0].click()
        asked = [one for one in window.findChildren(StepDialog) if one.isVisible()]
        here.take(window, asked[0], letter_no=f"{number}/1", letter_date="2026-11-21")
    ticket = here.ticket(account)
    assert ticket.approval is Approval.GIVEN
    assert [one.letter_no for one in ticket.agreed] == ["14/2", "2/1", "3/1", "4/1"]
    assert window.pane.gate.text() == ""
    assert "solve" in {step.verb for step in window.pane.steps.possible}


@pytest.mark.clause("P-2")
def test_letting_a_ticket_through_needs_a_right_and_a_reason_and_is_told(office):
    here = office("service-catalogue", "boss")
    account = here.there(ACCOUNT)
    window = here.open(account)
    here.qtbot.waitUntil(lambda: bool(buttons(window.pane.chain, "Let through")))
    buttons(window.pane.chain, "Let through")[0].click()
    dialog = window.findChild(StepDialog)
    assert not dialog.ok.isEnabled()
    here.take(window, dialog, reason="Ordered by the governor")
    assert here.ticket(account).approval is Approval.OVERRIDDEN
    assert "Ordered by the governor" in window.pane.gate.text()
    here.shows(window.pane.chain, "let through without it")
    others = office("service-catalogue").open(here.there(ACCOUNT))
    here.shows(others.pane.chain, "awaited now")
    assert not buttons(others.pane.chain, "Let through")


@pytest.mark.clause("P-5", "K-4.7")
def test_the_card_of_work_on_site_asks_for_the_appointment_that_is_missing(office):
    here = office("service-catalogue")
    there = here.there({"description": "Analysis", "mode": "on-site", "requester": USER})
    online = here.there({"description": "Analysis", "requester": USER})
    assert not here.open(online).pane.agreed.isVisible()
    window = here.open(there)
    here.shows(window.pane.agreed, "agree a time with the requester")
    window.pane.agreed.findChild(QToolButton, "appoint").click()
    dialog = window.findChild(StepDialog)
    here.take(window, dialog, place="Room 204", minutes="90")
    here.shows(window.pane.agreed, "90 min")
    here.shows(window.pane.agreed, "Room 204")
    window.pane.agreed.findChild(QToolButton, "call-off").click()
    dialog = next(one for one in window.findChildren(StepDialog) if one.isVisible())
    here.take(window, dialog, reason="The requester is ill")
    assert here.ticket(there).appointment_at is None


@pytest.mark.clause("J-3.6", "P-1")
def test_answers_are_read_and_changed_in_the_card(office):
    here = office("service-catalogue")
    account = here.there(ACCOUNT)
    window = here.open(account)
    here.shows(window.pane.fields, "Position of the person")
    here.shows(window.pane.fields, "Accountant")
    window.pane.edit()
    rows = window.pane.editor.rows
    rows.rows["answers.position"].input.set_value("Chief accountant")
    rows.rows["answers.valid_until"].input.set_value("2027-01-31")
    window.pane.editor.save()
    here.qtbot.waitUntil(lambda: window.pane.editor is None)
    assert here.ticket(account).answers == {
        "position": "Chief accountant",
        "access_level": "Read",
        "valid_until": "2027-01-31",
    }
    here.qtbot.waitUntil(lambda: "Chief accountant" in texts(window.pane.fields))


@pytest.mark.clause("E-6.1d")
def test_developers_give_complexity_and_a_date_back_within_their_hour(office):
    here = office("two-line")
    error = here.there(ERROR)
    window = here.open(error)
    dialog = here.asked(window, "hand-over")
    here.take(window, dialog)
    here.shows(window.pane.course, "With Developers of the system")
    here.shows(window.pane.course, "To be given back by")
    dialog = here.asked(window, "return")
    assert not dialog.ok.isEnabled()
    here.take(window, dialog, complexity="Medium", fix_by="2036-12-01")
    ticket = here.ticket(error)
    assert (ticket.complexity, str(ticket.fix_by)) == ("Medium", "2036-12-01")
    here.shows(window.pane.course, "Complexity: Medium")


@pytest.mark.clause("E-6.3a", "E-4.1")
def test_a_fix_is_checked_sent_back_with_the_reason_and_closed_with_who_confirmed_it(office):
    here = office("two-line")
    error = here.there(ERROR)
    here.do(error, "solve", solution="The query is mended")
    window = here.open(error)
    here.shows(window.pane.course, "The fix waits to be checked by Ivanov Ivan")
    here.take(window, here.asked(window, "rework"), reason="Last year is missing")
    here.shows(window.pane.course, "Sent back 1 time: Last year is missing")
    here.do(error, "solve", solution="All of it is mended")
    here.qtbot.waitUntil(lambda: "verify" in {step.verb for step in window.pane.steps.possible})
    here.take(window, here.asked(window, "verify"))
    here.take(window, here.asked(window, "close"), confirmed_by="Serikov Arman", how="by phone")
    assert here.ticket(error).reworks == 1
    here.shows(window.pane.course, "Closing confirmed by Serikov Arman: by phone")


@pytest.mark.clause("E-6.3c")
def test_a_rating_is_given_by_keyboard_and_nobody_rates_their_own_work(office):
    here = office("two-line")
    mine, theirs = here.there(ERROR), here.there(ERROR)
    here.do(mine, "solve", solution="Done")
    here.do(theirs, "assign", to="kim")
    here.do(theirs, "solve", "kim", solution="Done")
    window = here.open(theirs)
    dialog = here.asked(window, "rate")
    assert not dialog.ok.isEnabled()
    QTest.keyClick(dialog.rows.rows["score"].input.buttons[5], Qt.Key.Key_4)
    assert dialog.rows.values()["score"] == "4"
    here.take(window, dialog, comment="Quick")
    assert here.ticket(theirs).rating == 4
    here.shows(window.pane.course, "Rated 4: good · Quick")
    own = here.open(mine)
    assert "rate" not in {step.verb for step in own.pane.steps.possible}
    here.do(mine, "assign", to="kim")  # who solved it does not rate it, either, whoever has it now
    here.qtbot.waitUntil(lambda: "rate" in {step.verb for step in own.pane.steps.possible})
    dialog = here.asked(own, "rate")
    dialog.rows.rows["score"].input.buttons[5].click()
    dialog.ok.click()
    here.qtbot.waitUntil(lambda: "Nobody rates their own work" in dialog.remark.text())
    dialog.dirty = False
    dialog.reject()


@pytest.mark.clause("P-2")
def test_an_agreement_is_offered_to_those_who_record_it(office):
    here = office("service-catalogue")
    account = here.there({**ACCOUNT, "service": "desk-sajad"})
    scan = {"letter_no": "1", "letter_date": "2026-11-20"}
    with open_office(here.path) as file:
        kept = attachments.keep_bytes(file.reader.attachments.files, b"letter", "letter.pdf", 99)
    write(here.path, "ivanov", lambda db: attachments.attach(db, account, kept, "letter.pdf"))
    here.do(account, "approve", scan="letter.pdf", **scan)
    for _ in ("hr", "referral"):
        here.do(account, "approve", **scan)
    window = here.open(account)
    here.shows(window.pane.chain, "Recorded by: Head of the office", "Head of the IT office (order)")
    assert "approve" not in {step.verb for step in window.pane.steps.possible}
    assert not buttons(window.pane.chain, "Record…")


@pytest.mark.clause("P-3")
def test_the_card_names_the_expert_of_the_unit_that_the_service_is_for(office):
    here = office("service-catalogue")
    site = {"description": "x", "service": "site-account", "requester": USER, "answers": {"site_expert": "Asel"}}
    window = here.open(here.there(site))
    here.shows(window.pane.contact, "Site expert: nobody of City office is named yet")
    expert = {"name": "Aselova Asel", "organisation": "City office", "phone": "2-11-11", "position": "Site expert"}
    write(here.path, "boss", lambda db: directory.add_person(db, expert))
    follow(here.qtbot, here.desk)
    again = here.open(here.there({**site, "description": "y"}))
    here.shows(again.pane.contact, "Site expert: Aselova Asel · 2-11-11")
    plain = here.open(here.there(ACCOUNT))
    assert not plain.pane.contact.isVisible()


@pytest.mark.clause("S-3.5")
def test_the_one_agreement_of_a_type_is_recorded_with_its_words(office):
    here = office("situation-centre", "boss")
    error = here.there({"description": "x", "type": "error", "requester": USER})
    window = here.open(error)
    here.shows(window.pane.chain, "the operator of the System", "awaited now")
    here.take(window, here.asked(window, "approve"), letter_no="7")
    assert here.ticket(error).approval is Approval.GIVEN
    here.shows(window.pane.history, "Who agreed: the operator of the System")
    here.shows(window.pane.chain, "letter No. 7")
