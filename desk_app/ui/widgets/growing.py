"""Lets a dialog grow with what it has to say, so that a message never squashes what stands above it."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QWidget


class Growing(QObject):
    """Makes `window` as high as its content needs, within the screen; Qt does so for text that does not wrap alone."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.LayoutRequest and self._window.isVisible():
            self._grow()
        return False

    def _grow(self) -> None:
        window, layout = self._window, self._window.layout()
        if layout is None:
            return
        layout.activate()
        frame, room = window.frameGeometry(), window.screen().availableGeometry()
        most = room.height() - (frame.height() - window.height())
        height = min(layout.totalHeightForWidth(window.width()), most)
        if height <= window.height():
            return
        below = frame.bottom() + height - window.height() - room.bottom()
        window.resize(QSize(window.width(), height))
        if below > 0:
            window.move(frame.x(), max(room.top(), frame.y() - below))
