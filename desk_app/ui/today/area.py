"""What stands in the middle of the window: the day, or a list of tickets."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.ui.tickets.table import TicketTable
from desk_app.ui.today.page import TodayPage


class MiddleArea(QStackedWidget):
    """Shows the day or the table, with what belongs above and below the table.

    `current_changed` carries the ticket that is current in what is shown, or None; `opened` a ticket.
    """

    current_changed = Signal(object)
    opened = Signal(int)

    def __init__(self, desk: Desk, table: TicketTable, above: QWidget, below: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self.day = TodayPage(desk, self)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(above)
        column.addWidget(table, 1)
        column.addWidget(below)
        self.addWidget(self.day)
        self.addWidget(holder)
        self.day.current_changed.connect(self._of_day)
        table.current_changed.connect(self._of_table)
        self.day.opened.connect(self.opened)
        table.opened.connect(self.opened)

    @property
    def shows_day(self) -> bool:
        """Whether the day is shown rather than a list."""
        return self.currentIndex() == 0

    def show_day(self, day: bool) -> None:
        """Show the day, or the list; the keyboard stays in what is shown."""
        held = self.window().focusWidget() in (self.day.list, self._table)
        if day == self.shows_day:
            return
        self.setCurrentIndex(0 if day else 1)
        if held:
            self.take_keyboard()
        self.current_changed.emit(self.current_ticket())

    def take_keyboard(self) -> None:
        """Bring the keyboard to the lines that are shown."""
        (self.day.list if self.shows_day else self._table).setFocus()

    def current_ticket(self) -> int | None:
        """Return the ticket that is current in what is shown, or None."""
        return self.day.current_ticket() if self.shows_day else self._table.current_ticket()

    def look_again(self) -> None:
        """Read anew what is shown, whether or not anything is known to have changed."""
        if self.shows_day:
            self.day.reload()
        self._table.tickets.look_again()

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self.day.say_again()

    def _of_day(self, ticket: int | None) -> None:
        if self.shows_day:
            self.current_changed.emit(ticket)

    def _of_table(self, ticket: int | None) -> None:
        if not self.shows_day:
            self.current_changed.emit(ticket)
