"""Shown while this computer makes its first copy of an office."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desk_app.app.theme import GRID
from desk_app.domain.errors import Cancelled
from desk_app.i18n import tr
from desk_app.ui.editor.plain import plain_label, scaled, small

_LOOK: Final = 50
_PATIENCE: Final = 300
"""A copy that is made within so many milliseconds is not worth a window."""


class CopyingWindow(QDialog):
    """Says how far the copy is, and stops it. It shows itself when the copy takes long enough."""

    def __init__(self, office: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = (0, 0)
        self._stopped = False
        self.setWindowTitle(office)
        self.said = scaled(plain_label("", self), 1.1)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        hint = small(
            plain_label(
                tr(
                    "This is done once. From then on lists and searches do not wait for the shared drive, "
                    "and you can go on working while it is away."
                ),
                self,
            )
        )
        hint.setWordWrap(True)
        self.stop = QPushButton(tr("Cancel"), self)
        self.stop.setMinimumHeight(4 * GRID)
        self.stop.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.addStretch()
        below.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        for part in (self.said, self.bar, hint):
            column.addWidget(part)
        column.addLayout(below)
        self.setMinimumWidth(60 * GRID)
        self._waited = 0
        self._looking = QTimer(self, interval=_LOOK)
        self._looking.timeout.connect(self._look)
        self._looking.start()

    def tick(self, done: int, total: int) -> None:
        """Hear from another thread how far the copy is. Raises Cancelled when the person said stop."""
        if self._stopped:
            raise Cancelled
        self._done = (done, total)

    def reject(self) -> None:
        """Stop; closing the window means the same."""
        self._stopped = True
        self.stop.setEnabled(False)

    def finish(self) -> None:
        """Close: the office is open, or cannot be."""
        self._looking.stop()
        self.hide()
        self.deleteLater()

    def _look(self) -> None:
        done, total = self._done
        if not total:
            return
        self._waited += _LOOK
        percent = min(100, 100 * done // total)
        self.bar.setValue(percent)
        self.said.setText(tr("Making this computer's copy of the office: {n} %", n=percent))
        if self.isHidden() and self._waited > _PATIENCE:
            self.show()
