"""Registering a call by the papers of the offices, in its window (E-6.1, E-6.2a, K-5.2, P-5, J-3.6)."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.domain.view import TicketFilter, View
from tests.support.desk import follow
from tests.support.played import ERROR, USER, choose, office, texts

__all__ = ["office"]


@pytest.mark.clause("E-6.1a")
def test_the_dialogue_stands_beside_the_form_and_follows_the_service(office):
    here = office("two-line")
    window = here.call()
    here.shows(window.script, "Greeting")
    said = texts(window.script)
    assert said.index("Greeting") < said.index("Questions") < said.index("Closing words")
    assert "Which steps lead to the error" not in said
    choose(window, "Error in the system")
    here.shows(window.script, "Which steps lead to the error")
    choose(window, "A user's login and password")
    here.shows(window.script, "sign-in page")
    assert "Which steps lead" not in texts(window.script)
    window.script.fold.click()
    assert window.script.parts.isHidden()


@pytest.mark.clause("E-6.1a")
def test_who_knows_the_dialogue_by_heart_folds_it_away_for_good(office):
    here = office("two-line")
    here.call().script.fold.click()
    again = here.call()
    assert again.script.isVisible()
    assert again.script.parts.isHidden()
    again.script.fold.click()
    assert again.script.parts.isVisible()


@pytest.mark.clause("E-6.1b")
def test_the_time_of_the_entry_is_seen_and_kept(office):
    here = office("two-line")
    window = here.call()
    window.clock.opened -= timedelta(seconds=41)
    window.clock.show()
    assert window.ui.clock.text() in ("0:41 of 2:00", "0:42 of 2:00")
    window.form.fill({"name": "Serikov", "description": "The report fails"})
    opened = window.clock.opened
    window.save()
    ticket = here.saved().ticket
    assert ticket.received_at == opened.replace(microsecond=0)
    assert timedelta(seconds=41) <= ticket.registered_at - ticket.received_at < timedelta(minutes=2)


@pytest.mark.clause("E-6.1b", "E-6.2a")
def test_both_clocks_warn_in_words_before_and_after_their_limit(office):
    window = office("two-line").call()
    window.form.rows["kind"].input.set_value("consultation")
    window.form.about.follow()
    for clock, label, limit in (
        (window.clock, window.ui.clock, timedelta(minutes=2)),
        (window.consult, window.ui.consult, timedelta(minutes=15)),
    ):
        told = []
        for share in (0.5, 0.85, 1.05):
            clock.opened = datetime.now(UTC) - limit * share
            clock.show()
            told.append((label.text(), label.palette().windowText().color().name()))
        assert "soon over" not in told[0][0]
        assert "soon over" in told[1][0]
        assert "longer than" in told[2][0]
        assert len({colour for _text, colour in told}) == 3


@pytest.mark.clause("E-6.2a", "K-4.1")
def test_a_consultation_is_timed_by_the_offices_own_limit(office):
    here = office("two-line")
    window = here.call()
    assert not window.ui.consult.isVisible()
    window.form.rows["kind"].input._buttons["consultation"].click()
    assert window.ui.consult.text() == "Consultation: 0:00 of 15:00"
    window.form.rows["kind"].input._buttons["request"].click()
    assert not window.ui.consult.isVisible()
    advice = here.there({"description": "How?", "kind": "consultation", "requester": USER}, timedelta(minutes=13))
    header = here.open(advice).pane.header
    assert header.clock_label.text().startswith("Consultation: 13:")
    assert "soon over" in header.clock_label.text()
    error = here.open(here.there(ERROR))
    assert not error.pane.header.clock_label.isVisible()


@pytest.mark.clause("K-5.2")
def test_a_consultation_that_does_not_help_is_made_a_request_by_one_key_as_it_is_registered(office):
    here = office("two-line")
    window = here.call()
    assert not window.request.isVisible()
    window.form.rows["kind"].input._buttons["consultation"].click()
    window.form.fill({"name": "Serikov", "description": "The report fails"})
    here.qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F11)
    made = here.saved()
    [link] = made.links
    advice = here.card(link.ticket_id)
    assert (made.ticket.kind, advice.ticket.kind) == ("request", "consultation")
    assert made.ticket.description == advice.ticket.description == "The report fails"
    assert made.ticket.requester == advice.ticket.requester
    assert [one.ticket_id for one in advice.links] == [made.ticket.id]
    assert advice.ticket.closed_at is not None
    here.qtbot.waitUntil(lambda: window.ui.saved_number.text() == made.ticket.number)


@pytest.mark.clause("K-5.2")
@pytest.mark.parametrize("profile", ["two-line", "municipal"])
def test_a_consultation_is_made_a_request_by_one_key_in_its_card(office, profile):
    here = office(profile)
    advice = here.there({"description": "How?", "kind": "consultation", "requester": USER})
    window = here.open(advice)
    here.qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.pane, Qt.Key.Key_F11)
    here.qtbot.waitUntil(lambda: window.pane.card.ticket.closed_at is not None)
    [link] = here.card(advice).links
    assert here.ticket(link.ticket_id).description == "How?"


@pytest.mark.clause("P-5")
def test_work_on_site_asks_for_an_appointment_as_the_call_is_registered(office):
    here = office("service-catalogue")
    window = here.call()
    when = window.form.rows["appoint.when"]
    assert not when.isVisible()
    window.form.rows["mode"].input._buttons["on-site"].click()
    assert when.isVisible()
    tomorrow = (datetime.now(here.desk.office.zone) + timedelta(days=1)).replace(hour=10, minute=0, tzinfo=None)
    window.form.fill({"name": "Serikov", "description": "Analysis", "appoint.place": "Room 204"})
    when.input.set_value(tomorrow.isoformat(timespec="minutes"))
    window.save()
    ticket = here.saved().ticket
    assert ticket.appointment_at.astimezone(here.desk.office.zone).replace(tzinfo=None, second=0, microsecond=0) == (
        tomorrow.replace(second=0, microsecond=0)
    )
    assert (ticket.appointment.how, ticket.appointment.place) == ("On site", "Room 204")
    here.shows(here.open(ticket.id).pane.agreed, "Appointment")


@pytest.mark.clause("J-3.6")
def test_the_questionnaire_of_a_service_is_asked_kept_as_fields_and_found(office):
    here = office("operator")
    window = here.call()
    asked = {code for code in window.form.rows if code.startswith("answers.")}
    choose(window, "Account and rights")
    now = {code for code in window.form.rows if code.startswith("answers.")} - asked
    assert {"answers.login", "answers.access"} <= now
    window.form.fill({"name": "Serikov", "description": "Access", "answers.login": "serikov"})
    window.save()
    assert window.form.rows["answers.access"].said  # a required question was not answered
    window.form.fill({"answers.access": "Ledger of\ncontracts"})
    window.save()
    ticket = here.saved().ticket
    assert ticket.answers["login"] == "serikov"
    assert ticket.answers["access"] == "Ledger of\ncontracts"
    assert ticket.service == "account"
    follow(here.qtbot, here.desk)
    found: list[list[int]] = []
    view = View(TicketFilter(words="ledger"))
    here.desk.query(here.root, lambda reader: reader.ids(view, here.desk.me, 0, 9), found.append)
    here.qtbot.waitUntil(lambda: bool(found))
    assert found == [[ticket.id]]
