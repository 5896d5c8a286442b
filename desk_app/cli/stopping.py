"""Ctrl+C at a command: it ends at once, but never in the middle of an answer that SQLite waits for."""

import _thread
import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Final

_ANSWERING: Final = "desk_app.storage.vfs_layer"
"""Where SQLite asks Python to read and write. What is raised there it takes for a broken disk, or for success."""
_MOMENT: Final = 0.005


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl+C raise KeyboardInterrupt, a moment later where SQLite waits for an answer.

    Who started the program so that it does not hear Ctrl+C, or runs it on another thread, finds nothing changed.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    again: list[threading.Timer] = []

    def stop(_signal: int, frame: FrameType | None) -> None:
        if not _is_answering(frame):
            raise KeyboardInterrupt
        again[:] = [threading.Timer(_MOMENT, _thread.interrupt_main)]
        again[0].daemon = True
        again[0].start()

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for timer in again:
            timer.cancel()


def _is_answering(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_globals.get("__name__") == _ANSWERING:
            return True
        frame = frame.f_back
    return False
