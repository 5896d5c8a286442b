"""Locks on single bytes of a file, as the operating system hands them to the server that keeps it.

On POSIX a process loses all its locks on a file as soon as it closes any handle of it, so that a file is opened once
in a process and shared by all who lock in it. Two who lock the same byte in one process do not hinder each other.
On Windows the same is done by `msvcrt.locking`; that has been written but not tried.
"""

import errno
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, RLock
from typing import Final

REACH: Final = 2**31 - 1
"""How many bytes can be locked: what Windows' own library can reach. The file itself stays empty."""
_HELD_ELSEWHERE: Final = {errno.EACCES, errno.EAGAIN, getattr(errno, "EDEADLOCK", errno.EDEADLK), errno.EDEADLK}
_SAFELY: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, place: int) -> None:
        os.lseek(handle, place, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int, place: int) -> None:
        os.lseek(handle, place, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int, place: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place, os.SEEK_SET)

    def _unlock(handle: int, place: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_UN, 1, place, os.SEEK_SET)


@dataclass(slots=True)
class _File:
    """A file that some in this process lock in, one after another: nobody uses a handle that another one closes."""

    users: int = 0
    handle: int | None = None
    turn: RLock = field(default_factory=RLock)


def _opened(path: str) -> int:
    """Open the file at `path`; where there is none, make it for everybody who may write in its folder."""
    with suppress(FileNotFoundError):
        return os.open(path, os.O_RDWR | _SAFELY)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _SAFELY, 0o666)
    if sys.platform != "win32":
        with suppress(OSError):  # somebody else has made it just now
            os.fchmod(handle, Path(path).parent.stat().st_mode & 0o666)
    return handle


_guard: Final = Lock()
_files: Final[dict[str, _File]] = {}


class ByteLocks:
    """The file at `path`, made when it is not there, for locks on its bytes. Several may share the path, on any thread.

    What one thread asks of a file waits for what another asks of the same file.
    """

    def __init__(self, path: Path) -> None:
        self._path = str(path.absolute())
        self._open = True
        with _guard:
            self._file = _files.setdefault(self._path, _File())
            self._file.users += 1

    def take(self, place: int) -> bool:
        """Lock the byte at `place` and tell whether it is ours. One round trip. Raises OSError."""
        with self._file.turn:
            handle = self._handle()  # who may not even open the file waits for nobody: that is no lock of another
            try:
                _lock(handle, place)
            except OSError as error:
                if error.errno in _HELD_ELSEWHERE:
                    return False
                self._forget()
                raise
        return True

    def release(self, place: int) -> None:
        """Unlock the byte at `place`. One round trip. Raises OSError."""
        with self._file.turn:
            try:
                _unlock(self._handle(), place)
            except OSError:
                self._forget()
                raise

    def renew(self, place: int) -> bool:
        """Lock the byte at `place` anew: after a break of the connection the lock is gone, and nobody says so.

        Where the file was taken away or replaced, the lock is taken in the one that is there now. Three round trips.
        """
        with self._file.turn:
            self.meet()
            with suppress(OSError):  # Windows cannot unlock what is not locked
                self.release(place)
            return self.take(place)

    def meet(self) -> None:
        """Let go of a file that was taken away or replaced, so that all meet at the one that is there. Two round trips.

        What this process holds in the file that is let go of hinders nobody any more.
        """
        with self._file.turn:
            if self._file.handle is not None and not self._is_there():
                self._forget()

    def is_free(self, place: int) -> bool:
        """Tell whether nobody else holds the byte at `place`. One or two round trips. Raises OSError."""
        with self._file.turn:
            if not self.take(place):
                return False
            self.release(place)
            return True

    def close(self) -> None:
        """Let go of the file; with the last of its users in this process all locks are gone."""
        if not self._open:
            return
        self._open = False
        with self._file.turn, _guard:
            self._file.users -= 1
            if not self._file.users:
                del _files[self._path]
                self._forget()

    def _is_there(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._handle()), os.lstat(self._path))
        except OSError:
            return False

    def _handle(self) -> int:
        if self._file.handle is None:
            self._file.handle = _opened(self._path)
        return self._file.handle

    def _forget(self) -> None:
        """Close a handle that is of no use any more, for a new one to be opened."""
        handle, self._file.handle = self._file.handle, None
        if handle is not None:
            with suppress(OSError):
                os.close(handle)
