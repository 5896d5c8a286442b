"""Agreed appointments: whose day they are in, and what a calendar elsewhere is told of them (K-4.2, K-4.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from desk_app.domain.moments import local_iso
from desk_app.domain.office import FINISHED_MEANINGS, Office, Person
from desk_app.domain.text import subject_of
from desk_app.domain.tickets import Appointment, Ticket
from desk_app.domain.view import Sort, SortColumn, Span, TicketFilter, View
from desk_app.services.ports import Reader

MOST: Final = 2000
"""Appointments given at once, the earliest first."""
_SOONEST_FIRST: Final = Sort(SortColumn.APPOINTMENT, descending=False)


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment of a ticket: when (UTC, half-open), how and where, and with whom."""

    ticket_id: int
    version: int
    number: str
    subject: str
    starts: datetime
    ends: datetime
    how: str = ""
    place: str = ""
    who: str = ""
    organisation: str = ""
    phone: str = ""
    room: str = ""
    assignee: str = ""

    @property
    def where(self) -> str:
        """The place that was agreed; without one the room of who asks, or the phone."""
        return self.place or self.room or self.phone


def meeting_of(ticket: Ticket, people: Mapping[int, Person]) -> Meeting | None:
    """Return the appointment of `ticket`, or None where none is agreed."""
    if ticket.appointment_at is None:
        return None
    agreed, asks = ticket.appointment or Appointment(), ticket.requester
    person = people.get(ticket.assignee)
    return Meeting(
        ticket.id,
        ticket.version,
        ticket.number or "",
        subject_of(ticket.description),
        ticket.appointment_at,
        ticket.appointment_at + timedelta(minutes=max(agreed.minutes, 1)),
        agreed.how,
        agreed.place,
        asks.name,
        asks.organisation,
        asks.phone,
        asks.room,
        (person.name or person.login) if person else "",
    )


def stands(office: Office, ticket: Ticket) -> bool:
    """Tell whether the appointment of `ticket` is still agreed, or took place: not when it was finished before."""
    if ticket.appointment_at is None:
        return False
    ended = ticket.solved_at or ticket.closed_at
    return office.meaning(ticket.status) not in FINISHED_MEANINGS or (
        ended is not None and ended >= ticket.appointment_at
    )


def meetings(
    reader: Reader, since: datetime | None = None, until: datetime | None = None, person: int = 0
) -> list[Meeting]:
    """Return the appointments that begin in `since`..`until` (UTC, half-open, None is open), the earliest first.

    `person` 0 means everybody's.
    """
    office, people = reader.office(), {one.id: one for one in reader.staff()}
    early = datetime.min.replace(tzinfo=UTC) if since is None else since
    span = Span(SortColumn.APPOINTMENT, max(early, datetime(1970, 1, 1, tzinfo=UTC)), until)
    wanted = TicketFilter(people=(person,) if person else (), spans=(span,))
    ids = reader.ids(View(wanted, _SOONEST_FIRST), Person(person, "", "", ""), 0, MOST)
    found = [meeting_of(ticket, people) for ticket in reader.tickets(ids) if stands(office, ticket)]
    return [meeting for meeting in found if meeting is not None]


def day_of(office: Office, now: datetime) -> tuple[datetime, datetime]:
    """Return the office's day that `now` lies in, as half-open UTC moments."""
    today = now.astimezone(office.zone).date()
    return midnight(office, today), midnight(office, today + timedelta(days=1))


def midnight(office: Office, day: date) -> datetime:
    """Return the UTC moment at which `day` begins in the office."""
    return datetime.combine(day, time(), office.zone).astimezone(UTC)


def origin_of(reader: Reader) -> str:
    """Return what the office is known by in calendars elsewhere: it stays when a backup is put in its place."""
    first = next(reader.chain(), [])[:1]
    return first[0].hash.hex()[:16] if first else ""


def meeting_json(office: Office, meeting: Meeting) -> dict[str, Any]:
    """Return `meeting` as plain JSON; moments in the office's local time."""
    return {
        "ticket": meeting.number,
        "id": meeting.ticket_id,
        "subject": meeting.subject,
        "starts": local_iso(meeting.starts, office.zone),
        "ends": local_iso(meeting.ends, office.zone),
        "how": meeting.how,
        "place": meeting.place,
        "requester": meeting.who,
        "organisation": meeting.organisation,
        "phone": meeting.phone,
        "room": meeting.room,
        "assignee": meeting.assignee,
    }
