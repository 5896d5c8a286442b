"""The table of tickets: keeps selection and scroll by ticket while rows move, and its columns over restarts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, ROW_HEIGHT, calm_selection
from desk_app.domain.office import OPEN_MEANINGS
from desk_app.domain.view import Sort
from desk_app.i18n import tr
from desk_app.ui.models.columns import COLUMNS, DUE_COLUMN, STATUS_COLUMN
from desk_app.ui.models.refresh import Watched
from desk_app.ui.models.ticket_table import TicketTableModel
from desk_app.ui.tickets.chip import ChipDelegate
from desk_app.ui.tickets.due_delegate import DueDelegate
from desk_app.ui.tickets.header import SortHeader
from desk_app.ui.tickets.headings import Headings
from desk_app.ui.tickets.layout import ColumnLayout
from desk_app.ui.tickets.selection import FOLLOWED, HeldSelection
from desk_app.ui.widgets.list_view import be_list

_BAR: Final = 3
_NEAR: Final = 4
"""Rows in which the first ticket is looked for that the screen keeps to."""
_SELECT = QItemSelectionModel.SelectionFlag


class TicketTable(QTableView):
    """Shows a TicketTableModel. `current_changed` carries a ticket's id or None, `opened` an id.

    `chosen_changed` follows what is selected, `arranged` what the person did to orders and columns,
    `typed` carries letters typed over the rows.
    """

    current_changed = Signal(object)
    opened = Signal(int)
    chosen_changed = Signal()
    arranged = Signal()
    typed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tickets = TicketTableModel(desk, self)
        self.office = desk.office
        self.empty_text = ""
        self._current: int | None = None
        self._settle = QTimer(self, singleShot=True)
        self._settle.timeout.connect(self._settled)
        self.header = SortHeader(self)
        self.setHorizontalHeader(self.header)
        self.header.setSortIndicatorShown(True)  # so that a second click turns the order
        self._look()
        self.setModel(self.tickets)
        self.setItemDelegateForColumn(STATUS_COLUMN, ChipDelegate(self))
        self.setItemDelegateForColumn(DUE_COLUMN, DueDelegate(self))
        self.headings = Headings(self, self.tickets)
        self.columns = ColumnLayout(self, self.header, desk.settings, desk.office)
        self.chosen = HeldSelection(desk, self, self.tickets)
        self.tickets.refreshed.connect(self._put_back)
        self.tickets.loaded.connect(self._watch)
        self.tickets.modelReset.connect(self._opened_anew)
        self.selectionModel().selectionChanged.connect(self._selected)
        self.selectionModel().currentRowChanged.connect(self._selected)
        self.verticalScrollBar().valueChanged.connect(self._watch)
        self.activated.connect(self._activate)
        self.columns.changed.connect(self.arranged)
        self.columns.changed.connect(self._mark_first)
        self._mark_first()
        self.header.asked.connect(self.show_sorts)
        self.header.sortIndicatorChanged.connect(self._sorted)
        self.say_again()

    def _look(self) -> None:
        be_list(self)
        self.horizontalHeader().setStretchLastSection(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(max(ROW_HEIGHT, self.fontMetrics().height() + GRID))
        calm_selection(self)

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self.setAccessibleName(tr("Tickets"))
        self.header.setAccessibleName(tr("Columns"))
        self.header.setToolTip(tr("Click to sort; Shift and click to sort by one more column."))
        self.tickets.say_again()

    def _mark_first(self) -> None:
        self.tickets.marks.column = self.columns.first()

    def show_sorts(self, sorts: Sequence[Sort]) -> None:
        """Order the rows by `sorts`, the first one first."""
        self.header.show_sorts(sorts)
        self.tickets.show_view(replace(self.tickets.view, sort=sorts[0], then=tuple(sorts[1:])))
        self.arranged.emit()

    def _sorted(self, column: int, order: Qt.SortOrder) -> None:
        """Follow a click on one header. Qt's own sorting knows one order only, so it stays off."""
        self.show_sorts([Sort(COLUMNS[column].key, order == Qt.SortOrder.DescendingOrder)])

    # -- what is chosen --

    def current_ticket(self) -> int | None:
        """Return the id of the current ticket, or None."""
        return self._current

    def selected_rows(self) -> list[int]:
        """Return the selected rows, from the top."""
        ranges = self.selectionModel().selection().toList()
        return sorted(row for one in ranges for row in range(one.top(), one.bottom() + 1))

    def select_row(self, row: int) -> None:
        """Make `row` the current and only selected one, and bring it into sight."""
        index = self.tickets.index(row, self.columns.first())
        self.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect | _SELECT.Rows)
        self.scrollTo(index)

    def _selected(self) -> None:
        self.chosen.changed()
        self._settle.start(0)

    def _settled(self) -> None:
        """Tell of the current ticket once things have come to rest."""
        self.chosen_changed.emit()
        row = self.currentIndex().row() if self.selectionModel().hasSelection() else -1
        ticket = self.tickets.ticket_id(row) if row >= 0 else None
        if row >= 0 and ticket is None and self.tickets.outline.group_at(row) is None:
            return  # it is being fetched; `loaded` or a later change settles it
        changed, self._current = ticket != self._current, ticket
        self._watch()
        if changed:
            self.current_changed.emit(ticket)

    def _activate(self, index: QModelIndex) -> None:
        ticket = self.tickets.ticket_id(index.row())
        if ticket is not None:
            self.opened.emit(ticket)
        else:
            self.headings.turn(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.headings.key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.headings.pressed(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Hand letters over: Qt would look for them in every row, and most are not here."""
        if search.strip():
            self.typed.emit(search)

    # -- staying where one is --

    def _watch(self) -> None:
        """Note what is under the eye, for the next refresh."""
        height = self.verticalHeader().defaultSectionSize()
        first = self.verticalScrollBar().value() // height
        rows = self.selected_rows() if self.chosen.count() <= FOLLOWED else []
        ids = [self.tickets.ticket_id(row) for row in rows]
        below = next((at for at in range(_NEAR) if self.tickets.ticket_id(first + at)), 0)
        group = self.tickets.outline.group_at(self.currentIndex().row()) if rows else None
        self.tickets.watched = Watched(
            first,
            self.viewport().height() // height + 2,
            (0 if self._at_top() else self.tickets.ticket_id(first + below)) or 0,
            self._current or 0,
            tuple(ticket for ticket in ids if ticket is not None),
            below,
            group.key if group else None,
        )

    def _at_top(self) -> bool:
        """Tell whether the list rests at its top with no mouse over it: then new rows may come in above."""
        return self.verticalScrollBar().value() == 0 and not self.viewport().underMouse()

    def _put_back(self, watched: Watched, places: dict[int, int | None]) -> None:
        """Give selection and scroll back to the tickets that had them."""
        place = places.get(watched.anchor)
        if place is not None:
            bar, height = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
            self.updateGeometries()
            bar.setValue(bar.value() + (place - watched.below - bar.value() // height) * height)
        if watched.chosen or watched.heading is not None:
            self._reselect(watched, places)
        self._watch()

    def _reselect(self, watched: Watched, places: dict[int, int | None]) -> None:
        rows = [row for ticket in watched.chosen if (row := places.get(ticket)) is not None]
        current = places.get(watched.current)
        if watched.heading is not None:
            current = self.tickets.outline.head_of(watched.heading)
            rows += [] if current is None else [current]
        rows.sort()
        if rows == self.selected_rows() and current in (None, self.currentIndex().row()):
            return
        last = self.tickets.columnCount() - 1
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.tickets.index(row, 0), self.tickets.index(row, last))
        model = self.selectionModel()
        model.select(chosen, _SELECT.ClearAndSelect)
        if current is not None:
            column = max(self.currentIndex().column(), 0)
            model.setCurrentIndex(self.tickets.index(current, column), _SELECT.NoUpdate)

    def _opened_anew(self) -> None:
        self.scrollToTop()
        self._selected()

    # -- paint --

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self.tickets.rowCount() == 0:
            self._paint_empty(painter)
        else:
            self._paint_bars(painter)
            self.headings.paint(painter)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        room = self.viewport().rect().adjusted(4 * GRID, 4 * GRID, -4 * GRID, -4 * GRID)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)

    def _paint_bars(self, painter: QPainter) -> None:
        """Draw the bar at the leading edge of open rows that are mine."""
        height = self.verticalHeader().defaultSectionSize()
        top = self.verticalScrollBar().value()
        colour = self.palette().color(QPalette.ColorRole.Accent)
        x = self.viewport().width() - _BAR if self.isRightToLeft() else 0
        for row in range(top // height, (top + self.viewport().height()) // height + 1):
            shown = self.tickets.shown(row)
            if shown is not None and shown.mine and shown.meaning in OPEN_MEANINGS:
                painter.fillRect(x, row * height - top + 3, _BAR, height - 6, colour)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()
        self._watch()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            calm_selection(self)
