"""The lists at the side of the window, standing and saved ones, each with how many tickets it holds now."""

from dataclasses import dataclass
from html import escape
from time import monotonic
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QMenu, QWidget

from desk_app.app.desk import Desk
from desk_app.app.icons import icon
from desk_app.app.theme import GRID, calm_selection
from desk_app.domain.errors import N_
from desk_app.domain.queues import possible
from desk_app.domain.view import Queue, SavedView, View
from desk_app.i18n import tr
from desk_app.services.ports import Changes, Reader
from desk_app.ui.models.ticket_table import REST
from desk_app.ui.tickets.queue_rows import COUNT, HEADING, CountedRows, adding_row
from desk_app.ui.tickets.saved import Counted, around, counted


@dataclass(frozen=True, slots=True)
class Entry:
    """A queue at the side: its name, and what its empty list says."""

    queue: Queue
    text: str
    icon: str
    empty: str


ENTRIES: Final = (
    Entry(
        Queue.TODAY,
        N_("Today"),
        "home",
        N_("Nothing is agreed, promised or due today."),
    ),
    Entry(Queue.OPEN, N_("Open"), "inbox", N_("Nothing is open. New calls appear here: press F2 to register one.")),
    Entry(Queue.MINE, N_("Mine"), "user", N_("Nothing is yours to do right now. Tickets assigned to you appear here.")),
    Entry(Queue.MY_LINE, N_("My line"), "users", N_("Your line has nothing to do. Its open tickets appear here.")),
    Entry(
        Queue.UNREGISTERED,
        N_("Unregistered"),
        "mail",
        N_("Everything that arrived is registered. What arrives by mail or letter waits here for its number."),
    ),
    Entry(Queue.WAITING, N_("On hold"), "clock-pause", N_("No ticket is waiting for somebody's answer.")),
    Entry(Queue.OUTSIDE, N_("With others"), "send", N_("No ticket is with the developer or another organisation.")),
    Entry(Queue.APPROVAL, N_("To be agreed"), "thumb-up", N_("No ticket is waiting to be agreed.")),
    Entry(
        Queue.VERIFY,
        N_("To verify"),
        "eye",
        N_("Fixes that you are responsible for wait here until you have checked them."),
    ),
    Entry(
        Queue.OVERDUE,
        N_("Overdue"),
        "alert-triangle",
        N_("Nothing is overdue. Tickets whose time has run out appear here."),
    ),
    Entry(Queue.SOLVED, N_("To close"), "checks", N_("Tickets that are solved and wait for your check appear here.")),
    Entry(Queue.ALL, N_("All tickets"), "list", N_("This office has no tickets yet. Press F2 to register the first.")),
)


class QueueList(QListWidget):
    """The queues, and below them the saved views.

    `chosen` carries the Queue, `view_chosen` the SavedView; `counted` the total of all tickets after each count,
    `views_read` the views there are. `saving` asks to save what is shown, `renaming` and `forgetting` are about a view.
    """

    chosen = Signal(object)
    view_chosen = Signal(object)
    counted = Signal(int)
    views_read = Signal()
    saving = Signal()
    renaming = Signal(object)
    forgetting = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.views: tuple[SavedView, ...] = ()
        self._changed_one = 0
        self._counting = False
        self._rest_until = 0.0
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.count_again)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIconSize(QSize(2 * GRID + 2, 2 * GRID + 2))
        self.setItemDelegate(CountedRows(self))
        self.viewport().setAutoFillBackground(False)
        calm_selection(self)
        for _ in ENTRIES:
            QListWidgetItem(self)
        self._heading = QListWidgetItem(self)
        self._heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self._heading.setData(HEADING, True)
        self._adding = adding_row(self, self.saving.emit)
        self.say_again()
        self.currentRowChanged.connect(self._row_chosen)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)
        desk.changed.connect(self._changed)

    # -- what is chosen --

    def choose(self, queue: Queue) -> None:
        """Make `queue` the current one."""
        self.setCurrentRow(next(at for at, entry in enumerate(ENTRIES) if entry.queue == queue))

    def choose_view(self, view_id: int) -> bool:
        """Make a saved view the current one; False when it is not there."""
        row = next((self._row(at) for at, view in enumerate(self.views) if view.id == view_id), -1)
        if row >= 0:
            self.setCurrentRow(row)
        return row >= 0

    def offered(self) -> tuple[Entry, ...]:
        """Return the queues that this office can have."""
        have = possible(self._desk.office)
        return tuple(entry for entry in ENTRIES if entry.queue in have)

    def current_view(self) -> SavedView | None:
        """Return the saved view that is chosen, or None."""
        at = self.currentRow() - self._row(0)
        return self.views[at] if 0 <= at < len(self.views) else None

    def mark_changed(self, view_id: int) -> None:
        """Mark the view that is not shown as it was saved; 0 for none."""
        if view_id != self._changed_one:
            self._changed_one = view_id
            for at in range(len(self.views)):
                self._say_view(at)

    def _row(self, at: int) -> int:
        return len(ENTRIES) + 1 + at

    def _row_chosen(self, row: int) -> None:
        if 0 <= row < len(ENTRIES):
            self.chosen.emit(ENTRIES[row].queue)
        elif view := self.current_view():
            self.view_chosen.emit(view)

    # -- what it says --

    def say_again(self) -> None:
        """Say everything in the language and the colours in force now."""
        self.setAccessibleName(tr("Queues and views"))
        offered = self.offered()
        for at, entry in enumerate(ENTRIES):
            self.item(at).setHidden(entry not in offered)
            self.item(at).setText(tr(entry.text))
            self.item(at).setIcon(icon(entry.icon, QPalette.ColorRole.WindowText))
            self._say_count(self.item(at))
        self._heading.setText(tr("Views"))
        self._adding.say(tr("Save view…"), tr("Keep this search, order and columns under a name"))
        for at in range(len(self.views)):
            self._say_view(at)

    def _say_view(self, at: int) -> None:
        view, item = self.views[at], self.item(self._row(at))
        changed = view.id == self._changed_one
        item.setText(f"{view.name} •" if changed else view.name)
        item.setIcon(icon("filter" if view.owner else "users", QPalette.ColorRole.WindowText))
        notes = [tr("shared with everybody")] if view.owner == 0 else []
        notes += [tr("changed, not saved")] if changed else []
        item.setToolTip(f"<qt>{escape(' · '.join([view.name, *notes]))}</qt>")
        self._say_count(item, ", ".join([view.name, *notes]))

    def _say_count(self, item: QListWidgetItem, name: str = "") -> None:
        count = item.data(COUNT)
        said = tr("not readable any more") if count is None and name else count or 0
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name or item.text()}, {said}")

    # -- counting --

    def count_again(self) -> None:
        """Ask for the counts, and for the views there are."""
        if self._counting:
            self._later.start(200)
            return
        self._counting = True
        me, where = self._desk.me, around(self._desk)
        began = monotonic()

        def read(reader: Reader) -> tuple[dict[Queue, int], list[Counted]]:
            counts = reader.queue_counts(me)
            return {Queue.ALL: reader.count(View(), me), **counts}, counted(reader, me, where)

        def show(answer: tuple[dict[Queue, int], list[Counted]]) -> None:
            self._counting = False
            self._rest_until = monotonic() + REST * (monotonic() - began)
            counts, views = answer
            for at, entry in enumerate(ENTRIES):
                self.item(at).setData(COUNT, counts.get(entry.queue, 0))
                self._say_count(self.item(at))
            self._show_views(views)
            self.counted.emit(counts[Queue.ALL])

        self._desk.query(self, read, show, lambda _error: self._not_counted())

    def _not_counted(self) -> None:
        self._counting = False

    def _show_views(self, found: list[Counted]) -> None:
        """Show the views there are now; the one chosen stays chosen."""
        views = tuple(view for view, _count in found)
        if views != self.views:
            chosen = self.current_view()
            self.blockSignals(True)
            for _ in self.views:
                self.takeItem(self._row(0))
            self.views = views
            for at in range(len(views)):
                self.insertItem(self._row(at), QListWidgetItem())
            if chosen and not self.choose_view(chosen.id):
                self.choose(chosen.queue)
            self.blockSignals(False)
        for at, (_view, count) in enumerate(found):
            self.item(self._row(at)).setData(COUNT, count)
            self._say_view(at)
        self.views_read.emit()

    def _changed(self, news: Changes) -> None:
        if news.tickets or news.office:
            self._later.start(max(0, int((self._rest_until - monotonic()) * 1000)))

    # -- what can be done with a view --

    def _offer(self, place: QPoint) -> None:
        item = self.itemAt(place)
        at = self.row(item) - self._row(0) if item else -1
        if not 0 <= at < len(self.views) or not self._mine(self.views[at]):
            return
        view = self.views[at]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(view.name)
        menu.addAction(icon("edit"), tr("Rename…")).triggered.connect(lambda: self.renaming.emit(view))
        menu.addAction(icon("trash"), tr("Delete")).triggered.connect(lambda: self.forgetting.emit(view))
        menu.popup(self.viewport().mapToGlobal(place))

    def _mine(self, view: SavedView) -> bool:
        return view.owner != 0 or self._desk.office.may(self._desk.me, "share-view")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self.current_view()
        if view and self._mine(view) and event.key() == Qt.Key.Key_Delete:
            self.forgetting.emit(view)
        elif view and self._mine(view) and event.key() == Qt.Key.Key_F4:
            self.renaming.emit(view)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            calm_selection(self)

    def sizeHint(self) -> QSize:
        return QSize(26 * GRID, 8 * GRID)
