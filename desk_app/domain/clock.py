"""The clock of a ticket: when it stands, and when the next thing is due after each step."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from desk_app.domain.deadlines import Due, Limit, Pause, Reason, due, moved_by_pauses
from desk_app.domain.errors import UserError
from desk_app.domain.limits import About, limit_for
from desk_app.domain.office import FINISHED_MEANINGS, Meaning, Office
from desk_app.domain.tickets import Ticket

_NOTHING: Final = Due(None, None, ())


def clocked(office: Office, old: Ticket, new: Ticket, at: datetime) -> Ticket:
    """Return `new`, which a step at `at` made of `old`, with its pauses and the dates it is due.

    Dates follow from the moments alone; where there is no calendar for a year there is no date.
    """
    if old.status and new.status and old.status != new.status:
        new = replace(new, pauses=_pauses(office, old, new, at))
    if new.due_register_at is None:
        new = replace(new, due_register_at=_due(office, new, "register").at)
    if new.registered_at is None:
        return replace(new, due_at=new.due_register_at, warn_at=_due(office, new, "register").warn_at)
    new = replace(new, due_return_at=_due_return(office, old, new, at))
    if office.meaning(new.status) in FINISHED_MEANINGS:
        finished = bool(old.registered_at) and office.meaning(old.status) in FINISHED_MEANINGS
        counted = replace(new, pauses=_shut(new.pauses, at))
        return replace(new, due_at=old.due_at if finished else due_of(office, counted).at, warn_at=None)
    found = due_of(office, new)
    return replace(new, due_at=found.at, warn_at=found.warn_at, first_due_at=new.first_due_at or found.at)


def begun(office: Office, ticket: Ticket) -> Ticket:
    """Return `ticket`, which comes with a status already, with the dates it is due."""
    if ticket.status and ticket.registered_at and office.status(ticket.status).stops_clock:
        waits = office.meaning(ticket.status) not in FINISHED_MEANINGS
        ticket = replace(ticket, pauses=(Pause(ticket.registered_at),) if waits else ())
        return replace(ticket, due_at=None if waits else due_of(office, ticket).at)
    return clocked(office, ticket, ticket, ticket.registered_at or ticket.received_at)


def unclocked(ticket: Ticket) -> Ticket:
    """Return `ticket` as if its clock had never begun."""
    blank = replace(ticket, due_at=None, first_due_at=None, due_register_at=None, due_return_at=None, warn_at=None)
    return replace(blank, extension=None, pauses=(), breached="")


def due_of(office: Office, ticket: Ticket) -> Due:
    """Return when `ticket` is due as it stands, and why, day by day; nothing where no limit is set for it."""
    if ticket.registered_at is None:
        return _due(office, ticket, "register")
    found = _due(office, ticket, "resolve") if _limit(office, ticket, "resolve") else _due(office, ticket, "consult")
    if ticket.extension is None or found.at is None:
        return found
    since = ticket.extension
    later = [pause for pause in ticket.pauses if pause.since >= since.at]
    try:
        at = moved_by_pauses(office.calendar, since.at, since.to, later)
    except UserError:
        return _NOTHING
    return Due(at, found.warn_at if found.warn_at and found.warn_at > since.at else None, found.reasons)


def late(ticket: Ticket, now: datetime) -> list[tuple[str, datetime]]:
    """Return the limits that `ticket` breaks at `now` and that are not recorded yet, with the moment each ran out."""
    registered = ticket.registered_at
    found = []
    if ticket.due_register_at and ticket.due_register_at < (registered or now):
        found.append(("register", ticket.due_register_at))
    if registered and ticket.due_at and ticket.due_at < min(now, ticket.solved_at or ticket.closed_at or now):
        found.append(("resolve", ticket.due_at))
    if ticket.due_return_at and ticket.due_return_at < now:
        found.append(("return", ticket.due_return_at))
    recorded = ticket.breached.split()
    return [one for one in found if one[0] not in recorded]


def reasons(office: Office, ticket: Ticket) -> tuple[Reason, ...]:
    """Return why `ticket` is due when it is."""
    return due_of(office, ticket).reasons


def _pauses(office: Office, old: Ticket, new: Ticket, at: datetime) -> tuple[Pause, ...]:
    stood, stands = (office.status(one.status).stops_clock for one in (old, new))
    if stands and not stood:
        return (*new.pauses, Pause(at))
    return _shut(new.pauses, at) if stood and not stands else new.pauses


def _shut(pauses: tuple[Pause, ...], at: datetime) -> tuple[Pause, ...]:
    """Return `pauses` with the one that goes on ended at `at`."""
    if not pauses or pauses[-1].until is not None:
        return pauses
    return (*pauses[:-1], Pause(pauses[-1].since, max(at, pauses[-1].since)))


def _due_return(office: Office, old: Ticket, new: Ticket, at: datetime) -> datetime | None:
    """Return when developers have to give it back: their own time begins with the hand-over (E-6.1d)."""
    if office.meaning(new.status) is not Meaning.OUTSIDE:
        return None
    if old.status == new.status:
        return old.due_return_at
    limit = _limit(office, new, "return")
    try:
        return due(office.calendar, limit, at).at if limit else None
    except UserError:
        return None


def _due(office: Office, ticket: Ticket, step: str) -> Due:
    limit = _limit(office, ticket, step)
    since = ticket.received_at if step == "register" else ticket.registered_at
    if limit is None or since is None:
        return _NOTHING
    try:
        return due(office.calendar, limit, since, () if step == "register" else ticket.pauses)
    except UserError:
        return _NOTHING


def _limit(office: Office, ticket: Ticket, step: str) -> Limit | None:
    return limit_for(office, step, About(ticket.kind, ticket.type, ticket.priority, ticket.line))
