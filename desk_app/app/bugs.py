"""What nobody expected, and when Python may clean up: both belong to the GUI thread."""

import gc
import sys
import threading
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, QTimer

from desk_app.app.messages import Messages

SWEEP: Final = 2000
"""How often unused objects are collected, in milliseconds."""


def catch_bugs(messages: Messages) -> None:
    """Send every exception nobody caught to `messages.bug`; in a paint event it would hang the program."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt) or threading.current_thread() is not threading.main_thread():
            sys.__excepthook__(kind, error, trace)
        else:
            messages.bug(error)

    sys.excepthook = hook


def sweep_here(parent: QObject) -> QTimer:
    """Collect garbage on this thread only: on the worker's it might delete a widget."""
    gc.freeze()
    gc.disable()
    timer = QTimer(parent)
    timer.timeout.connect(lambda: gc.collect(1))
    timer.start(SWEEP)
    return timer
