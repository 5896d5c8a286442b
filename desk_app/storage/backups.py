"""Making a backup: of this computer's copy, when it is proved to be what the office file is. Nobody waits for it."""

import contextlib
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import peewee

from desk_app.domain import history
from desk_app.domain.errors import Unavailable
from desk_app.domain.moments import from_seconds, to_seconds
from desk_app.services.backups import ASKED, Backup, Keep, due
from desk_app.services.ports import Clock
from desk_app.storage import backup_file, migrations
from desk_app.storage.attachments import FileStore
from desk_app.storage.backup_file import Point, point_of, tokens
from desk_app.storage.backup_folder import BackupFolder, contents_of
from desk_app.storage.connection import Connection
from desk_app.storage.door import Door
from desk_app.storage.office_file import system_clock
from desk_app.storage.standing import StandingFile

CLAIM: Final = "backup"
MADE: Final = "backup-made"
CLEANED: Final = "backup-files"
"""Rows of the table of claims: who makes one now, who made the last one, who last cleaned the attached contents."""
PATIENCE: Final = 30.0
"""How long a moment is waited for in which the copy has everything that the office file has, in seconds."""
_PAUSE: Final = 0.25
_DAY: Final = 24 * 60 * 60
_WEEK: Final = 7 * _DAY
_SCRATCH: Final = "desk-backup-"
_log = logging.getLogger(__name__)


class Behind(Exception):
    """The copy does not have everything yet, or colleagues save just now."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes backups of the office file at `office` on this computer.

    `copy` gives the file with all its tables that they are made of, `pull` brings that up to date; `me` says who
    takes the hour. `at` is the folder that IT named for backups.
    """

    office: Path
    copy: Callable[[], Path]
    pull: Callable[[], object] = lambda: None
    me: str = "—"
    at: Path | None = None
    keep: Keep = field(default_factory=Keep)
    clock: Clock = system_clock

    def hourly(self) -> Backup | None:
        """Make the backup of this hour, where none of us has; else return None, which costs one small read.

        Raises Unavailable. Call it on a thread of its own.
        """
        with closing(self._connection()) as office:
            if not self._is_due(office) or not office.write(lambda: self._claimed(office)):
                return None
            return self._make(office, "hour")

    def now(self, why: str = ASKED) -> Backup:
        """Make a backup now. Raises Unavailable."""
        with closing(self._connection()) as office:
            return self._make(office, why)

    @property
    def folder(self) -> BackupFolder:
        """Where they lie."""
        return BackupFolder(self.office, self.at)

    def _connection(self) -> Connection:
        return Connection(self.office, migrations.APPLICATION_ID)

    # -- whose turn it is ----

    def _is_due(self, office: Connection) -> bool:
        found = dict(office.read(lambda: office.sql("SELECT name, at FROM claim")))
        made, claimed = (from_seconds(found.get(name)) for name in (MADE, CLAIM))
        return due(made, claimed, self.clock())

    def _claimed(self, office: Connection) -> bool:
        found = dict(office.sql("SELECT name, at FROM claim"))
        made, claimed = (from_seconds(found.get(name)) for name in (MADE, CLAIM))
        if not due(made, claimed, self.clock()):
            return False
        self._sign(office, CLAIM)
        return True

    def _sign(self, office: Connection, name: str) -> None:
        values = (name, to_seconds(self.clock()), self.me)
        office.sql("INSERT OR REPLACE INTO claim (name, at, by) VALUES (?, ?, ?)", values)

    # -- the work ----

    def _make(self, office: Connection, why: str) -> Backup:
        """Make a backup. Raises Unavailable, whatever the disks say."""
        try:
            return self._made(office, why)
        except OSError as error:
            raise Unavailable(
                "No backup was made: {path}: {reason}. Check that the folder of backups can be reached and has room.",
                path=self.folder.folder,
                reason=error.strerror or error,
            ) from error

    def _made(self, office: Connection, why: str) -> Backup:
        made_at = self.clock()
        with scratch(self.copy(), self.office) as here:
            draft = here / "backup.desk"
            point = self._build(office, draft)
            with StandingFile(draft, self.office) as door:
                zone = ZoneInfo(door.sql("SELECT time_zone FROM office")[0][0])
                found = backup_file.faults(door, self._proved(door))
                contents = contents_of(door)
            missing = self.folder.keep_contents(FileStore(self.office), contents)
            backup_file.put_note(draft, to_seconds(made_at), why, missing, verified=not found)
            made = self.folder.read(draft)
            path = self.folder.put(draft, self.folder.name_of(made_at, point.event, zone))
        self._tidy(office, zone)
        return replace(made, path=path)

    def _tidy(self, office: Connection, zone: ZoneInfo) -> None:
        """Note that there is a backup, and remove what may go; what of this fails now is done after the next one."""
        for work in (
            lambda: office.write(lambda: self._sign(office, MADE)),
            lambda: self.folder.prune(self.keep, zone),
            lambda: self._clean(office),
        ):
            try:
                work()
            except (OSError, Unavailable) as error:
                _log.warning("a backup was made, but not all was done after it: %s", error)

    def _build(self, office: Connection, draft: Path) -> Point:
        """Make the draft at a moment when the copy has everything; where there is no such moment, of what it has."""
        end = time.monotonic() + PATIENCE
        while True:
            agreed = partial(_agree, office, late=time.monotonic() > end)
            try:
                return backup_file.build(self._pulled, draft, agreed)
            except Behind:
                time.sleep(_PAUSE)

    def _pulled(self) -> Path:
        self.pull()
        return self.copy()

    def _proved(self, door: Door) -> tuple[int, bytes]:
        """Return the last entry of the history that an earlier backup proved, and its hash."""
        for earlier in self.folder.backups():
            if earlier.verified:
                try:
                    with StandingFile(earlier.path) as other:
                        point = point_of(other)
                except peewee.PeeweeException:  # somebody holds it open, or it went just now
                    continue
                known = door.sql("SELECT hash FROM event WHERE seq = ?", (point.event,))
                if known and bytes(known[0][0]) == point.head:
                    return point.event, point.head
        return 0, history.GENESIS

    def _clean(self, office: Connection) -> None:
        """Once a week, remove attached contents that no backup names any more."""
        last = office.read(lambda: office.sql("SELECT at FROM claim WHERE name = ?", (CLEANED,)))
        now = to_seconds(self.clock())
        if not last or not now - _WEEK < last[0][0] <= now:
            office.write(lambda: self._sign(office, CLEANED))
            self.folder.drop_contents()


@contextlib.contextmanager
def scratch(copy: Path, office: Path) -> Iterator[Path]:
    """Give a folder of this computer to work in: beside the copy, where there is room for another one.

    What a killed program left there goes.
    """
    beside = copy.parent if copy.parent != office.parent else Path(tempfile.gettempdir())
    for left in beside.glob(f"{_SCRATCH}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _DAY:
                shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=beside, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _agree(office: Connection, point: Point, made: Door, late: bool) -> None:
    """Compare the copy with the office file. Raises Behind, and Unavailable when they are not the same office."""

    def look() -> tuple[Point, list[tuple[bytes]], dict[str, object]]:
        there = office.sql("SELECT hash FROM event WHERE seq = ?", (point.event,))
        return point_of(office), there, tokens(office)

    theirs, there, told = office.read(look, guard=True)
    same_past = point.event == 0 or (bool(there) and bytes(there[0][0]) == point.head)
    if theirs.epoch != point.epoch or (theirs.event >= point.event and not same_past):
        raise _differs(office.place)
    if theirs == point:
        if tokens(made, "source") != told:
            raise _differs(office.place)
    elif not late or not same_past:
        raise Behind


def _differs(place: str) -> Unavailable:
    return Unavailable(
        "No backup was made, for this computer's copy is not what the office file is: {path}. The copy is made anew "
        "at the next look; if this is said again, check the office file: desk-app check.",
        path=place,
    )
