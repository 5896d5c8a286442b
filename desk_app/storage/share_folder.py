"""What one computer can tell of a folder: how it is mounted, whether a program copies it about, what its clock says."""

import errno
import os
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

CLOCK_LIMIT: Final = 60.0
"""How far a computer's clock may be from the share's, in seconds."""
LEVELS: Final = 8
"""How many folders above are looked at for the marks of a copying program."""
ENTRIES: Final = 2000
"""How many entries of each of them are looked at."""
_SHARED_BYTES: Final = (510, 0x40000002, os.SEEK_SET)
"""How many bytes from where on SQLite locks for reading, wherever the file ends."""

_NAMES: Final = {
    "onedrive": "OneDrive",
    "skydrive": "OneDrive",
    "yandex.disk": "Yandex.Disk",
    "yandexdisk": "Yandex.Disk",
    "яндекс.диск": "Yandex.Disk",
    "яндекс диск": "Yandex.Disk",
    "dropbox": "Dropbox",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "syncthing": "Syncthing",
    "iclouddrive": "iCloud",
    "iclouddrive~": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "облако mail.ru": "Облако Mail.ru",
    "mail.ru cloud": "Облако Mail.ru",
}
"""What copying programs call their folders. One for firms is called “OneDrive - Firm”, “Dropbox (Firm)”."""
_MARKS: Final = {
    ".stfolder": "Syncthing",
    ".dropbox.cache": "Dropbox",
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
    ".owncloudsync.log": "Nextcloud",
    ".nextcloudsync.log": "Nextcloud",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".seafile-data": "Seafile",
}
"""What copying programs leave in the topmost of their folders."""
_LOCKS_STAY_HOME: Final = {
    "cifs": {"nobrl", "nolock"},
    "smb3": {"nobrl", "nolock"},
    "nfs": {"nolock", "local_lock=all", "local_lock=posix"},
    "nfs4": {"nolock", "local_lock=all", "local_lock=posix"},
}
"""Mount options with which a lock never reaches the server, by the kind of the file system."""


@dataclass(frozen=True, slots=True)
class Mount:
    """Where a folder comes from: `source` as in //server/share, the `kind` of its file system, its `options`."""

    source: str
    kind: str
    options: frozenset[str]

    @property
    def unsafe(self) -> str:
        """The option that keeps locks on this computer, or ""."""
        return next(iter(sorted(self.options & _LOCKS_STAY_HOME.get(self.kind, set()))), "")


def synced_by(folder: Path) -> str:
    """Return the name of the program that copies `folder` between computers, or ""."""
    path = Path(os.path.realpath(folder))
    for part in path.parts:
        if named := _NAMES.get(part.lower()) or _NAMES.get(part.lower().partition(" - ")[0].partition(" (")[0]):
            return named
    for place in (path, *islice(path.parents, LEVELS)):
        with suppress(OSError):
            if marked := next(_marks(place), ""):
                return marked
        if os.path.ismount(place):
            break
    return ""


def _marks(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in islice(entries, ENTRIES):
            name = entry.name.lower()
            if name in _MARKS:
                yield _MARKS[name]
            elif name == ".dropbox" and entry.is_file(follow_symlinks=False):  # the folder of that name is elsewhere
                yield "Dropbox"
            elif name == ".sync" and Path(entry.path, "core.log").is_file():
                yield "Yandex.Disk"
            elif name.startswith((".sync_", "._sync_")) and name.endswith(".db"):
                yield "Nextcloud"


def mount_of(folder: Path, table: Path = Path("/proc/self/mounts")) -> Mount | None:
    """Return how `folder` is mounted; None where the system has no such `table`."""
    path = Path(os.path.realpath(folder))
    found: tuple[Path, Mount] | None = None
    with suppress(OSError):
        for line in table.read_text("utf-8", "replace").splitlines():
            parts = line.split()
            if len(parts) < 4:
                continue
            source, place, kind, options = (_unescaped(part) for part in parts[:4])
            if path.is_relative_to(place) and (found is None or len(found[0].parts) <= len(Path(place).parts)):
                found = Path(place), Mount(source, kind, frozenset(options.split(",")))
    return found[1] if found else None


def _unescaped(text: str) -> str:
    """Return `text` of the table of mounts with its blanks, which are written as octal numbers there."""
    for escape in ("\\040", "\\011", "\\012", "\\134"):
        text = text.replace(escape, chr(int(escape[1:], 8)))
    return text


def clock_ahead(folder: Path) -> float:
    """Return by how many seconds this computer's clock is ahead of the clock of `folder`'s server; less than 0: behind.

    What the way there takes counts for nothing. An empty file is made: its time is the server's own answer, while
    that of a written one may be this computer's. Raises OSError.
    """
    before = time.time()
    with _probe(folder) as handle:
        theirs = os.fstat(handle).st_mtime
        after = time.time()
    if before <= theirs <= after:
        return 0.0
    return before - theirs if theirs < before else after - theirs


def can_upgrade(folder: Path) -> bool:
    """Tell whether a lock for reading can become one for writing on one handle, as SQLite has it on POSIX.

    It is tried on the bytes that SQLite uses, in a file that nobody else has. Raises OSError where it cannot be tried.
    """
    if sys.platform == "win32":  # SQLite lets go of the one before it takes the other there
        return True
    with _probe(folder) as handle:
        fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB, *_SHARED_BYTES)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, *_SHARED_BYTES)
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EAGAIN}:
                raise
            return False
    return True


@contextmanager
def _probe(folder: Path) -> Iterator[int]:
    """Give a handle of an empty file that nobody else has, and remove the file. Presence removes forgotten ones."""
    path = folder / f"{uuid.uuid4().hex}.clock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        yield handle
    finally:
        os.close(handle)
        with suppress(OSError):
            path.unlink()
