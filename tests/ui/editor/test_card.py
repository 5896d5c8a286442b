"""The card shows a ticket, its next steps and its history; an open edit is never touched."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from desk_app.domain import workflow
from desk_app.services import tickets
from desk_app.storage import open_office
from desk_app.ui.editor.pane import TicketPane
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.window import TicketWindow
from tests.support.desk import follow, make_office, sit_down, write
from tests.support.keys import CTRL, target, type_text
from tests.ui import walk

EVIL = '<img src="file:///etc/passwd"><b>bold</b> & more'


@pytest.fixture
def pane(qtbot, desk, root):
    """Give a pane that shows the first ticket."""
    pane = TicketPane(desk, root)
    pane.setWindowFlag(Qt.WindowType.Window)
    pane.resize(380, 700)
    pane.show()
    shown(qtbot, pane, 1)
    qtbot.waitUntil(pane.isActiveWindow)
    yield pane
    pane.close()


def shown(qtbot, pane, ticket_id):
    follow(qtbot, pane._desk)
    pane.show_ticket(ticket_id)
    qtbot.waitUntil(lambda: pane.card is not None and pane.card.ticket.id == ticket_id)


def colleague(office_path, desk, verb, raw, ticket_id=1):
    """Let kim do something to a ticket, and the desk notice it."""
    write(office_path, "kim", lambda db: tickets.do(db, ticket_id, verb, raw))
    desk.look()


def take(qtbot, pane, verb):
    """Press the button of a step and return its dialog."""
    pane.steps.findChild(QPushButton, verb).click()
    dialog = pane.findChild(StepDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def texts(widget):
    """Return every text that stands on the labels and flat buttons of `widget`, not what is on its way out."""
    parts = [*widget.findChildren(QLabel), *widget.findChildren(QToolButton)]
    return [part.text() for part in parts if part.isVisibleTo(widget)]


def test_steps_stand_in_the_offices_order_with_the_primary_first(pane, desk):
    labels = [button.text() for button in pane.steps.findChildren(QPushButton)]
    steps = workflow.next_steps(desk.office, pane.card.ticket, desk.me)
    assert labels[0] == "Solve  F8"
    assert labels[1] == next(step.label for step in steps if not step.primary)


def test_a_ticket_is_solved_and_closed_by_keyboard(qtbot, pane, card):
    QTest.keyClick(pane, Qt.Key.Key_F8)
    dialog = pane.findChild(StepDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not dialog.ok.isEnabled()
    type_text(dialog, "Заменили картридж")
    assert dialog.ok.isEnabled()
    dialog.and_close.setChecked(True)
    QTest.keyClick(target(dialog), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: card(1).ticket.status == "closed")
    qtbot.waitUntil(lambda: pane.card.ticket.status == "closed")
    assert card(1).ticket.solution == "Заменили картридж"


def test_a_step_that_needs_a_reason_waits_for_it(qtbot, pane):
    dialog = take(qtbot, pane, "wait")
    assert not dialog.ok.isEnabled()
    dialog.rows.fill({"reason": "A screenshot"})
    assert dialog.ok.isEnabled()
    dialog.take()
    qtbot.waitUntil(lambda: pane.card.ticket.status == "feedback")


def test_a_ticket_is_given_to_a_colleague_found_by_part_of_the_name(qtbot, pane, desk):
    step = next(s for s in workflow.next_steps(desk.office, pane.card.ticket, desk.me) if s.verb == "assign")
    pane.steps.asked.emit(step)
    dialog = pane.findChild(StepDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    type_text(dialog, "olga")
    box = dialog.rows.rows["to"].input
    assert box.completer().completionCount() == 1
    box.set_value("kim")
    dialog.take()
    qtbot.waitUntil(lambda: pane.card.assignee.login == "kim")
    qtbot.waitUntil(lambda: any("Kim Olga" in text for text in texts(pane.header)))


def test_nobody_of_that_name_is_told_beside_the_field(qtbot, pane, desk):
    step = next(s for s in workflow.next_steps(desk.office, pane.card.ticket, desk.me) if s.verb == "assign")
    dialog = StepDialog.open_for(desk, pane.card.ticket, step, pane)
    dialog.rows.fill({"to": "Nobody"})
    dialog.take()
    qtbot.waitUntil(lambda: bool(dialog.rows.rows["to"].said or dialog.remark.text()))
    assert dialog.rows.values()["to"] == "Nobody"
    dialog.dirty = False
    dialog.reject()


def test_typed_answers_are_not_thrown_away_by_escape(qtbot, pane, desk):
    dialog = take(qtbot, pane, "wait")
    dialog.rows.fill({"reason": "A screenshot"})
    desk.messages.answers = [False]
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()


def test_a_step_taken_meanwhile_keeps_the_answer_and_can_be_sent_again(qtbot, pane, desk, office_path, card):
    dialog = take(qtbot, pane, "solve")
    write(office_path, "kim", lambda db: tickets.do(db, 1, "wait", {"reason": "later"}))
    dialog.rows.fill({"solution": "New toner"})
    dialog.take()
    qtbot.waitUntil(lambda: "has saved this ticket since" in dialog.remark.text())
    qtbot.waitUntil(lambda: "Put on hold" in dialog.remark.text())
    assert "Kim Olga" in dialog.remark.text()
    assert dialog.look.isVisible()
    assert dialog.rows.values()["solution"] == "New toner"
    dialog.take()
    qtbot.waitUntil(lambda: card(1).ticket.solution == "New toner")


@pytest.mark.clause("S-3.5")
def test_an_error_nobody_agreed_to_offers_no_solving(qtbot, pane, office_path):
    write(office_path, "kim", lambda db: tickets.register(db, {"description": "Marks vanish", "type": "error"}))
    shown(qtbot, pane, 13)
    verbs = {button.objectName() for button in pane.steps.findChildren(QPushButton) if not button.isHidden()}
    assert not verbs & {"solve", "close", "hand-over"}
    assert "Waits for the agreement of" in pane.gate.text()


def test_a_comment_is_written_from_the_card(qtbot, pane, card):
    pane.comment.text.setFocus()
    type_text(pane, "Перезвонить")
    QTest.keyClick(pane.comment.text, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "Перезвонить" in texts(pane.history))
    assert card(1).history[-1].data["text"] == "Перезвонить"
    qtbot.waitUntil(lambda: pane.comment.text.value() == "")


@pytest.mark.clause("J-3.5")
def test_the_history_says_who_changed_what_from_what(qtbot, pane, desk, office_path):
    colleague(office_path, desk, "edit", {"type": "improvement", "note": "by Friday"})
    qtbot.waitUntil(lambda: any("Support → Improvement" in text for text in texts(pane.history)))
    said = texts(pane.history)
    assert any(text.startswith("Kim Olga · ") for text in said)
    assert "Note: — → by Friday" in said
    assert said.index("Note: — → by Friday") < next(i for i, text in enumerate(said) if "Registered" in text)


def test_what_was_entered_after_the_fact_shows_both_moments(qtbot, pane, desk, office_path):
    write(office_path, "boss", lambda db: tickets.register(
        db, {"description": "Late", "received_at": "2026-01-05T09:00", "registered_at": "2026-01-05T09:05"}
    ))  # fmt: skip
    shown(qtbot, pane, 13)
    assert any("5 Jan 2026 09:05, entered" in text for text in texts(pane.history))


def test_markup_in_data_is_shown_letter_by_letter(qtbot, pane, office_path):
    caller = {"name": EVIL, "organisation": EVIL}
    write(office_path, "ivanov", lambda db: tickets.register(db, {"description": EVIL, "requester": caller}))
    shown(qtbot, pane, 13)
    labels = pane.findChildren(QLabel)
    assert EVIL in [label.text() for label in labels]
    assert {label.textFormat() for label in labels if label.text()} == {Qt.TextFormat.PlainText}


def edit(pane):
    QTest.keyClick(pane, Qt.Key.Key_F4)
    return pane.editor


def test_only_what_was_changed_is_saved(qtbot, pane, card):
    editor = edit(pane)
    editor.rows.fill({"note": "by Friday"})
    assert editor.changed == {"note": "by Friday"}
    editor.save()
    qtbot.waitUntil(lambda: pane.editor is None)
    assert set(card(1).history[-1].data["changes"]) == {"note"}


def test_an_edit_begins_in_sight(qtbot, pane):
    pane.resize(380, 420)
    edit(pane)
    field = QApplication.focusWidget()
    assert pane.editor.isAncestorOf(field)
    qtbot.waitUntil(lambda: not field.visibleRegion().isEmpty())


def test_an_empty_description_is_refused_beside_its_field(pane):
    editor = edit(pane)
    editor.rows.fill({"description": " "})
    editor.save()
    assert editor.rows.rows["description"].said
    editor.rows.fill({"description": "x"})
    pane._close_editor()


def test_a_colleagues_change_does_not_touch_an_open_edit(qtbot, pane, desk, office_path):
    editor = edit(pane)
    editor.rows.fill({"note": "mine"})
    colleague(office_path, desk, "edit", {"note": "theirs", "type": "improvement"})
    qtbot.waitUntil(pane.notice.isVisible)
    assert editor.rows.values()["note"] == "mine"
    assert editor.rows.values()["type"] == "support"
    pane.notice.refresh.emit()
    assert editor.rows.values()["note"] == "mine"
    assert editor.rows.values()["type"] == "improvement"
    assert editor.rows.rows["note"].said == "A colleague wrote: theirs"
    editor.save()
    qtbot.waitUntil(lambda: pane.editor is None)
    qtbot.waitUntil(lambda: pane.card.ticket.note == "mine")
    assert pane.card.ticket.type == "improvement"


def test_a_comment_of_a_colleague_does_not_hinder_an_edit(qtbot, pane, desk, office_path, card):
    editor = edit(pane)
    editor.rows.fill({"note": "mine"})
    colleague(office_path, desk, "comment", {"text": "hello"})
    qtbot.waitUntil(lambda: "hello" in texts(pane.history))
    assert not pane.notice.isVisible()
    editor.save()
    qtbot.waitUntil(lambda: card(1).ticket.note == "mine")


def test_typing_is_kept_while_another_ticket_is_looked_at(qtbot, pane):
    edit(pane).rows.fill({"note": "half a thought"})
    pane.comment.text.set_value("half a comment")
    shown(qtbot, pane, 2)
    assert pane.editor is None
    assert pane.comment.text.value() == ""
    shown(qtbot, pane, 1)
    assert pane.editor.rows.values()["note"] == "half a thought"
    assert pane.comment.text.value() == "half a comment"
    pane._close_editor()


def test_ones_own_last_step_is_undone(qtbot, pane, card):
    dialog = take(qtbot, pane, "wait")
    dialog.rows.fill({"reason": "A screenshot"})
    dialog.take()
    qtbot.waitUntil(pane.undo_button.isVisible)
    pane.undo_button.click()
    qtbot.waitUntil(lambda: card(1).ticket.status == "in-work")
    qtbot.waitUntil(lambda: any(text.startswith("Undone: Put on hold") for text in texts(pane.history)))


def test_linked_tickets_open_in_a_window_of_their_own(qtbot, pane, desk, office_path, root):
    colleague(office_path, desk, "link", {"to": "2"})
    qtbot.waitUntil(pane.links.isVisible)
    pane.links.findChild(QToolButton).click()
    window = root.findChild(TicketWindow)
    qtbot.waitUntil(lambda: window.pane.card is not None)
    assert window.ticket_id == 2
    assert TicketWindow.open(desk, 2, pane) is window
    window.close()


def test_the_history_opens_what_had_no_number_when_it_was_linked(qtbot, pane, desk, office_path, root):
    letter = write(office_path, "kim", lambda db: tickets.arrive(db, {"description": "A letter"})).tickets[0]
    shown(qtbot, pane, 1)
    colleague(office_path, desk, "link", {"to": f"id:{letter}"})
    write(office_path, "kim", lambda db: tickets.register(db, {"description": "Number 13 is this one"}))
    follow(qtbot, desk)
    qtbot.waitUntil(lambda: bool(pane.card.links))
    pane.history.ticket_asked.emit(str(letter))
    window = root.findChild(TicketWindow)
    qtbot.waitUntil(lambda: window.pane.card is not None)
    assert window.ticket_id == letter
    window.close()


def test_a_contact_is_copied_with_a_click(qtbot, pane, caller):
    shown(qtbot, pane, 13)
    pane.requester.findChild(QToolButton).click()
    assert QApplication.clipboard().text() == "2-44-90"


def test_without_a_ticket_the_pane_says_what_it_is_for(qtbot, pane):
    pane.show_ticket(None)
    assert pane._empty.isVisible()
    assert pane._empty.text()


def test_a_long_history_is_shown_in_parts(qtbot, pane, desk, office_path):
    for number in range(20):
        write(office_path, "kim", lambda db, number=number: tickets.do(db, 1, "comment", {"text": f"no. {number}"}))
    desk.look()
    qtbot.waitUntil(lambda: "no. 19" in texts(pane.history))
    assert "no. 0" not in texts(pane.history)
    assert not [said for said in walk.unseen_focus(pane.window()) if "older" in said]
    pane.history._older_button().click()
    qtbot.waitUntil(lambda: "no. 0" in texts(pane.history))


@pytest.mark.clause("K-5.2")
def test_a_consultation_becomes_a_request_at_once(qtbot, tmp_path, root, home):
    path = make_office(tmp_path / "m.desk", profile="municipal")
    write(path, "ivanov", lambda db: tickets.register(db, {"description": "How?", "kind": "consultation"}))
    desk = sit_down(path)
    pane = TicketPane(desk, root)
    shown(qtbot, pane, 1)
    step = next(s for s in workflow.next_steps(desk.office, pane.card.ticket, desk.me) if s.verb == "convert")
    pane.steps.asked.emit(step)
    qtbot.waitUntil(lambda: bool(pane.card.links))
    with open_office(path) as office_file:
        assert office_file.reader.card(pane.card.links[0].ticket_id).ticket.kind == "request"
    desk.close()
