"""The standing lists at the side of the window, each with how many tickets it holds now."""

from dataclasses import dataclass
from time import monotonic
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.app.icons import icon
from desk_app.app.theme import GRID, calm_selection, with_tabular_figures
from desk_app.domain.errors import N_
from desk_app.domain.view import Queue, View
from desk_app.i18n import tr
from desk_app.services.ports import Changes, Reader
from desk_app.ui.models.ticket_table import REST


@dataclass(frozen=True, slots=True)
class Entry:
    """A queue at the side: its name, and what its empty list says."""

    queue: Queue
    text: str
    icon: str
    empty: str


ENTRIES: Final = (
    Entry(Queue.OPEN, N_("Open"), "inbox", N_("Nothing is open. New calls appear here: press F2 to register one.")),
    Entry(Queue.MINE, N_("Mine"), "user", N_("Nothing is yours to do right now. Tickets assigned to you appear here.")),
    Entry(Queue.MY_LINE, N_("My line"), "users", N_("Your line has nothing to do. Its open tickets appear here.")),
    Entry(
        Queue.UNREGISTERED,
        N_("Not registered"),
        "mail",
        N_("Everything that arrived is registered. What arrives by mail or letter waits here for its number."),
    ),
    Entry(Queue.WAITING, N_("On hold"), "clock-pause", N_("No ticket is waiting for somebody's answer.")),
    Entry(Queue.OUTSIDE, N_("With others"), "send", N_("No ticket is with the developer or another organisation.")),
    Entry(Queue.APPROVAL, N_("To be agreed"), "thumb-up", N_("No ticket is waiting to be agreed.")),
    Entry(Queue.SOLVED, N_("To close"), "checks", N_("Tickets that are solved and wait for your check appear here.")),
    Entry(Queue.ALL, N_("All tickets"), "list", N_("This office has no tickets yet. Press F2 to register the first.")),
)
_COUNT: Final = int(Qt.ItemDataRole.UserRole)


class QueueList(QListWidget):
    """`chosen` carries the Queue; `counted` the total of all tickets after each count."""

    chosen = Signal(object)
    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._counting = False
        self._rest_until = 0.0
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.count_again)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setIconSize(QSize(2 * GRID + 2, 2 * GRID + 2))
        self.setItemDelegate(_Counted(self))
        self.viewport().setAutoFillBackground(False)
        calm_selection(self)
        for _ in ENTRIES:
            QListWidgetItem(self)
        self.say_again()
        self.currentRowChanged.connect(lambda row: self.chosen.emit(ENTRIES[row].queue))
        desk.changed.connect(self._changed)

    def choose(self, queue: Queue) -> None:
        """Make `queue` the current one."""
        self.setCurrentRow(next(at for at, entry in enumerate(ENTRIES) if entry.queue == queue))

    def say_again(self) -> None:
        """Say everything in the language and the colours in force now."""
        self.setAccessibleName(tr("Queues"))
        for at, entry in enumerate(ENTRIES):
            self.item(at).setText(tr(entry.text))
            self.item(at).setIcon(icon(entry.icon, QPalette.ColorRole.WindowText))
            self._say_count(at)

    def count_again(self) -> None:
        """Ask for the counts."""
        if self._counting:
            self._later.start(200)
            return
        self._counting = True
        me = self._desk.me
        began = monotonic()

        def read(reader: Reader) -> dict[Queue, int]:
            counts = reader.queue_counts(me)
            return {Queue.ALL: reader.count(View(), me), **counts}

        def show(counts: dict[Queue, int]) -> None:
            self._counting = False
            self._rest_until = monotonic() + REST * (monotonic() - began)
            for at, entry in enumerate(ENTRIES):
                self.item(at).setData(_COUNT, counts.get(entry.queue, 0))
                self._say_count(at)
            self.counted.emit(counts[Queue.ALL])

        self._desk.query(self, read, show, lambda _error: self._not_counted())

    def _not_counted(self) -> None:
        self._counting = False

    def _changed(self, news: Changes) -> None:
        if news.tickets:
            self._later.start(max(0, int((self._rest_until - monotonic()) * 1000)))

    def _say_count(self, at: int) -> None:
        item = self.item(at)
        count = item.data(_COUNT) or 0
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {count}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            calm_selection(self)

    def sizeHint(self) -> QSize:
        return QSize(26 * GRID, 8 * GRID)


class _Counted(QStyledItemDelegate):
    """Draws the count at the trailing edge."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        count = index.data(_COUNT)
        text = f"{count:,}".replace(",", "\u202f") if count else ""
        font = with_tabular_figures(option.font)
        room = option.rect.adjusted(GRID, 0, -GRID, 0)
        super().paint(painter, option, index)
        if not text:
            return
        role = QPalette.ColorRole.PlaceholderText
        if option.state & QStyle.StateFlag.State_Selected:
            role = QPalette.ColorRole.HighlightedText
        painter.save()
        painter.setFont(font)
        painter.setPen(option.palette.color(role))
        trailing = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, QStyle.visualAlignment(option.direction, trailing), text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(4 * GRID, size.height() + GRID))
