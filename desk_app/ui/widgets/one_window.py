"""Windows of which there is one at a time."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def open_one(kind: type[W], parent: QWidget, make: Callable[[], W]) -> W:
    """Show the window of `kind` that is open over `parent`, or a new one, in front; return it."""
    opened = (window for window in parent.findChildren(kind) if window.isVisible())
    window = next(opened, None) or make()
    window.show()
    window.raise_()
    window.activateWindow()
    return window
