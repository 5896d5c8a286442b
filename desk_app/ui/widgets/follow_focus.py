"""Keeps what has the focus in sight, however the focus came there: a key, an error, or the program."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
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
        if now is not None and self._holds(now):
            self._area.ensureWidgetVisible(now, 0, _MARGIN)
            QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        """Look again once what was shown together with the focus has its place."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        now = QApplication.focusWidget()
        if now is not None and self._holds(now):
            self._area.ensureWidgetVisible(now, 0, _MARGIN)

    def _holds(self, widget: QWidget) -> bool:
        return isValid(self._area) and self._area.isAncestorOf(widget)
