"""What one person has to do today: agreed appointments, promised calls, what falls due, and what waits for a number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from desk_app.domain.office import OPEN_MEANINGS, Meaning, Office, Person
from desk_app.domain.text import subject_of
from desk_app.domain.tickets import Ticket
from desk_app.domain.view import Queue, Sort, SortColumn, Span, TicketFilter, View
from desk_app.services.appointments import Meeting, day_of, meeting_of
from desk_app.services.ports import Reader

ARRIVED: Final = 5
"""Unregistered items shown, the first to be registered first; the queue has them all."""
MOST: Final = 300
"""Tickets of a day that are shown, those first whose time runs out first."""


class Part(Enum):
    """The parts of a day, in the order they stand."""

    ARRIVED = "arrived"
    MEETINGS = "meetings"
    CALLS = "calls"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the day. `at` is when (UTC), `passed` whether that lies behind; `late` and `soon` are its time limit's.

    `where` is the place that was agreed, or the room; `how` is how an appointment is held.
    """

    part: Part
    ticket_id: int
    number: str
    subject: str
    status: str
    at: datetime | None
    passed: bool
    late: bool = False
    soon: bool = False
    who: str = ""
    organisation: str = ""
    phone: str = ""
    where: str = ""
    how: str = ""
    ticket: Ticket | None = None

    @property
    def key(self) -> tuple[Part, int]:
        """What tells it from the others of a day."""
        return self.part, self.ticket_id


@dataclass(frozen=True, slots=True)
class Day:
    """All of a person's day: tasks in their order, how many each part has in all, and the first appointment after it.

    `mine` is how many open tickets the person has besides.
    """

    tasks: tuple[Task, ...]
    totals: Mapping[Part, int]
    following: Meeting | None = None
    mine: int = 0


def today(reader: Reader, me: Person, now: datetime) -> Day:
    """Return the day of `me` at `now` (UTC): everything up to the end of the office's day."""
    office = reader.office()
    _begin, end = day_of(office, now)
    arrived = View(TicketFilter(Queue.UNREGISTERED), Sort(SortColumn.DUE, descending=False))
    waiting = reader.tickets(reader.ids(arrived, me, 0, ARRIVED))
    mine = reader.tickets(_ids(reader, me, end))
    tasks = [_arrived(office, ticket, now) for ticket in waiting]
    tasks += tasks_of(office, mine, now, end)
    totals = {part: sum(task.part is part for task in tasks) for part in Part}
    totals[Part.ARRIVED] = reader.count(arrived, me)
    return Day(tuple(tasks), totals, _following(reader, me, end), reader.count(View(TicketFilter(Queue.MINE)), me))


def tasks_of(office: Office, tickets: Iterable[Ticket], now: datetime, end: datetime) -> list[Task]:
    """Return what `tickets` ask for before `end` (UTC), in the order of parts and of time.

    A ticket stands where it is agreed or promised, else where it falls due; one with both an appointment and a
    promised call stands at both.
    """
    found = [task for ticket in tickets for task in _tasks(office, ticket, now, end)]
    order = list(Part)
    return sorted(found, key=lambda task: (order.index(task.part), task.at or end, task.ticket_id))


def _tasks(office: Office, ticket: Ticket, now: datetime, end: datetime) -> Iterator[Task]:
    meaning = office.meaning(ticket.status)
    agreed = False
    if ticket.appointment_at and ticket.appointment_at < end and meaning in OPEN_MEANINGS:
        yield _task(Part.MEETINGS, office, ticket, ticket.appointment_at, now)
        agreed = True
    if ticket.remind_at and ticket.remind_at < end and (meaning in OPEN_MEANINGS or meaning is Meaning.SOLVED):
        yield _task(Part.CALLS, office, ticket, ticket.remind_at, now)
        agreed = True
    if not agreed and ticket.due_at and ticket.due_at < end and meaning in OPEN_MEANINGS:
        part = Part.LATE if ticket.due_at < now else Part.DUE
        yield _task(part, office, ticket, ticket.due_at, now)


def _task(part: Part, office: Office, ticket: Ticket, at: datetime | None, now: datetime) -> Task:
    asks, agreed = ticket.requester, ticket.appointment if part is Part.MEETINGS else None
    lasts = timedelta(minutes=agreed.minutes if agreed else 0)
    is_open = office.meaning(ticket.status) in OPEN_MEANINGS
    return Task(
        part,
        ticket.id,
        ticket.number or "",
        subject_of(ticket.description),
        ticket.status,
        at,
        at is not None and at + lasts < now,
        late=bool(is_open and ticket.due_at and ticket.due_at < now),
        soon=bool(is_open and ticket.warn_at and ticket.warn_at <= now),
        who=asks.name,
        organisation=asks.organisation,
        phone=asks.phone,
        where=(agreed.place if agreed else "") or asks.room,
        how=agreed.how if agreed else "",
        ticket=ticket,
    )


def _arrived(office: Office, ticket: Ticket, now: datetime) -> Task:
    return _task(Part.ARRIVED, office, ticket, ticket.due_register_at or ticket.due_at, now)


def _ids(reader: Reader, me: Person, end: datetime) -> list[int]:
    """Return the ids of the day: all that is agreed or promised, and of the rest what runs out first."""
    found = reader.ids(View(TicketFilter(Queue.TODAY), Sort(SortColumn.DUE, descending=False)), me, 0, MOST)
    if len(found) == MOST:
        for column in (SortColumn.APPOINTMENT, SortColumn.REMINDER):
            wanted = TicketFilter(Queue.TODAY, spans=(Span(column, until=end),))
            found += reader.ids(View(wanted, Sort(column, descending=False)), me, 0, MOST)
    return list(dict.fromkeys(found))


def _following(reader: Reader, me: Person, end: datetime) -> Meeting | None:
    """Return the first appointment of `me` after `end`."""
    wanted = TicketFilter(Queue.MINE, spans=(Span(SortColumn.APPOINTMENT, since=end),))
    ids = reader.ids(View(wanted, Sort(SortColumn.APPOINTMENT, descending=False)), me, 0, 1)
    found = reader.tickets(ids)
    return meeting_of(found[0], {}) if found else None
