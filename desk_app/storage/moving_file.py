"""A new office file as the place an office moves to. It has its own name only when everything is in it."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import Model

from desk_app.domain.errors import Unavailable
from desk_app.storage import migrations
from desk_app.storage.attachments import FileStore
from desk_app.storage.connection import Connection
from desk_app.storage.moving_tables import columns_of, name_of


class FileTarget:
    """See `storage.moving.Target`."""

    in_one = False

    def __init__(self, path: Path) -> None:
        self.place = str(path)
        self._path = path
        self._draft = path.with_name(f".{path.name}.moving")
        self.files = FileStore(path)
        self._had_files = self.files.folder.exists()
        self.door = Connection(self._draft, migrations.APPLICATION_ID, create=True)
        self.door.keeper = self.files  # they have their own name from the beginning
        self._triggers: list[tuple[Any, ...]] = []

    def is_waiting(self) -> bool:
        return self._draft.is_file() and not self._path.exists()

    @contextmanager
    def filling(self) -> Iterator[None]:
        self._refuse_taken()
        self._forget_draft()
        self.door.open()
        migrations.migrate(self.door)
        self._triggers = self.door.sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        self.door.reshape(lambda: [self.door.sql(f"DROP TRIGGER {name}") for name, _ in self._triggers])
        yield

    def put(self, table: type[Model], rows: Sequence[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(columns_of(table)))
        statement = f"INSERT INTO {name_of(table)} ({', '.join(columns_of(table))}) VALUES ({marks})"  # noqa: S608 - ours
        self.door.reshape(lambda: self.door.db.connection().executemany(statement, rows))

    def complete(self, following: Mapping[str, int]) -> None:
        def work() -> None:
            for _, statement in self._triggers:
                self.door.sql(statement)
            self.door.sql("DELETE FROM sqlite_sequence")
            for name, statement in self.door.sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
                if "AUTOINCREMENT" in statement and name in following:
                    self.door.sql("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, following[name] - 1))

        self.door.reshape(work)

    def settle(self) -> None:
        self.door.close()
        self._draft.rename(self._path)
        self.door.journal.unlink(missing_ok=True)

    def undo(self) -> None:
        self._forget_draft()
        if not self._had_files:
            shutil.rmtree(self.files.folder, ignore_errors=True)

    def close(self) -> None:
        self.door.close()

    def _forget_draft(self) -> None:
        self.door.close()
        self._draft.unlink(missing_ok=True)
        self.door.journal.unlink(missing_ok=True)

    def _refuse_taken(self) -> None:
        for taken in (self._path, self.files.folder):
            if taken.exists():
                raise Unavailable(
                    "There is something already: {path}. An office moves only to where nothing is; choose another "
                    "name.",
                    path=taken,
                )
        if not self._path.parent.is_dir():
            raise Unavailable("There is no folder {path}. Make it first, or choose another.", path=self._path.parent)


def following_in_file(door: Connection) -> dict[str, int]:
    """Return, by table, the id that the next new row gets where ids are never given twice. In a transaction."""
    given = {name: int(last) + 1 for name, last in door.sql("SELECT name, seq FROM sqlite_sequence")}
    last = door.sql("SELECT COALESCE(MAX(id), 0) FROM ticket")[0][0]  # tickets are never removed
    return {**given, "ticket": max(given.get("ticket", 1), int(last) + 1)}
