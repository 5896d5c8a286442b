"""Who is reminded of what, and when: before an appointment, and at a promised call; never outside working hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from desk_app.domain.calendars import WEEKDAYS, NoCalendar
from desk_app.domain.moments import to_seconds
from desk_app.domain.office import Office, Person
from desk_app.domain.text import subject_of
from desk_app.domain.tickets import Ticket
from desk_app.domain.view import Queue, Sort, SortColumn, Span, TicketFilter, View
from desk_app.services.appointments import meeting_of
from desk_app.services.ports import Reader

_FAR: Final = timedelta(days=16)
"""How far ahead is looked: after the longest holidays the first appointment is announced before them."""
_PAST: Final = timedelta(days=1)
_MOST: Final = 100


class What(Enum):
    """What one is reminded of."""

    MEETING = "meeting"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: of what, when that is (UTC), with whom and where. `key` stays until it is moved."""

    what: What
    ticket_id: int
    at: datetime
    number: str
    subject: str
    who: str
    where: str

    @property
    def key(self) -> str:
        """What tells it from every other; an appointment that is moved has another."""
        return f"{self.what.value}:{self.ticket_id}:{to_seconds(self.at)}"


def due_reminders(reader: Reader, me: Person, now: datetime, ahead: timedelta) -> list[Reminder]:
    """Return what `me` has to be reminded of at `now` (UTC), the earliest first; nothing outside working hours.

    Of an appointment one is reminded `ahead` of it, until it is over; of a promised call when its time has come.
    """
    office = reader.office()
    if not at_work(office, now):
        return []
    found = [_of_meeting(ticket) for ticket in _meetings(reader, me, now) if _comes(office, ticket, now, ahead)]
    found += [_of_call(ticket) for ticket in _calls(reader, me, now)]
    return sorted((one for one in found if one is not None), key=lambda one: one.at)


def remind_at(office: Office, at: datetime, ahead: timedelta) -> datetime:
    """Return when one is reminded of an appointment at `at` (UTC): so much earlier, within working time.

    Where that lies outside, it is `ahead` of the end of the working stretch before.
    """
    wanted = at - ahead
    day = office.calendar.local_day(wanted)
    try:
        for back in range(_FAR.days):
            for begin, end in reversed(office.calendar.spans(day - timedelta(days=back))):
                if begin <= wanted < end:
                    return wanted
                if end <= wanted:
                    return max(begin, end - ahead)
    except NoCalendar:
        return wanted
    return wanted


def at_work(office: Office, moment: datetime) -> bool:
    """Tell whether `moment` (UTC) lies in the working hours; where there is no calendar, in those of the week."""
    calendar = office.calendar
    day = calendar.local_day(moment)
    try:
        spans = calendar.spans(day)
    except NoCalendar:
        parts = calendar.week.get(WEEKDAYS[day.weekday()], ())
        spans = tuple((calendar.moment(day, part.start), calendar.moment(day, part.end)) for part in parts)
    return any(begin <= moment < end for begin, end in spans)


def _comes(office: Office, ticket: Ticket, now: datetime, ahead: timedelta) -> bool:
    meeting = meeting_of(ticket, {})
    return meeting is not None and remind_at(office, meeting.starts, ahead) <= now < meeting.ends


def _meetings(reader: Reader, me: Person, now: datetime) -> list[Ticket]:
    span = Span(SortColumn.APPOINTMENT, now - _PAST, now + _FAR)
    view = View(TicketFilter(Queue.MINE, spans=(span,)), Sort(SortColumn.APPOINTMENT, descending=False))
    return reader.tickets(reader.ids(view, me, 0, _MOST))


def _calls(reader: Reader, me: Person, now: datetime) -> list[Ticket]:
    span = Span(SortColumn.REMINDER, until=now + timedelta(seconds=1))
    view = View(TicketFilter(Queue.TODAY, spans=(span,)), Sort(SortColumn.REMINDER, descending=False))
    return reader.tickets(reader.ids(view, me, 0, _MOST))


def _of_meeting(ticket: Ticket) -> Reminder | None:
    meeting = meeting_of(ticket, {})
    if meeting is None:
        return None
    who = meeting.who or meeting.organisation
    return Reminder(What.MEETING, ticket.id, meeting.starts, meeting.number, meeting.subject, who, meeting.where)


def _of_call(ticket: Ticket) -> Reminder | None:
    if ticket.remind_at is None:
        return None
    asks, subject = ticket.requester, subject_of(ticket.description)
    who = asks.name or asks.organisation
    return Reminder(What.CALL, ticket.id, ticket.remind_at, ticket.number or "", subject, who, asks.phone)
