"""The way of every sheet into the office: choose, say what the columns hold, look, do, and hear what was done."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk_app.app.batch import Batch, Progress
from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain.errors import BadInput, Cancelled, UserError
from desk_app.domain.grid import Grid, grid_of_text
from desk_app.i18n import explain, tr, trn
from desk_app.services.ports import Reader, UnitOfWork
from desk_app.sheets import read_book
from desk_app.ui.imports.choose import ChoosePage
from desk_app.ui.imports.columns import ChosenWay, Way
from desk_app.ui.imports.frame import Frame
from desk_app.ui.imports.mapping import MappingPage
from desk_app.ui.imports.result import ResultPage

CHOOSE, MAPPING, PREVIEW, DONE = range(4)
Found = tuple[tuple[Grid, ...], Sequence[Way], UserError | None]
_TICK: Final = 100


class SheetDialog(Frame):
    """Its subclasses say what the columns can be, what a plan is, how it is shown, and how it is written.

    Whatever goes wrong is said in the dialog, which stays where it was. Closing it stops what is going on; what was
    written until then stays.
    """

    def __init__(self, desk: Desk, title: str, intro: str, fields: Mapping[str, str], parent: QWidget | None) -> None:
        super().__init__(title, parent)
        self.desk = desk
        self.name = ""
        self.plan: Any = None
        self._batch: Batch | None = None
        self._reading: tuple[Event, list[int]] | None = None
        self.choose = ChoosePage(intro, self)
        self.mapping = MappingPage(fields, self)
        self.preview = self.make_preview()
        self.outcome = ResultPage(self)
        for page in (self.choose, self.mapping, self.preview, self.outcome):
            self.pages.addWidget(page)
        self._watch = QTimer(self, interval=_TICK)
        self._connect()
        self.resize(1080, 640)
        self.go(CHOOSE)

    # -- for subclasses --

    def make_preview(self) -> QWidget:
        """Return the page that shows what would be done."""
        raise NotImplementedError

    def detect(self, grids: Sequence[Grid]) -> Sequence[Way]:
        """Return how `grids` are read. Raises UserError when it cannot be told. Runs on another thread."""
        raise NotImplementedError

    def missing(self, columns: Mapping[str, int]) -> str:
        """Say what `columns` lack to be read, or ""."""
        raise NotImplementedError

    def judge(self) -> Callable[[Reader, Sequence[Grid], Sequence[ChosenWay], Progress], Any]:
        """Return what makes the plan. It runs on another thread."""
        raise NotImplementedError

    def show_plan(self, plan: Any) -> None:
        """Fill the preview."""
        raise NotImplementedError

    def hint(self) -> str:
        """Say why the plan cannot be carried out yet, or ""."""
        return ""

    def offer(self) -> tuple[str, bool]:
        """Return what the button of the preview says, and whether it can be pressed."""
        raise NotImplementedError

    def writing(self) -> Callable[[UnitOfWork, Progress], Any]:
        """Return what carries the plan out. It runs on another thread."""
        raise NotImplementedError

    def told(self, answer: Any) -> tuple[str, list[str]]:
        """Return the heading and the lines that say what was done."""
        raise NotImplementedError

    # -- made of --

    def _connect(self) -> None:
        self.choose.chosen.connect(self.read)
        self.choose.pasted.connect(self.paste)
        self.mapping.changed.connect(self.gate)
        self.next.clicked.connect(self.forward)
        self.back.clicked.connect(lambda: self.go(self.pages.currentIndex() - 1))
        self.leave_button.clicked.connect(self.reject)
        self.stop.clicked.connect(self.halt)
        self._watch.timeout.connect(self._count_rows)

    # -- pages --

    @property
    def busy(self) -> bool:
        """Whether something is being read, judged or written."""
        return self._batch is not None or self._reading is not None

    def go(self, page: int) -> None:
        """Show `page`."""
        self.notice.hide()
        self.pages.setCurrentIndex(page)
        self.state.setText("")
        self.gate()
        {CHOOSE: self.choose.file, MAPPING: self.mapping.table, DONE: self.leave_button}.get(page, self.next).setFocus()

    def gate(self) -> None:
        """Let be pressed what can be done now."""
        page, busy = self.pages.currentIndex(), self.busy
        self.pages.setEnabled(not busy)
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)
        self.back.setVisible(page in (MAPPING, PREVIEW) and not busy)
        self.leave_button.setText(tr("Close") if page == DONE else tr("Cancel"))
        self.next.setVisible(page in (MAPPING, PREVIEW))
        words, able = self._next_step(page)
        self.next.setText(words)
        self.next.setAccessibleName(words)
        self.next.setEnabled(able and not busy)
        self.source.setText(self.name if page in (MAPPING, PREVIEW) else "")
        if not busy:
            self.state.setText(self.hint() if page == PREVIEW and not able else "")

    def _next_step(self, page: int) -> tuple[str, bool]:
        if page == MAPPING:
            ways = self.mapping.ways()
            lacks = next((lack for way in ways if (lack := self.missing(way.columns))), "")
            self.mapping.remark.say(lacks if ways else tr("Choose at least one sheet."), Hue.WAITING)
            return tr("Look at the rows"), bool(ways) and not lacks
        return self.offer() if page == PREVIEW and self.plan is not None else ("", False)

    def forward(self) -> None:
        """Go on from the page that is shown."""
        if self.busy:
            return
        if self.pages.currentIndex() == MAPPING:
            self.look()
        elif self.pages.currentIndex() == PREVIEW:
            self.write()

    # -- reading --

    def read(self, path: Path) -> None:
        """Read the workbook at `path`."""
        self._read(path.name, lambda progress: read_book(path, progress))

    def paste(self, text: str) -> None:
        """Take tab-separated `text`."""
        name = tr("Clipboard")
        if text.strip():
            self._read(name, lambda _progress: (grid_of_text(text, name),))
        else:
            self.notice.say(tr("There are no rows on the clipboard. Copy them in Excel first."), hue=Hue.WAITING)

    def _read(self, name: str, read: Callable[[Callable[[int], None]], tuple[Grid, ...]]) -> None:
        if self.busy:
            return
        self.notice.hide()
        stop, rows = Event(), [0]
        self._reading = stop, rows
        self.name = name

        def progress(count: int) -> None:
            if stop.is_set():
                raise Cancelled
            rows[0] = count

        def work() -> Found:
            grids = read(progress)
            if not any(grid.rows for grid in grids):
                raise BadInput("There are no rows in {name}.", field="sheet", name=name)
            try:
                return grids, self.detect(grids), None
            except UserError as error:
                return grids, (), error

        self.desk.work(self, work, lambda found: self._taken(stop, found), lambda error: self._refused(stop, error))
        self._show_busy(tr("Reading {name}…", name=name))
        self._watch.start()

    def _count_rows(self) -> None:
        if self._reading and self._reading[1][0]:
            self.state.setText(trn("{n} row read", "{n} rows read", self._reading[1][0]))

    def _taken(self, stop: Event, found: Found) -> None:
        if stop.is_set():
            return
        self._idle()
        grids, ways, error = found
        self.mapping.show_sheets(grids, ways)
        self.go(MAPPING)
        if error:
            self.notice.say(explain(error), hue=Hue.WAITING)

    def _refused(self, stop: Event, error: UserError) -> None:
        if not stop.is_set():
            self._failed(error)

    # -- judging and writing --

    def look(self) -> None:
        """Judge every row."""
        judge, grids, ways = self.judge(), self.mapping.grids(), self.mapping.ways()
        self.notice.hide()
        self._run(lambda reader, _uow, tick: judge(reader, grids, ways, tick), self._judged)
        self._show_busy(tr("Looking at the rows…"))

    def _judged(self, plan: Any) -> None:
        self._idle()
        self.plan = plan
        self.show_plan(plan)
        self.go(PREVIEW)

    def write(self) -> None:
        """Do what the preview shows."""
        writing = self.writing()
        self.notice.hide()
        self._run(lambda _reader, uow, tick: writing(uow, tick), self._written)
        self._show_busy(tr("Writing…"))

    def _written(self, answer: Any) -> None:
        self._idle()
        self.outcome.say(*self.told(answer))
        self.go(DONE)

    def _run(self, work: Callable[[Reader, UnitOfWork, Progress], Any], then: Callable[[Any], None]) -> None:
        self._batch = self.desk.batch(self, work, then, self._failed, self._moved)
        self._batch.stopped.connect(self._stopped)

    def _moved(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.state.setText(tr("{done} of {total}", done=done, total=total))

    def _failed(self, error: UserError) -> None:
        self._idle()
        self.notice.say(explain(error), hue=Hue.BAD)

    # -- stopping --

    def halt(self) -> None:
        """Stop what is going on, and stay."""
        if self._reading:
            self._reading[0].set()
            self._idle()
        elif self._batch:
            self._batch.stop()
            self.state.setText(tr("Stopping…"))

    def _stopped(self) -> None:
        self._idle()
        if self.pages.currentIndex() == PREVIEW:
            self.go(MAPPING)
            self.notice.say(
                tr("Stopped. What was written until then stays; look at the rows again to go on from there."),
                hue=Hue.CALM,
            )

    def _show_busy(self, state: str) -> None:
        self.progress.setRange(0, 0)
        self.state.setText(state)
        self.gate()

    def _idle(self) -> None:
        self._batch = self._reading = None
        self._watch.stop()
        self.state.setText("")
        self.gate()

    def done(self, answer: int) -> None:
        """Close, and stop what is going on."""
        self.halt()
        super().done(answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.busy:
            self.halt()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.next.isEnabled() and self.next.hasFocus():
            self.forward()
        else:
            super().keyPressEvent(event)
