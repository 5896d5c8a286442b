"""Keeps what has the focus in sight, however the focus came there: a key, an error, or the program."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

_MARGIN = 48
"""So much is seen around it, in device-independent pixels: its label above, its remark below."""


class FollowFocus(QObject):
    """Scrolls `area` to the widget in it that takes the focus; Qt does so for Tab alone."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not isValid(self._area) or not self._area.isAncestorOf(now):
            return
        self._area.ensureWidgetVisible(now, 0, _MARGIN)
