"""A share that can be watched and broken: a VFS of SQLite that tells every file operation to a meddler first.

It lies under that of the program, in the SQLite that ships, so the program itself is the one that ships:

    with broken_share(Meddler()) as share:
        office = open_office(path)
        share.calls[("write", "db")]
"""

import ctypes
import io
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

import pytest

from desk_app.storage.connection import Connection
from desk_app.storage.share_vfs import ShareDatabase, ShareLayer
from desk_app.storage.vfs_layer import MAIN_DATABASE, MAIN_JOURNAL, METHODS, OK, Layer, Under
from tests.faults.beside import LOOKED, NAMED, OPEN, REAL, Beside
from tests.faults.meddler import Fault, Meddler

__all__ = ["Fault", "Meddler", "broken_share", "copy_office", "sound_share", "told_share"]
M = TypeVar("M", bound=Meddler)
SHIPPED: Final = Connection.engine
_numbers = itertools.count(1)


def told(kind: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Tell the meddler before and after an operation of a `kind`; what he raises is what SQLite is answered."""

    def tell(operation: Callable[..., int]) -> Callable[..., int]:
        def telling(self: Any, *given: Any) -> int:
            file = self.kind if isinstance(self, File) else _kind(given[0])
            try:
                self.meddler.before(kind, file)
                answer = operation(self, *given)
                if answer == OK:
                    self.meddler.after(kind, file)
                return answer
            except Fault as fault:
                return fault.code

        return telling

    return tell


class File:
    """A file of the share: the database, its journal, or a passing one."""

    methods: ClassVar[tuple[str, ...]] = tuple(METHODS)

    def __init__(self, meddler: Meddler, address: int, under: Under, path: str, flags: int) -> None:
        self.meddler = meddler
        self.path = path
        self.kind = "db" if flags & MAIN_DATABASE else "journal" if flags & MAIN_JOURNAL else "other"
        self._file = address
        self._under = under

    @told("read")
    def xRead(self, into: int, amount: int, offset: int) -> int:
        return self._under.xRead(self._file, into, amount, offset)

    @told("write")
    def xWrite(self, data: int, amount: int, offset: int) -> int:
        content = ctypes.string_at(data, amount)
        self.meddler.admit(self.path, content, offset)
        answer = self._under.xWrite(self._file, data, amount, offset)
        if answer == OK:
            self.meddler.written(self.path, content, offset)
        return answer

    @told("truncate")
    def xTruncate(self, size: int) -> int:
        answer = self._under.xTruncate(self._file, size)
        if answer == OK:
            self.meddler.truncated(self.path, size)
        return answer

    @told("sync")
    def xSync(self, flags: int) -> int:
        answer = self._under.xSync(self._file, flags)
        if answer == OK:
            self.meddler.synced(self.path)
        return answer

    @told("size")
    def xFileSize(self, size: Any) -> int:
        return self._under.xFileSize(self._file, size)

    @told("lock")
    def xLock(self, level: int) -> int:
        return self.meddler.lock(partial(self._under.xLock, self._file, level))

    @told("unlock")
    def xUnlock(self, level: int) -> int:
        return self._under.xUnlock(self._file, level)

    @told("reserved")
    def xCheckReservedLock(self, reserved: Any) -> int:
        return self._under.xCheckReservedLock(self._file, reserved)

    def xDeviceCharacteristics(self) -> int:
        return self._under.xDeviceCharacteristics(self._file)

    @told("close")
    def _closing(self) -> int:
        return OK

    def xClose(self) -> int:
        answer = self._under.xClose(self._file)
        self._closing()  # SQLite asks for no answer here
        return answer


class ToldLayer(Layer):
    """The VFS of this machine, through a meddler."""

    def __init__(self, meddler: Meddler) -> None:
        super().__init__(f"told{os.getpid()}-{next(_numbers)}")
        self.meddler = meddler

    @told("open")
    def xOpen(self, name: int, file: int, flags: int, given: int) -> int:
        answer = super().xOpen(name, file, flags, given)
        if answer == OK:
            path = ctypes.string_at(name).decode() if name else ""
            self.take(file, File(self.meddler, file, self.under(file), path, flags))
        return answer

    @told("delete")
    def xDelete(self, name: int, sync: int) -> int:
        answer = super().xDelete(name, sync)
        if answer == OK:
            self.meddler.deleted(ctypes.string_at(name).decode())
        return answer

    @told("access")
    def xAccess(self, name: int, flags: int, found: Any) -> int:
        return super().xAccess(name, flags, found)


@contextmanager
def told_share(meddler: Meddler) -> Iterator[ShareLayer]:
    """Give the VFS that ships, over one that tells `meddler`."""
    lower = ToldLayer(meddler)
    lower.register()
    upper = ShareLayer(f"{lower.name}-share", lower.name)
    upper.register()
    try:
        yield upper
    finally:
        upper.unregister()
        lower.unregister()


@contextmanager
def broken_share(meddler: M, folder: Path | None = None) -> Iterator[M]:
    """Let `meddler` stand between every office file that is opened here and the disk.

    With `folder` it also stands before what the program does under there by itself.
    """
    meddler.folder = folder
    with told_share(meddler) as upper, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "engine", partial(ShareDatabase, through=upper))
        beside = Beside(meddler)
        for name in LOOKED:
            patch.setattr(os, name, getattr(beside, name))
        for name in NAMED:
            patch.setattr(os, name, beside.named(name))
        patch.setattr(io, "open", beside.stream)
        yield meddler


@contextmanager
def sound_share() -> Iterator[None]:
    """Open what is opened here as the program does, whatever share is broken around it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "engine", SHIPPED)
        for name, real in REAL.items():
            patch.setattr(os, name, real)
        patch.setattr(io, "open", OPEN)
        yield


def _kind(name: int | None) -> str:
    path = ctypes.string_at(name) if name else b""
    return "journal" if path.endswith(b"-journal") else "wal" if path.endswith(b"-wal") else "db"


def copy_office(source: Path, folder: Path) -> Path:
    """Return a copy of an office file at rest, in `folder`, without its journal."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / source.name
    copy.write_bytes(source.read_bytes())
    return copy
