"""The bar over everything that says what is about to be, and the one that asks for last month's journal."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.app.reminders import Reminders, is_made, said
from desk_app.app.theme import Hue
from desk_app.domain.journal import Month
from desk_app.i18n import format_month, tr, trn
from desk_app.services import tickets
from desk_app.services.journal_day import is_asked, journal_month
from desk_app.services.ports import Changes
from desk_app.services.reminders import Reminder, What
from desk_app.ui.editor.due_words import duration
from desk_app.ui.reports.notice import Notice, Offer


class ReminderBar(Notice):
    """Shows the first reminder that is due, and how many more there are; hidden while there is none."""

    def __init__(
        self,
        desk: Desk,
        reminders: Reminders,
        open_ticket: Callable[[int], object],
        parent: QWidget | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._desk, self._reminders, self._open, self._now = desk, reminders, open_ticket, now
        self._close.clicked.connect(self._noted)
        reminders.changed.connect(self.say_again)
        self.say_again()

    def say_again(self) -> None:
        """Say what is due now, in the language spoken now."""
        due = self._reminders.due
        if not due:
            self.hide()
            return
        first = due[0]
        text = f"{self._when(first)}: {said(first, self._desk.office.zone)}"
        if len(due) > 1:
            text += " · " + trn("and {n} more", "and {n} more", len(due) - 1)
        self.say(text, self._offers(first), Hue.WAITING)

    def _when(self, one: Reminder) -> str:
        ahead = one.at - self._now()
        if one.what is What.CALL:
            return tr("Promised call")
        if ahead.total_seconds() <= 0:
            return tr("Appointment, now")
        return tr("Appointment in {time}", time=duration(ahead))

    def _offers(self, one: Reminder) -> list[Offer]:
        offers: list[Offer] = [(tr("Open"), "file-text", partial(self._show, one))]
        if one.what is What.CALL and self._desk.office.may(self._desk.me, "remind"):
            offers.append((tr("Called"), "check", partial(self._called, one)))
        return [*offers, (tr("In 10 minutes"), "clock", partial(self._reminders.put_off, one))]

    def _show(self, one: Reminder) -> None:
        self._reminders.note(one)
        self._open(one.ticket_id)

    def _called(self, one: Reminder) -> None:
        self._reminders.note(one)
        self._desk.command(self, partial(tickets.do, ticket_id=one.ticket_id, verb="remind", raw={}))

    def _noted(self) -> None:
        if self._reminders.due:
            self._reminders.note(self._reminders.due[0])


class JournalReminder(Notice):
    """From the office's journal day on: print the journal of the month before (S-10).

    Hidden where the office has no such day, where the person has nothing to print, and once it was saved or printed
    on this computer.
    """

    def __init__(
        self,
        desk: Desk,
        open_journal: Callable[[Month], object],
        parent: QWidget | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._desk, self._open, self._now = desk, open_journal, now
        self._month: Month | None = None
        self._closed: Month | None = None
        self._close.clicked.connect(self._put_aside)
        desk.changed.connect(self._changed)

    def look(self) -> None:
        """See whether a journal is asked for now."""
        office, me = self._desk.office, self._desk.me
        month = journal_month(office, self._now().astimezone(office.zone).date())
        if month is None or month == self._closed or is_made(self._desk, month):
            self._show(None)
        elif month != self._month:
            self._desk.query(
                self,
                lambda reader: is_asked(reader, me, month),
                lambda asked: self._show(month if asked else None),
                lambda _error: None,
            )

    def say_again(self) -> None:
        """Say it in the language spoken now."""
        month = self._month
        if month is None:
            self.hide()
            return
        when = format_month(month.year, month.month)
        text = tr("Print your journal of {month}, sign it, and hand it in.", month=when)
        self.say(text, [(tr("Open the journal"), "report", partial(self._open, month))], Hue.CALM)

    def _show(self, month: Month | None) -> None:
        self._month = month
        self.say_again()

    def _put_aside(self) -> None:
        self._closed, self._month = self._month, None

    def _changed(self, news: Changes) -> None:
        if news.office:
            self._month = None
            self.look()
