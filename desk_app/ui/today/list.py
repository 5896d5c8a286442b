"""The list of the day: keeps the current line while lines move, and hands letters over to the search box."""

from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desk_app.app.theme import calm_selection
from desk_app.domain.office import Office
from desk_app.services.agenda import Day, Part, Task
from desk_app.ui.today.delegate import DayLines
from desk_app.ui.today.model import DayModel, Line
from desk_app.ui.widgets.list_view import paint_empty


class DayList(QListView):
    """Shows a DayModel. `chosen` follows the current line, `opened` carries a ticket, `more` the part to see whole.

    `typed` carries letters typed over the lines.
    """

    chosen = Signal()
    opened = Signal(int)
    more = Signal(object)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = ""
        self.days = DayModel(self)
        self.setModel(self.days)
        self.setItemDelegate(DayLines(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.activated.connect(self._activate)
        calm_selection(self)

    def show_day(self, office: Office, day: Day, now: datetime) -> None:
        """Show `day`; the current line stays current, else the first one of the day is, where nobody had chosen."""
        line, place = self.line(), self.verticalScrollBar().value()
        if not self.days.show_day(office, day, now):
            return
        row = self.days.row_of(line.key) if line else None
        if row is None:
            row = self._near(line)
        if row is not None:
            self.setCurrentIndex(self.days.index(row))
            self.verticalScrollBar().setValue(place)
        self.chosen.emit()
        self.viewport().update()

    def line(self) -> Line | None:
        """Return the current line, or None."""
        return self.days.line(self.currentIndex())

    def task(self) -> Task | None:
        """Return the current task, or None."""
        line = self.line()
        return line.task if line else None

    def choose(self, key: tuple[Part, int]) -> bool:
        """Make the task with `key` the current one; False when it is not there."""
        row = self.days.row_of((*key, False))
        if row is not None:
            self.setCurrentIndex(self.days.index(row))
        return row is not None

    def _near(self, gone: Line | None) -> int | None:
        """Return the row to go on with: of the same ticket elsewhere, else the first of the same part, else of all."""
        lines = list(enumerate(self.days.lines))
        if gone is None or gone.task is None:
            return None if gone is None and not self.hasFocus() else self.days.first()
        same = [at for at, line in lines if line.task and line.task.ticket_id == gone.task.ticket_id]
        beside = [at for at, line in lines if line.task and line.part is gone.part]
        return next(iter([*same, *beside]), self.days.first())

    def _activate(self, index: QModelIndex) -> None:
        line = self.days.line(index)
        if line is not None and line.task is not None:
            self.opened.emit(line.task.ticket_id)
        elif line is not None and line.more:
            self.more.emit(line.part)

    def currentChanged(self, now: QModelIndex, before: QModelIndex) -> None:  # type: ignore[override]  # noqa: N802
        super().currentChanged(now, before)
        self.chosen.emit()

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Hand letters over to the search box."""
        if search.strip():
            self.typed.emit(search)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.days.rowCount():
            paint_empty(self, self.empty_text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            calm_selection(self)
