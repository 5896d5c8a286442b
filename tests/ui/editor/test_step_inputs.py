"""What steps ask: receivers under their headings, marks, numbers, files, and what is known beforehand."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.domain.asks import ASKS
from desk_app.domain.limits import About
from desk_app.domain.office import Step
from desk_app.domain.tickets import Appointment, Ticket
from desk_app.ui.editor.ask_inputs import ask_row
from desk_app.ui.editor.number_input import NumberInput
from desk_app.ui.editor.receiver_input import ReceiverInput, outsiders, receivers
from desk_app.ui.editor.score_input import ScoreInput, Stars
from desk_app.ui.editor.step_known import known, needs
from desk_app.ui.editor.timers import consult_clock, consult_limit, said
from desk_app.ui.tickets.bulk_dialog import BulkDialog
from tests.support.office import seeded_office
from tests.support.played import ERROR, office

__all__ = ["office"]
NOW = datetime(2026, 11, 23, 9, 20, tzinfo=UTC)


def ticket(**fields) -> Ticket:
    given = {"description": "x", "received_at": NOW, "kind": "request", "type": "error", "channel": "phone"}
    return Ticket(**{**given, "priority": "normal", **fields})


@pytest.mark.clause("J-3.1", "P-4")
def test_people_lines_units_and_contractors_stand_under_their_headings(office):
    here = office("operator")
    box = ReceiverInput(receivers(here.desk))
    rows = [(box.itemText(row), box.model().item(row).isEnabled()) for row in range(box.count())]
    headings = [text for text, able in rows if not able]
    assert headings[:2] == ["People", "Lines"]
    assert set(headings) <= {"People", "Lines", "Units", "Contractors"}
    box.setEditText(next(text for text, _able in rows if text.startswith("Kim Olga")))
    assert box.value() == "kim"
    box.setEditText("Lines")  # a heading is nobody
    assert here.desk.office.choices("line").get(box.value()).code == ""
    assert [title for title, members in outsiders(here.desk) if members]


def test_a_mark_is_typed_as_a_digit_and_nothing_is_chosen_at_first(qtbot):
    made = ScoreInput()
    qtbot.addWidget(made)
    made.show()
    heard = []
    made.edited.connect(lambda: heard.append(made.value()))
    assert made.value() == ""
    for key in (Qt.Key.Key_4, Qt.Key.Key_9, Qt.Key.Key_2):
        QTest.keyClick(made, key)
    assert heard == ["4", "2"]
    made.set_value("")
    assert made.value() == ""
    stars = Stars(3)
    qtbot.addWidget(stars)
    stars.say(5)
    assert stars.accessibleName() == "5: excellent"


@pytest.mark.parametrize(("typed", "value"), [("12,5", "12.5"), ("1 200", "1200"), ("-3", "-3"), ("12a", "12")])
def test_a_number_takes_nothing_but_a_number(qtbot, typed, value):
    made = NumberInput()
    qtbot.addWidget(made)
    QTest.keyClicks(made, typed)
    assert made.value() == value


def test_every_verb_can_be_asked_of_one_ticket_and_of_many(office):
    here = office("service-catalogue", "boss")
    one = here.ticket(here.there({"description": "x"}))
    for asks in ASKS.values():
        for ask in asks:
            assert ask_row(here.desk, ask, ask.required, one) is not None
    approve = Step("approve", "Agreed", frozenset(), "", frozenset(), ())
    dialog = BulkDialog.open(here.desk, [one.id], approve, here.root)
    assert set(dialog.questions.rows) == {"letter_no", "letter_date", "comment"}
    here.qtbot.waitUntil(lambda: bool(dialog.summary.text()))
    dialog.reject()


@pytest.mark.clause("E-6.2c", "E-6.1d")
def test_a_step_begins_with_what_is_known():
    two_lines, catalogue = seeded_office("two-line", "en"), seeded_office("service-catalogue", "en")
    assert known(two_lines, ticket(line="line-1"), "escalate", NOW) == {"to": "Line 2"}
    assert known(two_lines, ticket(line="line-2"), "escalate", NOW) == {}
    assert known(two_lines, ticket(), "hand-over", NOW) == {"to": "Developers of the system"}
    account = ticket(service="desk-automation", type="account")
    assert needs(catalogue, account, "approve") == ("letter_no", "letter_date", "scan")
    assert known(catalogue, account, "approve", NOW) == {"letter_date": "2026-11-23"}
    meeting = ticket(appointment_at=NOW, appointment=Appointment(90, "On site", "204"))
    assert known(catalogue, meeting, "appoint", NOW)["minutes"] == "90"
    assert known(catalogue, ticket(), "remind", NOW) == {"when": "2026-11-23T10:00"}


@pytest.mark.clause("E-6.2a")
def test_only_an_open_consultation_is_timed_and_by_the_limit_of_the_office():
    two_lines = seeded_office("two-line", "en")
    assert consult_limit(two_lines, About(kind="consultation")) == timedelta(minutes=15)
    assert consult_limit(two_lines, About(kind="request")) is None
    advice = ticket(kind="consultation", status="consultation", registered_at=NOW + timedelta(minutes=1))
    assert consult_clock(two_lines, advice) == (timedelta(minutes=15), NOW)
    mail = ticket(kind="consultation", status="consultation", registered_at=NOW + timedelta(days=1))
    assert consult_clock(two_lines, mail)[1] == NOW + timedelta(days=1)
    for status in ("closed", "waiting"):
        assert consult_clock(two_lines, ticket(kind="consultation", status=status, registered_at=NOW))[0] is None


def test_a_clock_says_in_words_how_it_stands():
    limit = timedelta(minutes=15)
    assert said(timedelta(minutes=11), limit)[0] == "11:00 of 15:00"
    assert said(timedelta(minutes=12), limit)[0] == "12:00 of 15:00, soon over"
    assert said(timedelta(minutes=15), limit)[0] == "15:00 of 15:00, soon over"
    assert said(timedelta(minutes=15, seconds=1), limit)[0] == "15:01: longer than 15:00"
    assert said(timedelta(hours=1, seconds=5), limit)[0] == "1:00:05: longer than 15:00"
    assert said(timedelta(seconds=-3), limit)[0] == "0:00 of 15:00"


@pytest.mark.clause("P-2")
def test_a_scan_that_is_missing_is_attached_on_the_way(office, tmp_path):
    here = office("service-catalogue", "boss")
    account = here.there({"description": "x", "service": "site-account", "answers": {"site_expert": "Serikov"}})
    window = here.open(account)
    dialog = here.asked(window, "approve")
    scan = dialog.rows.rows["scan"].input
    assert scan.box.count() == 1
    (tmp_path / "letter.pdf").write_bytes(b"letter")
    scan.attach(tmp_path / "letter.pdf")
    here.qtbot.waitUntil(lambda: scan.value() == "letter.pdf")
    assert [one.name for one in here.card(account).attachments] == ["letter.pdf"]
    dialog.dirty = False
    dialog.reject()


def test_a_colleagues_answer_to_the_same_question_is_asked_about(office):
    from desk_app.ui.editor.conflict import ConflictDialog

    here = office("two-line")
    error = here.there({**ERROR, "answers": {"login": "serikov"}})
    window = here.open(error)
    window.pane.edit()
    window.pane.editor.rows.rows["answers.login"].input.set_value("arman")
    here.do(error, "edit", "kim", answers={"login": "serikov.a"})
    here.qtbot.waitUntil(window.pane.notice.isVisible)
    window.pane.editor.save()
    here.qtbot.waitUntil(lambda: window.findChild(ConflictDialog) is not None)
    dialog = window.findChild(ConflictDialog)
    assert set(dialog.choices) == {"answers.login"}
    dialog.take_all(mine=True)
    dialog.accept()
    here.qtbot.waitUntil(lambda: window.pane.editor is None)
    assert here.ticket(error).answers["login"] == "arman"
