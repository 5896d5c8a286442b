"""The command palette and the sheet of keys, from the main window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from desk_app import i18n
from desk_app.app import recent
from desk_app.app.settings import Settings
from desk_app.domain.view import Queue
from desk_app.ui.editor.verb_form import VerbForm
from desk_app.ui.main_window import MainWindow
from desk_app.ui.palette import Command, Palette, found
from desk_app.ui.people.accounts import AccountsDialog
from desk_app.ui.shortcuts import ShortcutSheet
from tests.support.desk import sit_down


@pytest.fixture
def main(qtbot, desk, office_path):
    return opened(qtbot, desk, office_path)


@pytest.fixture
def administrator(qtbot, office_path):
    desk = sit_down(office_path, "boss")
    yield opened(qtbot, desk, office_path)
    desk.close()


def opened(qtbot, desk, path):
    window = MainWindow(desk, path)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.table.tickets.loaded):
        window.show()
        window.queues.choose(Queue.OPEN)
    return window


def palette_of(main):
    main.actions_by_id["palette"].trigger()
    return main.findChild(Palette)


def sheet_of(main):
    main.actions_by_id["shortcuts"].trigger()
    return main.findChild(ShortcutSheet)


def texts(palette):
    return [command.text for command in palette.shown]


def test_a_few_letters_find_and_enter_does(qtbot, main):
    palette = palette_of(main)
    qtbot.keyClicks(palette.search, "all tic")
    assert texts(palette)[0] == "All tickets"
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert main.view.filter.queue == Queue.ALL


def test_the_arrows_go_round(qtbot, main):
    palette = palette_of(main)
    qtbot.keyClick(palette.search, Qt.Key.Key_Up)
    assert palette.list.currentRow() == palette.list.count() - 1
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 0
    palette.reject()


def test_what_cannot_be_done_says_why_and_does_nothing(qtbot, main):
    palette = palette_of(main)
    qtbot.keyClicks(palette.search, "accounts")
    command = palette.shown[0]
    assert "role" in command.why_not
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.reject()
    assert not main.findChildren(AccountsDialog)


def test_it_offers_the_steps_of_the_current_ticket(qtbot, main):
    main.table.select_row(0)
    qtbot.waitUntil(lambda: main.pane.card is not None)
    palette = palette_of(main)
    assert texts(palette)[0] == main.pane.steps.possible[0].label
    palette.reject()


def test_letters_in_order_are_enough_and_nothing_is_said():
    commands = [Command("Open ticket", print), Command("Quit", print, why_not="Not now"), Command("Журнал", print)]
    assert [one.text for one in found(commands, "optk")] == ["Open ticket"]
    assert [one.text for one in found(commands, "жур")] == ["Журнал"]
    assert [one.text for one in found(commands, "")] == ["Open ticket", "Журнал", "Quit"]
    assert found(commands, "zzz") == []


def test_new_keys_work_at_once_and_stay(qtbot, main):
    sheet = sheet_of(main)
    sheet.choose("refresh")
    sheet.begin()
    qtbot.keyClick(sheet.input, Qt.Key.Key_F2)
    assert "New call" in sheet.remark.text()
    qtbot.keyClick(sheet.input, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert "Ctrl+R" in sheet.remark.text()
    assert main.actions_by_id["refresh"].shortcuts() == [QKeySequence("Ctrl+R")]
    assert "Ctrl+R" in main.actions_by_id["refresh"].toolTip()
    sheet.accept()
    assert Settings().get("keys", {}) == {"refresh": ["Ctrl+R"]}


def test_escape_gives_up_the_keys_before_the_sheet(qtbot, main):
    sheet = sheet_of(main)
    sheet.choose("refresh")
    sheet.begin()
    qtbot.keyClick(sheet.input, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert not sheet.input.isVisible()
    sheet.reject()


def test_fixed_keys_are_shown_and_not_offered_to_be_changed(qtbot, main):
    sheet = sheet_of(main)
    qtbot.keyClicks(sheet.search, "F8")
    assert sheet.spec is None
    assert not sheet.change.isEnabled()
    sheet.reject()


def test_everything_is_as_it_was_after_a_reset(qtbot, main):
    sheet = sheet_of(main)
    sheet.choose("refresh")
    sheet.begin()
    qtbot.keyClick(sheet.input, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    sheet.reset.click()
    assert main.actions_by_id["refresh"].shortcut() == QKeySequence("F5")
    assert not sheet.reset_all.isEnabled()
    sheet.accept()


def test_the_administrator_opens_the_accounts_and_everybody_their_password(qtbot, main, administrator):
    assert not main.actions_by_id["accounts"].isEnabled()
    administrator.actions_by_id["accounts"].trigger()
    administrator.findChild(AccountsDialog).accept()
    main.actions_by_id["password"].trigger()
    form = main.findChild(VerbForm)
    form.rows.fill({"password": "correct horse", "again": "correct horse"})
    form._gate()
    with qtbot.waitSignal(form.accepted):
        form.save()


def test_the_menu_changes_the_language_at_once(qtbot, qapp, main):
    speech = main.program._menus[1]
    next(action for action in speech.actions() if action.text() == "Русский").trigger()
    qtbot.waitUntil(lambda: main.queues.item(2).text() == "Мои")
    assert i18n.language() == "ru"
    assert main.program._menus[1].title() != "Language"
    next(action for action in speech.actions() if action.text() == "English").trigger()


def test_the_menu_offers_recent_offices_and_another_person(qtbot, main, office_path, tmp_path):
    recent.remember(main._desk.settings, tmp_path / "other.desk")
    recent.remember(main._desk.settings, office_path)
    offices = main.program._menus[0]
    offices.aboutToShow.emit()
    with qtbot.waitSignal(main.other_office) as asked:
        offices.actions()[0].trigger()
    assert asked.args == [tmp_path / "other.desk"]
    with qtbot.waitSignal(main.other_person):
        main.actions_by_id["other-person"].trigger()
