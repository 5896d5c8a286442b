"""What the program does on the share by itself, beside SQLite: told to a meddler, too."""

import errno
import io
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tests.faults.meddler import Fault, Meddler

LOOKED = ("open", "read", "write", "fsync", "close", "stat", "lstat", "listdir", "scandir")
NAMED = ("unlink", "rename", "replace", "mkdir", "utime", "link")
REAL = {name: getattr(os, name) for name in (*LOOKED, *NAMED)}
OPEN = io.open


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
            except Fault as error:
                number = errno.ENOSPC if error.code == sqlite3.SQLITE_FULL else errno.EIO
                raise OSError(number, os.strerror(number)) from error
        return file

    def open(self, path: Any, *given: Any, **named: Any) -> int:
        file = self._tell("open", path)
        handle = int(REAL["open"](path, *given, **named))
        if file:
            self._handles[handle] = file
        return handle

    def stream(self, path: Any, *given: Any, **named: Any) -> Any:
        self._tell("open", path)
        return OPEN(path, *given, **named)

    def read(self, handle: int, size: int) -> Any:
        self._tell("read", handle)
        return REAL["read"](handle, size)

    def write(self, handle: int, data: bytes) -> Any:
        self._tell("write", handle)
        return REAL["write"](handle, data)

    def fsync(self, handle: int) -> None:
        self._tell("sync", handle)
        REAL["fsync"](handle)

    def close(self, handle: int) -> None:
        REAL["close"](handle)
        with suppress(OSError):
            self._tell("close", handle)
        self._handles.pop(handle, None)

    def stat(self, path: Any, *given: Any, **named: Any) -> Any:
        self._tell("stat", path)
        return REAL["stat"](path, *given, **named)

    def lstat(self, path: Any, *given: Any, **named: Any) -> Any:
        self._tell("stat", path)
        return REAL["lstat"](path, *given, **named)

    def listdir(self, path: Any = ".") -> Any:
        self._tell("list", path)
        return REAL["listdir"](path)

    def scandir(self, path: Any = ".") -> Any:
        self._tell("list", path)
        return REAL["scandir"](path)

    def named(self, name: str) -> Callable[..., Any]:
        """Return the function of `os` that changes a name, told first."""

        def change(path: Any, *given: Any, **named: Any) -> Any:
            self._tell(name, path)
            return REAL[name](path, *given, **named)

        return change
