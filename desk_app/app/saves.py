"""Saves that are under way: where one takes long, the person is told that it is not lost."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

LATE: Final = 1000
"""After how many milliseconds a save is said to take long (storage.md: "after 1 s the status bar says")."""


class Saves(QObject):
    """Counts the saves that are under way. `late` carries True when one takes long, False when all have ended."""

    late = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._open = 0
        self._timer = QTimer(self, interval=LATE, singleShot=True)
        self._timer.timeout.connect(self._told)
        self._late = False

    def begun(self) -> None:
        """Count one that begins."""
        self._open += 1
        if not self._timer.isActive() and not self._late:
            self._timer.start()

    def ended(self) -> None:
        """Count one that has ended, however that was."""
        self._open -= 1
        if self._open == 0:
            self.stop()

    def stop(self) -> None:
        """Say nothing more of those that are under way."""
        self._timer.stop()
        if self._late:
            self._late = False
            self.late.emit(False)

    def _told(self) -> None:
        self._late = True
        self.late.emit(True)
