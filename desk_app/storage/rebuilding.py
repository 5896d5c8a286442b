"""Making this computer's copy of an office anew: here, or beside everything else, so that saves go on meanwhile."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Final

from peewee import PeeweeException

from desk_app.domain.errors import Cancelled, Unavailable, UserError
from desk_app.services.ports import Clock
from desk_app.services.station import Progress
from desk_app.storage import rescue
from desk_app.storage.closing import Closing
from desk_app.storage.connection import Connection
from desk_app.storage.copy_build import build
from desk_app.storage.copy_door import CopyDoor, local_trouble
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.migrations import APPLICATION_ID, CURRENT
from desk_app.storage.presence import folder_of
from desk_app.storage.turns import Turns

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(minutes=15)
"""How long nothing is tried after a copy could not be made, at first and at most. Each try reads the whole office."""


def make_anew(office: Connection, copies: CopyPlace, clock: Clock, progress: Progress) -> UserError | None:
    """Make a new copy, or wait for the one that another program of this person makes.

    Where a backup was put back, what only the old copy knows is brought back before that goes; return what to tell of
    it. Raises Unavailable, and what `progress` raises.
    """
    before, news = copies.current(), None
    try:
        with copies.turn(progress):
            if copies.current() in (None, before) or not _is_usable(copies):
                if before is not None:
                    news = rescue.told(rescue.meet_again(before, office, clock))
                build(office, copies, clock, progress)
    except (PeeweeException, sqlite3.Error, OSError) as error:
        if (sentence := local_trouble(error, office.place)) is error:
            raise
        raise sentence from error
    return news


class Anew(Closing):
    """Has the copy made anew beside, one at a time; after one that failed the next has to wait, longer each time."""

    def __init__(self, path: Path, copies: CopyPlace, clock: Clock) -> None:
        self._path, self._copies, self._clock = path, copies, clock
        self._making: Rebuilding | None = None
        self.reason: UserError | None = None
        """Why the copy could not be made or written, until it is."""
        self._pause = FIRST_PAUSE
        self._failed_at: datetime | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether one was begun whose outcome was not asked yet."""
        return self._making is not None

    @property
    def is_over(self) -> bool:
        """Whether the one that was begun has an outcome."""
        return self._making is not None and self._making.is_over

    def begin(self, heard: Callable[[], None]) -> None:
        """Begin one, which calls `heard` when it is over, unless one failed and the pause after it has not ended."""
        if self._failed_at is not None:
            if timedelta() <= self._clock() - self._failed_at < self._pause:
                return
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._making = Rebuilding(self._path, self._copies, self._clock, heard)

    def outcome(self) -> UserError | None:
        """Return what to tell of the one that is over, where there is something. Raises what stood in its way."""
        assert self._making is not None
        making, self._making = self._making, None
        news = making.outcome()
        self.forget()
        return news

    def failed(self, error: Exception) -> None:
        """Let no other be begun for a while, because of this `error`."""
        self._failed_at = self._clock()
        self.reason = error if isinstance(error, UserError) else _not_made(self._path)

    def forget(self) -> None:
        """Note that there is a good copy: whatever was in the way is not any more."""
        self.reason, self._failed_at, self._pause = None, None, FIRST_PAUSE

    def close(self) -> None:
        """Let the one that is under way be."""
        if self._making is not None:
            self._making.close()


class Rebuilding(Closing):
    """Makes a copy anew on a thread and by a connection of its own, and calls `heard` there when that is over."""

    def __init__(self, path: Path, copies: CopyPlace, clock: Clock, heard: Callable[[], None]) -> None:
        self._path, self._copies, self._clock, self._heard = path, copies, clock, heard
        self._ended = self._over = False
        self._news: UserError | None = None
        self._trouble: Exception | None = None
        self._thread = Thread(target=self._main, name="rebuilding", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether there is a new copy, or none could be made."""
        return self._over

    def outcome(self) -> UserError | None:
        """Return what to tell the person of it, where there is something. Raises what stood in the way."""
        self._thread.join()
        if self._trouble is not None:
            raise self._trouble
        return self._news

    def close(self) -> None:
        """Let it be, and wait until nothing is left of it."""
        self._ended = True
        self._thread.join()

    def _main(self) -> None:
        try:
            with closing(Connection(self._path, APPLICATION_ID)) as office, Turns(folder_of(self._path)) as turns:
                office.turns, office.form = turns, CURRENT
                self._news = make_anew(office, self._copies, self._clock, self._tick)
        except Exception as error:
            self._trouble = error
        self._over = True
        if not self._ended:
            with suppress(RuntimeError):  # who listened is gone
                self._heard()

    def _tick(self, _done: int, _total: int) -> None:
        if self._ended:
            raise Cancelled


def _not_made(path: Path) -> Unavailable:
    return Unavailable(
        "This computer's copy of the office could not be made anew, so what is shown is older: {path}. It is tried "
        "again within minutes. If it does not help to close the program and to open it again, ask IT to look at its "
        "log.",
        path=path,
    )


def _is_usable(copies: CopyPlace) -> bool:
    with closing(CopyDoor(copies)) as door:
        return door.is_usable()
