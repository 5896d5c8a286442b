"""A share that can be watched and broken: a VFS of SQLite that tells every file operation to a meddler first.

The office file is opened through it by another engine, so the program itself is the one that ships:

    with broken_share(Meddler()) as share:
        office = open_office(path)
        share.calls[("write", "db")]
"""

import errno
import io
import itertools
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import apsw
import pytest
from peewee import SqliteDatabase

from desk_app.storage.connection import Connection

M = TypeVar("M", bound="Meddler")
_names = itertools.count(1)
_LOOKED = ("open", "read", "write", "fsync", "close", "stat", "lstat", "listdir", "scandir")
_NAMED = ("unlink", "rename", "replace", "mkdir", "utime", "link")
_OS = {name: getattr(os, name) for name in (*_LOOKED, *_NAMED)}
_OPEN = io.open
_FALLS: dict[int, type[sqlite3.Error]] = {
    apsw.SQLITE_CORRUPT: sqlite3.DatabaseError,
    apsw.SQLITE_NOTADB: sqlite3.DatabaseError,
    apsw.SQLITE_CONSTRAINT: sqlite3.IntegrityError,
}


class Meddler:
    """Is told every file operation before it happens. `calls` counts them by kind and file ("db", "journal")."""

    folder: Path | None = None
    """Where the share is mounted: what the program does there by itself is told too."""
    delay = 0.0
    """How many seconds each operation takes longer."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()
        self.told: list[tuple[str, str]] = []
        """Every operation in its order."""

    def before(self, kind: str, file: str) -> None:
        """Count, wait; may raise what the operation fails with."""
        self.calls[kind, file] += 1
        self.told.append((kind, file))
        if self.delay:
            time.sleep(self.delay)

    def after(self, kind: str, file: str) -> None:
        """May raise though the operation was done."""

    def lock(self, file: apsw.VFSFile, level: int, real: Callable[[int], None]) -> None:
        """Take a lock; one that lies takes none."""
        real(level)

    def admit(self, path: str, data: bytes, offset: int) -> None:
        """May refuse what is to be written where."""

    def written(self, path: str, data: bytes, offset: int) -> None:
        """Is told what was written where."""

    def truncated(self, path: str, size: int) -> None:
        """Is told that a file was cut, or grown, to `size` bytes."""

    def synced(self, path: str) -> None:
        """Is told that what was written to a file is on the disk."""

    def deleted(self, path: str) -> None:
        """Is told that a file is gone."""

    def forget(self) -> None:
        """Count anew."""
        self.calls.clear()
        self.told.clear()

    @property
    def total(self) -> int:
        """Return how many operations there were."""
        return sum(self.calls.values())


def fault(code: int) -> apsw.Error:
    """Return the error that an operation fails with, e.g. `apsw.SQLITE_FULL`."""
    error = apsw.exception_for(code & 0xFF)
    error.extendedresult = code
    return error


class File(apsw.VFSFile):
    """A file of the share: the database, its journal, or a passing one."""

    def __init__(self, meddler: Meddler, name: Any, flags: list[int]) -> None:
        self.meddler = meddler
        self.path = name if isinstance(name, str) or name is None else name.filename()
        journal = flags[0] & apsw.SQLITE_OPEN_MAIN_JOURNAL
        self.kind = "db" if flags[0] & apsw.SQLITE_OPEN_MAIN_DB else "journal" if journal else "other"
        meddler.before("open", self.kind)
        super().__init__("", name, flags)
        meddler.after("open", self.kind)

    def excepthook(self, *_: object) -> None:
        """Say nothing: what failed on purpose is known."""

    def xRead(self, amount: int, offset: int) -> bytes:
        self.meddler.before("read", self.kind)
        data = super().xRead(amount, offset)
        self.meddler.after("read", self.kind)
        return data

    def xWrite(self, data: bytes, offset: int) -> None:
        self.meddler.before("write", self.kind)
        self.meddler.admit(self.path, data, offset)
        super().xWrite(data, offset)
        self.meddler.written(self.path, data, offset)
        self.meddler.after("write", self.kind)

    def xTruncate(self, newsize: int) -> None:
        self.meddler.before("truncate", self.kind)
        super().xTruncate(newsize)
        self.meddler.truncated(self.path, newsize)
        self.meddler.after("truncate", self.kind)

    def xSync(self, flags: int) -> None:
        self.meddler.before("sync", self.kind)
        super().xSync(flags)
        self.meddler.synced(self.path)
        self.meddler.after("sync", self.kind)

    def xFileSize(self) -> int:
        self.meddler.before("size", self.kind)
        return super().xFileSize()

    def xLock(self, level: int) -> None:
        self.meddler.before("lock", self.kind)
        self.meddler.lock(self, level, super().xLock)
        self.meddler.after("lock", self.kind)

    def xUnlock(self, level: int) -> None:
        self.meddler.before("unlock", self.kind)
        super().xUnlock(level)

    def xCheckReservedLock(self) -> bool:
        self.meddler.before("reserved", self.kind)
        return super().xCheckReservedLock()

    def xClose(self) -> None:
        super().xClose()
        with suppress(apsw.Error):  # SQLite asks for no answer here
            self.meddler.before("close", self.kind)


class Beside:
    """What the program itself does in the folder of an office: the look at the journal, the folder of who is here.

    Its files are "journal" and "beside"; it is told of what is under `Meddler.folder` alone.
    """

    def __init__(self, meddler: Meddler) -> None:
        self._meddler = meddler
        self._handles: dict[int, str] = {}

    def _tell(self, kind: str, path: Any) -> str | None:
        """Tell of an operation on the share; return which file it is about, None for one that is elsewhere."""
        if isinstance(path, int):
            file = self._handles.get(path)
        else:
            folder, name = self._meddler.folder, os.fspath(path)
            name = os.fsdecode(name)
            there = folder is not None and name.startswith(str(folder))
            file = ("journal" if name.endswith("-journal") else "beside") if there else None
        if file:
            try:
                self._meddler.before(kind, file)
            except apsw.Error as error:
                number = errno.ENOSPC if error.result == apsw.SQLITE_FULL else errno.EIO
                raise OSError(number, os.strerror(number)) from error
        return file

    def open(self, path: Any, *given: Any, **named: Any) -> int:
        file = self._tell("open", path)
        handle = int(_OS["open"](path, *given, **named))
        if file:
            self._handles[handle] = file
        return handle

    def stream(self, path: Any, *given: Any, **named: Any) -> Any:
        self._tell("open", path)
        return _OPEN(path, *given, **named)

    def read(self, handle: int, size: int) -> Any:
        self._tell("read", handle)
        return _OS["read"](handle, size)

    def write(self, handle: int, data: bytes) -> Any:
        self._tell("write", handle)
        return _OS["write"](handle, data)

    def fsync(self, handle: int) -> None:
        self._tell("sync", handle)
        _OS["fsync"](handle)

    def close(self, handle: int) -> None:
        _OS["close"](handle)
        with suppress(OSError):
            self._tell("close", handle)
        self._handles.pop(handle, None)

    def stat(self, path: Any, *given: Any, **named: Any) -> Any:
        self._tell("stat", path)
        return _OS["stat"](path, *given, **named)

    def lstat(self, path: Any, *given: Any, **named: Any) -> Any:
        self._tell("stat", path)
        return _OS["lstat"](path, *given, **named)

    def listdir(self, path: Any = ".") -> Any:
        self._tell("list", path)
        return _OS["listdir"](path)

    def scandir(self, path: Any = ".") -> Any:
        self._tell("list", path)
        return _OS["scandir"](path)

    def named(self, name: str) -> Callable[..., Any]:
        """Return the function of `os` that changes a name, told first."""

        def change(path: Any, *given: Any, **named: Any) -> Any:
            self._tell(name, path)
            return _OS[name](path, *given, **named)

        return change


class ShareVFS(apsw.VFS):
    """The VFS of this machine, through a meddler."""

    def __init__(self, meddler: Meddler) -> None:
        self.meddler = meddler
        self.name = f"share{os.getpid()}-{next(_names)}"
        super().__init__(self.name, "")

    def excepthook(self, *_: object) -> None:
        """Say nothing: what failed on purpose is known."""

    def xOpen(self, name: Any, flags: list[int]) -> File:
        return File(self.meddler, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.meddler.before("delete", _kind(filename))
        super().xDelete(filename, syncdir)
        self.meddler.deleted(filename)
        self.meddler.after("delete", _kind(filename))

    def xAccess(self, pathname: str, flags: int) -> bool:
        self.meddler.before("access", _kind(pathname))
        return super().xAccess(pathname, flags)


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
def broken_share(meddler: M, folder: Path | None = None) -> Iterator[M]:
    """Let `meddler` stand between every office file that is opened here and the disk.

    With `folder` it also stands before what the program does under there by itself.
    """
    meddler.folder = folder
    vfs = ShareVFS(meddler)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "engine", partial(ShareDatabase, vfs=vfs.name))
        beside = Beside(meddler)
        for name in _LOOKED:
            patch.setattr(os, name, getattr(beside, name))
        for name in _NAMED:
            patch.setattr(os, name, beside.named(name))
        patch.setattr(io, "open", beside.stream)
        yield meddler
    vfs.unregister()


@contextmanager
def sound_share() -> Iterator[None]:
    """Open what is opened here as the program does, whatever share is broken around it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "engine", SqliteDatabase)
        for name, real in _OS.items():
            patch.setattr(os, name, real)
        patch.setattr(io, "open", _OPEN)
        yield


@contextmanager
def _as_sqlite3() -> Iterator[None]:
    """Say an error of apsw as `sqlite3` says it."""
    try:
        yield
    except apsw.Error as error:
        said = _FALLS.get(error.result, sqlite3.OperationalError)(str(error))
        said.sqlite_errorcode = error.extendedresult
        raise said from error


def _kind(path: str) -> str:
    return "journal" if path.endswith("-journal") else "wal" if path.endswith("-wal") else "db"


def copy_office(source: Path, folder: Path) -> Path:
    """Return a copy of an office file at rest, in `folder`, without its journal."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / source.name
    copy.write_bytes(source.read_bytes())
    return copy
