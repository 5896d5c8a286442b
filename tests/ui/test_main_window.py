from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView, QTableView, QToolButton, QWidget

from desk_app.app import qt_i18n
from desk_app.app.settings import Settings
from desk_app.domain.errors import Unavailable
from desk_app.domain.view import Queue
from desk_app.services import tickets
from desk_app.services.ports import Changes
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.main_window import MainWindow
from desk_app.ui.models.columns import COLUMNS
from desk_app.ui.tickets.table import TicketTable
from tests.support.desk import call, make_office, sit_down, write


def opened(qtbot, desk, path):
    main = MainWindow(desk, path)
    qtbot.addWidget(main)
    main.resize(1280, 720)
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.show()
        main.queues.choose(Queue.OPEN)
    return main


@pytest.fixture
def many(tmp_path):
    path = make_office(tmp_path / "office.desk", 20)
    for start in range(21, 261, 40):
        register = [call(number) for number in range(start, start + 40)]
        write(path, "ivanov", lambda db, register=register: Changes(
            tuple(tickets.register(db, raw).tickets[0] for raw in register)
        ))  # fmt: skip
    return path


@pytest.fixture
def main(qtbot, many):
    desk = sit_down(many)
    window = opened(qtbot, desk, many)
    yield window
    desk.close()


@pytest.fixture
def small(qtbot, desk, office_path):
    return opened(qtbot, desk, office_path)


def settle(qtbot, main):
    with qtbot.waitSignal(main.table.tickets.refreshed):
        main._desk.look()
    qtbot.wait(5)


def top_number(table: TicketTable):
    return table.indexAt(QPoint(5, 2)).siblingAtColumn(0).data()


def test_it_opens_on_the_open_queue_with_its_counts(qtbot, small, office_path):
    assert small.view.filter.queue == Queue.OPEN
    assert small.table.tickets.rowCount() == 12
    qtbot.waitUntil(lambda: "12" in small.status._rows.text())
    assert small.windowTitle() == "Situation centre"
    assert office_path.name in small.status._file.text()


def test_a_click_on_a_header_sorts(qtbot, small):
    with qtbot.waitSignal(small.table.tickets.loaded):
        small.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert small.table.tickets.index(0, 0).data() == "2026-000001"


def test_typing_filters_and_escape_gives_all_back(qtbot, small):
    search = small.top.search
    with qtbot.waitSignal(small.table.tickets.loaded):
        qtbot.keyClicks(search, "CALL 7:")
    assert small.table.tickets.rowCount() == 1
    with qtbot.waitSignal(small.table.tickets.loaded):
        qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert small.table.tickets.rowCount() == 12


def test_an_empty_list_speaks(qtbot, small):
    with qtbot.waitSignal(small.table.tickets.loaded):
        small.queues.choose(Queue.SOLVED)
    assert "solved" in small.table.empty_text
    with qtbot.waitSignal(small.table.tickets.loaded):
        qtbot.keyClicks(small.top.search, "zzz")
    assert "words" in small.table.empty_text


@pytest.mark.parametrize("typed", ["2026-000005", "5"])
def test_a_number_opens_its_ticket(qtbot, small, typed):
    qtbot.keyClicks(small.top.search, typed)
    qtbot.keyClick(small.top.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(small.findChildren(TicketWindow)))
    window = small.findChildren(TicketWindow)[0]
    qtbot.waitUntil(lambda: "2026-000005" in window.windowTitle())
    window.close()


def test_the_card_follows_the_current_row(qtbot, small, monkeypatch):
    with qtbot.waitSignal(small.table.current_changed) as told:
        small.table.select_row(3)
    assert told.args == [small.table.tickets.ticket_id(3)]


def test_enter_opens_the_ticket_and_f2_a_new_call(qtbot, small):
    with qtbot.waitSignal(small.table.current_changed):
        small.table.select_row(2)
    small.table.setFocus()
    qtbot.keyClick(small.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(small.findChildren(TicketWindow)))
    small.actions_by_id["register"].trigger()
    assert small.findChildren(RegistrationWindow)
    assert small.close()


def test_a_colleagues_new_ticket_leaves_the_rows_under_the_eye(qtbot, main, many):
    table = main.table
    table.verticalScrollBar().setValue(100 * table.verticalHeader().defaultSectionSize() + 11)
    table.select_row(103)
    qtbot.waitUntil(lambda: table.current_ticket() is not None)
    chosen, top, offset = table.current_ticket(), top_number(table), table.verticalScrollBar().value()
    told = []
    table.current_changed.connect(told.append)
    write(many, "kim", lambda db: Changes(tuple(tickets.register(db, call(n)).tickets[0] for n in range(300, 303))))
    settle(qtbot, main)
    assert table.tickets.rowCount() == 263
    assert top_number(table) == top
    assert table.verticalScrollBar().value() == offset + 3 * table.verticalHeader().defaultSectionSize()
    assert table.current_ticket() == chosen
    assert table.selected_rows() == [106]
    assert told == []


def test_no_blank_row_is_painted_while_a_colleague_works(qtbot, main, many):
    table = main.table
    table.verticalScrollBar().setValue(100 * table.verticalHeader().defaultSectionSize())
    qtbot.waitUntil(lambda: bool(top_number(table)))
    seen = []
    table.tickets.dataChanged.connect(lambda *_: seen.append(top_number(table)))
    table.tickets.rowsInserted.connect(lambda *_: seen.append(top_number(table)))
    ticket = table.tickets.ticket_id(101)
    write(many, "kim", lambda db: tickets.do(db, ticket, "edit", {"description": "New words"}))
    settle(qtbot, main)
    assert seen
    assert all(seen)


def test_several_selected_tickets_stay_selected_when_rows_move(qtbot, main, many):
    table = main.table
    for row in (5, 9, 12):
        flags = QItemSelectionModel.SelectionFlag
        table.selectionModel().select(table.tickets.index(row, 0), flags.Select | flags.Rows)
    table._watch()
    ids = [table.tickets.ticket_id(row) for row in table.selected_rows()]
    write(many, "kim", lambda db: tickets.register(db, call(400)))
    settle(qtbot, main)
    assert [table.tickets.ticket_id(row) for row in table.selected_rows()] == ids
    assert table.selected_rows() == [6, 10, 13]


def test_at_the_very_top_a_new_ticket_is_seen(qtbot, main, many):
    write(many, "kim", lambda db: tickets.register(db, call(500)))
    settle(qtbot, main)
    assert main.table.verticalScrollBar().value() == 0
    assert top_number(main.table) == "2026-000261"


def test_copied_rows_have_headers_and_no_formulas(qtbot, small, office_path):
    write(office_path, "kim", lambda db: tickets.register(db, call(1, description="=cmd|' /c calc'!A1")))
    settle(qtbot, small)
    small.table.selectAll()
    small.actions_by_id["copy"].trigger()
    qtbot.waitUntil(lambda: bool(small._desk.messages.remarks))
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 14
    assert lines[0].startswith("Number\tStatus")
    assert "\t'=cmd|" in lines[1]
    assert small._desk.messages.remarks == ["13 rows copied."]


def test_the_layout_is_as_it_was_left(qtbot, office_path):
    desk = sit_down(office_path)
    main = opened(qtbot, desk, office_path)
    header = main.table.horizontalHeader()
    header.moveSection(header.visualIndex(3), 0)
    header.setSectionHidden(2, True)
    header.resizeSection(0, 211)
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    main.queues.choose(Queue.ALL)
    main.actions_by_id["pane"].trigger()
    main.close()
    desk.close()

    desk = sit_down(office_path, settings=Settings())
    main = opened(qtbot, desk, office_path)
    header = main.table.horizontalHeader()
    assert header.logicalIndex(0) == 3
    assert header.isSectionHidden(2)
    assert header.sectionSize(0) == 211
    assert main.view.sort.column == COLUMNS[3].key
    assert not main.view.sort.descending
    assert main.beside.isHidden()
    desk.close()


def test_whoever_signs_in_sees_the_day_first(qtbot, office_path):
    desk = sit_down(office_path)
    main = opened(qtbot, desk, office_path)
    main.queues.choose(Queue.ALL)
    assert not main.middle.shows_day
    main.close()
    desk.close()

    desk = sit_down(office_path, settings=Settings())
    main = MainWindow(desk, office_path)
    qtbot.addWidget(main)
    main.show()
    assert main.middle.shows_day
    qtbot.waitUntil(lambda: main.middle.day.day is not None)
    desk.close()


@pytest.mark.parametrize(
    "kept",
    [
        {"tickets.columns": [[1], "x", ["number", -5, True]]},
        {"tickets.sort": ["no", 1]},
        {"window.geometry": "?"},
        {"window.panes": ["a", 1, 2]},
        {"tickets.queue": "?"},
    ],
)
def test_odd_settings_do_no_harm(qtbot, office_path, kept):
    settings = Settings()
    settings.update(kept)
    desk = sit_down(office_path, settings=settings)
    assert opened(qtbot, desk, office_path).table.tickets.rowCount() == 12
    desk.close()


def test_a_file_that_is_away_is_said_and_comes_back(qtbot, small):
    away = small._desk.reach
    small._desk.reached.emit(replace(away, away=Unavailable("The share is away.")))
    assert "cannot be reached" in small.status._file.text()
    with qtbot.waitSignal(small._desk.reached):
        small._desk.look()
    assert "up to date" in small.status._file.text()
    assert " ms" in small.status._file.text()


def test_everything_one_can_use_has_an_accessible_name(qtbot, small):
    for widget in small.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QTableView | QListView) and widget.isVisible():
            named = widget.accessibleName() or getattr(widget, "text", str)()
            inner = widget.objectName().startswith("qt_") or isinstance(widget.parent(), QLineEdit)
            assert named or inner, widget


@pytest.mark.parametrize("language", ["ru", "en"])
def test_it_speaks_the_language_chosen_while_open(qtbot, qapp, small, language):
    qt_i18n.install(qapp, language)
    qtbot.wait(5)
    assert small.queues.item(2).text() == {"ru": "Мои", "en": "Mine"}[language]
    qt_i18n.install(qapp, "en")


def test_the_theme_button_turns_the_light_off_and_on(qtbot, small):
    from desk_app.app import theme

    before = theme.is_dark()
    small.actions_by_id["theme"].trigger()
    assert theme.is_dark() != before
    small.actions_by_id["theme"].trigger()
    assert theme.is_dark() == before


def test_a_minimised_window_looks_less_often(qtbot, small):
    small.showMinimized()
    qtbot.waitUntil(lambda: small._desk.idle)
    small.showNormal()
    qtbot.waitUntil(lambda: not small._desk.idle)


def test_the_menu_has_every_action(small):
    menu = small.top.findChild(QToolButton).parent().person.menu()
    listed = {action.objectName() for action in menu.actions()}
    assert listed >= set(small.actions_by_id)
