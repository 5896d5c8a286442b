"""An office that is set back to an hour ago, and copies of it that know more."""

import shutil
from pathlib import Path

from desk_app.services import checks
from desk_app.services.backups import Rescued, Restored
from desk_app.storage.backups import Maker
from desk_app.storage.connection import Connection
from desk_app.storage.migrations import APPLICATION_ID
from desk_app.storage.rescue import bring_back
from desk_app.storage.restore import Restorer
from tests.support.office import Desk


def backed_up(desk: Desk) -> Path:
    """Make a backup of the office as it is; return it."""
    return Maker(desk.file.path, lambda: desk.file.path, clock=desk.clock).now().path


def copied(desk: Desk, name: str) -> Path:
    """Return a workstation's copy of the office as it is now."""
    copy = desk.file.path.with_name(f"{name}.copy")
    shutil.copy(desk.file.path, copy)
    return copy


def restored(desk: Desk, backup: Path, copy: Path | None = None) -> Restored:
    """Put `backup` in the place of the office file, with what `copy` has besides."""
    return Restorer(desk.file.path, "Админова", copy, clock=desk.clock).restore(backup)


def set_back(desk: Desk, backup: Path) -> Restored:
    """Put `backup` in the place of the office file, of which nothing can be read any more."""
    desk.file._connection.close()
    with desk.file.path.open("r+b") as stream:
        stream.write(b"garbage" * 20)
    return restored(desk, backup)


def rescued(desk: Desk, copy: Path) -> Rescued:
    """Let the workstation with `copy` meet the restored office."""
    office = Connection(desk.file.path, APPLICATION_ID)
    try:
        return bring_back(copy, office, copy.stem, desk.clock)
    finally:
        office.close()


def proved(desk: Desk) -> None:
    """Fail unless the office is whole and its history is the truth about it."""
    assert checks.check(desk.file.reader) == []


def keys(desk: Desk) -> list[tuple[bytes, int]]:
    """Return what every entry of the history is known by."""
    connection = Connection(desk.file.path, APPLICATION_ID)
    rows = connection.read(lambda: connection.sql("SELECT op_id, ordinal FROM event"))
    connection.close()
    return [(bytes(row[0]), row[1]) for row in rows]


def numbers(desk: Desk) -> dict[str, str]:
    """Return {number: description} of every ticket."""
    connection = Connection(desk.file.path, APPLICATION_ID)
    query = "SELECT number, subject FROM ticket WHERE number IS NOT NULL"
    rows = connection.read(lambda: connection.sql(query))
    connection.close()
    return dict(rows)
