"""A call can be begun from every window of the program, and what is typed then is typed into the call."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.app.actions import ACTIONS
from desk_app.domain.errors import BadInput
from desk_app.profiles.write import TomlProfiles
from desk_app.services import tickets
from desk_app.storage import open_office
from desk_app.ui.admin.section_list import ItemTable
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.main_window import MainWindow
from tests.support.desk import make_office, sit_down, write
from tests.support.keys import CTRL, target, type_text

REGISTER = next(spec for spec in ACTIONS if spec.id == "register")
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PROGRAM = ("journal", "acts", "statistics", "directory", "board", "duty", "calendar", "office")


@pytest.fixture
def path(tmp_path):
    """Give an office with two tickets, the second of which is not registered yet."""
    made = make_office(tmp_path / "office.desk", 1)
    write(made, "ivanov", lambda db: tickets.arrive(db, {"description": "No paper"}))
    return made


@pytest.fixture
def main(qtbot, path):
    desk = sit_down(path, "boss")
    window = MainWindow(desk, path)
    window.program.profiles = TomlProfiles
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitUntil(lambda: window.middle.day.day is not None)
    yield window
    for call in window.findChildren(RegistrationWindow):
        call.form.dirty = False
    window.close()
    desk.close()


def calls(main):
    return [window for window in main.findChildren(RegistrationWindow) if window.isVisible()]


def opened(qtbot, main, name):
    """Open the window of the action `name` over the main window, and return it."""
    before = {id(window) for window in main.findChildren(QWidget)}
    main.actions_by_id[name].trigger()
    windows = [w for w in main.findChildren(QWidget) if w.isWindow() and w.isVisible() and id(w) not in before]
    window = windows[-1]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def ticket_window(qtbot, main, ticket_id=1):
    window = TicketWindow.open(main._desk, ticket_id, main)
    qtbot.waitUntil(lambda: window.pane.card is not None and window.isActiveWindow())
    return window


@pytest.mark.clause("S-2.1a")
def test_f2_in_the_window_of_a_ticket_begins_a_call_and_leaves_the_ticket_alone(qtbot, main, path):
    window = ticket_window(qtbot, main, 2)
    QTest.keyClick(target(window), Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(calls(main)) == 1 and calls(main)[0].isActiveWindow())
    call = calls(main)[0]
    front = QApplication.activeWindow()
    type_text(front, "Иванова")
    call.form.fill({"description": "Не печатает"})
    QTest.keyClick(target(QApplication.activeWindow()), Qt.Key.Key_F8)
    type_text(QApplication.activeWindow(), "Заменили картридж")
    QTest.keyClick(target(QApplication.activeWindow()), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: call.done)
    with open_office(path) as file:
        assert file.reader.card(2).ticket.number is None, "the ticket behind was registered"
        assert file.reader.card(3).ticket.requester.name == "Иванова"
        assert file.reader.card(3).ticket.solution == "Заменили картридж"


@pytest.mark.parametrize("name", PROGRAM)
def test_f2_begins_a_call_in_every_window_of_the_program(qtbot, main, name):
    window = opened(qtbot, main, name)
    QTest.keyClick(target(window), Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(calls(main)) == 1 and calls(main)[0].isActiveWindow())


def test_where_the_key_means_something_else_to_a_list_it_goes_on_to_mean_that(qtbot, main):
    window = opened(qtbot, main, "office")
    window.go_to(("status", "", ""))
    table = window.findChild(ItemTable)
    table.setFocus()
    with qtbot.waitSignal(table.pressed) as told:
        QTest.keyClick(table, Qt.Key.Key_F2)
    assert told.args == ["rename"]
    assert not calls(main)


def test_a_changed_key_begins_a_call_there_too_and_the_old_one_no_more(qtbot, main):
    main.program.keys.change(REGISTER, QKeySequence("Ctrl+Shift+N"))
    main.program.keys.put(main.actions_by_id)
    window = ticket_window(qtbot, main)
    QTest.keyClick(target(window), Qt.Key.Key_F2)
    assert not calls(main)
    QTest.keyClick(target(window), Qt.Key.Key_N, CTRL_SHIFT)
    qtbot.waitUntil(lambda: len(calls(main)) == 1)
    main.program.keys.reset_all()


def test_a_call_that_nothing_was_typed_into_is_brought_forward(qtbot, main):
    main.actions_by_id["register"].trigger()
    window = ticket_window(qtbot, main)
    QTest.keyClick(target(window), Qt.Key.Key_F2)
    qtbot.waitUntil(calls(main)[0].isActiveWindow)
    assert len(calls(main)) == 1
    type_text(calls(main)[0], "A")
    QTest.keyClick(target(calls(main)[0]), Qt.Key.Key_F2)
    assert len(calls(main)) == 2, "what is typed stays"


def test_a_dialog_that_waits_for_its_answer_comes_first(qtbot, main):
    opened(qtbot, main, "shortcuts")
    QTest.keyClick(target(QApplication.activeWindow()), Qt.Key.Key_F2)
    assert not calls(main)


def test_keys_that_a_window_has_for_itself_cannot_become_those_of_a_new_call(qtbot, main):
    main.actions_by_id["register"].trigger()
    windows = [calls(main)[0], ticket_window(qtbot, main), *(opened(qtbot, main, name) for name in PROGRAM)]
    taken = {keys for window in windows for keys in keys_of(window)}
    assert {"F5", "Ctrl+S", "F4"} <= taken
    free = []
    for keys in sorted(taken):
        try:
            main.program.keys.change(REGISTER, QKeySequence(keys))
            free.append(keys)
        except BadInput:
            pass
    main.program.keys.reset_all()
    assert not free, "one key would do two things, that is: nothing"


def keys_of(window):
    """Return the keys that `window` listens to."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = [shortcut.key() for shortcut in window.findChildren(QShortcut)]
    for action in window.findChildren(QAction):
        found += action.shortcuts()
    return {keys.toString() for keys in found if not keys.isEmpty()}
