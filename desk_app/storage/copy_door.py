"""This computer's copy of an office as a door for queries: a local SQLite file that waits for nobody."""

import sqlite3
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote

from peewee import PeeweeException, SqliteDatabase

from desk_app.domain.errors import Unavailable
from desk_app.domain.moments import from_seconds
from desk_app.services.station import CopyState
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.copy_schema import VERSION, WORDS
from desk_app.storage.door import Door
from desk_app.storage.trouble import Trouble, trouble_of

T = TypeVar("T")
PATIENCE: Final = 30.0
"""How long another program of this person may be at the copy, in seconds."""
LOG_PATIENCE: Final = 100
"""How long those who read are waited for before the log of changes is cut, in milliseconds: saves wait behind it."""
_PRAGMAS = {"synchronous": "NORMAL", "cache_size": -32 * 1024, "secure_delete": 1, "foreign_keys": 0}
_FOLLOWING = {**_PRAGMAS, "temp_store": "MEMORY"}
"""What is replaced row by row is noted row by row in a passing file otherwise: hundreds of writes for a few changes."""
_DRAFT = {"journal_mode": "OFF", "synchronous": "OFF", "cache_size": -64 * 1024, "locking_mode": "EXCLUSIVE"}
_STATE = "SELECT version, epoch, change, event, as_of, complete FROM copy_state"


class LocalTrouble(Unavailable):
    """This computer's own disk is in the way, wherever the office is: its copy cannot be read or written."""


class _CopyDatabase(SqliteDatabase):
    """Queries may ask the index of words in it."""

    def get_context_options(self) -> dict[str, Any]:
        return {**super().get_context_options(), "words": True}


class CopyDoor(Door):
    """The copy in use at `copies`. When another takes its place, the next transaction is about that one.

    `follows` is what puts in what colleagues changed: small transactions, whose notes are kept in memory.
    """

    has_words = True

    def __init__(self, copies: CopyPlace, follows: bool = False) -> None:
        self.place = str(copies.office)
        self.copies = copies
        self._pragmas = _FOLLOWING if follows else _PRAGMAS
        self.file: Path | None = None
        self.opened = 0
        """How often a file was opened: what SQLite counts of changes begins anew with each."""
        self.db = _CopyDatabase(None, autoconnect=False)
        self._stamp: tuple[int, ...] = ()
        self._index_holds = False
        self._log_holds = True
        """Whether something erased may still be there. An earlier program may have ended before it cut the log."""

    def open(self) -> None:
        """Open the copy in use. Raises Unavailable when there is none that this program can read."""
        self._told(self._follow)

    def read(self, ask: Callable[[], T], guard: bool = False) -> T:
        return self._told(lambda: self._in("BEGIN", ask, "ROLLBACK"))

    def write(self, work: Callable[[], T]) -> T:
        return self._told(lambda: self._in("BEGIN IMMEDIATE", work, "COMMIT"))

    def mark(self) -> Hashable:
        return self.opened, self.sql("PRAGMA data_version")[0][0], self.db.connection().total_changes

    @property
    def is_doubted(self) -> bool:
        """Tell whether this copy is not there, or has to be made anew."""
        return self.file is None or self.copies.doubted(self.file)

    def is_usable(self) -> bool:
        """Open the copy in use; tell whether there is one of the present form that nobody doubts."""
        if (file := self.copies.current()) is None or self.copies.doubted(file):
            return False
        try:
            self.open()
        except Unavailable:
            return False
        return True

    def settle(self, erased: bool) -> None:
        """Let nothing that was `erased` stay behind in the index of words and in the log of changes.

        The log cannot be cut while somebody reads (a backup does as long as it is made): it is waited for a moment
        only, and tried again whenever this is called, whatever is erased then. Raises LocalTrouble.
        """
        self._index_holds |= erased
        self._log_holds |= erased
        if self._index_holds:
            self.write(lambda: self.sql(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('optimize')"))  # noqa: S608
            self._index_holds = False
        if self._log_holds:
            self._told(self._cut_log)

    def _cut_log(self) -> None:
        self.sql(f"PRAGMA busy_timeout={LOG_PATIENCE}")
        try:
            self._log_holds = bool(self.sql("PRAGMA wal_checkpoint(TRUNCATE)")[0][0])
        finally:
            self.sql(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")

    def state(self) -> CopyState:
        """Return how the copy stands."""
        return self.read(self.standing)

    def standing(self) -> CopyState:
        """Return how the copy stands, within a transaction."""
        _, epoch, change, event, as_of, _ = self.sql(_STATE)[0]
        return CopyState(epoch, change, event, None if as_of is None else from_seconds(as_of))

    def close(self) -> None:
        if not (self.db.deferred or self.db.is_closed()):
            self.db.close()

    def _in(self, begin: str, work: Callable[[], T], end: str) -> T:
        self._follow()
        if self.db.connection().in_transaction:
            return work()
        self.db.execute_sql(begin)
        try:
            answer = work()
            self.db.execute_sql(end)
        except BaseException:
            if self.db.connection().in_transaction:
                self.db.execute_sql("ROLLBACK")
            raise
        return answer

    def _follow(self) -> None:
        """Open the copy that is in use now, unless it is the one that is open."""
        stamp, is_open = self.copies.stamp(), not (self.db.deferred or self.db.is_closed())
        if is_open and (stamp == self._stamp or self.db.connection().in_transaction):
            return
        file = self.copies.current()
        if is_open and file in (None, self.file):
            self._stamp = stamp
            return
        if file is None:
            raise _missing(self.place)
        self.close()
        self.db.init(f"file:{quote(file.as_posix())}?mode=rw", uri=True, timeout=PATIENCE, pragmas=self._pragmas)
        try:
            self.db.connect()
        except PeeweeException:
            if self.copies.current() == file:
                raise
            self._follow()  # another copy took its place just now
            return
        self.opened += 1
        self.file, self._stamp = file, stamp
        if self.sql("SELECT version, complete FROM copy_state") != [(VERSION, 1)]:
            self.close()
            raise _missing(self.place)

    def _told(self, work: Callable[[], T]) -> T:
        """Return what `work` does; a copy that is damaged is made anew at the next look at the office."""
        try:
            return work()
        except (PeeweeException, sqlite3.Error) as error:
            if is_damage(error):
                self.copies.doubt(self.file)
            raise local_trouble(error, self.place) from error


def local_trouble(error: Exception, place: str) -> Exception:
    """Return what to tell the person about an `error` of this computer's own disk; a bug as it is."""
    if is_damage(error):
        return LocalTrouble(
            "This computer's copy of the office is damaged: {path}. It is made anew as soon as the shared drive "
            "is there. Try again in a moment.",
            path=place,
        )
    match trouble_of(error):
        case Trouble.FULL:
            return LocalTrouble(
                "The disk of this computer has no room for the copy of the office: {path}. Free some space. Where the "
                "office is open, the copy goes on by itself then; where it is not, open it again.",
                path=place,
            )
        case Trouble.PASSING | Trouble.READ_ONLY | Trouble.BUSY:
            return LocalTrouble(
                "This computer's copy of the office cannot be read or written: {path}. Close other windows of the "
                "program. If that does not help, ask IT whether you may write to your own data folder.",
                path=place,
            )
    return error


def is_damage(error: BaseException) -> bool:
    """Tell whether `error` says that the local file is not as it was written."""
    trouble = trouble_of(error)
    return trouble in (Trouble.NOT_OURS, Trouble.DAMAGED) or "malformed" in str(error) or "corrupt" in str(error)


class Draft(Door):
    """A copy that is being made; nobody else knows of it yet."""

    def __init__(self, file: Path, office: Path) -> None:
        self.place = str(office)
        self.file = file
        self.db = SqliteDatabase(str(file), autoconnect=False, pragmas=_DRAFT)
        self.db.connect()

    def read(self, ask: Callable[[], T], guard: bool = False) -> T:
        return ask()

    def write(self, work: Callable[[], T]) -> T:
        self.db.begin()
        try:
            answer = work()
            self.db.commit()
        except BaseException:
            with suppress(PeeweeException):  # a full disk has ended the transaction: that is the news, not this
                self.db.rollback()
            raise
        return answer

    def many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Carry out `statement` for each of `rows`."""
        self.db.connection().executemany(statement, rows)

    def mark(self) -> Hashable:
        return self.db.connection().total_changes

    def close(self) -> None:
        self.db.close()


def _missing(place: str) -> Unavailable:
    return Unavailable(
        "This computer has no copy of the office yet: {path}. Open it once while the shared drive is there.", path=place
    )
