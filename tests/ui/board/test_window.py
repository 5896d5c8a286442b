"""The board as a window: everybody reads it, who may says what is going on, and colleagues see it at once."""

import pytest
from PySide6.QtCore import Qt

from desk_app.domain.board import board_of
from desk_app.services import board
from desk_app.ui.board.window import BoardWindow
from desk_app.ui.editor.verb_form import VerbForm
from tests.support.desk import follow, sit_down, write


@pytest.fixture
def boss(qtbot, office_path):
    desk = sit_down(office_path, "boss")
    yield desk
    desk.close()


def opened(qtbot, desk):
    window = BoardWindow(desk)
    qtbot.addWidget(window)
    window.show()
    return window


def cells(window, row=0):
    return [window.systems.item(row, column).text() for column in range(window.systems.columnCount())]


def test_an_incident_is_reported_changed_and_ended(qtbot, boss):
    window = opened(qtbot, boss)
    assert window.incidents.count() == 0
    assert not window.over.isEnabled()
    window.new_incident()
    form = window.findChild(VerbForm)
    form.rows.fill({"text": "Nobody can sign in", "tickets": "1, 2026-000002"})
    form.save()
    qtbot.waitUntil(lambda: window.incidents.count() == 1)
    assert "Nobody can sign in" in window.incidents.item(0).text()
    assert "2026-000001, 2026-000002" in window.incidents.item(0).text()
    window.change()
    changing = [form for form in window.findChildren(VerbForm) if form.isVisible()][-1]
    assert changing.rows.values()["text"] == "Nobody can sign in"
    changing.rows.fill({"text": "Some cannot sign in"})
    changing.save()
    qtbot.waitUntil(lambda: "Some cannot" in window.incidents.item(0).text())
    window.over.click()
    qtbot.waitUntil(lambda: window.incidents.count() == 0)


def test_a_system_is_said_to_be_down_by_keyboard(qtbot, boss):
    window = opened(qtbot, boss)
    window.systems.setFocus()
    qtbot.keyClick(window.systems, Qt.Key.Key_Return)
    form = window.findChild(VerbForm)
    assert form is not None
    form.rows.fill({"state": "down", "words": "The disk is being changed"})
    form.save()
    qtbot.waitUntil(lambda: cells(window)[1] == "Does not work")
    assert cells(window)[2] == "The disk is being changed"
    assert cells(window)[4] == "Beisenova Dana"


def test_who_spoke_second_is_told_and_loses_nothing_typed(qtbot, boss, office_path):
    window = opened(qtbot, boss)
    window.say_state()
    form = window.findChild(VerbForm)
    form.rows.fill({"state": "slow", "words": "Many people"})
    system = next(iter(boss.office.choices("system"))).code
    write(office_path, "boss", lambda db: board.set_state(db, system, "down", "The disk"))
    form.save()
    qtbot.waitUntil(lambda: "since you looked" in form.remark.text())
    assert form.isVisible()
    assert form.rows.values()["words"] == "Many people"
    qtbot.waitUntil(lambda: board_of(boss.office).state(system).words == "The disk")
    form.save()
    qtbot.waitUntil(lambda: board_of(boss.office).state(system).words == "Many people")


def test_who_may_not_speak_reads_and_follows(qtbot, desk, office_path):
    window = opened(qtbot, desk)
    for button in (window.report, window.tell, window.over, window.stand):
        assert button.isHidden()
    window.new_incident()
    window.say_state()
    assert window.findChild(VerbForm) is None
    write(office_path, "boss", lambda db: board.report(db, "Nobody can sign in"))
    follow(qtbot, desk)
    qtbot.waitUntil(lambda: window.incidents.count() == 1)
    assert "Nobody can sign in" in window.incidents.item(0).text()


def test_it_is_opened_once_and_by_one_key(qtbot, desk, office_path):
    from desk_app.ui.main_window import MainWindow

    main = MainWindow(desk, office_path)
    qtbot.addWidget(main)
    main.show()
    assert main.actions_by_id["board"].shortcut().toString() == "Ctrl+B"
    main.actions_by_id["board"].trigger()
    main.actions_by_id["board"].trigger()
    assert len(main.findChildren(BoardWindow)) == 1
    main.findChild(BoardWindow).close()


def test_the_form_of_a_new_call_tells_of_a_system_that_does_not_work(qtbot, desk, office_path):
    from desk_app.ui.editor.registration import RegistrationWindow

    first, second = [item.code for item in desk.office.choices("system") if not item.parent][:2]
    write(office_path, "boss", lambda db: board.set_state(db, first, "down", "The disk is being changed"))
    follow(qtbot, desk)
    window = RegistrationWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.form.rows["system"].input.set_value(first)
    window._tell_of_system()
    qtbot.waitUntil(window.going_on.isVisible)
    assert "The disk is being changed" in window.going_on.accessibleName()
    window.form.rows["system"].input.set_value(second)
    window._tell_of_system()
    assert window.going_on.isHidden()
