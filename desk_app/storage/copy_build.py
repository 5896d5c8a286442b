"""Making this computer's copy of an office: the rows in short slices, then the changes since, then a comparison.

No slice holds a colleague's commit up for longer than SLICE. Nobody sees the copy before it is whole.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from peewee import PeeweeException

from desk_app.domain.errors import Unavailable
from desk_app.domain.moments import to_seconds
from desk_app.services.ports import Clock
from desk_app.services.station import CopyState, Progress
from desk_app.storage import copy_schema
from desk_app.storage.connection import Connection
from desk_app.storage.copy_check import differing
from desk_app.storage.copy_door import Draft, local_trouble
from desk_app.storage.copy_follow import COLUMNS, KEYS, NAMES, NUMBERED, Follower, OutOfReach, put_rows
from desk_app.storage.copy_place import CopyPlace

SLICE: Final = 0.25
"""How long a slice may read, in seconds: so long a colleague's commit may have to wait."""
FETCHED: Final = 200
"""How many rows are taken between two looks at the clock."""
MOST: Final = 20_000
"""How many rows a slice may have, so that it fits the memory."""
TRIES: Final = 3
LOOKED_AT: Final = 1_000
"""How many rows of each index SQLite looks at to learn which serves which query."""
_ORDER: Final = {
    **KEYS,
    "link": "ticket_id, other_id",
    "imported": "fingerprint, occurrence",
    "counter": "scope",
}
"""The key order of each table."""
_Rows = tuple[str, list[tuple[Any, ...]]]
"""A table and rows of it."""


class _Place(NamedTuple):
    """Where the next slice begins: at which of NAMES, and after which key there."""

    table: int
    after: tuple[Any, ...] | None


class Unsteady(Unavailable):
    """The office did not hold still for long enough to be read, or what it says of itself does not agree."""


def build(office: Connection, copies: CopyPlace, clock: Clock, progress: Progress) -> Path:
    """Make a copy of `office`, let every program use it, and return its file. To be called with the building lock.

    Raises what `progress` raises, and Unavailable; what is there of the new copy goes away then.
    """
    for _ in range(TRIES):
        try:
            return _build(office, copies, clock, progress)
        except OutOfReach:  # a backup took the office's place meanwhile, the feed was cut, or they differ after all
            continue
        except (PeeweeException, sqlite3.Error, OSError) as error:
            if (sentence := local_trouble(error, office.place)) is error:
                raise
            raise sentence from error
    raise Unsteady(
        "This computer's copy of the office could not be made, because the office changed too much meanwhile: {path}. "
        "Open the office again in a moment.",
        path=office.path,
    )


def _build(office: Connection, copies: CopyPlace, clock: Clock, progress: Progress) -> Path:
    file = copies.fresh()
    try:
        _make(office, file, clock, progress)
        copies.use(file)
    except BaseException:
        _remove(file)
        raise
    copies.tidy()
    return file


def _make(office: Connection, file: Path, clock: Clock, progress: Progress) -> None:
    file.touch(mode=0o600)
    draft = Draft(file, office.path)
    try:
        indexes = draft.write(partial(copy_schema.make_tables, draft))
        total = _begin(office, draft)
        steps = _Steps(progress, 2 * total + len(indexes))
        for rows in _slices(office):
            draft.write(partial(_put, draft, rows))
            steps.took(sum(len(of_table) for _, of_table in rows))
        _number_on(office, draft)
        _catch_up(office, draft, clock)
        for statement in indexes:
            draft.sql(statement)
            steps.took(1)
        _index_words(draft, steps)
        draft.sql(f"PRAGMA analysis_limit={LOOKED_AT}")
        draft.sql("ANALYZE")
        _catch_up(office, draft, clock)
        if differing(office, draft, partial(_catch_up, office, draft, clock)):
            raise OutOfReach
        draft.sql("UPDATE copy_state SET complete = 1")
        draft.sql("PRAGMA locking_mode=NORMAL")
        draft.sql("PRAGMA journal_mode=WAL")
    finally:
        draft.close()
    _sync(file)


class _Steps:
    """Tells how far the work is."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, max(total, 1), 0
        progress(0, self._total)

    def took(self, count: int) -> None:
        self._done = min(self._done + count, self._total)
        self._progress(self._done, self._total)


def _begin(office: Connection, draft: Draft) -> int:
    """Note where the office stands before its rows are read; return about how many there are."""

    def ask() -> tuple[Any, ...]:
        newest = office.sql("SELECT seq, table_no, row_id FROM change ORDER BY seq DESC LIMIT 1")
        most = sum(office.sql(f"SELECT MAX({KEYS[name]}) FROM {name}")[0][0] or 0 for name in ("ticket", "event"))  # noqa: S608
        return office.sql("SELECT epoch FROM office")[0][0], newest, most

    epoch, newest, most = office.read(ask, guard=True)
    put = "INSERT INTO copy_state VALUES (1, ?, ?, ?, 0, NULL, 0)"
    draft.sql(put, (copy_schema.VERSION, epoch, newest[0][0] if newest else 0))
    for row in newest:
        draft.sql("INSERT INTO change (seq, table_no, row_id) VALUES (?, ?, ?)", row)
    return int(most) * 3 // 2


def _slices(office: Connection) -> Iterator[list[_Rows]]:
    """Give every row of every table in key order, each slice read in a guarded transaction of its own."""
    place: _Place | None = _Place(0, None)
    while place is not None:
        rows, place = office.read(partial(_slice, office, place), guard=True)
        yield rows


def _slice(office: Connection, place: _Place) -> tuple[list[_Rows], _Place | None]:
    """Return the next rows, of as many tables as can be read in SLICE, and the place after them; None at the end."""
    until, left, read = time.monotonic() + SLICE, MOST, list[_Rows]()
    for number in range(place.table, len(NAMES)):
        table, after = NAMES[number], place.after if number == place.table else None
        rows, whole = _rows(office, table, after, left, until)
        left -= len(rows)
        read.append((table, rows))
        if not whole:
            key = [COLUMNS[table].index(name) for name in _ORDER[table].split(", ")]
            return read, _Place(number, tuple(rows[-1][column] for column in key))
        if number + 1 < len(NAMES) and time.monotonic() > until:
            return read, _Place(number + 1, None)
    return read, None


def _rows(
    office: Connection, table: str, after: tuple[Any, ...] | None, most: int, until: float
) -> tuple[list[tuple[Any, ...]], bool]:
    """Return rows of `table` until the time `until`, some at least where there are any, and whether these are all."""
    names = _ORDER[table]
    marks = ", ".join("?" * len(after or ()))
    beyond = f" WHERE ({names}) > ({marks})" if after is not None else ""
    statement = f"SELECT {', '.join(COLUMNS[table])} FROM {table}{beyond} ORDER BY {names} LIMIT {most}"  # noqa: S608
    cursor = office.db.execute_sql(statement, after or ())
    rows: list[tuple[Any, ...]] = []
    try:
        while part := cursor.fetchmany(FETCHED):
            rows += part
            if time.monotonic() > until:
                return rows, False
    finally:
        cursor.close()  # a cursor left half read would hold up every other writer
    return rows, len(rows) < most


def _put(draft: Draft, rows: list[_Rows]) -> None:
    for table, of_table in rows:
        put_rows(draft, table, of_table)


def _number_on(office: Connection, draft: Draft) -> None:
    """Let the copy know the last id that each table ever gave."""
    given = dict(office.read(lambda: office.sql("SELECT name, seq FROM sqlite_sequence"), guard=True))
    draft.sql("DELETE FROM sqlite_sequence")
    for name in NUMBERED:
        draft.sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, given.get(name, 0)))


def _catch_up(office: Connection, draft: Draft, clock: Clock) -> None:
    """Bring the draft to where the office is."""
    last = draft.sql("SELECT COALESCE(MAX(seq), 0) FROM event")[0][0]
    draft.sql("UPDATE copy_state SET event = ?", (last,))
    Follower(office).pull(draft, partial(_standing, draft))
    draft.sql("UPDATE copy_state SET as_of = ?", (to_seconds(clock()),))


def _standing(draft: Draft) -> CopyState:
    epoch, change, event = draft.sql("SELECT epoch, change, event FROM copy_state")[0]
    return CopyState(epoch, change, event, None)


def _index_words(draft: Draft, steps: _Steps) -> None:
    copy_schema.make_words(draft)
    after: int | None = 0
    while after is not None:
        step: Callable[[], int | None] = partial(copy_schema.add_words, draft, after)
        after = draft.write(step)
        steps.took(copy_schema.WORDS_AT_ONCE if after is not None else 0)
    copy_schema.follow_words(draft)


def _sync(file: Path) -> None:
    """See to it that the copy is on the disk before anybody is told of it."""
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
        with suppress(OSError):
            file.with_name(name).unlink()
