"""A share that can be watched and broken: a VFS of SQLite that tells every file operation to a meddler first.

The office file is opened through it by another engine, so the program itself is the one that ships:

    with broken_share(Meddler()) as share:
        office = open_office(path)
        share.calls[("write", "db")]
"""

import io
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import apsw
import pytest
from peewee import SqliteDatabase

from desk_app.storage.connection import Connection
from tests.faults.beside import LOOKED, NAMED, OPEN, REAL, Beside
from tests.faults.engine import ShareDatabase
from tests.faults.meddler import Meddler, fault

__all__ = ["Meddler", "broken_share", "copy_office", "fault", "sound_share"]
M = TypeVar("M", bound=Meddler)
_names = itertools.count(1)


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
        for name in LOOKED:
            patch.setattr(os, name, getattr(beside, name))
        for name in NAMED:
            patch.setattr(os, name, beside.named(name))
        patch.setattr(io, "open", beside.stream)
        yield meddler
    vfs.unregister()


@contextmanager
def sound_share() -> Iterator[None]:
    """Open what is opened here as the program does, whatever share is broken around it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "engine", SqliteDatabase)
        for name, real in REAL.items():
            patch.setattr(os, name, real)
        patch.setattr(io, "open", OPEN)
        yield


def _kind(path: str) -> str:
    return "journal" if path.endswith("-journal") else "wal" if path.endswith("-wal") else "db"


def copy_office(source: Path, folder: Path) -> Path:
    """Return a copy of an office file at rest, in `folder`, without its journal."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / source.name
    copy.write_bytes(source.read_bytes())
    return copy
