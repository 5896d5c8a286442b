"""SQLite's way to the office file, with fewer waits.

On a share every operation on a file is a message to the server and an answer. SQLite was not made for that: it writes
each page of its journal in three pieces, and asks what it was told a moment ago. Here the pieces are held until they
are needed in the file, and what is known under a lock is not asked again. Nothing is known beyond a lock, and nothing
is held beyond a sync: the order in which things get to the disk is SQLite's own while it syncs, and so are all locks.
See `docs/decisions/0011-fewer-round-trips.md`.
"""

import ctypes
import logging
import sqlite3
import threading
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import quote

from peewee import SqliteDatabase

from desk_app.storage.vfs_layer import EXISTS, MAIN_DATABASE, MAIN_JOURNAL, OK, READ_ONLY, Layer, Under

NAME: Final = "desk-share"
MOST: Final = 1024 * 1024
"""So many bytes of a journal are held at most."""
ENDS: Final = bytes(28)
"""What SQLite writes over the head of a journal that is not needed any more."""
BLOCK: Final = 15 * 8192
"""How many bytes are moved at once at most, in pages of ours: SQLite's own VFS cannot move 128 KiB."""
HEAD: Final = 2 * BLOCK
"""So many bytes at the beginning of the file are read a block at a time: every table and index begins there."""
_CHANGE_COUNTER: Final = 16
"""How many bytes SQLite reads to see whether anybody saved."""
_FORMATS: Final = slice(18, 20)
"""Where the head of the file says how it is written and read: 1 with a rollback journal, 2 with a write-ahead log."""
_UNDELETABLE_WHEN_OPEN: Final = 0x800
_NOTHING, _SHARED, _EXCLUSIVE = 0, 1, 4
_log = logging.getLogger(__name__)


class Journal:
    """A rollback journal that is written: what is written is held until it is synced, or too much.

    It is open for one transaction.
    """

    methods: ClassVar[tuple[str, ...]] = ("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize")

    def __init__(self, address: int, under: Under) -> None:
        self._file = address
        self._under = under
        self._held = bytearray()
        self._start = 0

    def xWrite(self, data: int, amount: int, offset: int) -> int:
        new = ctypes.string_at(data, amount)
        if offset == 0 and new == ENDS:
            self._held = bytearray()  # what was not synced is not needed any more
            return self._under.xWrite(self._file, data, amount, offset)
        place = offset - self._start
        if self._held and not 0 <= place <= len(self._held) and (answer := self._flush()):
            return answer
        if not self._held:
            self._start, place = offset, 0
        self._held[place : place + amount] = new
        return self._flush() if len(self._held) > MOST else OK

    def xRead(self, into: int, amount: int, offset: int) -> int:
        place = offset - self._start
        if place >= 0 and place + amount <= len(self._held):
            ctypes.memmove(into, bytes(self._held[place : place + amount]), amount)
            return OK
        overlaps = place < len(self._held) and place + amount > 0
        return (overlaps and self._flush()) or self._under.xRead(self._file, into, amount, offset)

    def xFileSize(self, size: Any) -> int:
        answer = self._under.xFileSize(self._file, size)
        if answer == OK and self._held:
            size[0] = max(int(size[0]), self._start + len(self._held))
        return answer

    def xTruncate(self, size: int) -> int:
        if size == 0:
            self._held = bytearray()
        return self._flush() or self._under.xTruncate(self._file, size)

    def xSync(self, flags: int) -> int:
        return self._flush() or self._under.xSync(self._file, flags)

    def xClose(self) -> int:
        """Close, and forget what is held: the lock may be lost, and the journal be a colleague's by now."""
        return self._under.xClose(self._file)

    def _flush(self) -> int:
        """Write what is held; it stays held where that fails, so that SQLite can undo by it."""
        for first in range(0, len(self._held), BLOCK):
            piece = bytes(self._held[first : first + BLOCK])
            if answer := self._under.xWrite(self._file, piece, len(piece), self._start + first):
                return answer
        self._held = bytearray()
        return OK


class Database:
    """The office file: under a lock its size and its first pages are asked of the share once.

    With a rollback journal nobody else can write while any lock is held here, so that what was read stays true until it
    is let go. Of a file with a write-ahead log, as this computer's copy is, nothing is kept.
    """

    methods: ClassVar[tuple[str, ...]] = (
        "xClose", "xRead", "xWrite", "xTruncate", "xFileSize", "xLock", "xUnlock", "xCheckReservedLock",
        "xDeviceCharacteristics",
    )  # fmt: skip

    def __init__(self, address: int, under: Under, asking: threading.local) -> None:
        self.address = address
        self._under = under
        self._asking = asking
        self._level = _NOTHING
        self._size: int | None = None
        self._blocks: dict[int, Any] = {}
        self._keeps = False
        """Whether the file has a rollback journal, as far as its head was read."""

    def xRead(self, into: int, amount: int, offset: int) -> int:
        number, place = divmod(offset, BLOCK)
        block = self._blocks.get(number) or self._read_block(amount, number)
        if block is not None and place + amount <= BLOCK:
            ctypes.memmove(into, ctypes.addressof(block) + place, amount)
            return OK
        answer = self._under.xRead(self.address, into, amount, offset)
        if answer == OK and offset == 0 and amount > _FORMATS.stop:
            self._look_at(ctypes.string_at(into, amount))
        return answer

    def _read_block(self, amount: int, number: int) -> Any:
        """Return the block `number`, None where it is not worth reading, or not to be had as a whole."""
        there = self._size is not None and (number + 1) * BLOCK <= min(self._size, HEAD)
        if not there or not self._keeps or self._level == _NOTHING or amount <= _CHANGE_COUNTER:
            return None
        block = ctypes.create_string_buffer(BLOCK)
        if self._under.xRead(self.address, block, BLOCK, number * BLOCK) != OK:
            return None
        if number == 0:
            self._look_at(block.raw)
        if self._keeps:
            self._blocks[number] = block
        return block

    def _look_at(self, head: bytes) -> None:
        """Learn from the first bytes of the file whether it has a rollback journal."""
        self._keeps = head[_FORMATS] == b"\1\1"
        if not self._keeps:
            self._forget()

    def xWrite(self, data: int, amount: int, offset: int) -> int:
        self._forget()
        return self._under.xWrite(self.address, data, amount, offset)

    def xTruncate(self, size: int) -> int:
        self._forget()
        return self._under.xTruncate(self.address, size)

    def xFileSize(self, size: Any) -> int:
        if self._size is None or self._level == _NOTHING or not self._keeps:
            if answer := self._under.xFileSize(self.address, size):
                return answer
            self._size = int(size[0])
        size[0] = self._size
        return OK

    def xLock(self, level: int) -> int:
        if level in (_SHARED, _EXCLUSIVE):  # to get the latter, Windows lets go of the former for a moment
            self._forget()
        answer = self._under.xLock(self.address, level)
        if answer == OK:
            self._level = level
        return answer

    def xUnlock(self, level: int) -> int:
        self._forget()
        self._level = level
        return self._under.xUnlock(self.address, level)

    def xCheckReservedLock(self, reserved: Any) -> int:
        """Say that nobody is about to save: whether that is so is asked where the journal has something to undo."""
        self._asking.database = self
        reserved[0] = 0
        return OK

    def is_reserved(self) -> bool | None:
        """Ask whether somebody is about to save; None where no answer comes."""
        reserved = (ctypes.c_int * 1)()
        answer = self._under.xCheckReservedLock(self.address, reserved)
        return bool(reserved[0]) if answer == OK else None

    def xDeviceCharacteristics(self) -> int:
        """Say what holds for the file, but that SQLite shall leave the journal open, as its VFS for Windows says."""
        return self._under.xDeviceCharacteristics(self.address) & ~_UNDELETABLE_WHEN_OPEN

    def xClose(self) -> int:
        return self._under.xClose(self.address)

    def _forget(self) -> None:
        self._size = None
        if self._blocks:
            self._blocks = {}


class JournalToUndo:
    """A journal that SQLite opens to see whether there is something to undo: whether its first byte is not 0.

    With `under` None there is no journal, and nothing to undo.
    """

    methods: ClassVar[tuple[str, ...]] = ("xClose", "xRead")

    def __init__(self, address: int, under: Under | None, database: Database) -> None:
        self._file = address
        self._under = under
        self._database = database

    def xRead(self, into: int, amount: int, offset: int) -> int:
        if self._under is None:
            ctypes.memset(into, 0, amount)
            return sqlite3.SQLITE_IOERR_SHORT_READ
        answer = self._under.xRead(self._file, into, amount, offset)
        if answer == OK and ctypes.string_at(into, amount) != bytes(amount):
            reserved = self._database.is_reserved()
            if reserved is None:
                return sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK
            if reserved:  # it belongs to somebody who is at work
                ctypes.memset(into, 0, amount)
        return answer

    def xClose(self) -> int:
        return OK if self._under is None else self._under.xClose(self._file)


class ShareLayer(Layer):
    """The VFS through which an office file is opened."""

    def __init__(self, name: str = NAME, below: str | None = None) -> None:
        super().__init__(name, below)
        self._asking = threading.local()

    def xOpen(self, name: int, file: int, flags: int, given: int) -> int:
        database, self._asking.database = getattr(self._asking, "database", None), None
        answer = super().xOpen(name, file, flags, given)
        if database is not None and flags & MAIN_JOURNAL and flags & READ_ONLY:
            return self._open_to_undo(answer, name, file, database)
        if answer == OK and flags & MAIN_DATABASE:
            self.take(file, Database(file, self.under(file), self._asking))
        elif answer == OK and flags & MAIN_JOURNAL:
            self.take(file, Journal(file, self.under(file)))
        return answer

    def _open_to_undo(self, answer: int, name: int, file: int, database: Database) -> int:
        if answer == OK:
            self.take(file, JournalToUndo(file, self.under(file), database))
        elif answer == sqlite3.SQLITE_CANTOPEN:
            found = (ctypes.c_int * 1)()
            if super().xAccess(name, EXISTS, found) == OK and not found[0]:
                self.take(file, JournalToUndo(file, None, database), like=database.address)
                return OK
        return answer

    def xAccess(self, name: int, flags: int, found: Any) -> int:
        """Say that there is a journal, which is opened next, and no write-ahead log: no office has one.

        Where there is none, what SQLite asks for next, to delete it or to open it for writing, fails as it should.
        """
        text = ctypes.string_at(name)
        if flags == EXISTS and text.endswith((b"-wal", b"-journal")):
            found[0] = text.endswith(b"-journal")
            return OK
        return super().xAccess(name, flags, found)


@cache
def vfs() -> ShareLayer | None:
    """Return the VFS of this program; None where SQLite's library cannot be reached: all goes on, with more waits."""
    try:
        layer = ShareLayer()
        layer.register()
    except OSError as error:
        _log.warning("saving takes more round trips than it has to: %s", error)
        return None
    return layer


class ShareDatabase(SqliteDatabase):
    """Peewee's SQLite at an `address`, a URI with a query, through the VFS."""

    def __init__(self, address: str, through: Layer | None = None, **options: Any) -> None:
        layer = through or vfs()
        super().__init__(f"{address}&vfs={layer.name}" if layer else address, **options)


def address(path: Path, mode: str) -> str:
    """Return the SQLite address of `path`; mode "rw" never makes a file where a share is gone. UNC paths work."""
    absolute = quote(path.absolute().as_posix())
    return f"file://{'' if absolute.startswith('/') else '/'}{absolute}?mode={mode}"
