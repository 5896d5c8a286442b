"""The last page of the first run: something is being made, off the window's thread."""

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from desk_app.app.messages import BUG, Messages
from desk_app.app.tasks import NoOffice, Worker
from desk_app.app.theme import GRID
from desk_app.domain.errors import Cancelled, UserError
from desk_app.i18n import tr
from desk_app.ui.editor.plain import plain_label
from desk_app.ui.start.starter import Tick

T = TypeVar("T")
_LOOK: Final = 50


class MakingPage(QWidget):
    """Says what is being made, how far it is, and stops it where it can be stopped."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._worker: Worker[NoOffice] | None = None
        self._done = [0.0]
        self._stopped = [False]
        self.busy = False
        self._said = plain_label("", self)
        self._said.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop = QPushButton(tr("Stop"), self)
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addStretch()
        column.addWidget(self._said)
        column.addWidget(self.bar)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignTrailing)
        column.addStretch()
        self._looking = QTimer(self, interval=_LOOK)
        self._looking.timeout.connect(self._look)

    def run(
        self,
        said: str,
        work: Callable[[Tick], T],
        then: Callable[[T], object],
        failed: Callable[[UserError | None], object],
        can_stop: bool = False,
    ) -> None:
        """Do `work` on a thread, then call `then` or `failed` here; `failed` hears None of a stop.

        A piece of work cannot be begun while another is under way.
        """
        self._said.setText(said)
        self.bar.setRange(0, 100 if can_stop else 0)
        self.stop.setVisible(can_stop)
        self._done[0], self._stopped[0], self.busy = 0.0, False, True
        self._worker = self._worker or Worker(NoOffice)
        self._looking.start()

        def answered(answer: T) -> None:
            self._end()
            then(answer)

        def broken(error: Exception) -> None:
            self._end()
            if isinstance(error, Cancelled):
                failed(None)
                return
            if not isinstance(error, UserError):
                self._messages.bug(error, silent=True)
            failed(error if isinstance(error, UserError) else UserError(BUG))

        self._worker.run(self, lambda _backend: work(self._tick), answered, broken, must=True)

    def close_down(self) -> None:
        """Wait for the thread, which ends what it is doing."""
        self._stop()
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _tick(self, done: float) -> None:
        if self._stopped[0]:
            raise Cancelled
        self._done[0] = done

    def _stop(self) -> None:
        self._stopped[0] = True

    def _look(self) -> None:
        if self.bar.maximum():
            self.bar.setValue(round(self._done[0] * 100))

    def _end(self) -> None:
        self.busy = False
        self._looking.stop()
