"""Long work of many transactions: it tells how far it is, and can be stopped."""

import threading
import time
from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from desk_app.app.tasks import Backend, Worker
from desk_app.domain.errors import Cancelled

PAUSE: Final = 0.05
"""At least so many seconds lie between two reports of progress."""

Progress = Callable[[int, int], None]
"""Is told how many of how many are done."""


class Batch(QObject):
    """Runs on a thread and a connection of its own, so that lists are read meanwhile. Made by `Desk.batch`.

    `stopped` is sent instead of an answer when it was stopped before it was done; what was written stays.
    """

    stopped = Signal()
    _moved = Signal(int, int)

    def __init__(self, open_backend: Callable[[], Backend], progress: Progress | None = None) -> None:
        super().__init__()
        self.worker: Worker[Backend] = Worker(open_backend, "batch")
        self._progress = progress
        self._stop = threading.Event()
        self._told = 0.0
        self._moved.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def stop(self) -> None:
        """Let the work end at the next place where it can; it may be done before."""
        self._stop.set()

    def close(self) -> None:
        """Stop, and wait until it has."""
        self._progress = None
        self._stop.set()
        self.worker.close()

    def tick(self, done: int, total: int) -> None:
        """Hear from the work how far it is. Raises Cancelled when it shall stop. Runs on the work's thread."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._told >= PAUSE:
            self._told = now
            self._moved.emit(done, total)

    def _tell(self, done: int, total: int) -> None:
        if self._progress:
            self._progress(done, total)


def while_there(owner: QObject, progress: Progress | None) -> Progress | None:
    """Return `progress` that nothing more is told once `owner` is gone."""
    if progress is None:
        return None
    return lambda done, total: progress(done, total) if shiboken6.isValid(owner) else None
