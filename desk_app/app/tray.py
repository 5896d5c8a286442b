"""Messages beside the clock: only of what is mine, only in the office's working hours, several at once as one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desk_app.app.desk import Desk
from desk_app.domain.errors import N_
from desk_app.domain.office import Office, Person
from desk_app.i18n import tr, trn
from desk_app.services.notes import Note, Why, concerning
from desk_app.services.ports import Changes, Reader
from desk_app.services.reminders import at_work

SETTING: Final = "tray"
"""Whether messages are wanted; they are unless somebody said no."""
TOGETHER: Final = 4000
"""Milliseconds in which several things become one message."""
_LATER: Final = 60_000
_MOST: Final = 50
"""Tickets of one piece of news whose history is read; an import of thousands concerns nobody in particular."""
_SAID: Final[Mapping[Why, str]] = {
    Why.ASSIGNED: N_("{who} gave you {number}: {subject}"),
    Why.REOPENED: N_("{who} reopened {number}: {subject}"),
    Why.APPROVE: N_("{number} waits for an agreement: {subject}"),
    Why.VERIFY: N_("{number} is solved and waits for your check: {subject}"),
    Why.ANSWERED: N_("{number} goes on, there is an answer: {subject}"),
    Why.COMMENTED: N_("{who} wrote about {number}: {subject}"),
}


class Tray(QObject):
    """Follows the news of `desk`. `asked` carries the ticket of a message that was clicked.

    `said` carries the title, the text and the ticket of every message; without a tray that is all that happens.
    """

    asked = Signal(int)
    said = Signal(str, str, int)

    def __init__(
        self, desk: Desk, parent: QObject | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._now = now
        self._seen: int | None = None
        self._notes: dict[int, Note] = {}
        self._clicked = 0
        self._icon: QSystemTrayIcon | None = None
        self._rest = QTimer(self, singleShot=True, interval=TOGETHER)
        self._rest.timeout.connect(self._tell)
        desk.changed.connect(self._changed)
        desk.query(self, lambda reader: reader.head()[0], self._begin, lambda _error: None)

    @property
    def wanted(self) -> bool:
        """Whether messages are wanted."""
        return bool(self._desk.settings.get(SETTING, True))

    def want(self, on: bool) -> None:
        """Show messages from now on, or no more."""
        self._desk.settings.set(SETTING, on)
        if not on:
            self._notes.clear()
            if self._icon is not None:
                self._icon.hide()

    def _begin(self, seq: int) -> None:
        self._seen = seq

    def _changed(self, news: Changes) -> None:
        if self._seen is None or not news.tickets or not self.wanted:
            return
        me, office, since, ids = self._desk.me, self._desk.office, self._seen, news.tickets[-_MOST:]

        def read(reader: Reader) -> tuple[int, list[Note]]:
            return reader.head()[0], _notes(reader, (me, office), ids, since)

        self._desk.query(self, read, lambda answer: self._found(*answer), lambda _error: None)

    def _found(self, seq: int, notes: Sequence[Note]) -> None:
        self._seen = max(seq, self._seen or 0)
        self._notes |= {note.ticket_id: note for note in notes}
        if self._notes and not self._rest.isActive():
            self._rest.start(TOGETHER)

    def _tell(self) -> None:
        """Say what has gathered; outside the working hours it waits for them."""
        if not self._notes or not self.wanted:
            return
        if not at_work(self._desk.office, self._now()):
            self._rest.start(_LATER)
            return
        notes, self._notes = list(self._notes.values()), {}
        title = trn("{n} ticket concerns you", "{n} tickets concern you", len(notes))
        lines = [_sentence(note) for note in notes[:4]]
        lines += [trn("and {n} more", "and {n} more", len(notes) - 4)] if len(notes) > 4 else []
        self.tell(title, "\n".join(lines), notes[0].ticket_id)

    def tell(self, title: str, text: str, ticket_id: int) -> None:
        """Show a message now, if messages are wanted; a click on it asks for the ticket."""
        if not self.wanted:
            return
        self._clicked = ticket_id
        self.said.emit(title, text, ticket_id)
        icon = self._shown()
        if icon is not None:
            icon.showMessage(title, text, icon.icon())

    def _shown(self) -> QSystemTrayIcon | None:
        """Return the icon beside the clock; None on a screen that has no place for it."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return None
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._icon.messageClicked.connect(self._click)
            self._icon.activated.connect(lambda _how: self._click())
        self._icon.setToolTip(self._desk.office.name)
        self._icon.show()
        return self._icon

    def _click(self) -> None:
        if self._clicked:
            self.asked.emit(self._clicked)


def _notes(reader: Reader, who: tuple[Person, Office], ids: Sequence[int], since: int) -> list[Note]:
    me, office = who
    there = [ticket.id for ticket in reader.tickets(ids)]
    return [note for ticket in there if (note := concerning(me, office, reader.card(ticket), since))]


def _sentence(note: Note) -> str:
    number = note.number or tr("A call that is not registered")
    return tr(_SAID[note.why], who=note.by.name or note.by.login, number=number, subject=note.subject)
