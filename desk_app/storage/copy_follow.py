"""How a copy follows the office: the changes since the last look, read in short transactions and put in as one."""

import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from desk_app.services.ports import Changes
from desk_app.services.station import CopyState
from desk_app.storage.connection import Connection
from desk_app.storage.door import Door
from desk_app.storage.migrations import CURRENT
from desk_app.storage.models import TABLES, EventTable

NAMES: Final = tuple(table._meta.table_name for table in TABLES)
COLUMNS: Final = {table._meta.table_name: tuple(table._meta.columns) for table in TABLES}
KEYS: Final = {
    **dict.fromkeys(NAMES, "id"),
    "link": "ticket_id",
    "imported": "ticket_id",
    "event": "seq",
    "counter": "",
}
"""What names a row of a table in the change feed; "" stands for all of them."""
NUMBERED: Final = ("organisation", "requester", "saved_view", "call_template", "duty")
"""The tables that never give an id twice though rows of them are removed. Tickets never are."""
FEWEST: Final = 500
MOST: Final = 8_000
"""How many changes are read in one transaction: more when that was quick, fewer when it was slow."""
QUICK: Final = 0.1
SLOW: Final = 0.25
"""What counts as quick and as slow, in seconds."""
AT_ONCE: Final = 400
"""How many rows one statement asks for."""
KEPT: Final = 20_000
"""How many changes a copy remembers, for programs that have not told them yet."""


class OutOfReach(Exception):
    """The feed cannot lead from where the copy stands to where the office is: the copy has to be made anew."""


class Still(Exception):
    """Nobody wrote since the last look."""


@dataclass(slots=True)
class _Batch:
    """What one transaction read: rows by table, and where the copy stands once it has them."""

    gone: dict[str, list[int]]
    rows: dict[str, list[tuple[Any, ...]]]
    feed: list[tuple[int, int, int]]
    change: int
    event: int
    last: bool
    mark: Hashable = None


class _Mark(NamedTuple):
    """How the office was, and where the copy stood that had it all: one that takes its place may stand elsewhere."""

    office: Hashable = None
    copy: tuple[str, int, int] | None = None


class Follower:
    """Follows one office file; remembers how it was at the last look, so that a look at a still office costs one read.

    `patience` is how long a stumbling share is tried, in seconds.
    """

    def __init__(self, office: Connection) -> None:
        self._office = office
        self._mark = self._next = _Mark()
        self._opened = 0
        self._size = FEWEST

    def pull(self, copy: Door, standing: Callable[[], CopyState], patience: float | None = None) -> None:
        """Bring `copy` up to date, within one write transaction of it.

        Raises Still, OutOfReach, or Unavailable when the office cannot be read now; the copy is as it was then.
        """
        state = standing()
        change, event, more, mark = state.change, state.event, True, None
        while more:
            first = (change, event) == (state.change, state.event)
            before = self._mark.office if first and self._mark.copy == (state.epoch, change, event) else None
            batch = self._read(copy, state.epoch, (change, event), before, patience)
            _put(copy, batch)
            change, event, more, mark = batch.change, batch.event, not batch.last, batch.mark
        copy.sql("UPDATE copy_state SET change = ?, event = ?", (change, event))
        copy.sql("DELETE FROM change WHERE seq <= ?", (change - KEPT,))
        self._next = _Mark(mark, (state.epoch, change, event))

    @property
    def is_sure(self) -> bool:
        """Tell whether the file that is open now is known to be of the office that the copy is of."""
        return self._opened == self._office.opened

    def done(self) -> None:
        """Note that what was pulled is committed."""
        self._mark = self._next

    def _read(self, copy: Door, epoch: str, at: tuple[int, int], before: Hashable, patience: float | None) -> _Batch:
        try:
            return self._ask(copy, epoch, at, before, patience)
        except OutOfReach:  # until another copy is made, this one says nothing about the office
            self._opened = 0
            raise

    def _ask(self, copy: Door, epoch: str, at: tuple[int, int], before: Hashable, patience: float | None) -> _Batch:
        known = copy.sql("SELECT hash FROM event WHERE seq = ?", (at[1],))

        def ask() -> _Batch:
            mark = self._office.mark()
            if before is not None and mark == before:
                raise Still
            if self._office.opened != self._opened:
                self._same_office(epoch)
            began = time.monotonic()
            batch = _batch(self._office, at, known, self._size, epoch)
            took = time.monotonic() - began
            batch.mark = mark
            self._size = min(self._size * 2, MOST) if took < QUICK else self._size
            self._size = max(self._size // 2, FEWEST) if took > SLOW else self._size
            return batch

        return self._office.read(ask, guard=True, patience=patience)

    def _same_office(self, epoch: str) -> None:
        if self._office.sql("SELECT epoch FROM office") != [(epoch,)] or self._office.pragma("user_version") != CURRENT:
            raise OutOfReach
        self._opened = self._office.opened


def _batch(office: Door, at: tuple[int, int], known: Sequence[tuple[Any, ...]], size: int, epoch: str) -> _Batch:
    feed = office.sql("SELECT seq, table_no, row_id FROM change WHERE seq >= ? ORDER BY seq LIMIT ?", (at[0], size + 1))
    feed = _after(feed, at[0], 1)
    events = office.sql(
        f"SELECT {', '.join(COLUMNS['event'])} FROM event WHERE seq >= ? ORDER BY seq LIMIT ?",  # noqa: S608
        (at[1], size + 1),
    )
    if events and at[1] and (not known or bytes(events[0][-1]) != bytes(known[0][0])):
        raise OutOfReach
    events = _after(events, at[1], 1)
    last = len(feed) < size and len(events) < size
    gone: dict[str, list[int]] = defaultdict(list)
    for _, table, row in feed:
        gone[NAMES[table - 1]].append(row)
    gone = {name: list(dict.fromkeys(rows)) for name, rows in gone.items()}
    rows = {name: _rows(office, name, ids) for name, ids in gone.items()}
    if any(row[COLUMNS["office"].index("epoch")] != epoch for row in rows.get("office", ())):
        raise OutOfReach
    rows["event"] = [row for row in rows.get("event", ()) if row[0] <= at[1]] + events
    change = feed[-1][0] if feed else at[0]
    return _Batch(gone, rows, feed, change, events[-1][0] if events else at[1], last)


def _after(rows: list[tuple[Any, ...]], last: int, first: int) -> list[tuple[Any, ...]]:
    """Return `rows` after the one numbered `last`, which must be the first of them, as a proof that none is missing."""
    if last:
        if not rows or rows[0][0] != last:
            raise OutOfReach
        return rows[1:]
    if rows and rows[0][0] != first:
        raise OutOfReach
    return rows


def _rows(office: Door, table: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return the rows of `table` that still are there under `ids`."""
    columns, key = ", ".join(COLUMNS[table]), KEYS[table]
    if not key:
        return office.sql(f"SELECT {columns} FROM {table}")  # noqa: S608 - names of ours
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        marks = ",".join("?" * len(part))
        found += office.sql(f"SELECT {columns} FROM {table} WHERE {key} IN ({marks})", part)  # noqa: S608
    return found


def _put(copy: Door, batch: _Batch) -> None:
    """Put what was read in the place of what the copy has.

    A row may stand in the way of another under a value that only one may have: it has changed itself then, and comes
    with a later batch.
    """
    for table, ids in batch.gone.items():
        key = KEYS[table]
        statement = f"DELETE FROM {table} WHERE {key} = ?" if key else f"DELETE FROM {table}"  # noqa: S608
        for row in ids if key else ids[:1]:
            copy.sql(statement, (row,) if key else ())
    for table, rows in batch.rows.items():
        put_rows(copy, table, rows)
    for name in NUMBERED:
        if batch.gone.get(name):
            copy.sql("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (max(batch.gone[name]), name))
    many(copy, "INSERT OR REPLACE INTO change (seq, table_no, row_id) VALUES (?, ?, ?)", batch.feed)


def put_rows(copy: Door, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Put `rows` of `table` into the copy."""
    marks = ", ".join("?" * len(COLUMNS[table]))
    many(copy, f"INSERT OR REPLACE INTO {table} ({', '.join(COLUMNS[table])}) VALUES ({marks})", rows)  # noqa: S608


def many(copy: Door, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Carry out `statement` for each of `rows`."""
    copy.db.connection().executemany(statement, rows)


_TICKETS: Final = """
    SELECT seq, row_id FROM change WHERE seq > ? AND table_no IN (6, 7, 8)
    UNION ALL SELECT c.seq, e.ticket_id FROM change c JOIN event e ON e.seq = c.row_id
        WHERE c.seq > ? AND c.table_no = 9 AND e.ticket_id IS NOT NULL
    UNION ALL SELECT c.seq, a.ticket_id FROM change c JOIN attachment a ON a.id = c.row_id
        WHERE c.seq > ? AND c.table_no = 12
    ORDER BY 1"""
_EVENTS: Final = "SELECT ticket_id FROM event WHERE seq > ? AND ticket_id IS NOT NULL ORDER BY seq"
_MARKED: Final = {"directory": {4, 5}, "staff": {3}, "office": {1, 2, 11, 14}, "duty": {15}}


def told_since(copy: Door, then: CopyState, now: CopyState) -> Changes | None:
    """Return what changed in the copy between two states of it; None when it does not remember so far back."""
    if then.change and not copy.sql("SELECT 1 FROM change WHERE seq = ?", (then.change,)):
        return None
    changed = copy.sql(_TICKETS, (then.change,) * 3)
    tickets = [row[0] for row in copy.sql(_EVENTS, (then.event,))] + [row[1] for row in changed]
    tables = {row[0] for row in copy.sql("SELECT DISTINCT table_no FROM change WHERE seq > ?", (then.change,))}
    marks = {name: bool(tables & numbers) for name, numbers in _MARKED.items()}
    return Changes(tuple(dict.fromkeys(tickets)), **marks)


assert TABLES.index(EventTable) == NAMES.index("event")
