import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu

from desk_app.app.settings import Settings
from desk_app.domain.view import Queue, Sort, SortColumn
from desk_app.ui.models.columns import COLUMNS, STATUS_COLUMN
from desk_app.ui.tickets.chip import chip_width
from tests.support.desk import sit_down
from tests.ui.tickets.conftest import opened

NUMBER, STATUS, RECEIVED, SUBJECT = range(4)


def click(qtbot, main, column, shift=True):
    header = main.table.header
    place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(main.table.tickets.loaded):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, keys, place)


def test_shift_and_a_click_add_turn_and_take_away_an_order(qtbot, main):
    click(qtbot, main, STATUS, shift=False)
    click(qtbot, main, SUBJECT)
    first = main.view.sort
    assert first.column == SortColumn.STATUS
    assert main.view.then == (Sort(SortColumn.SUBJECT, descending=False),)
    assert main.table.tickets.index(0, SUBJECT).data().startswith("Call 1:")
    click(qtbot, main, SUBJECT)
    assert main.view.then == (Sort(SortColumn.SUBJECT, descending=True),)
    click(qtbot, main, SUBJECT)
    assert main.view.then == ()
    assert main.view.sort == first


def test_a_plain_click_orders_by_one_column_again(qtbot, main):
    click(qtbot, main, STATUS)
    click(qtbot, main, SUBJECT, shift=False)
    assert main.view.then == ()
    assert main.table.header.sorts == (main.view.sort,)


def test_several_orders_survive_a_restart(qtbot, office_path):
    desk = sit_down(office_path)
    main = opened(qtbot, desk, office_path)
    click(qtbot, main, STATUS, shift=False)
    click(qtbot, main, RECEIVED)
    sorts = main.listing.sorts
    main.close()
    desk.close()
    desk = sit_down(office_path, settings=Settings())
    main = opened(qtbot, desk, office_path)
    assert main.listing.sorts == sorts
    assert main.table.header.sorts == sorts
    desk.close()


def test_the_status_column_has_room_for_the_longest_status(main):
    metrics = QFontMetrics(main.table.font())
    longest = max(chip_width(item.label, metrics) for item in main._desk.office.choices("status"))
    assert main.table.columnWidth(STATUS_COLUMN) >= longest


def test_the_column_menu_stays_open_while_one_ticks_and_undoes_all(qtbot, main):
    header = main.table.header
    main.actions_by_id["columns"].trigger()
    menu = header.findChildren(QMenu)[0]
    ticks = [action for action in menu.actions() if action.isCheckable()]
    assert len(ticks) == len(COLUMNS)
    menu.setActiveAction(ticks[8])
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert not header.isSectionHidden(8)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(ticks[0]).center())
    assert menu.isVisible()
    assert header.isSectionHidden(0)
    menu.actions()[-1].trigger()
    assert main.table.columns.shown() == [at for at, column in enumerate(COLUMNS) if column.shown]
    menu.close()


def test_the_last_column_cannot_be_hidden(main):
    columns = main.table.columns
    columns.show_keys(("subject",))
    columns.choose(QPoint(0, 0))
    menu = main.table.header.findChildren(QMenu)[0]
    menu.actions()[SUBJECT].toggle()
    assert columns.keys() == ("subject",)
    menu.close()


@pytest.mark.parametrize("queue", list(Queue))
def test_every_empty_queue_speaks(qtbot, main, queue):
    main.queues.choose(queue)
    assert len(main.table.empty_text) > 20


def test_a_second_click_turns_the_order(qtbot, main):
    click(qtbot, main, SUBJECT, shift=False)
    first = main.view.sort
    click(qtbot, main, SUBJECT, shift=False)
    assert main.view.sort == Sort(first.column, not first.descending)
