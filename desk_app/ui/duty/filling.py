"""Filling the empty cells by a search in a process of its own: better and better plans, until it is stopped."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from desk_app.app.batch import Batch
from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.errors import UserError
from desk_app.domain.roster import Plan
from desk_app.i18n import explain, tr, trn
from desk_app.services.ports import Reader, UnitOfWork
from desk_app.ui.duty.sheet import Sheet
from desk_app.ui.editor.plain import plain_label

if TYPE_CHECKING:
    from desk_app.planner.client import Filling

SECONDS = 60


class _Told(QObject):
    """Carries what the search found to the window's thread."""

    found = Signal(object)


class FillBar(QWidget):
    """Says how the search goes; `taken` carries the plan it began with, and the one that is to be taken over."""

    taken = Signal(object, object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._search: Filling | None = None
        self._batch: Batch | None = None
        self._start = Plan()
        self._best: Plan | None = None
        self._told = _Told(self)
        self._told.found.connect(self._found, Qt.ConnectionType.QueuedConnection)
        self.busy = QProgressBar(self)
        self.busy.setRange(0, 0)
        self.busy.setMaximumWidth(12 * GRID)
        self.busy.setMaximumHeight(GRID)
        self.busy.setAccessibleName(tr("Filling the schedule"))
        self.said = plain_label("", self)
        self.take = QPushButton(tr("Take this plan"), self)
        self.take.clicked.connect(self._take)
        self.stop = QPushButton(tr("Stop"), self)
        self.stop.clicked.connect(self.end)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.busy, self.said):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.take)
        row.addWidget(self.stop)
        self.hide()

    @property
    def runs(self) -> bool:
        """Whether a search goes on."""
        return self._batch is not None

    def begin(self, sheet: Sheet, cells: Any = None, seed: int = 1) -> None:
        """Begin to fill the empty cells of `sheet`, or to plan `cells` anew."""
        if self.runs:
            return
        from desk_app.planner.client import Filling

        self._best, self._start = None, sheet.plan.copy()
        self._search = search = Filling(sheet.frame, self._start, cells, seconds=SECONDS, seed=seed)
        told = self._told

        def run(_reader: Reader, _uow: UnitOfWork, _tick: object) -> None:
            for found in search:
                told.found.emit(found)

        self.said.setText(tr("Looking for a plan…"))
        self.take.setEnabled(False)
        self.stop.setEnabled(True)
        self.busy.show()
        self.show()
        self._batch = self._desk.batch(self, run, self._done, failed=self._failed)

    def end(self) -> None:
        """Stop the search; what was found stays on offer."""
        if self._search is not None:
            self._search.stop()
        self.stop.setEnabled(False)

    def drop(self) -> None:
        """Stop the search and forget what it found: another month is shown."""
        self.end()
        self._best = None
        self.hide()

    def _found(self, found: Any) -> None:
        self._best = found.plan
        self.take.setEnabled(True)
        gaps = trn("{n} gap left", "{n} gaps left", found.gaps) if found.gaps else tr("no gaps")
        self.said.setText(tr("{gaps}, cost {cost}, after {seconds} s", gaps=gaps, cost=found.cost,
                             seconds=round(found.seconds)))  # fmt: skip

    def _done(self, _nothing: object) -> None:
        self._batch = self._search = None
        self.busy.hide()
        self.stop.setEnabled(False)
        if self._best is None:
            self.said.setText(tr("There is nothing to fill."))

    def _failed(self, error: UserError) -> None:
        self._done(None)
        self.said.setText(explain(error))

    def _take(self) -> None:
        if self._best is not None:
            self.end()
            self.taken.emit(self._start, self._best)
            self.hide()
