"""A flat button at the side of the window, as wide as the lists above it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID


def side_button(symbol: str, parent: QWidget) -> QToolButton:
    """Return a button with the picture `symbol`; its words are said by who made it."""
    button = QToolButton(parent)
    button.setAutoRaise(True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setMinimumHeight(4 * GRID)
    put_icon(button, symbol, QPalette.ColorRole.WindowText)
    return button
