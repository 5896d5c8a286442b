import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.app.settings import Settings
from desk_app.domain.view import Queue, SavedView, Sort, SortColumn
from desk_app.services import views
from desk_app.ui.tickets.view_dialog import ViewDialog
from tests.support.desk import sit_down, write
from tests.ui.tickets.conftest import opened

CALLS = SavedView("Call seven", "call 7:", Queue.ALL, (Sort(SortColumn.SUBJECT, False),), ("subject", "status"))


@pytest.fixture
def office_path(office_path):
    write(office_path, "ivanov", lambda db: views.save_view(db, CALLS, shared=False))
    return office_path


def names(main):
    return [view.name for view in main.queues.views]


def choose(qtbot, main, name):
    qtbot.waitUntil(lambda: name in names(main))
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.queues.choose_view(main.queues.views[names(main).index(name)].id)


def ask_for_name(main):
    return next(dialog for dialog in main.findChildren(ViewDialog) if dialog.isVisible())


def test_a_view_stands_at_the_side_with_its_count_and_brings_everything_back(qtbot, main):
    choose(qtbot, main, "Call seven")
    row = main.queues.currentRow()
    assert main.queues.item(row).data(Qt.ItemDataRole.AccessibleTextRole) == "Call seven, 1"
    assert main.top.search.text() == "call 7:"
    assert main.view.filter.words == "call 7:"
    assert main.view.sort == Sort(SortColumn.SUBJECT, False)
    assert main.table.columns.keys() == ("subject", "status")
    assert main.table.tickets.rowCount() == 1


def test_leaving_a_view_gives_ones_own_columns_back(qtbot, main):
    own = main.table.columns.keys()
    choose(qtbot, main, "Call seven")
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.queues.choose(Queue.OPEN)
    assert main.table.columns.keys() == own
    assert main.top.search.text() == ""
    assert main.view.sort == Sort()
    assert main.table.tickets.rowCount() == 12


def test_a_view_that_is_shown_otherwise_is_marked(qtbot, main):
    choose(qtbot, main, "Call seven")
    item = main.queues.item(main.queues.currentRow())
    assert item.text() == "Call seven"
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.top.search.setText("call 8:")
    assert item.text() == "Call seven •"
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.top.search.setText("call 7:")
    assert item.text() == "Call seven"
    main.table.columns.show_keys(("subject",))
    main.table.arranged.emit()
    assert item.text() == "Call seven •"


def test_what_is_shown_is_saved_under_a_name_and_chosen(qtbot, main):
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.top.search.setText("call 3:")
    main.actions_by_id["save-view"].trigger()
    dialog = ask_for_name(main)
    assert dialog.name.text() == "call 3:"
    dialog.name.setText("Call seven")
    assert "replaced" in dialog.remark.text()
    dialog.name.setText("Third")
    assert not dialog.remark.text()
    dialog.ok.click()
    qtbot.waitUntil(lambda: main.listing.saved is not None and main.listing.saved.name == "Third")
    assert names(main) == ["Call seven", "Third"]
    assert main.queues.current_view().text == "call 3:"


def test_a_shared_view_is_seen_by_a_colleague(qtbot, boss, office_path):
    boss.actions_by_id["save-view"].trigger()
    dialog = ask_for_name(boss)
    dialog.name.setText("For all")
    dialog.share.setChecked(True)
    dialog.ok.click()
    qtbot.waitUntil(lambda: "For all" in names(boss))
    desk = sit_down(office_path, "kim")
    colleague = opened(qtbot, desk, office_path)
    qtbot.waitUntil(lambda: names(colleague) == ["For all"])
    desk.close()


def test_who_may_not_share_is_not_asked(qtbot, main, monkeypatch):
    monkeypatch.setattr(type(main._desk.office), "may", lambda _office, _person, right: right != "share-view")
    main.actions_by_id["save-view"].trigger()
    dialog = ask_for_name(main)
    assert dialog.share.isHidden()
    dialog.reject()


def test_renaming_keeps_one_view(qtbot, main):
    choose(qtbot, main, "Call seven")
    main.queues.renaming.emit(main.queues.current_view())
    dialog = ask_for_name(main)
    dialog.name.setText("Seventh")
    dialog.ok.click()
    qtbot.waitUntil(lambda: names(main) == ["Seventh"])


def test_a_deleted_view_can_be_taken_back(qtbot, main):
    choose(qtbot, main, "Call seven")
    QTest.keyClick(main.queues, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(main) == [])
    assert "Call seven" in main.lists.notice.text.text()
    assert main.listing.saved is None
    main.lists.notice.offers[0].click()
    qtbot.waitUntil(lambda: names(main) == ["Call seven"])


def test_the_view_of_last_time_comes_back(qtbot, office_path):
    desk = sit_down(office_path)
    main = opened(qtbot, desk, office_path)
    choose(qtbot, main, "Call seven")
    main.close()
    desk.close()
    desk = sit_down(office_path, settings=Settings())
    main = opened(qtbot, desk, office_path)
    qtbot.waitUntil(lambda: main.listing.saved is not None)
    assert main.top.search.text() == "call 7:"
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.queues.choose(Queue.ALL)
    assert len(main.table.columns.shown()) > 2
    desk.close()


def test_a_view_that_names_what_is_gone_says_so(qtbot, main, office_path):
    gone = SavedView("Gone", "system:space", Queue.ALL)
    write(office_path, "ivanov", lambda db: views.save_view(db, gone, shared=False))
    main._desk.look()
    qtbot.waitUntil(lambda: "Gone" in names(main))
    rows = main.table.tickets.rowCount()
    main.queues.choose_view(main.queues.views[names(main).index("Gone")].id)
    assert "space" in main.top.trouble.text()
    assert main.table.tickets.rowCount() == rows
