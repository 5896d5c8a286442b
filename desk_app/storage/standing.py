"""A database file that nobody writes to any more, such as a backup: read without locks and without a journal."""

import contextlib
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from peewee import PeeweeException, Query, SqliteDatabase

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


class Unreadable(Exception):
    """A file that was replaced cannot be read. It is no trouble of the office, within whose transaction it is asked."""


class OldFile(StandingFile):
    """A file that knows more than the office at `office`, read while that is written to. Raises Unreadable."""

    def __init__(self, path: Path, office: Path) -> None:
        with _of(path):
            super().__init__(path, office, still=False)

    def rows(self, query: Query) -> list[tuple[Any, ...]]:
        """See `Door`."""
        with _of(self.path):
            return super().rows(query)

    def row(self, query: Query) -> tuple[Any, ...] | None:
        """See `Door`."""
        with _of(self.path):
            return super().row(query)

    def sql(self, statement: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """See `Door`."""
        with _of(self.path):
            return super().sql(statement, params)


@contextlib.contextmanager
def _of(path: Path) -> Iterator[None]:
    try:
        yield
    except (PeeweeException, sqlite3.Error) as error:
        raise Unreadable(f"{path}: {error}") from error
