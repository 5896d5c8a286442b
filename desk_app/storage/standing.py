"""A database file that nobody writes to any more, such as a backup: read without locks and without a journal."""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import NoReturn, TypeVar

from peewee import SqliteDatabase

from desk_app.storage.door import Door
from desk_app.storage.share_vfs import address

T = TypeVar("T")


class StandingFile(Door):
    """The file at `path`, which stays as it is while it is open; `office` is the office that it is about.

    One that is not `still` (a workstation's copy that was in use) is read as it is at the first look.
    """

    def __init__(self, path: Path, office: Path | None = None, still: bool = True) -> None:
        self.path = path
        self.place = str(office or path)
        mode = "ro&immutable=1" if still else "ro"
        self.db = SqliteDatabase(address(path, mode), uri=True, pragmas={"temp_store": "MEMORY"})
        self.db.connect()
        if not still:
            self.db.execute_sql("BEGIN")

    def read(self, ask: Callable[[], T], guard: bool = False) -> T:
        """Return what `ask` reads; nothing changes meanwhile anyway."""
        return ask()

    def write(self, work: Callable[[], T]) -> NoReturn:
        """Refuse: the file stays as it is."""
        raise PermissionError(f"{self.path} stays as it is")

    def mark(self) -> Hashable:
        """Return the same whenever it is asked."""
        return 0

    def close(self) -> None:
        """Disconnect."""
        self.db.close()
