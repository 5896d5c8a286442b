"""Where this computer keeps its copy of an office, and which of its files is the one in use.

The folder is found by the office's name alone, so also while the share is away. Several programs of one person may
use the same copy (terminal servers): one builds, the others wait, and a copy takes its place by a small pointer,
because on Windows a file that is in use cannot be replaced.
"""

import contextlib
import hashlib
import os
import re
import sqlite3
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from desk_app.domain.errors import Unavailable
from desk_app.services.station import Progress
from desk_app.storage.trouble import Trouble, pauses, trouble_of

_NAME: Final = re.compile(r"copy-[0-9a-f]{32}\.db")
KEPT: Final = ".kept"
"""Suffix of the file beside a copy that says: what it knew could not be brought back, so it is never removed."""
WAITING: Final = 600.0
"""How long another program of this person may take to build, in seconds."""
POINTER_PATIENCE: Final = 5.0
"""How long the pointer is tried while another program reads it, in seconds."""


class CopyPlace:
    """The folder of the copy of the office file at `office`."""

    def __init__(self, office: Path) -> None:
        self.office = Path(os.path.abspath(office))  # noqa: PTH100 - resolving would go to the share
        key = hashlib.sha256(os.path.normcase(self.office).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        self.folder = user_data_path("desk_app", appauthor=False) / "copies" / key
        self._pointer = self.folder / "current"

    def current(self) -> Path | None:
        """Return the copy in use, or None when there is none."""
        with contextlib.suppress(OSError, ValueError):
            name = self._pointer.read_text("ascii").strip()
            if _NAME.fullmatch(name) and (self.folder / name).is_file():
                return self.folder / name
        return None

    def stamp(self) -> tuple[int, ...]:
        """Return what is another once another copy is in use; one look at a name on the local disk."""
        try:
            found = self._pointer.stat()
        except OSError:
            return ()
        return (found.st_mtime_ns, found.st_ino, found.st_size)

    def fresh(self) -> Path:
        """Return a name for a new copy, in a folder that nobody else may look into."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.folder / f"copy-{uuid.uuid4().hex}.db"

    def use(self, copy: Path) -> None:
        """Let every program use `copy` from now on. Raises OSError, and then they use the one that they had."""
        draft = self.folder / f"current.{uuid.uuid4().hex}.part"
        try:
            with draft.open("x", encoding="ascii") as stream:
                stream.write(copy.name)
                stream.flush()
                os.fsync(stream.fileno())
            self._point(draft)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise

    def _point(self, draft: Path) -> None:
        for pause in pauses(POINTER_PATIENCE):
            try:
                draft.replace(self._pointer)
                return
            except PermissionError:  # on Windows, while somebody reads it
                time.sleep(pause)
        draft.replace(self._pointer)

    def doubt(self, copy: Path | None) -> None:
        """Note that `copy` is damaged or not what the office is, so that it is made anew."""
        if copy is not None:
            with contextlib.suppress(OSError):
                copy.with_suffix(".bad").touch()

    def doubted(self, copy: Path) -> bool:
        """Tell whether `copy` has to be made anew."""
        return copy.with_suffix(".bad").exists()

    @contextlib.contextmanager
    def building(self) -> Iterator[bool]:
        """Give whether this program may build now: no other one does. The lock goes with the program that holds it.

        Raises OSError or sqlite3.Error where the folder or the lock cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.closing(sqlite3.connect(self.folder / "lock", timeout=0, isolation_level=None)) as lock:
            yield _taken(lock)

    @contextlib.contextmanager
    def turn(self, progress: Progress) -> Iterator[None]:
        """Wait until this program may build. Raises as `building` does, Unavailable after a long while, and what
        `progress` raises.
        """
        for pause in pauses(WAITING):
            with self.building() as mine:
                if mine:
                    yield
                    return
            progress(0, 1)
            time.sleep(pause)
        raise Unavailable(
            "Another program on this computer makes the copy of the office and does not come to an end: {path}. "
            "Close it, then open the office again.",
            path=self.office,
        )

    def tidy(self) -> None:
        """Remove what is not in use any more, as far as the system lets go of it. Only the one who builds may."""
        current = self.current()
        with contextlib.suppress(OSError):
            stays = {path.stem for path in self.folder.glob(f"*{KEPT}")} | ({current.stem} if current else set())
            for path in self.folder.iterdir():
                if path.name.startswith(("copy-", "current.")) and path.stem not in stays:
                    with contextlib.suppress(OSError):
                        path.unlink()


def _taken(lock: sqlite3.Connection) -> bool:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if trouble_of(error) is not Trouble.BUSY:
            raise
        return False
    return True
