"""Checking an office while people work: it is read in short slices into a file of this computer, which is checked."""

import hashlib
import sqlite3
from functools import partial
from pathlib import Path
from typing import Final

import peewee

from desk_app.domain.errors import N_, Damaged, Unavailable
from desk_app.services import attachments, checks
from desk_app.services.ports import Clock, Finding
from desk_app.storage import copy_build
from desk_app.storage.backup_file import faults, point_of
from desk_app.storage.backups import scratch
from desk_app.storage.copy_follow import COLUMNS
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.door import Door
from desk_app.storage.office_file import OfficeFile, system_clock
from desk_app.storage.office_rows import OfficeCache
from desk_app.storage.reader import OfficeReader
from desk_app.storage.standing import StandingFile

_OWN: Final = frozenset({"counter", "imported", "link"})
"""Tables whose rows have no number of their own."""


class _Elsewhere(CopyPlace):
    """A place for a copy that nobody works with."""

    def __init__(self, office: Path, folder: Path) -> None:
        super().__init__(office)
        self.folder = folder
        self._pointer = folder / "current"


def check_in_slices(office: OfficeFile, full: bool = False, clock: Clock = system_clock) -> list[Finding]:
    """Return what is wrong with the office, its history, its attached files, and this computer's copy of it.

    No slice holds a colleague's save up for longer than a quarter of a second. The indexes of the office file are not
    read; one whose rows cannot be read or do not agree is checked where it lies, in one go. Raises Unavailable, also
    where this computer has no room, or where the office changed all the time.
    """
    own = CopyPlace(office.path).current()
    with scratch(own or office.path, office.path) as here:
        file = _read_in_slices(office, here, clock)
        if file is None:
            return checks.check(office.reader, full)
        with StandingFile(file, office.path, still=False) as door:
            reader = OfficeReader(door, OfficeCache())
            found = faults(door) or [*checks.verify(reader), *attachments.inspect(reader, full).findings]
            differing = _differing(door, own) if own else []
        if differing:
            CopyPlace(office.path).doubt(own)  # it is made anew at the next look at the office
        return found + differing


def _read_in_slices(office: OfficeFile, folder: Path, clock: Clock) -> Path | None:
    """Return a file in `folder` with every row of the office; None where its own rows are what stands in the way."""
    connection = office.connection
    try:
        began = connection.read(partial(point_of, connection), guard=True)
        return copy_build.build(connection, _Elsewhere(office.path, folder), clock, lambda _done, _total: None)
    except (Damaged, peewee.PeeweeException, sqlite3.Error):
        return None
    except copy_build.Unsteady as error:
        if connection.read(partial(point_of, connection), guard=True) == began:
            return None  # nobody has saved: it is not that
        raise Unavailable(
            "The office changed so much while it was read that it could not be checked: {path}. Check it again when "
            "fewer people save.",
            path=office.path,
        ) from error


def _differing(fresh: Door, own: Path) -> list[Finding]:
    """Return which tables of this computer's copy are not what the office has, where both stand at the same point."""
    try:
        with StandingFile(own, still=False) as copy:
            if point_of(copy) != point_of(fresh):
                return []
            tables = [name for name in COLUMNS if _sum(copy, name) != _sum(fresh, name)]
    except peewee.PeeweeException:
        tables = ["copy_state"]
    return [Finding(name, N_("this computer's copy of the office differs; it has to be made anew")) for name in tables]


def _sum(door: Door, table: str) -> bytes:
    columns = COLUMNS[table]
    order = ", ".join(columns[:2]) if table in _OWN else columns[0]
    query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}"  # noqa: S608 - names of ours
    digest = hashlib.sha256()
    cursor = door.db.execute_sql(query)
    while rows := cursor.fetchmany(500):
        digest.update(repr(rows).encode())
    return digest.digest()
