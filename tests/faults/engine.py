"""Peewee's SQLite through a VFS: `apsw` behind the words of `sqlite3`, so that the program notices nothing."""

import itertools
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import apsw
from peewee import SqliteDatabase

_FALLS: dict[int, type[sqlite3.Error]] = {
    apsw.SQLITE_CORRUPT: sqlite3.DatabaseError,
    apsw.SQLITE_NOTADB: sqlite3.DatabaseError,
    apsw.SQLITE_CONSTRAINT: sqlite3.IntegrityError,
}


class Cursor:
    """A cursor as `sqlite3` has them."""

    def __init__(self, connection: "Wire") -> None:
        self.connection = connection
        self._cursor = connection.apsw.cursor()
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, sql: str, params: Sequence[Any] | None = None) -> "Cursor":
        with _as_sqlite3():
            self._cursor.execute(sql, tuple(params or ()))
        self.rowcount = self.connection.apsw.changes()
        self.lastrowid = self.connection.apsw.last_insert_rowid()
        return self

    @property
    def description(self) -> Any:
        try:
            return self._cursor.get_description()
        except apsw.ExecutionCompleteError:
            return None

    def fetchone(self) -> Any:
        with _as_sqlite3():
            return self._cursor.fetchone()

    def fetchmany(self, size: int = 1) -> list[Any]:
        with _as_sqlite3():
            return list(itertools.islice(self._cursor, size))

    def fetchall(self) -> list[Any]:
        with _as_sqlite3():
            return self._cursor.fetchall()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchone, None)

    def close(self) -> None:
        self._cursor.close(True)


class Wire:
    """A connection as `sqlite3` has them, through a VFS."""

    def __init__(self, uri: str, vfs: str, timeout: float) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
        with _as_sqlite3():
            self.apsw = apsw.Connection(uri, flags=flags, vfs=vfs)
        self.apsw.set_busy_timeout(int(timeout * 1000))

    def cursor(self, factory: object = None) -> Cursor:
        return Cursor(self)

    def create_function(self, name: str, count: int, function: Callable[..., Any], **_: object) -> None:
        self.apsw.create_scalar_function(name, function, count)

    @property
    def in_transaction(self) -> bool:
        return self.apsw.in_transaction

    @property
    def total_changes(self) -> int:
        return self.apsw.total_changes()

    def close(self) -> None:
        with suppress(apsw.Error):  # what fails on the way out is not told by SQLite itself
            self.apsw.close(True)


class ShareDatabase(SqliteDatabase):
    """Peewee's SQLite over a VFS."""

    def __init__(self, database: str, vfs: str, **kwargs: Any) -> None:
        self._vfs = vfs
        super().__init__(database, **kwargs)

    def _connect(self) -> Wire:
        wire = Wire(self.database, self._vfs, self._timeout)
        try:
            self._add_conn_hooks(wire)
        except BaseException:
            wire.close()
            raise
        return wire


@contextmanager
def _as_sqlite3() -> Iterator[None]:
    """Say an error of apsw as `sqlite3` says it."""
    try:
        yield
    except apsw.Error as error:
        said = _FALLS.get(error.result, sqlite3.OperationalError)(str(error))
        said.sqlite_errorcode = error.extendedresult
        raise said from error
