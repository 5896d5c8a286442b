"""The board “what is going on”: open mass incidents, and how each system stands (E-6.2b)."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.app.icons import drawn
from desk_app.app.theme import GRID, ROW_HEIGHT, Hue, calm_selection, ink
from desk_app.domain.board import STATES, Availability, Incident, board_of
from desk_app.domain.errors import N_, UserError
from desk_app.i18n import explain, tr
from desk_app.services import board
from desk_app.services.ports import Changes
from desk_app.ui.board.forms import ask_change, ask_incident, ask_state
from desk_app.ui.board.words import HUES, SYMBOLS, incident_words, moment, who
from desk_app.ui.editor.plain import Remark, plain_label, quiet_button, scaled, small
from desk_app.ui.editor.rows import heading
from desk_app.ui.widgets.list_view import be_list, paint_empty
from desk_app.ui.widgets.one_window import open_one
from desk_app.ui.widgets.tabs import tab_order

_HEADERS: Final = (N_("System"), N_("State"), N_("In a few words"), N_("Since"), N_("Who said so"))
_OWN: Final = int(Qt.ItemDataRole.UserRole)


class IncidentList(QListWidget):
    """The incidents; without any it says what stands here."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count():
            paint_empty(self, tr("No mass incident is known. What many people report at once stands here."))


class BoardWindow(QDialog):
    """Everybody reads it; who has the right says what is going on. It follows what colleagues say."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("BoardWindow")
        self._desk = desk
        self._may = desk.office.may(desk.me, board.RIGHT)
        self.setWindowTitle(tr("What is going on"))
        self._make_parts()
        self._lay_out()
        desk.changed.connect(self._changed)
        self.resize(860, 560)
        self.fill()

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "BoardWindow":  # type: ignore[override]
        """Open the board over `parent`, or raise the one that is open."""
        window = open_one(cls, parent, lambda: cls(desk, parent))
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return window

    # -- made of --

    def _make_parts(self) -> None:
        self.incidents = IncidentList(self)
        self.incidents.setAccessibleName(tr("Mass incidents"))
        self.incidents.setFrameShape(QListWidget.Shape.NoFrame)
        self.incidents.setIconSize(QSize(16, 16))
        self.incidents.setWordWrap(True)
        self.incidents.itemActivated.connect(lambda _item: self.change())
        self.incidents.currentRowChanged.connect(lambda _row: self._gate())
        self.systems = QTableWidget(0, len(_HEADERS), self)
        self.systems.setAccessibleName(tr("Systems"))
        be_list(self.systems)
        self.systems.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.systems.setHorizontalHeaderLabels([tr(text) for text in _HEADERS])
        self.systems.horizontalHeader().setHighlightSections(False)
        self.systems.horizontalHeader().setStretchLastSection(True)
        self.systems.verticalHeader().hide()
        self.systems.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.systems.activated.connect(lambda _index: self.say_state())
        self.systems.itemSelectionChanged.connect(self._gate)
        for view in (self.incidents, self.systems):
            calm_selection(view)
        self.remark = Remark(self)
        self.report = self._button("plus", tr("New incident…"), self.new_incident)
        self.tell = self._button("pencil", tr("Change…"), self.change)
        self.over = self._button("check", tr("It is over"), self.end)
        self.stand = self._button("pencil", tr("Say how it stands…"), self.say_state)

    def _button(self, symbol: str, text: str, act: Callable[[], None]) -> QToolButton:
        button = quiet_button(symbol, text, self)
        button.clicked.connect(lambda _checked=False: act())
        button.setVisible(self._may)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addWidget(scaled(plain_label(tr("What is going on"), self), 1.35))
        if not self._may:
            column.addWidget(small(plain_label(tr("Your role reads the board. Others say what is going on."), self)))
        column.addWidget(self.remark)
        column.addWidget(heading(tr("Mass incidents"), self))
        column.addWidget(self.incidents, 1)
        column.addLayout(_row(self.report, self.tell, self.over))
        column.addWidget(heading(tr("Systems"), self))
        column.addWidget(self.systems, 3)
        column.addLayout(_row(self.stand))
        tab_order(self.incidents, self.report, self.tell, self.over, self.systems, self.stand)

    # -- showing --

    def fill(self) -> None:
        """Show the board as it is now; what is chosen stays chosen."""
        office, now, told = self._desk.office, datetime.now(UTC), board_of(self._desk.office)
        chosen, row = self._incident(), max(self.systems.currentRow(), 0)
        self.incidents.clear()
        for one in told.incidents:
            by = who(self._desk.people, one.by)
            parts = (incident_words(office, one, now), by, ", ".join(one.tickets))
            item = QListWidgetItem(" · ".join(part for part in parts if part), self.incidents)
            item.setIcon(drawn("alert-triangle", ink(self.palette(), Hue.BAD).name(), 16))
            item.setData(_OWN, one)
            if chosen and chosen.id == one.id:
                self.incidents.setCurrentItem(item)
        if told.incidents and self.incidents.currentRow() < 0:
            self.incidents.setCurrentRow(0)
        states = [told.state(item.code) for item in office.choices("system").offered]
        self.systems.setRowCount(len(states))
        for at, state in enumerate(states):
            self._fill_row(at, state, now)
        self.systems.resizeColumnsToContents()
        if states:
            self.systems.setCurrentCell(min(row, len(states) - 1), 0)
        self._gate()

    def _fill_row(self, at: int, one: Availability, now: datetime) -> None:
        office, item = self._desk.office, self._desk.office.choices("system")[one.system]
        since = moment(office, one.since, now) if one.since else ""
        label = f"    {item.label}" if item.parent else item.label
        cells = (label, tr(STATES[one.state]), one.words, since, who(self._desk.people, one.by))
        for column, text in enumerate(cells):
            cell = QTableWidgetItem(text)
            cell.setToolTip(text)
            cell.setData(_OWN, one)
            if column == 1:
                colour = ink(self.palette(), HUES[one.state])
                cell.setIcon(drawn(SYMBOLS[one.state], colour.name(), 16))
                cell.setForeground(colour)
            self.systems.setItem(at, column, cell)

    def _changed(self, news: Changes) -> None:
        if news.office or news.staff:
            self.fill()

    def _gate(self) -> None:
        for button in (self.tell, self.over):
            button.setEnabled(self._incident() is not None)
        self.stand.setEnabled(self._state() is not None)

    def _incident(self) -> Incident | None:
        item = self.incidents.currentItem()
        found = item.data(_OWN) if item else None
        return found if isinstance(found, Incident) else None

    def _state(self) -> Availability | None:
        item = self.systems.item(self.systems.currentRow(), 0)
        found = item.data(_OWN) if item else None
        return found if isinstance(found, Availability) else None

    # -- saying --

    def new_incident(self) -> None:
        """Ask for a new incident."""
        if self._may:
            ask_incident(self._desk, self)

    def change(self) -> None:
        """Ask for other words of the chosen incident."""
        one = self._incident()
        if self._may and one is not None:
            ask_change(self._desk, one, self)

    def end(self) -> None:
        """Take the chosen incident off the board."""
        one = self._incident()
        if one is not None:
            self.remark.say("")
            self._desk.command(self, partial(board.end, incident=one.id), failed=self._failed)

    def say_state(self) -> None:
        """Ask how the chosen system stands."""
        one = self._state()
        if self._may and one is not None:
            ask_state(self._desk, one, self)

    def _failed(self, error: UserError) -> None:
        self.remark.say(explain(error))
        self.fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.new_incident()
        elif event.key() == Qt.Key.Key_Delete and self.incidents.hasFocus() and self._may:
            self.end()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _row(*buttons: QToolButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row
