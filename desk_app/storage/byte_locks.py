"""Locks on single bytes of a file, as the operating system hands them to the server that keeps it.

On POSIX a process loses all its locks on a file as soon as it closes any handle of it, so that a file is opened once
in a process and shared by all who lock in it. Two who lock the same byte in one process do not hinder each other.
On Windows the same is done by `msvcrt.locking`; that has been written but not tried.
"""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
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


class ByteLocks:
    """The file at `path`, made when it is not there, for locks on its bytes. Several may share the path."""

    def __init__(self, path: Path) -> None:
        self._path = str(path.absolute())
        self._open = True
        with _guard:
            _users[self._path] = _users.get(self._path, 0) + 1

    def take(self, place: int) -> bool:
        """Lock the byte at `place` and tell whether it is ours. One round trip. Raises OSError."""
        try:
            _lock(self._handle(), place)
        except OSError as error:
            if error.errno in _HELD_ELSEWHERE:
                return False
            self._forget()
            raise
        return True

    def release(self, place: int) -> None:
        """Unlock the byte at `place`. One round trip. Raises OSError."""
        try:
            _unlock(self._handle(), place)
        except OSError:
            self._forget()
            raise

    def renew(self, place: int) -> bool:
        """Lock the byte at `place` anew: after a break of the connection the lock is gone, and nobody says so.

        Where the file was taken away or replaced, the lock is taken in the one that is there now. Three round trips.
        """
        if not self._is_there():
            self._forget()
        with suppress(OSError):  # Windows cannot unlock what is not locked
            self.release(place)
        return self.take(place)

    def is_free(self, place: int) -> bool:
        """Tell whether nobody else holds the byte at `place`. One or two round trips. Raises OSError."""
        if not self.take(place):
            return False
        self.release(place)
        return True

    def close(self) -> None:
        """Let go of the file; with the last of its users in this process all locks are gone."""
        if not self._open:
            return
        self._open = False
        with _guard:
            _users[self._path] -= 1
            last = not _users[self._path]
        if last:
            del _users[self._path]
            self._forget()

    def _is_there(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._handle()), os.lstat(self._path))
        except OSError:
            return False

    def _handle(self) -> int:
        with _guard:
            if self._path not in _handles:
                _handles[self._path] = os.open(self._path, os.O_RDWR | os.O_CREAT | _SAFELY, 0o666)
            return _handles[self._path]

    def _forget(self) -> None:
        """Close a handle that is of no use any more, for a new one to be opened."""
        with _guard:
            handle = _handles.pop(self._path, None)
        if handle is not None:
            with suppress(OSError):
                os.close(handle)


_guard: Final = Lock()
_handles: Final[dict[str, int]] = {}
_users: Final[dict[str, int]] = {}
