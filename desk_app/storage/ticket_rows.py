"""A ticket, between its rows and the object the domain knows."""

import json
from typing import Any, Final

from desk_app.domain.moments import from_seconds, to_seconds
from desk_app.domain.office import Office
from desk_app.domain.record import plain, restored
from desk_app.domain.search import search_text
from desk_app.domain.text import sort_key, subject_of
from desk_app.domain.tickets import Approval, Outcome, Requester, Ticket
from desk_app.storage.door import Door
from desk_app.storage.models import TicketTable, TicketTextTable
from desk_app.storage.office_rows import OfficeCache

_LOOKUPS = ("kind", "status", "type", "channel", "priority", "system", "line", "service", "mode")
_COUNTS: Final = ("rating", "reworks")
_COURSE: Final = (
    *("pauses", "extension", "appointment", "agreed", "complexity", "fix_by"),
    *("confirmed_by", "confirmed_how", "rating_comment", "answers"),
)
"""What is kept of a ticket as JSON."""
_CLOCK_MOMENTS = (
    *("due_at", "first_due_at", "due_register_at", "due_return_at", "warn_at"),
    *("appointment_at", "remind_at"),
)
_NARROW = (
    TicketTable.id,
    TicketTable.version,
    TicketTable.number,
    *(getattr(TicketTable, f"{section}_id") for section in _LOOKUPS),
    TicketTable.assignee_id,
    TicketTable.requester_id,
    TicketTable.requester,
    TicketTable.organisation,
    TicketTable.received_at,
    TicketTable.registered_at,
    TicketTable.solved_at,
    TicketTable.closed_at,
    TicketTable.approval,
    TicketTable.outcome,
    *(getattr(TicketTable, name) for name in _CLOCK_MOMENTS),
    TicketTable.breached,
    *(getattr(TicketTable, name) for name in _COUNTS),
)
_LONG = (
    TicketTextTable.description,
    TicketTextTable.additional_info,
    TicketTextTable.note,
    TicketTextTable.cause,
    TicketTextTable.solution,
    TicketTextTable.phone,
    TicketTextTable.email,
    TicketTextTable.room,
    TicketTextTable.clock,
)
TICKET_COLUMNS = (*_NARROW, *_LONG)
"""What `ticket_of` reads, from `ticket` joined with `ticket_text`."""


def select_tickets() -> Any:
    """Return the query of whole tickets, to be narrowed by `where`."""
    return TicketTable.select(*TICKET_COLUMNS).join(TicketTextTable, on=(TicketTextTable.id == TicketTable.id))


def ticket_of(office: Office, row: tuple[Any, ...]) -> Ticket:
    """Return the ticket of a row of TICKET_COLUMNS."""
    named = dict(zip((column.name for column in TICKET_COLUMNS), row, strict=True))
    codes: dict[str, Any] = {section: _code(office, section, named[f"{section}_id"]) for section in _LOOKUPS}
    requester = Requester(
        named["requester"],
        named["organisation"],
        named["phone"],
        named["email"],
        named["room"],
        named["requester_id"],
    )
    names = ("registered_at", "solved_at", "closed_at", *_CLOCK_MOMENTS)
    moments: dict[str, Any] = {name: from_seconds(named[name]) for name in names}
    clock = json.loads(named["clock"]) if named["clock"] else {}
    texts: dict[str, Any] = {
        name: named[name] for name in ("description", "additional_info", "note", "cause", "solution")
    }
    return Ticket(
        **codes,
        **texts,
        **moments,
        received_at=from_seconds(named["received_at"]),
        assignee=named["assignee_id"],
        requester=requester,
        approval=Approval(named["approval"]),
        outcome=Outcome(named["outcome"]),
        breached=named["breached"],
        **{name: named[name] for name in _COUNTS},
        **{name: restored(name, value) for name, value in clock.items()},
        id=named["id"],
        number=named["number"],
        version=named["version"],
    )


def narrow_values(connection: Door, cache: OfficeCache, ticket: Ticket) -> dict[str, object]:
    """Return the columns of `ticket`'s narrow row, all but its id."""
    subject = subject_of(ticket.description)
    who = ticket.requester
    values: dict[str, object] = {
        f"{section}_id": cache.item_id(connection, section, getattr(ticket, section)) for section in _LOOKUPS
    }
    return values | {
        "version": ticket.version,
        "number": ticket.number,
        "assignee_id": ticket.assignee,
        "requester_id": who.id,
        "subject": subject,
        "subject_key": sort_key(subject),
        "requester": who.name,
        "requester_key": sort_key(who.name),
        "organisation": who.organisation,
        "organisation_key": sort_key(who.organisation),
        "received_at": to_seconds(ticket.received_at),
        "registered_at": to_seconds(ticket.registered_at),
        "solved_at": to_seconds(ticket.solved_at),
        "closed_at": to_seconds(ticket.closed_at),
        "approval": ticket.approval.value,
        "outcome": ticket.outcome.value,
        **{name: to_seconds(getattr(ticket, name)) for name in _CLOCK_MOMENTS},
        "breached": ticket.breached,
        **{name: getattr(ticket, name) for name in _COUNTS},
    }


def long_values(office: Office, ticket: Ticket) -> dict[str, object]:
    """Return the columns of `ticket`'s text row, all but its id."""
    who = ticket.requester
    words = (
        ticket.number,
        ticket.description,
        ticket.additional_info,
        ticket.note,
        ticket.solution,
        ticket.cause,
        who.name,
        who.organisation,
        who.email,
        who.room,
        office.choices("system").label(ticket.system),
        office.choices("service").label(ticket.service),
        *(value for value in ticket.answers.values() if isinstance(value, str)),
    )
    return {
        "description": ticket.description,
        "additional_info": ticket.additional_info,
        "note": ticket.note,
        "cause": ticket.cause,
        "solution": ticket.solution,
        "phone": who.phone,
        "email": who.email,
        "room": who.room,
        "clock": _clock(ticket),
        "search": search_text((word for word in words if word), (who.phone,)),
    }


def _clock(ticket: Ticket) -> str:
    kept = {name: plain(getattr(ticket, name)) for name in _COURSE if getattr(ticket, name)}
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def _code(office: Office, section: str, row_id: int) -> str:
    item = office.choices(section).by_id(row_id)
    return item.code if item else ""
