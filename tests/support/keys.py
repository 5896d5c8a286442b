"""Typing as a person does it: any letters, into whatever has the focus."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def type_text(widget: QWidget, text: str) -> None:
    """Send `text` to the focus of the window of `widget` letter by letter; QTest knows only ASCII."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target(widget), QKeyEvent(kind, 0, NONE, letter))


def target(widget: QWidget) -> QWidget:
    """Return what has the focus in the window of `widget`."""
    return widget.window().focusWidget() or widget
