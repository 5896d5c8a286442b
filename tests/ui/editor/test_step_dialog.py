"""What a step asks is what the person may say, and there is room for what is said about it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desk_app.domain.asks import ASKS
from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.office import Step
from desk_app.services import tickets
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.tickets.bulk_dialog import BulkDialog
from tests.support.desk import follow, make_office, sit_down, write
from tests.support.keys import CTRL, target

LONG = "There is nobody of this name. Choose somebody of the list, or type the login, the name or the line in full."


@pytest.fixture
def arrived(office_path):
    """Give a ticket that is not registered yet."""
    return write(office_path, "ivanov", lambda db: tickets.arrive(db, {"description": "No paper"})).tickets[0]


def step(verb):
    return Step(verb, verb, frozenset(), "", frozenset(), ())


def test_who_may_not_enter_moments_of_the_past_is_not_asked_for_one(qtbot, desk, root, card, arrived):
    assert not desk.office.may(desk.me, "backdate")
    follow(qtbot, desk)
    window = TicketWindow.open(desk, arrived, root)
    qtbot.waitUntil(lambda: window.pane.card is not None and window.isActiveWindow())
    QTest.keyClick(target(window), Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: window.findChild(StepDialog) is not None)
    dialog = window.findChild(StepDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not dialog.rows.rows
    QTest.keyClick(target(dialog), Qt.Key.Key_Space)
    if dialog.isVisible():
        QTest.keyClick(target(dialog), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: card(arrived).ticket.number is not None)
    assert not desk.messages.errors
    window.close()


def test_nor_is_it_asked_of_many_at_once(desk, root):
    dialog = BulkDialog(desk, [1], step("register"), root)
    assert not dialog.questions.rows
    dialog.close()


def test_who_may_is_asked_and_a_moment_of_the_past_is_taken(qtbot, tmp_path, root):
    path = make_office(tmp_path / "o.desk", 0)
    raw = {"description": "No paper", "received_at": "2020-01-02T10:00"}
    arrived = write(path, "boss", lambda db: tickets.arrive(db, raw)).tickets[0]
    boss = sit_down(path, "boss")
    found = []
    boss.query(root, lambda reader: reader.card(arrived), found.append)
    qtbot.waitUntil(lambda: bool(found))
    dialog = StepDialog.open_for(boss, found[0].ticket, step("register"), root)
    dialog.rows.fill({"registered_at": "2020-01-02T10:05"})
    with qtbot.waitSignal(dialog.accepted):
        dialog.take()
    boss.close()


@pytest.mark.parametrize("verb", [verb for verb, asks in ASKS.items() if asks])
def test_a_message_squashes_nothing(qtbot, tmp_path, root, verb):
    boss = sit_down(make_office(tmp_path / "o.desk", 1), "boss")
    found = []
    boss.query(root, lambda reader: reader.card(1), found.append)
    qtbot.waitUntil(lambda: bool(found))
    dialog = StepDialog.open_for(boss, found[0].ticket, step(verb), root)
    qtbot.waitExposed(dialog)
    before = heights(dialog)
    dialog._failed(BadInput(LONG, field=next(iter(dialog.rows.rows))))
    dialog._failed(NotAllowed(LONG))
    for row in dialog.rows.rows.values():
        row.say(LONG)
    qtbot.waitUntil(lambda: not squashed(dialog, before))
    assert dialog.frameGeometry().bottom() <= dialog.screen().availableGeometry().bottom()
    dialog.reject()
    boss.close()


def heights(dialog):
    return {code: row.input.height() for code, row in dialog.rows.rows.items()}


def squashed(dialog, before):
    """Return what is lower than it was, or drawn over what stands above it."""
    found = [code for code, height in heights(dialog).items() if height < before[code]]
    for code, row in dialog.rows.rows.items():
        note = row._note
        over = note.geometry().top() <= row.input.geometry().bottom()
        if over or note.height() < note.heightForWidth(note.width()):
            found.append(f"{code}: its message")
    said = dialog.remark
    if said.height() < said.heightForWidth(said.width()):
        found.append("message")
    bottom = said.mapTo(dialog, QPoint(0, said.height())).y()
    buttons = dialog.ok.mapTo(dialog, QPoint(0, 0)).y()
    return [*found, *(["buttons"] if bottom > buttons else [])]
