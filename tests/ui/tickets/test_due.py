"""Due dates in the list: words and colour for late and soon, and a layout of columns from before there were any."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from desk_app.app.settings import Settings
from desk_app.app.theme import Hue, ink
from desk_app.domain.view import Queue
from desk_app.services import tickets
from desk_app.ui.models.columns import COLUMNS, DUE_COLUMN
from desk_app.ui.models.row_texts import Haste, RowTexts
from desk_app.ui.tickets.layout import KEY
from tests.support.desk import follow, make_office, sit_down, write
from tests.ui.tickets.conftest import opened

LATE = {
    "description": "No signal",
    "kind": "request",
    "received_at": "2026-04-29T09:00",
    "registered_at": "2026-04-29T09:10",
}


@pytest.fixture
def town(tmp_path):
    """Give an office with time limits and one request that is late."""
    path = make_office(tmp_path / "town.desk", profile="municipal")
    write(path, "boss", lambda db: tickets.register(db, LATE))
    return path


@pytest.fixture
def main(qtbot, town):
    desk = sit_down(town, "boss", Settings())
    yield opened(qtbot, desk, town)
    desk.close()


def test_late_and_soon_are_said_in_words_and_in_colour(main):
    table = main.table
    index = table.tickets.index(0, DUE_COLUMN)
    assert index.data().endswith(" · late")
    option = QStyleOptionViewItem()
    option.initFrom(table)
    table.itemDelegateForColumn(DUE_COLUMN).initStyleOption(option, index)
    assert option.palette.color(QPalette.ColorRole.Text) == ink(table.palette(), Hue.BAD)


def test_the_overdue_queue_has_every_row_that_is_late(qtbot, main, town):
    for given in (LATE, LATE | {"registered_at": None}, {"description": "New"}):
        register = tickets.register if "registered_at" not in given or given["registered_at"] else tickets.arrive
        write(town, "boss", lambda db, register=register, given=given: register(db, given))
    follow(qtbot, main._desk)
    for queue in (Queue.ALL, Queue.OVERDUE):
        with qtbot.waitSignal(main.table.tickets.loaded):
            main.queues.choose(queue)
        shown = [main.table.tickets.shown(row) for row in range(main.table.tickets.rowCount())]
        assert len([row for row in shown if row.haste is Haste.LATE]) == 3
    assert len(shown) == 3
    assert [row.cells[0] for row in shown].count("no number yet") == 1


def test_a_row_stands_as_its_clock_does(main):
    desk = main._desk
    texts = RowTexts(desk.office, desk.people, desk.me)
    row = main.table.tickets.shown(0).row._replace(due_at=2_000, warn_at=1_000)
    for now, haste in ((500, Haste.NONE), (1_500, Haste.SOON), (2_500, Haste.LATE)):
        texts._now = lambda now=now: now
        assert texts.shown([row])[0].haste is haste
    done = row._replace(solved_at=1_900)
    assert texts.shown([done])[0].haste is Haste.NONE


def test_columns_kept_before_there_were_due_dates_stay_as_they_were(qtbot, town):
    before = [column.key.value for column in COLUMNS if column.key.value != "due_at"]
    kept = [[key, 100 + at, at < 4] for at, key in enumerate(reversed(before))]
    settings = Settings()
    settings.set(KEY, kept)
    desk = sit_down(town, "boss", settings)
    main = opened(qtbot, desk, town)
    layout = [(COLUMNS[at].key.value, width, shown) for at, width, shown in main.table.columns.state()]
    assert layout[: len(kept)] == [tuple(entry) for entry in kept]
    assert [key for key, _width, _shown in layout[len(kept) :]] == ["due_at"]
    desk.close()
