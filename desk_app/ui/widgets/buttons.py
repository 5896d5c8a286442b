"""Buttons that say more than a plain one."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import high_contrast


class PrimaryButton(QPushButton):
    """The one button of a window that is pressed most: filled with the accent."""

    def __init__(self, text: str = "", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        if icon_name:
            put_icon(self, icon_name, QPalette.ColorRole.HighlightedText)
        self._paint_accent()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._paint_accent()

    def _paint_accent(self) -> None:
        self.setPalette(QPalette())
        if high_contrast():
            return
        filled = self.palette()
        roles = QPalette.ColorRole
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            filled.setColor(group, roles.Button, filled.color(roles.Highlight))
            filled.setColor(group, roles.ButtonText, filled.color(roles.HighlightedText))
        self.setPalette(filled)
