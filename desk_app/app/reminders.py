"""Reminders of one person: each once on this computer, even after a restart, unless put off (K-4.2)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.app.desk import Desk
from desk_app.app.tray import Tray
from desk_app.domain.journal import Month
from desk_app.domain.moments import to_seconds
from desk_app.i18n import tr
from desk_app.services.ports import Changes
from desk_app.services.reminders import Reminder, What, due_reminders

AHEAD: Final = "reminders.ahead"
"""How many minutes before an appointment one is reminded; 0 is not at all."""
USUAL: Final = 15
CHOICES: Final = (0, 5, 10, 15, 30, 60)
PUT_OFF: Final = timedelta(minutes=10)
"""How long a reminder is put off."""
_SHOWN: Final = "reminders.shown"
_JOURNALS: Final = "journal.made"
_TICK: Final = 20_000
_SETTLE: Final = 200
_KEPT: Final = timedelta(days=40)


class Reminders(QObject):
    """Looks every few seconds. `changed` tells that `due` is another: what is due and was not taken note of.

    What was shown is remembered in the settings of this computer, a person and an office, until it is past.
    """

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        tray: Tray,
        parent: QObject | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._desk, self._tray, self._now = desk, tray, now
        self.due: tuple[Reminder, ...] = ()
        self._looking = False
        self._tick = QTimer(self, interval=_TICK)
        self._tick.timeout.connect(self.look)
        self._tick.start()
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE)
        self._soon.timeout.connect(self.look)
        desk.changed.connect(self._changed)
        self._soon.start()

    @property
    def ahead(self) -> int:
        """How many minutes before an appointment one is reminded; 0 is not at all."""
        kept: int = self._desk.settings.get(AHEAD, USUAL)
        return kept if 0 <= kept <= 24 * 60 else USUAL

    def set_ahead(self, minutes: int) -> None:
        """Remind so many minutes before an appointment from now on; 0 is not at all."""
        self._desk.settings.set(AHEAD, minutes)
        self.look()

    def look(self) -> None:
        """See what is due now."""
        if self._looking:
            return
        self._looking = True
        me, now, ahead = self._desk.me, self._now(), timedelta(minutes=self.ahead)
        self._desk.query(
            self, lambda reader: due_reminders(reader, me, now, ahead), self._found, lambda _error: self._missed()
        )

    def note(self, reminder: Reminder) -> None:
        """Take note of `reminder`: it is not shown again."""
        self.due = tuple(one for one in self.due if one.key != reminder.key)
        self.changed.emit()

    def put_off(self, reminder: Reminder) -> None:
        """Show `reminder` again in a while."""
        self._remember(reminder, self._now() + PUT_OFF)
        self.note(reminder)

    def _missed(self) -> None:
        self._looking = False

    def _found(self, found: list[Reminder]) -> None:
        """Tell of what is new; what is no longer due, as when it was moved or called, goes away by itself."""
        self._looking = False
        if not self.ahead:
            found = [one for one in found if one.what is not What.MEETING]
        fresh = [one for one in found if self._is_new(one)]
        there = {one.key for one in found}
        due = tuple(one for one in self.due if one.key in there)
        due += tuple(one for one in fresh if one.key not in {other.key for other in due})
        for one in fresh:
            self._remember(one, None)
        if fresh:
            self._tray.tell(*self._told(fresh), fresh[0].ticket_id)
        if due != self.due:
            self.due = due
            self.changed.emit()

    def _told(self, fresh: list[Reminder]) -> tuple[str, str]:
        zone = self._desk.office.zone
        first = fresh[0]
        title = tr("Appointment") if first.what is What.MEETING else tr("Promised call")
        return title, "\n".join(said(one, zone) for one in fresh[:4])

    def _is_new(self, reminder: Reminder) -> bool:
        until = self._shown().get(self._name(reminder))
        if until is None:
            return True
        return isinstance(until, int) and 0 < until <= (to_seconds(self._now()) or 0)

    def _shown(self) -> dict[str, Any]:
        """Return what was shown: 0, or when it was put off to (seconds)."""
        kept: dict[str, Any] = self._desk.settings.get(_SHOWN, {})
        return kept

    def _remember(self, reminder: Reminder, until: datetime | None) -> None:
        oldest = to_seconds(self._now() - _KEPT)
        kept = {name: when for name, when in self._shown().items() if _moment_of(name) > oldest}
        self._desk.settings.set(_SHOWN, {**kept, self._name(reminder): to_seconds(until) if until else 0})

    def _name(self, reminder: Reminder) -> str:
        return f"{self._desk.origin[:16]}:{self._desk.me.id}:{reminder.key}"

    def _changed(self, news: Changes) -> None:
        if news.tickets or news.office:
            self._soon.start()


def said(reminder: Reminder, zone: Any) -> str:
    """Return `reminder` in a line: when, with whom, where, about what."""
    at = f"{reminder.at.astimezone(zone):%H:%M}"
    parts = (at, reminder.who, reminder.where, reminder.subject)
    return " · ".join(part for part in parts if part)


def _moment_of(name: str) -> int:
    last = name.rpartition(":")[2]
    return int(last) if last.isdigit() else 0


# -- the journal of the month before (S-10) --------------------------------------------------------------------------


def is_made(desk: Desk, month: Month) -> bool:
    """Tell whether the journal of `month` was saved or printed on this computer by who sits here."""
    return _journal(desk, month) in desk.settings.get(_JOURNALS, [])


def note_made(desk: Desk, month: Month) -> None:
    """Remember that the journal of `month` was saved or printed here, so that nobody is reminded of it any more."""
    kept = [name for name in desk.settings.get(_JOURNALS, []) if name != _journal(desk, month)]
    desk.settings.set(_JOURNALS, [*kept[-24:], _journal(desk, month)])


def _journal(desk: Desk, month: Month) -> str:
    return f"{desk.origin[:16]}:{desk.me.id}:{month}"
