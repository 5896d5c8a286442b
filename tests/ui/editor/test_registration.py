"""A phone call is registered by keyboard alone, and nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid

from desk_app.domain.errors import BadInput
from desk_app.services import tickets
from desk_app.ui.editor.registration import RegistrationWindow
from tests.support.desk import make_office, sit_down, write
from tests.support.keys import CTRL, SHIFT, type_text
from tests.ui.editor.calls import ENTER, code_in_focus, go_to, press, saved


@pytest.mark.clause("K-4.3", "S-2.1a")
def test_a_call_is_registered_without_a_mouse(qtbot, registration, card):
    type_text(registration, "Иванова Ольга")
    press(registration, ENTER)
    type_text(registration, "Детский сад № 3")
    go_to(registration, "type")
    press(registration, ENTER)
    assert code_in_focus(registration) == "description"
    type_text(registration, "Не открывается журнал")
    press(registration, ENTER)
    type_text(registration, "со вчерашнего дня")
    press(registration, ENTER, CTRL)
    ticket = card(saved(qtbot, registration)).ticket
    assert ticket.description == "Не открывается журнал\nсо вчерашнего дня"
    assert (ticket.requester.name, ticket.requester.organisation) == ("Иванова Ольга", "Детский сад № 3")
    assert ticket.received_at == registration.clock.opened.replace(microsecond=0)
    qtbot.waitUntil(lambda: registration.ui.saved_number.text() == ticket.number)


@pytest.mark.parametrize("typed", ["petr", "lyceum 77", "44-90", "ANNA petr"])
def test_the_caller_is_found_while_typing(qtbot, caller, registration, typed):
    type_text(registration, typed)
    popup = registration.form.rows["name"].input.popup
    qtbot.waitUntil(popup.isVisible)
    press(registration, Qt.Key.Key_Down)
    press(registration, ENTER)
    values = registration.form.values()
    assert {part: values[part] for part in ("name", "organisation", "phone", "email")} == {
        part: caller[part] for part in ("name", "organisation", "phone", "email")
    }
    assert popup.isHidden()
    assert code_in_focus(registration) == "system"
    qtbot.waitUntil(lambda: registration.side.findChild(QPushButton, "last-request") is not None)


def test_what_the_form_does_not_show_is_kept_for_a_known_caller(qtbot, caller, registration, card):
    type_text(registration, "petr")
    qtbot.waitUntil(registration.form.rows["name"].input.popup.isVisible)
    press(registration, Qt.Key.Key_Down)
    press(registration, ENTER)
    registration.form.fill({"description": "Again"})
    registration.save()
    assert card(saved(qtbot, registration)).ticket.requester.room == "91"


def test_a_new_name_stays_new(qtbot, caller, registration, card):
    type_text(registration, "Petr")
    qtbot.waitUntil(registration.form.rows["name"].input.popup.isVisible)
    press(registration, ENTER)
    assert registration.form.values()["name"] == "Petr"
    assert registration.form.values()["phone"] == ""


def test_escape_closes_the_list_of_callers_first(qtbot, caller, registration):
    type_text(registration, "petr")
    popup = registration.form.rows["name"].input.popup
    qtbot.waitUntil(popup.isVisible)
    press(registration, Qt.Key.Key_Escape)
    assert popup.isHidden()
    assert registration.isVisible()


def test_an_empty_required_field_is_named_as_the_office_names_it(registration):
    press(registration, ENTER, CTRL)
    row = registration.form.rows["name"]
    assert row.said == "“Full name” is empty. Fill it in."
    assert registration.form.rows["description"].said
    assert code_in_focus(registration) == "name"
    assert not registration.numbers
    type_text(registration, "A")
    assert not row.said


def test_a_line_too_long_is_told_beside_its_field(registration):
    registration.form.fill({"name": "A", "description": "B", "phone": "1" * 400})
    registration.save()
    assert registration.form.rows["phone"].said == "“Phone” is 400 characters long; at most 300 fit. Shorten it."
    assert len(registration.form.values()["phone"]) == 400


def test_a_hundred_thousand_characters_can_be_pasted(qtbot, registration, card):
    text = "Не работает всё подряд. " * 4200
    registration.form.fill({"name": "A"})
    go_to(registration, "description")
    QApplication.clipboard().setText(text)
    press(registration, Qt.Key.Key_V, CTRL)
    press(registration, ENTER, CTRL)
    assert card(saved(qtbot, registration)).ticket.description == text.strip()


def test_control_characters_and_direction_overrides_do_not_stay(qtbot, registration, card):
    registration.form.fill({"name": "Anna\u202egnp.exe", "description": "one\x00two\x1b[31m"})
    registration.save()
    ticket = card(saved(qtbot, registration)).ticket
    assert ticket.requester.name == "Annagnp.exe"
    assert ticket.description == "onetwo[31m"


def test_save_and_next_keeps_the_window_and_the_channel(qtbot, registration, card):
    registration.form.fill({"name": "A", "description": "B", "channel": "email", "type": "error"})
    press(registration, ENTER, CTRL | SHIFT)
    first = saved(qtbot, registration)
    assert registration.form.values()["name"] == ""
    assert registration.form.values()["channel"] == "email"
    assert registration.form.values()["type"] == "support"
    assert code_in_focus(registration) == "name"
    qtbot.waitUntil(lambda: card(first).ticket.number in registration.saved.text())
    assert not registration.form.dirty


@pytest.mark.clause("S-3.4a")
def test_an_answer_given_at_once_closes_the_ticket(qtbot, desk, registration, card):
    registration.form.fill({"name": "A", "description": "How to print the journal?"})
    press(registration, Qt.Key.Key_F8)
    assert code_in_focus(registration) == "solution"
    press(registration, ENTER, CTRL)
    assert registration.form.rows["solution"].said
    type_text(registration, "Ctrl+P")
    press(registration, ENTER, CTRL)
    ticket = card(saved(qtbot, registration)).ticket
    assert (ticket.status, ticket.solution) == ("closed", "Ctrl+P")


@pytest.mark.clause("S-3.5")
def test_an_error_nobody_agreed_to_cannot_be_answered_at_once(qtbot, registration):
    registration.form.fill({"name": "A", "description": "Marks vanish", "type": "error"})
    press(registration, Qt.Key.Key_F8)
    registration.form.fill({"solution": "Fixed"})
    registration.save()
    qtbot.waitUntil(lambda: "waits for the agreement" in registration.remark.text())
    assert registration.form.solution() == "Fixed"
    assert registration.isVisible()


def test_a_failed_save_loses_nothing(qtbot, monkeypatch, registration, card):
    def refuse(db, raw, taken):
        raise BadInput("This cannot be taken.")

    registration.form.fill({"name": "A", "description": "B"})
    with monkeypatch.context() as broken:
        broken.setattr(tickets, "register", refuse)
        registration.save()
        assert not registration.ui.save.isEnabled()
        qtbot.waitUntil(lambda: registration.remark.text() == "This cannot be taken.")
    assert registration.ui.save.isEnabled()
    assert registration.form.values()["description"] == "B"
    registration.save()
    assert card(saved(qtbot, registration)).ticket.description == "B"


@pytest.mark.parametrize(("answer", "stays"), [(1, False), (2, True)])
def test_closing_with_typed_text_asks(desk, registration, answer, stays):
    type_text(registration, "A")
    desk.messages.choices = [answer]
    press(registration, Qt.Key.Key_Escape)
    assert desk.messages.questions
    assert (isValid(registration) and registration.isVisible()) is stays


def test_closing_may_save(qtbot, desk, registration, card):
    registration.form.fill({"name": "A", "description": "B"})
    desk.messages.choices = [0]
    registration.close()
    assert card(saved(qtbot, registration)).ticket.description == "B"


def test_an_empty_window_closes_without_a_word(desk, registration):
    registration.close()
    assert not desk.messages.questions


@pytest.mark.clause("E-6.1b")
def test_the_clock_says_when_it_takes_too_long(registration):
    registration.clock.opened = registration.clock.opened.replace(year=2020)
    registration.clock.show()
    assert "longer than 2:00" in registration.ui.clock.text()


@pytest.mark.clause("K-2.1", "K-4.1")
def test_a_municipal_consultation_is_told_from_a_request(qtbot, tmp_path, root, home):
    path = make_office(tmp_path / "m.desk", profile="municipal")
    desk = sit_down(path)
    window = RegistrationWindow.open(desk, root)
    qtbot.waitUntil(window.isActiveWindow)
    kinds = [kind.code for kind in desk.office.choices("kind")]
    window.form.fill({"name": "A", "description": "How to?", "kind": "consultation"})
    assert window.form.raw(window.clock.opened)["kind"] == "consultation"
    assert "consultation" in kinds
    press(window, Qt.Key.Key_F8)
    window.form.fill({"solution": "Like this"})
    window.numbers = []
    window.registered.connect(window.numbers.append)
    window.save()
    ticket_id = saved(qtbot, window)
    write(path, "ivanov", lambda db: check_closed(db, ticket_id))
    window.close()
    desk.close()


def check_closed(db, ticket_id):
    assert db.ticket(ticket_id).closed_at is not None
    return tickets.do(db, ticket_id, "comment", {"text": "seen"})
