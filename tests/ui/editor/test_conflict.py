"""Two windows on one file: different fields both stand and nobody is asked; the same field is shown side by side."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from desk_app.ui.editor.conflict import ConflictDialog
from desk_app.ui.editor.pane import TicketPane
from tests.support.desk import sit_down, write
from tests.support.keys import target, type_text

LONG = "\n".join(f"Line {number} of what was found out on the phone." for number in range(60))


@pytest.fixture
def second(office_path):
    """Give the desk of a colleague on another computer."""
    seated = sit_down(office_path, "kim")
    yield seated
    seated.close()


def edited(qtbot, desk, root, **values):
    """Return a pane with the first ticket where `values` are typed and not saved."""
    pane = TicketPane(desk, root)
    pane.setWindowFlag(Qt.WindowType.Window)
    pane.resize(520, 640)
    pane.show()
    pane.show_ticket(1)
    qtbot.waitUntil(lambda: pane.card is not None)
    pane.edit()
    pane.editor.rows.fill(values)
    return pane


def save(qtbot, pane):
    pane.editor.save()
    qtbot.waitUntil(lambda: pane.editor is None)


def clash(qtbot, desk, second, root, mine, theirs):
    """Let both sides type into the first ticket, theirs be saved first; return my pane and the dialog."""
    pane = edited(qtbot, desk, root, **mine)
    save(qtbot, edited(qtbot, second, root, **theirs))
    pane.editor.save()
    qtbot.waitUntil(lambda: pane.findChild(ConflictDialog) is not None)
    dialog = pane.findChild(ConflictDialog)
    qtbot.waitUntil(dialog.isVisible)
    return pane, dialog


def test_different_fields_both_stand_and_nobody_is_asked(qtbot, desk, second, root, card):
    mine = edited(qtbot, desk, root, note="by Friday", phone="2-44-90")
    save(qtbot, edited(qtbot, second, root, type="improvement", email="a@b.example"))
    save(qtbot, mine)
    ticket = card(1).ticket
    assert (ticket.note, ticket.type) == ("by Friday", "improvement")
    assert (ticket.requester.phone, ticket.requester.email) == ("2-44-90", "a@b.example")
    assert not desk.messages.questions
    assert not desk.messages.errors
    assert mine.findChild(ConflictDialog) is None


def test_the_same_field_shows_both_texts_and_who_wrote_theirs(qtbot, desk, second, root, card):
    pane, dialog = clash(qtbot, desk, second, root, {"note": "mine", "solution": LONG}, {"note": "theirs"})
    texts = [box.toPlainText() for box in dialog.findChildren(QPlainTextEdit)]
    assert texts == ["mine", "theirs"]
    assert all(box.isVisible() for box in dialog.findChildren(QPlainTextEdit))
    assert list(dialog.choices) == ["note"]
    assert "Kim Olga · " in dialog.choices["note"][1].text()
    QTest.keyClick(target(dialog), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.editor is None)
    assert (card(1).ticket.note, card(1).ticket.solution) == ("mine", LONG)


def test_theirs_is_taken_where_it_is_ticked(qtbot, desk, second, root, card):
    theirs = {"note": "theirs", "phone": "22", "type": "improvement"}
    pane, dialog = clash(qtbot, desk, second, root, {"note": "mine", "phone": "11", "type": "error"}, theirs)
    assert set(dialog.choices) == {"note", "phone", "type"}
    assert "Improvement" in [box.toPlainText() for box in dialog.findChildren(QPlainTextEdit)]
    dialog.take_all(mine=False)
    dialog.choices["phone"][0].setChecked(True)
    dialog.accept()
    qtbot.waitUntil(lambda: pane.editor is None)
    ticket = card(1).ticket
    assert (ticket.note, ticket.requester.phone, ticket.type) == ("theirs", "11", "improvement")


def test_going_on_editing_loses_nothing_and_long_texts_scroll(qtbot, desk, second, root, card):
    pane, dialog = clash(qtbot, desk, second, root, {"note": LONG}, {"note": LONG[::-1]})
    shown = dialog.findChildren(QPlainTextEdit)
    assert [box.toPlainText() for box in shown] == [LONG, LONG[::-1]]
    assert all(box.verticalScrollBar().maximum() > 0 for box in shown)
    assert dialog.height() < 640
    dialog.reject()
    assert pane.editor.rows.values()["note"] == LONG
    assert card(1).ticket.note == LONG[::-1]
    pane.editor.save()
    qtbot.waitUntil(lambda: pane.findChild(ConflictDialog) not in (None, dialog))
    pane.findChildren(ConflictDialog)[-1].accept()
    qtbot.waitUntil(lambda: card(1).ticket.note == LONG)


def test_a_ticket_closed_meanwhile_takes_the_edit_beside_it(qtbot, desk, second, root, office_path, card):
    from desk_app.services import tickets

    pane = edited(qtbot, desk, root)
    pane.editor.rows.rows["note"].input.setFocus()
    type_text(pane, "mine")
    write(office_path, "kim", lambda db: tickets.do(db, 1, "solve", {"solution": "New toner"}))
    write(office_path, "kim", lambda db: tickets.do(db, 1, "close", {}))
    desk.look()
    qtbot.waitUntil(pane.notice.isVisible)
    said = pane.notice.text.text()
    assert "Kim Olga" in said
    assert "Closed" in said
    assert pane.editor.rows.values()["note"] == "mine"
    save(qtbot, pane)
    ticket = card(1).ticket
    assert (ticket.status, ticket.solution, ticket.note) == ("closed", "New toner", "mine")
