"""A list in groups: headings over a million rows, keys, collapsed groups that stay so, live counts, saved views."""

import itertools
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu

from desk_app.domain.view import Queue, SavedView, Sort, SortColumn
from desk_app.services import tickets, views
from desk_app.services.ports import Group
from desk_app.ui.models.columns import COLUMNS
from desk_app.ui.models.grouped import Folding, Outline
from tests.support.desk import call, sit_down, write
from tests.ui.tickets.conftest import many_calls, opened

COUNTS = (3, 1, 4, 2)


def outline(*folded, rest=False):
    groups = [Group(key, count) for key, count in enumerate(COUNTS)]
    return Outline.of(SortColumn.TYPE, groups, Folding(rest, frozenset(folded)))


@pytest.mark.parametrize("folded", [(), (0,), (1, 2), (3,), (0, 1, 2, 3)])
def test_rows_and_offsets_map_onto_each_other(folded):
    found = outline(*folded)
    rows, offset = [], 0
    for key, count in enumerate(COUNTS):
        rows.append(key)
        rows += [] if key in folded else [(offset + at,) for at in range(count)]
        offset += count
    assert found.rows == len(rows)
    assert found.total == sum(COUNTS)
    for row, what in enumerate(rows):
        group = found.group_at(row)
        assert (group.key if group else (None,)) == (what if group else (None,))
        assert isinstance(what, tuple) == (group is None)
    assert {found.row_of(what[0]): what for what in rows if isinstance(what, tuple)} == {
        row: what for row, what in enumerate(rows) if isinstance(what, tuple)
    }
    for first, count in itertools.product(range(len(rows)), range(1, 12)):
        told = []
        for part in found.parts(first, count):
            told += [part.key] if isinstance(part, Group) else [(part[0] + at,) for at in range(part[1])]
        assert told == rows[first : first + count]
        flat = [what[0] for what in told if isinstance(what, tuple)]
        assert [one + at for one, many in found.spans(first, count) for at in range(many)] == flat


def test_all_collapsed_holds_for_groups_to_come():
    folding = Folding(rest=True)
    assert folding.folded("new")
    assert not folding.turned("new").folded("new")
    assert outline(rest=True).rows == len(COUNTS)


def texts(table):
    """Return the headings as they are spoken, and the tickets' subjects."""
    model = table.tickets
    subject = next(at for at, column in enumerate(COLUMNS) if column.key == SortColumn.SUBJECT)
    found = []
    for row in range(model.rowCount()):
        heading = model.heading(row)
        found.append(heading.spoken if heading else model.index(row, subject).data().split(":")[0])
    return found


def grouped(qtbot, main, column=SortColumn.ORGANISATION):
    QAbstractItemModelTester(main.table.tickets, QAbstractItemModelTester.FailureReportingMode.Fatal)
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.listing.group_by(column)
    return main.table


def turned(qtbot, table, act):
    with qtbot.waitSignal(table.tickets.refreshed):
        act()


def test_headings_say_the_group_its_count_and_its_state(qtbot, main):
    table = grouped(qtbot, main)
    found = texts(table)
    assert found[0] == "Organisation: School 0, 2 tickets, expanded"
    assert found[:3] == [found[0], "Call 10", "Call 5"]
    assert table.tickets.rowCount() == 12 + 5
    assert table.tickets.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == found[0]
    assert table.tickets.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) is None


def test_keys_collapse_expand_and_go_to_the_heading(qtbot, main):
    table = grouped(qtbot, main)
    table.select_row(2)
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().row() == 0
    turned(qtbot, table, lambda: qtbot.keyClick(table, Qt.Key.Key_Left))
    assert texts(table)[:2] == [
        "Organisation: School 0, 2 tickets, collapsed",
        "Organisation: School 1, 3 tickets, expanded",
    ]
    assert table.selected_rows() == [0]
    turned(qtbot, table, lambda: qtbot.keyClick(table, Qt.Key.Key_Plus))
    turned(qtbot, table, lambda: qtbot.keyClick(table, Qt.Key.Key_Minus))
    turned(qtbot, table, lambda: qtbot.keyClick(table, Qt.Key.Key_Right))
    assert texts(table)[1] == "Call 10"


def test_a_selected_heading_is_no_ticket(qtbot, main):
    table = grouped(qtbot, main)
    table.selectAll()
    assert table.chosen.count() == 12
    asked = []
    table.chosen.ask(asked.extend)
    qtbot.waitUntil(lambda: len(asked) == 12)
    table.select_row(0)
    qtbot.waitUntil(lambda: table.current_ticket() is None)
    assert table.chosen.count() == 0


def test_a_colleague_s_call_counts_and_moves_nothing_else(qtbot, main, office_path):
    table = grouped(qtbot, main)
    turned(qtbot, table, lambda: table.headings.turn(0))
    row = texts(table).index("Call 12")
    table.select_row(row)
    qtbot.waitUntil(lambda: table.current_ticket() is not None)
    chosen = table.current_ticket()
    write(office_path, "kim", lambda db: tickets.register(db, call(15)))
    write(office_path, "kim", lambda db: tickets.register(db, call(16)))
    main._desk.look()
    qtbot.waitUntil(lambda: texts(table)[0] == "Organisation: School 0, 3 tickets, collapsed")
    qtbot.waitUntil(lambda: "Organisation: School 1, 4 tickets, expanded" in texts(table))
    assert "Call 16" in texts(table)
    assert table.tickets.ticket_id(table.currentIndex().row()) == chosen == table.current_ticket()
    assert table.selected_rows() == [row + 1]


def test_collapsed_groups_are_kept_for_each_view(qtbot, office_path):
    desk = sit_down(office_path)
    main = opened(qtbot, desk, office_path)
    table = grouped(qtbot, main)
    turned(qtbot, table, lambda: table.headings.turn(0))
    with qtbot.waitSignal(table.tickets.loaded):
        main.queues.choose(Queue.ALL)
    assert texts(table)[0].endswith("expanded")
    with qtbot.waitSignal(table.tickets.loaded):
        main.queues.choose(Queue.OPEN)
    assert texts(table)[0].endswith("collapsed")
    main.close()
    desk.close()
    desk = sit_down(office_path)
    again = opened(qtbot, desk, office_path)
    assert again.view.group == SortColumn.ORGANISATION
    assert texts(again.table)[0].endswith("collapsed")
    desk.close()


def test_a_saved_view_keeps_its_groups_and_gives_one_s_own_back(qtbot, main):
    grouped(qtbot, main, SortColumn.STATUS)
    main.listing.save("By status", shared=False)
    qtbot.waitUntil(lambda: main.listing.saved is not None)
    assert main.listing.saved.group == SortColumn.STATUS
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.listing.group_by(None)
    assert main.queues._changed_one == main.listing.saved.id
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.queues.choose(Queue.OPEN)
    assert main.view.group == SortColumn.STATUS  # what was one's own when it was saved
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.listing.group_by(None)
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.queues.choose_view(main.queues.views[0].id)
    assert main.view.group == SortColumn.STATUS


def test_views_saved_before_there_were_groups_still_load():
    body = '{"text": "", "queue": "open", "sorts": [["number", true]], "columns": []}'
    assert views.view_of(1, 2, "Old", body) == SavedView("Old", "", Queue.OPEN, (Sort(),), (), 2, 1)
    new = SavedView("New", group=SortColumn.RECEIVED)
    assert views.view_of(0, 0, "New", views.body_of(new)) == new
    assert views.view_of(0, 0, "New", views.body_of(new).replace("received_at", "subject")).group is None


def test_the_menu_of_columns_offers_the_groups(qtbot, main):
    main.actions_by_id["group"].trigger()
    menu = main.table.findChild(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    names = {action.text(): action for action in menu.actions() if action.text()}
    assert names["No groups"].isChecked()
    assert not names["Collapse all"].isEnabled()
    with qtbot.waitSignal(main.table.tickets.loaded):
        names["Day of receipt"].trigger()
    menu.close()
    assert texts(main.table)[0].startswith("Received: Today, ")
    turned(qtbot, main.table, partial(main.table.tickets.fold, Folding(rest=True)))
    assert main.table.tickets.rowCount() == 1


def test_groups_far_apart_are_read_as_they_are_scrolled_to(qtbot, tmp_path):
    path = many_calls(tmp_path / "many.desk", 420)
    desk = sit_down(path, "boss")
    table = grouped(qtbot, opened(qtbot, desk, path))
    table.scrollToBottom()
    model = table.tickets
    qtbot.waitUntil(lambda: model.shown(model.rowCount() - 1) is not None)
    assert model.shown(model.rowCount() - 1).row.organisation == "School 4"
    assert model.rowCount() == 420 + 5
    desk.close()
