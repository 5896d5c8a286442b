"""An open database, however it is kept: the office file, a workstation's copy of it, or a server."""

from abc import abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, TypeVar

from peewee import Database, Model, Query

from desk_app.domain.errors import N_
from desk_app.services.files import Files
from desk_app.services.ports import Finding
from desk_app.storage.closing import Closing

T = TypeVar("T")
Nearby = Callable[[str, Sequence[object], Sequence[type[Model]]], list[tuple[Any, ...]] | None]
"""Returns the rows of a statement about tables, or None where the database itself has to be asked."""


class Door(Closing):
    """What queries go through. Everything happens on the thread that opened it; no cursor is ever left half read."""

    db: Database
    has_words: ClassVar[bool] = False
    """Whether there is an index of words beside the texts (`storage.copy_schema.WORDS`)."""
    place: str
    """Which office it is about: the path of the office file, or the address of its server without a password."""
    nearby: Nearby | None = None
    """What answers in the place of this database where that is as sure."""
    keeper: Files | None = None
    """Where the content of attached files lies, when it is not the folder beside the file at `place`."""

    def rows(self, query: Query) -> list[tuple[Any, ...]]:
        """Return every row of `query`; a half-read cursor would block every other writer."""
        return list(self.db.execute(query).fetchall())

    def row(self, query: Query) -> tuple[Any, ...] | None:
        """Return the first row of `query`, or None."""
        found = self.db.execute(query).fetchmany(2)
        return found[0] if found else None

    def value(self, query: Query) -> Any:
        """Return the first column of the first row of `query`, or None."""
        row = self.row(query)
        return None if row is None else row[0]

    def run(self, query: Query) -> Any:
        """Carry out an INSERT, UPDATE or DELETE; return its cursor."""
        return self.db.execute(query)

    def insert(self, table: type[Model], values: Mapping[str, object]) -> int:
        """Insert a row and return its id. The statement is put together once; that takes longer than running it."""
        return int(self.db.execute_sql(_insertion(table, tuple(values)), tuple(values.values())).lastrowid)

    def sql(self, statement: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return every row of a statement written out, where a model has no words for it."""
        return list(self.db.execute_sql(statement, params).fetchall())

    def known(self, statement: str, params: Sequence[object], tables: Sequence[type[Model]]) -> list[tuple[Any, ...]]:
        """Return every row of a statement about `tables` from where it costs least to ask. In a transaction."""
        found = self.nearby(statement, params, tables) if self.nearby is not None else None
        return self.sql(statement, params) if found is None else found

    @abstractmethod
    def read(self, ask: Callable[[], T], guard: bool = False) -> T:
        """Return what `ask` reads in one read transaction; with `guard`, only what no crashed writer left behind."""

    @abstractmethod
    def write(self, work: Callable[[], T]) -> T:
        """Return what `work` does in one transaction that nobody else writes in; it may be run again."""

    @abstractmethod
    def mark(self) -> Hashable:
        """Return what is another after anybody's write; two that are equal mean that nothing changed between."""

    def overwrite(self) -> None:
        """See to it that what this transaction deletes cannot be read from the file any more, where that is needed."""

    def integrity(self) -> list[Finding]:
        """Return what the database itself finds wrong with what it keeps."""
        found = [
            Finding("SQLite", "{what}", {"what": row[0]})
            for row in self.sql("PRAGMA integrity_check(20)")
            if row[0] != "ok"
        ]
        template = N_("table “{table}”: row {row} points to a row of “{parent}” that is not there")
        for table, row, parent, _ in self.sql("PRAGMA foreign_key_check"):
            found.append(Finding("SQLite", template, {"table": table, "row": row, "parent": parent}))
        return found

    @abstractmethod
    def close(self) -> None:
        """Disconnect; what was not committed is rolled back."""


@cache
def _insertion(table: type[Model], names: tuple[str, ...]) -> str:
    places = ", ".join("?" * len(names))
    return f"INSERT INTO {table._meta.table_name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - names of ours
