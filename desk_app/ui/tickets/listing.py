"""What the list shows: a queue or a saved view at the side, the text in the box, the orders and the columns."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.app.desk import Desk
from desk_app.domain.errors import BadInput
from desk_app.domain.view import GROUP_COLUMNS, Queue, SavedView, Sort, SortColumn, TicketFilter, View
from desk_app.i18n import tr, trn
from desk_app.services import views
from desk_app.services.outbox import Kind
from desk_app.ui.tickets import grouping
from desk_app.ui.tickets.grouping import Grouping
from desk_app.ui.tickets.layout import State
from desk_app.ui.tickets.queues import ENTRIES, QueueList
from desk_app.ui.tickets.saved import around, filter_of, same
from desk_app.ui.tickets.search_box import SearchBox, may_be_number
from desk_app.ui.tickets.table import TicketTable

_VIEW: Final = "tickets.view"


_Own = tuple[State, tuple[Sort, ...], SortColumn | None]
"""The person's own columns, orders and groups, which a saved view puts aside."""


class Listing(QObject):
    """Joins the side, the search box and the table. `shown` follows every change of what is asked for."""

    shown = Signal()

    def __init__(self, desk: Desk, side: QueueList, search: SearchBox, table: TicketTable) -> None:
        super().__init__(table)
        self._desk = desk
        self._side = side
        self._search = search
        self._table = table
        self._text = ""
        self._saved: SavedView | None = None
        self._own: _Own | None = None
        self._awaited = 0
        self._queue = self._wished = Queue.ALL
        self.day = True
        """Whether the day is shown rather than a list."""
        self.grouping = Grouping(table, desk.settings)
        self.grouping.asked.connect(self.group_by)
        side.chosen.connect(self._show_queue)
        side.view_chosen.connect(self._show_saved)
        side.views_read.connect(self._views_read)
        search.searched.connect(self._searched)
        table.arranged.connect(self._compare)
        desk.outbox.changed.connect(self.say_empty)

    # -- what is shown --

    @property
    def view(self) -> View:
        """What the list shows."""
        return self._table.tickets.view

    @property
    def saved(self) -> SavedView | None:
        """The saved view that is chosen at the side."""
        return self._saved

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """The orders of the list, the first one first."""
        return (self.view.sort, *self.view.then)

    def now(self, name: str = "") -> SavedView:
        """Return what is shown as a view called `name`."""
        columns = self._table.columns.keys()
        queue, group = self.view.filter.queue, self.view.group
        return SavedView(name, self._text, queue, self.sorts, columns, self._desk.me.id, group=group)

    def title(self) -> str:
        """Return what the list is called."""
        if self._saved is not None:
            return self._saved.name
        return next(tr(entry.text) for entry in ENTRIES if entry.queue == self.view.filter.queue)

    def asked(self) -> str:
        """Return the text in the box that the list follows."""
        return self._text

    def say_empty(self) -> None:
        """Let the empty list say what belongs here."""
        if self._text:
            text = tr("No ticket here has all these words. Try fewer of them, or look in “All tickets”.")
            if self._saved is None and self.view.filter.queue is Queue.ALL:
                text = tr("No ticket has all these words. Try fewer of them.")
            if any(":" in word for word in self._text.split()):
                text = tr("No ticket here fits all that the search box asks for. Ask for less, or for something else.")
            elif may_be_number(self._text):
                text = tr("No text has “{text}” in it. If this is a ticket's number, Enter opens it.", text=self._text)
        else:
            text = next(tr(entry.empty) for entry in ENTRIES if entry.queue == self.view.filter.queue)
        calls = sum(entry.kind is not Kind.COMMENT for entry in self._desk.outbox.entries)
        if calls:
            text += "\n\n" + trn(
                "{n} more call waits to be sent: the button below the lists shows it.",
                "{n} more calls wait to be sent: the button below the lists shows them.",
                calls,
            )
        self._table.empty_text = text
        self._table.viewport().update()

    def _show_queue(self, queue: Queue) -> None:
        self.day = queue is Queue.TODAY
        if self.day:
            self.shown.emit()
            return
        if self._saved is not None:
            self._leave_saved()
        if self._search.text().strip() != self._text:
            self._search.put(self._text)
        self._queue = queue
        self._show(replace(self.view.filter, queue=self._asked_for()), self.sorts, self.view.group)

    def _asked_for(self) -> Queue:
        """Return the queue the text in the box names; without one that of the side."""
        return self._queue if self._wished is Queue.ALL else self._wished

    def group_by(self, column: SortColumn | None) -> None:
        """Group the list by `column`; None takes the groups away."""
        self._show(self.view.filter, self.sorts, column)

    def _show_saved(self, saved: SavedView) -> None:
        try:
            wanted = filter_of(saved, around(self._desk))
        except BadInput as why:
            self._search.put(saved.text)
            self._search.puzzled.emit(why)
            return
        if self._own is None:
            self._own = self._mine()
        self.day = False
        self._saved = saved
        self._text, self._wished, self._queue = saved.text, Queue.ALL, saved.queue
        self._search.put(saved.text)
        self._table.columns.show_keys(saved.columns)
        self._show(wanted, saved.sorts, saved.group)

    def _mine(self) -> "_Own":
        return self._table.columns.state(), self.sorts, self.view.group

    def _leave_saved(self) -> None:
        """Give the columns, the orders and the empty box back that a saved view had put aside."""
        saved, self._saved = self._saved, None
        if saved and self._text == saved.text:
            self._text, self._wished = "", Queue.ALL
            self._search.put("")
            self._table.tickets.view = replace(self.view, filter=TicketFilter(self.view.filter.queue))
        if self._own:
            state, sorts, group = self._own
            self._own = None
            self._table.columns.put(state)
            self._table.header.show_sorts(sorts)
            self._table.tickets.view = replace(self.view, sort=sorts[0], then=sorts[1:], group=group)

    def _searched(self, text: str, wanted: TicketFilter) -> None:
        self._text, self._wished = text, wanted.queue
        if self.day and text:  # over the day all tickets are searched
            self._table.tickets.view = replace(self.view, filter=wanted)
            self._side.choose(Queue.ALL)
        elif not self.day:
            self._show(replace(wanted, queue=self._asked_for()), self.sorts, self.view.group)

    def _show(self, wanted: TicketFilter, sorts: Sequence[Sort], group: SortColumn | None) -> None:
        self._table.header.show_sorts(sorts)
        view = View(wanted, sorts[0], tuple(sorts[1:]), group)
        self.grouping.recall(self._about(view))
        if view == self.view:
            self._table.tickets.reload()
        else:
            self._table.tickets.show_view(view)
        self._compare()
        self.say_empty()
        self.shown.emit()

    def _compare(self) -> None:
        """Mark the saved view when it is shown otherwise than it was saved."""
        saved = self._saved
        changed = saved is not None and not same(saved, self.now())
        self._side.mark_changed(saved.id if saved and changed else 0)

    def _views_read(self) -> None:
        """Follow what became of the view that is shown, and come back to the one of last time."""
        if self._awaited:
            awaited, self._awaited = self._awaited, 0
            self._side.choose_view(awaited)
        elif self._saved is not None:
            found = next((view for view in self._side.views if view.id == self._saved.id), None)
            if found is None:
                self._leave_saved()
                self._show(self.view.filter, self.sorts, self.view.group)
            else:
                self._saved = found
                self._compare()

    # -- keeping views --

    def save(self, name: str, shared: bool) -> None:
        """Keep what is shown as a view, and go to it."""
        self._put(self.now(name), shared, partial(self._go_to, name, shared))

    def rename(self, view: SavedView, name: str, shared: bool) -> None:
        """Keep `view` under another name, in place of the old one."""
        forget = view.id if (view.name.casefold(), view.owner == 0) != (name.casefold(), shared) else 0

        def saved() -> None:
            if forget:
                self._desk.command(self, partial(views.forget_view, view_id=forget), lambda _changes: None)
            if self._saved is not None and self._saved.id == view.id:
                self._go_to(name, shared)

        self._put(replace(view, name=name), shared, saved)

    def forget(self, view: SavedView, then: Callable[[], None]) -> None:
        """Take `view` away, then call `then`."""
        self._desk.command(self, partial(views.forget_view, view_id=view.id), lambda _changes: then())

    def bring_back(self, view: SavedView) -> None:
        """Keep `view` again."""
        self._put(view, view.owner == 0, lambda: None)

    def _put(self, view: SavedView, shared: bool, then: Callable[[], None]) -> None:
        self._desk.command(self, partial(views.save_view, view=view, shared=shared), lambda _changes: then())

    def _go_to(self, name: str, shared: bool) -> None:
        """Choose the view called `name` once the side has read it."""

        def choose() -> None:
            wanted = (name.strip().casefold(), shared)
            found = [view for view in self._side.views if (view.name.casefold(), view.owner == 0) == wanted]
            if found:
                self._side.views_read.disconnect(choose)
                self._saved = None
                self._own = self._own or self._mine()
                self._side.choose_view(found[0].id)

        self._side.views_read.connect(choose)
        self._side.count_again()

    # -- coming and going --

    def restore(self) -> None:
        """Show the day, or the saved view that was shown last time."""
        settings = self._desk.settings
        sorts = self._table.columns.sorts()
        self._awaited = settings.get(_VIEW, 0)
        group = next((column for column in GROUP_COLUMNS if column.value == settings.get(grouping.KEY, "")), None)
        self._table.tickets.view = View(TicketFilter(Queue.OPEN), sorts[0], sorts[1:], group)
        self._table.header.show_sorts(sorts)
        self._side.choose(Queue.TODAY)
        QTimer.singleShot(0, self, self._side.count_again)
        self.say_empty()

    def keep(self) -> None:
        """Write down what is shown, and the person's own columns."""
        state, sorts, group = self._own or (None, self.sorts, self.view.group)
        self._table.columns.keep(sorts, state)
        kept = {_VIEW: self._saved.id if self._saved and not self.day else None}
        self._desk.settings.update(kept | {grouping.KEY: group.value if group else None})

    def _about(self, view: View) -> str:
        """Return what the collapsed groups of `view` are kept under."""
        shown = f"view {self._saved.id}" if self._saved else view.filter.queue.value
        return f"{shown} {view.group}" if view.group else ""
