"""The buttons under a new call, each with its key in sight, and the keys that the card has, too."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.app.icons import put_icon

CONVERT_KEY: Final = "F11"
"""Makes a request of a consultation (K-5.2)."""
ESCALATE_KEY: Final = "F12"
"""Passes a ticket on to the next line (E-6.2c)."""


def dress(button: QPushButton, icon_name: str, keys: str) -> None:
    """Give `button` its picture, and say its keys on it and in its tip."""
    if icon_name:
        put_icon(button, icon_name)
    button.setAutoDefault(True)
    button.setMinimumHeight(32)
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(f"{button.text()} ({shown})")
    button.setText(f"{button.text()}  {shown}")


def listen(window: QWidget, keys: Mapping[str, Callable[[], Any]]) -> None:
    """Do what belongs to each of `keys` while `window` is in front; Enter is that of the number pad, too."""
    for sequence, work in keys.items():
        QShortcut(QKeySequence(sequence), window, work)
        if sequence.endswith("Return"):
            QShortcut(QKeySequence(sequence.replace("Return", "Enter")), window, work)
