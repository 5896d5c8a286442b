"""The window of the desk: queues, the list of tickets, and the card of the current one."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPalette
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from desk_app.app import actions
from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.view import Queue, View
from desk_app.i18n import tr
from desk_app.services.places import Place
from desk_app.services.ports import Changes
from desk_app.ui.outbox.parts import OutboxParts
from desk_app.ui.program import Program
from desk_app.ui.tickets.commands import LIST_ACTIONS, ListCommands
from desk_app.ui.tickets.listing import Listing
from desk_app.ui.tickets.queues import QueueList
from desk_app.ui.tickets.saved import around
from desk_app.ui.tickets.table import TicketTable
from desk_app.ui.tickets.top_bar import TopBar
from desk_app.ui.today.area import MiddleArea
from desk_app.ui.today.reminder_bar import ReminderBar
from desk_app.ui.widgets.late import Late
from desk_app.ui.widgets.lines import Line, LineSplitter
from desk_app.ui.widgets.side_button import side_button
from desk_app.ui.widgets.status_line import StatusLine
from desk_app.ui.widgets.tabs import tab_as_laid_out
from desk_app.ui.widgets.window_place import keep_place, restore_place

if TYPE_CHECKING:
    from desk_app.ui.editor.pane import TicketPane
    from desk_app.ui.palette import Command


class MainWindow(QMainWindow):
    """Composed of parts that know the desk but not each other.

    `other_office` asks for another file: its Path, or None to be asked; `other_person` for another sign-in.
    """

    other_office = Signal(object)
    other_person = Signal()

    def __init__(self, desk: Desk, office_path: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._total: int | None = None
        self.program = Program(desk, self)
        self.actions_by_id = actions.build(self, self._handlers())
        self.top = TopBar(self.actions_by_id, self, lambda: around(desk))
        self.queues = QueueList(desk, self)
        self.table = TicketTable(desk, self)
        self.beside = Late(self._make_pane, self)
        self.listing = Listing(desk, self.queues, self.top.search, self.table)
        self.lists = ListCommands(desk, self.listing, self.queues, self.table, self)
        self.middle = MiddleArea(desk, self.table, self.lists.notice, self.lists.bar, self)
        self.reminder_bar = ReminderBar(desk, self.program.reminders, self.program.open_ticket, self)
        self.outbox = OutboxParts(desk, self.listing, self)
        self.status = StatusLine(office_path, desk.presence, self)
        self._journal = side_button("report", self)
        self._lay_out()
        self._connect()
        self.say_again()
        self._restore()

    @property
    def pane(self) -> "TicketPane":
        """The card beside the list."""
        return self.beside.content()

    # -- made of --

    def _make_pane(self, parent: QWidget) -> "TicketPane":
        from desk_app.ui.editor.pane import TicketPane

        pane = TicketPane(self._desk, parent)
        pane.shown.connect(lambda _card: tab_as_laid_out(self.centralWidget()))
        return pane

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "register": self._register,
            "today": lambda: self.queues.choose(Queue.TODAY),
            "open": self._open_current,
            "print-ticket": self._print_current,
            **{name: partial(self._do_with_list, name) for name in LIST_ACTIONS},
            "find": self._find,
            "refresh": self._refresh,
            "pane": self._toggle_pane,
            "open-office": lambda: self.other_office.emit(None),
            "other-person": self.other_person.emit,
            "quit": self.close,
            **self.program.handlers(),
        }

    def _lay_out(self) -> None:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        for beside in (self.queues, self.outbox.button, self._journal):
            column.addWidget(beside, 1 if beside is self.queues else 0)
        paper = QWidget(self)
        paper.setBackgroundRole(QPalette.ColorRole.Base)
        paper.setAutoFillBackground(True)
        stack = QVBoxLayout(paper)
        stack.setContentsMargins(GRID // 2, 0, 0, 0)
        stack.setSpacing(0)
        for above in (self.outbox.banner, self.reminder_bar, self.outbox.found, self.middle):
            stack.addWidget(above, 1 if above is self.middle else 0)
        self.panes = LineSplitter(Qt.Orientation.Horizontal, self)
        for widget, stretch in ((side, 0), (paper, 1), (self.beside, 0)):
            self.panes.addWidget(widget)
            self.panes.setStretchFactor(self.panes.count() - 1, stretch)
        paper.setMinimumWidth(40 * GRID)
        self.panes.setSizes([26 * GRID, 90 * GRID, 44 * GRID])
        whole = QWidget(self)
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.top, Line(whole), self.panes, Line(whole)):
            rows.addWidget(part, 1 if part is self.panes else 0)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)

    def _show_duty(self) -> None:
        self.status.show_duty(self._desk.duty.people)

    def _connect(self) -> None:
        self._desk.duty.moved.connect(self._show_duty)
        desk, table, search = self._desk, self.table, self.top.search
        self.queues.counted.connect(self._counted)
        self.listing.shown.connect(self._show_middle)
        self.middle.day.asked_queue.connect(self.queues.choose)
        self.middle.day.asked_journal.connect(self.program.open_journal)
        self.middle.day.loaded.connect(lambda _day: self._say_rows())
        for typed in (table.typed, self.middle.day.typed):
            typed.connect(search.type_on)
        search.asked_for.connect(self._go_to)
        search.left.connect(self.middle.take_keyboard)
        self.middle.current_changed.connect(self._show_beside)
        self.middle.opened.connect(self._open)
        table.tickets.loaded.connect(lambda _total: self._say_rows())
        table.selectionModel().selectionChanged.connect(lambda _new, _old: self._say_rows())
        table.tickets.failed.connect(self.status.not_read)
        self._journal.clicked.connect(self.actions_by_id["journal"].trigger)
        desk.changed.connect(self._changed)
        desk.renewed.connect(self._look_again)
        desk.reached.connect(self.status.show_reach)
        desk.messages.said.connect(self.status.remark)
        desk.saves.late.connect(self.status.show_late)
        self.program.fill_menu(self.top.menu)

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        office = self._desk.office
        self.setWindowTitle(office.name)
        actions.say(self.actions_by_id)
        self.top.say_again(self._desk.me.name or self._desk.me.login)
        self.program.say_again()
        self.queues.say_again()
        self.table.say_again()
        self.middle.say_again()
        self.reminder_bar.say_again()
        self.lists.say_again()
        self._journal.setText(tr("Journal"))
        self.status.say_again()
        me, roles = self._desk.me, office.choices("role")
        self.status.show_person(me.name or me.login, roles.label(me.role))
        self._show_duty()
        self.status.show_reach(self._desk.reach)
        self.outbox.say_again()
        self.listing.say_empty()
        self._enable()

    # -- the list --

    @property
    def view(self) -> View:
        """What the list shows."""
        return self.table.tickets.view

    def _show_middle(self) -> None:
        if self.middle.shows_day != self.listing.day:
            self.middle.show_day(self.listing.day)
            tab_as_laid_out(self.centralWidget())
        self._say_rows()

    def _say_rows(self) -> None:
        day = self.middle.day.day if self.middle.shows_day else None
        shown = len(day.tasks) if day else self.table.tickets.outline.total
        self.status.show_rows(shown, None if day else self._total, 0 if day else self.table.chosen.count())
        self._enable()

    def _counted(self, total: int) -> None:
        self._total = total
        self._say_rows()

    def _changed(self, news: Changes) -> None:
        if news.staff or news.office:
            self.say_again()

    # -- what is done --

    def _enable(self) -> None:
        def given(need: str) -> bool:
            if need.startswith("right:"):
                return self._desk.office.may(self._desk.me, need.removeprefix("right:"))
            if need == actions.TICKET:
                return self.middle.current_ticket() is not None
            return self.table.selectionModel().hasSelection() and not self.middle.shows_day

        actions.enable(self.actions_by_id, given)

    def _do_with_list(self, name: str) -> None:
        self.lists.handlers()[name]()

    def _open_current(self) -> None:
        ticket = self.middle.current_ticket()
        if ticket is not None:
            self._open(ticket)

    def _print_current(self) -> None:
        ticket = self.middle.current_ticket()
        if ticket is not None:
            from desk_app.ui.reports.ticket_print_window import TicketPrintWindow  # it brings the PDF libraries

            TicketPrintWindow.open(self._desk, ticket, self)

    def _open(self, ticket_id: int) -> None:
        from desk_app.ui.editor.window import TicketWindow  # what the first paint does not need comes later

        TicketWindow.open(self._desk, ticket_id, self)

    def _register(self) -> None:
        from desk_app.ui.editor.registration import RegistrationWindow

        RegistrationWindow.open(self._desk, self)

    def _go_to(self, number: str) -> None:
        """Open the ticket that people call `number`; where there is none, it is a word to search."""
        self._desk.query(
            self, lambda reader: reader.find_ticket(number), self._open, lambda _error: self.middle.take_keyboard()
        )

    def _find(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def _show_beside(self, ticket_id: int | None) -> None:
        self.pane.show_ticket(ticket_id)
        self._enable()

    def _refresh(self) -> None:
        self._desk.look()
        self._look_again()

    def _look_again(self) -> None:
        """Read anew what is shown, whether or not anything is known to have changed."""
        self.middle.look_again()
        self.queues.count_again()

    def _toggle_pane(self) -> None:
        self.beside.setVisible(self.beside.isHidden())
        self.actions_by_id["pane"].setChecked(not self.beside.isHidden())

    def commands(self) -> "list[Command]":
        """Return what the palette offers besides the actions."""
        from desk_app.ui.tickets.offered import offered_commands

        return offered_commands(self.pane, self.queues, self.middle.current_ticket())

    # -- coming and going --

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._desk.idle = self.isMinimized()
        elif event.type() in (QEvent.Type.LanguageChange, QEvent.Type.ApplicationPaletteChange) and self._ready():
            self.say_again()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.outbox.may_leave():
            event.ignore()
            return
        for window in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            leave = getattr(window, "leave", window.close)  # editors keep what is typed, and do not ask
            if window.isWindow() and window.isVisible() and not leave():
                event.ignore()
                return
        self._keep()
        super().closeEvent(event)

    def _ready(self) -> bool:
        return hasattr(self, "panes")

    def _restore(self) -> None:
        restore_place(self, self.panes, self._desk.settings)
        self.actions_by_id["pane"].setChecked(not self.beside.isHidden())
        self.listing.restore()
        self.middle.take_keyboard()

    def _keep(self) -> None:
        self.listing.keep()
        keep_place(self, self.panes, self._desk.settings)
