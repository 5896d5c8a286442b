"""Files to and from tickets without anybody waiting: copied on a thread of their own, beside the office's worker."""

import contextlib
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain.errors import Cancelled, UserError
from desk_app.services import attachments
from desk_app.services.attachments import Tick
from desk_app.services.files import Attachment, Files, Kept
from desk_app.services.ports import Changes

OPEN_COPIES_AGE: Final = 24 * 60 * 60
"""How long a copy that was opened is kept, in seconds."""
_LOOK: Final = 50
_pool: Final = ThreadPoolExecutor(2, thread_name_prefix="files")


class FileJob(QObject):
    """Copying under way, on behalf of `owner`: gone with it. `moved` carries the bytes done so far.

    `finished` comes after the answer was taken, whatever it was.
    """

    moved = Signal(object)
    finished = Signal()

    def __init__(self, desk: Desk, owner: QObject, then: Callable[[Any], object], silent: bool = False) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._then, self._silent = desk, owner, then, silent
        self._stop = threading.Event()
        self._done = [0]
        self._looking = QTimer(self, interval=_LOOK)
        self._looking.timeout.connect(self._look)
        self.destroyed.connect(partial(_set, self._stop))

    def start(self, work: Callable[[Files, Tick], Any]) -> "FileJob":
        """Run `work` with the folder of attached files once the office's worker has named it."""
        self._desk.query(self, lambda reader: reader.attachments.files, partial(self._begin, work), self._failed)
        return self

    def stop(self) -> None:
        """Stop copying; nothing half stays, and nothing is said."""
        self._stop.set()

    def _begin(self, work: Callable[[Files, Tick], Any], files: Files) -> None:
        self._future = _pool.submit(work, files, partial(_tick, self._stop, self._done))
        self._looking.start()

    def _look(self) -> None:
        self.moved.emit(self._done[0])
        if not self._future.done():
            return
        self._looking.stop()
        error = self._future.exception()
        if error is None and not self._stop.is_set():
            self._then(self._future.result())
        elif isinstance(error, UserError):
            self._failed(error)
        elif error is not None and not isinstance(error, Cancelled):
            self._desk.messages.bug(error)
        self._end()

    def _failed(self, error: UserError) -> None:
        if not self._silent:
            self._desk.messages.error(self._owner if isinstance(self._owner, QWidget) else None, error)
        if not self._looking.isActive():
            self._end()

    def _end(self) -> None:
        self.finished.emit()
        self.deleteLater()


def attach_file(
    desk: Desk, owner: QObject, ticket_id: int, path: Path, *, then: Callable[[Changes], None] | None = None
) -> FileJob:
    """Attach the file at `path`; call `then` when the ticket has it."""
    limit = desk.office.attachment_limit
    job = FileJob(desk, owner, _naming(desk, owner, ticket_id, path.name, then))
    return job.start(lambda files, tick: attachments.keep_file(files, path, limit, tick))


def attach_bytes(
    desk: Desk,
    owner: QObject,
    ticket_id: int,
    data: bytes,
    name: str,
    *,
    then: Callable[[Changes], None] | None = None,
) -> FileJob:
    """Attach what was pasted under `name` (see `domain.attachments.pasted_name`)."""
    limit = desk.office.attachment_limit
    job = FileJob(desk, owner, _naming(desk, owner, ticket_id, name, then))
    return job.start(lambda files, _tick: attachments.keep_bytes(files, data, name, limit))


def save_file(
    desk: Desk, owner: QObject, attachment: Attachment, path: Path, then: Callable[[Path], object]
) -> FileJob:
    """Write a copy to `path`; call `then` with it."""

    def work(files: Files, tick: Tick) -> Path:
        attachments.save_as(files, attachment, path, tick)
        return path

    return FileJob(desk, owner, then).start(work)


def open_file(desk: Desk, owner: QObject, attachment: Attachment, then: Callable[[Path], object]) -> FileJob:
    """Make a private read-only copy; call `then` with it, to be opened by its program. Dangerous kinds are refused."""

    def work(files: Files, tick: Tick) -> Path:
        forget_copies()
        return attachments.copy_to_open(files, attachment, copies_path(), tick)

    return FileJob(desk, owner, then).start(work)


def load_picture(
    desk: Desk, owner: QObject, attachment: Attachment, then: Callable[[bytes], object], silent: bool = False
) -> FileJob:
    """Read the whole content, to show it; call `then` with it. A `silent` one says nothing where that fails."""
    return FileJob(desk, owner, then, silent).start(lambda files, _tick: attachments.read_all(files, attachment))


def copies_path() -> Path:
    """Return the private folder of copies that were opened."""
    return user_cache_path("desk_app", appauthor=False) / "open"


def forget_copies() -> None:
    """Remove the copies that were opened more than a day ago."""
    with contextlib.suppress(OSError):
        for folder in copies_path().iterdir():
            if folder.stat().st_mtime < time.time() - OPEN_COPIES_AGE:
                for copy in folder.iterdir():
                    copy.chmod(0o600)  # Windows removes nothing that is read-only
                shutil.rmtree(folder, ignore_errors=True)


def _naming(
    desk: Desk, owner: QObject, ticket_id: int, name: str, then: Callable[[Changes], None] | None
) -> Callable[[Kept], None]:
    """Return what names kept content in the ticket."""
    return lambda kept: desk.command(owner, lambda db: attachments.attach(db, ticket_id, kept, name), then)


def _tick(stop: threading.Event, done: list[int], count: int) -> None:
    if stop.is_set():
        raise Cancelled
    done[0] = count


def _set(stop: threading.Event, *_: object) -> None:
    stop.set()
