"""The backups of one office, kept and put back from this computer (see `services.backups.Keeper`)."""

import logging
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from desk_app.domain.errors import Unavailable
from desk_app.services.backups import Backup, Preview, Restored
from desk_app.services.ports import Clock, Finding
from desk_app.storage.backup_folder import BackupFolder
from desk_app.storage.backups import Maker
from desk_app.storage.connection import Connection
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.migrations import APPLICATION_ID
from desk_app.storage.office_file import open_office, system_clock
from desk_app.storage.rescue_events import hash_at
from desk_app.storage.restore import Restorer
from desk_app.storage.session import last_event
from desk_app.storage.sliced_check import check_in_slices
from desk_app.storage.standing import StandingFile
from desk_app.storage.station import open_station
from desk_app.storage.trouble import Trouble, let_go, sentence, trouble_of

_LOOK: Final = 2.0
"""How long a broken office file is asked for its last entry, in seconds."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OfficeBackups:
    """The backups of the office file at `office`; `at` is the folder that IT named.

    Where a window follows the office it brings the copy up to date; else it is done here (`follow`).
    """

    office: Path
    at: Path | None = None
    follow: bool = False
    clock: Clock = system_clock

    def backups(self) -> list[Backup]:
        try:
            return self._folder.backups()
        except OSError as error:
            raise sentence(trouble_of(error) or Trouble.PASSING, self._folder.folder) from error

    def hourly(self) -> Backup | None:
        return self._maker().hourly()

    def make(self) -> Backup:
        if not self.follow:
            return self._maker().now()
        with open_station(self.office, clock=self.clock) as station:
            return Maker(self.office, self._copy, station.pull, socket.gethostname(), self.at, clock=self.clock).now()

    def check(self) -> list[Finding]:
        """See `Keeper`; nobody who saves waits for it."""
        with open_office(self.office, self.clock) as office:
            return check_in_slices(office, clock=self.clock)

    def preview(self, backup: Backup | None) -> Preview:
        copy = CopyPlace(self.office).current() if backup else self._copy()
        in_copy, in_office = _ends(copy) if copy else _Ends(), self._office_ends()
        in_backup = _ends(backup.path)._replace(head=backup.head) if backup else in_copy
        another = bool(in_office and in_office.differs(in_backup))
        there = in_office.head if in_office and not another else 0
        copied = 0 if in_copy.differs(in_backup) else max(0, in_copy.head - in_backup.head)
        since = max(copied, there - in_backup.head)
        readable = in_office is not None
        return Preview(since, since if readable else copied, readable, copied >= since, another)

    def restore(self, backup: Backup | None, by: str) -> Restored:
        copy = CopyPlace(self.office).current()
        restorer = Restorer(self.office, by, copy, self.at, self.clock)
        return restorer.restore(backup.path) if backup else restorer.restore_copy()

    def source(self, backup: Backup | None) -> Path:
        """Return the file that would be put back. Raises Unavailable when this computer has no copy."""
        return backup.path if backup else self._copy()

    def backup_at(self, path: Path) -> Backup:
        """Return what a backup that lies elsewhere says of itself."""
        return self._folder.read(path)

    @property
    def _folder(self) -> BackupFolder:
        return BackupFolder(self.office, self.at)

    def _maker(self) -> Maker:
        return Maker(self.office, self._copy, me=socket.gethostname(), at=self.at, clock=self.clock)

    def _copy(self) -> Path:
        copy = CopyPlace(self.office).current()
        if copy is None:
            raise Unavailable(
                "This computer has no copy of the office yet: {path}. Open it once while the shared drive is there.",
                path=self.office,
            )
        return copy

    def _office_ends(self) -> "_Ends | None":
        office = Connection(self.office, APPLICATION_ID)
        with closing(office):
            try:
                return office.read(lambda: _Ends(last_event(office)[0], hash_at(office, 1)), guard=True, patience=_LOOK)
            except Exception as error:  # a broken file may say anything
                _log.info("%s cannot be asked for its last entry: %s", self.office, error)
                let_go(error)
                return None


class _Ends(NamedTuple):
    """The number of the last entry of a history, and the hash of its first one, None where nothing is known of it."""

    head: int = 0
    first: bytes | None = None

    def differs(self, other: "_Ends") -> bool:
        """Tell whether they are known to be of two offices."""
        return None not in (self.first, other.first) and self.first != other.first


def _ends(file: Path) -> _Ends:
    try:
        with StandingFile(file, still=False) as door:
            return _Ends(last_event(door)[0], hash_at(door, 1))
    except Exception as error:  # a damaged file may say anything
        _log.info("%s cannot be asked for its history: %s", file, error)
        let_go(error)
        return _Ends()
