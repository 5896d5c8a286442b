"""Layers over SQLite's way to its files: what it asks of a file passes through Python, and on to the VFS below.

Only what a kind of file names comes here; everything else goes to the VFS below straight from SQLite. The
interpreter's lock is not held while the VFS below is at work, so that a share that hangs does not hold up the window.
"""

import ctypes
import logging
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final, Protocol

OK: Final = sqlite3.SQLITE_OK
MAIN_DATABASE: Final = 0x100
MAIN_JOURNAL: Final = 0x800
READ_ONLY: Final = 0x1
EXISTS: Final = 0
_log = logging.getLogger(__name__)

_ON_FILE: Final = CFUNCTYPE(c_int, c_void_p)
_WITH_NUMBER: Final = CFUNCTYPE(c_int, c_void_p, c_int)
_MOVES: Final = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_CUTS: Final = CFUNCTYPE(c_int, c_void_p, c_int64)
_MEASURES: Final = CFUNCTYPE(c_int, c_void_p, POINTER(c_int64))
_ASKS: Final = CFUNCTYPE(c_int, c_void_p, POINTER(c_int))
_OPENS: Final = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETES: Final = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_LOOKS: Final = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, POINTER(c_int))

METHODS: Final = {
    "xClose": _ON_FILE,
    "xRead": _MOVES,
    "xWrite": _MOVES,
    "xTruncate": _CUTS,
    "xSync": _WITH_NUMBER,
    "xFileSize": _MEASURES,
    "xLock": _WITH_NUMBER,
    "xUnlock": _WITH_NUMBER,
    "xCheckReservedLock": _ASKS,
    "xDeviceCharacteristics": _ON_FILE,
}
"""What may be done otherwise with a file, and what it takes and gives."""


class _FileMethods(ctypes.Structure):
    """SQLite's `sqlite3_io_methods`."""

    _fields_: ClassVar = [
        ("iVersion", c_int),
        *((name, c_void_p) for name in (*METHODS, "xFileControl", "xSectorSize") if name != "xDeviceCharacteristics"),
        ("xDeviceCharacteristics", c_void_p),
        ("others", c_void_p * 6),
    ]


class Vfs(ctypes.Structure):
    """SQLite's `sqlite3_vfs`."""

    _fields_: ClassVar = [
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", c_void_p),
        ("xDelete", c_void_p),
        ("xAccess", c_void_p),
        ("others", c_void_p * 13),
    ]


@dataclass(frozen=True, slots=True)
class Under:
    """The methods of a file of the VFS below; each takes the file first and returns an error code of SQLite."""

    xClose: Callable[[int], int]
    xRead: Callable[[int, Any, int, int], int]
    xWrite: Callable[[int, Any, int, int], int]
    xTruncate: Callable[[int, int], int]
    xSync: Callable[[int, int], int]
    xFileSize: Callable[[int, Any], int]
    xLock: Callable[[int, int], int]
    xUnlock: Callable[[int, int], int]
    xCheckReservedLock: Callable[[int, Any], int]
    xDeviceCharacteristics: Callable[[int], int]


class File(Protocol):
    """A kind of open file. What `methods` names it has as methods, which return an error code of SQLite."""

    methods: ClassVar[tuple[str, ...]]

    def xClose(self) -> int: ...


class Layer:
    """What is laid over the VFS named `below`, or over that of this computer.

    Raises OSError where SQLite's own library is not found.
    """

    def __init__(self, name: str, below: str | None = None) -> None:
        self.name = name
        self._library = library()
        found = self._library.sqlite3_vfs_find(below.encode() if below else None)
        if not found:
            raise OSError(f"no VFS {below}")
        self._below = Vfs.from_address(found)
        self._opens, self._deletes = _OPENS(self._below.xOpen), _DELETES(self._below.xDelete)
        self._looks = _LOOKS(self._below.xAccess)
        self._files: dict[int, File] = {}
        self._real: dict[int, int] = {}
        self._tables: dict[tuple[int, tuple[str, ...]], tuple[_FileMethods, Under]] = {}
        self._calls = {method: self._call_of_file(method) for method in METHODS}
        self._own = {function: self._call(form, function) for function, form in _FUNCTIONS.items()}
        self._vfs = Vfs.from_buffer_copy(self._below)
        self._vfs.pNext, self._vfs.zName = None, name.encode()
        for function, call in self._own.items():
            setattr(self._vfs, function, ctypes.cast(call, c_void_p).value)

    def register(self) -> None:
        """Let SQLite open files through it by its name. Raises OSError where it cannot."""
        if self._library.sqlite3_vfs_register(ctypes.addressof(self._vfs), 0) != OK:
            raise OSError("no VFS can be registered")
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self))  # what nobody closed is closed through it as Python ends
        try:
            with closing(sqlite3.connect(f"file:tried?mode=memory&vfs={self.name}", uri=True)):
                pass
        except sqlite3.Error as error:  # Python's own module has another library
            raise OSError(f"no VFS {self.name}") from error

    def unregister(self) -> None:
        """Let nobody open anything through it any more; every file was closed."""
        self._library.sqlite3_vfs_unregister(ctypes.addressof(self._vfs))

    # -- what another kind of layer does otherwise -------------------------------------------------------------------

    def xOpen(self, name: int, file: int, flags: int, given: int) -> int:
        """Open what the C string `name` says, in the memory at `file`."""
        return self._opens(ctypes.addressof(self._below), name, file, flags, given)

    def xDelete(self, name: int, sync: int) -> int:
        """Delete what the C string `name` says."""
        return self._deletes(ctypes.addressof(self._below), name, sync)

    def xAccess(self, name: int, flags: int, found: Any) -> int:
        """Say in `found[0]` whether there is what the C string `name` says."""
        return self._looks(ctypes.addressof(self._below), name, flags, found)

    # ----------------------------------------------------------------------------------------------------------------

    def under(self, file: int) -> Under:
        """Return what the VFS below does with the `file` that it has opened."""
        return self._table(c_void_p.from_address(file).value or 0, ())[1]

    def take(self, address: int, file: File, like: int | None = None) -> None:
        """Let what SQLite asks of the file at `address`, opened by the VFS below, go to `file`; it is closed by it.

        Where the VFS below has opened nothing there, it goes to `file` alone, and `like` is where it has opened a file.
        """
        place = c_void_p.from_address(address)
        real = self._real[like] if like is not None else place.value or 0
        self._real[address] = real
        ours, _ = self._table(real, file.methods)
        self._files[address] = file
        place.value = ctypes.addressof(ours)

    def _table(self, real: int, names: tuple[str, ...]) -> tuple[_FileMethods, Under]:
        if (real, names) not in self._tables:
            below = _FileMethods.from_address(real)
            ours = _FileMethods.from_buffer_copy(below)
            for name in names:
                setattr(ours, name, ctypes.cast(self._calls[name], c_void_p).value)
            under = Under(**{name: form(getattr(below, name)) for name, form in METHODS.items()})
            self._tables[real, names] = ours, under
        return self._tables[real, names]

    def _call_of_file(self, name: str) -> Any:
        """Return what SQLite calls for the method `name` of a file."""
        files, real, failed = self._files, self._real, _log.exception

        def call(address: int, *given: Any) -> int:
            try:
                file = files[address]
                if name == "xClose":
                    del files[address], real[address]
                answer: int = getattr(file, name)(*given)
                return answer
            except BaseException:  # an exception would be taken for the answer that all is well
                failed("%s failed", name)
                return sqlite3.SQLITE_IOERR

        return METHODS[name](call)

    def _call(self, form: Any, name: str) -> Any:
        """Return what SQLite calls for what this layer does by itself."""
        method, failed = getattr(self, name), _log.exception

        def call(vfs: int, *given: Any) -> int:
            try:
                answer: int = method(*given)
                return answer
            except BaseException:
                failed("%s failed", name)
                return sqlite3.SQLITE_IOERR

        return form(call)


_FUNCTIONS: Final = {"xOpen": _OPENS, "xDelete": _DELETES, "xAccess": _LOOKS}


@cache
def library() -> Any:
    """Return the SQLite that Python's own module uses. Raises OSError where it cannot be reached."""
    try:
        if sys.platform == "win32":
            found = ctypes.CDLL("sqlite3")
        else:
            import _sqlite3

            found = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
        found.sqlite3_vfs_find.restype = c_void_p
        found.sqlite3_vfs_find.argtypes = [c_char_p]
        found.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
        found.sqlite3_vfs_unregister.argtypes = [c_void_p]
    except (AttributeError, ImportError) as error:
        raise OSError("SQLite's own library was not found") from error
    return found
