"""Buttons that say more than a plain one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QToolButton, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID, high_contrast, mixed


class PrimaryButton(QPushButton):
    """The one button of a window that is pressed most: filled with the accent."""

    def __init__(self, text: str = "", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMinimumHeight(4 * GRID)
        if icon_name:
            put_icon(self, icon_name, QPalette.ColorRole.HighlightedText)

    def paintEvent(self, event: QPaintEvent) -> None:
        if high_contrast() or not self.isEnabled():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        fill = option.palette.color(QPalette.ColorRole.Highlight)
        words = option.palette.color(QPalette.ColorRole.HighlightedText)
        if self.isDown():
            fill = mixed(fill, Qt.GlobalColor.black, 0.18)
        elif self.underMouse():
            fill = mixed(fill, Qt.GlobalColor.black, 0.08)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(words, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(2, 2, -2, -2), 3, 3)
        option.palette.setColor(QPalette.ColorRole.ButtonText, words)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)


def tool_button(action: QAction, parent: QWidget) -> QToolButton:
    """Return a button for `action` with its picture and words, which takes the focus of the keyboard too."""
    tool = QToolButton(parent)
    tool.setDefaultAction(action)
    tool.setIconSize(QSize(20, 20))
    tool.setMinimumHeight(4 * GRID)
    tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return tool
