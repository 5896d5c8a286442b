"""A place in the window that is filled a moment after the window stands, so that the window stands sooner."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)


class Late(QWidget, Generic[W]):
    """Makes its content when it is first asked for, at the latest right after it was first painted."""

    def __init__(self, make: Callable[[QWidget], W], parent: QWidget) -> None:
        super().__init__(parent)
        self._make = make
        self._content: W | None = None
        QVBoxLayout(self).setContentsMargins(0, 0, 0, 0)

    def content(self) -> W:
        """Return the content, made now if it is not there yet."""
        if self._content is None:
            self._content = self._make(self)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._content)
        return self._content

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._content is None:
            QTimer.singleShot(0, self, lambda: self.content() and None)
