"""Buttons that say more than a plain one."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QToolButton, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID, high_contrast, mixed


class PrimaryButton(QPushButton):
    """The one button of a window that is pressed most: filled with the accent; those beside it are as high."""

    def __init__(self, text: str = "", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMinimumHeight(4 * GRID)
        self._icon = icon_name
        self._tint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        even_buttons(self.parentWidget())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._tint()

    def _tint(self) -> None:
        """Draw the picture in a colour that is seen: a button that cannot be pressed is not filled."""
        filled = self.isEnabled() and not high_contrast()
        role = QPalette.ColorRole.HighlightedText if filled else QPalette.ColorRole.ButtonText
        if self._icon:
            put_icon(self, self._icon, role)

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


def even_buttons(holder: QWidget | None) -> None:
    """Make the buttons of `holder`, such as the box of a dialog, as high as the primary one."""
    only = Qt.FindChildOption.FindDirectChildrenOnly
    for button in holder.findChildren(QPushButton, options=only) if holder else ():
        button.setMinimumHeight(max(button.minimumHeight(), 4 * GRID))


def tool_button(action: QAction, parent: QWidget) -> QToolButton:
    """Return a button for `action` with its picture and words, which takes the focus of the keyboard too."""
    tool = QToolButton(parent)
    tool.setDefaultAction(action)
    tool.setIconSize(QSize(20, 20))
    tool.setMinimumHeight(4 * GRID)
    tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return tool
