"""The clock of a ticket: when it stands, and when the next thing is due after each step."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from desk_app.domain.deadlines import Due, Pause, Reason, due, end_of_day, moved_by_pauses
from desk_app.domain.errors import N_, UserError
from desk_app.domain.limits import About, limit_for, limit_of, rule_for
from desk_app.domain.office import FINISHED_MEANINGS, Meaning, Office
from desk_app.domain.tickets import Ticket

_NOTHING: Final = Due(None, None, ())
PROMISED: Final = N_("The day the developers named")


@dataclass(frozen=True, slots=True)
class Why:
    """Why a ticket is due when it is: the `rule` by its label, since when it counts (UTC), and what comes of it.

    `trouble` says why no date could be counted, as where a year has no calendar.
    """

    rule: str
    since: datetime
    due: Due
    trouble: UserError | None = None


def clocked(office: Office, old: Ticket, new: Ticket, at: datetime) -> Ticket:
    """Return `new`, which a step at `at` made of `old`, with its pauses and the dates it is due.

    Dates follow from the moments alone; where there is no calendar for a year there is no date.
    """
    if new.status and old.status != new.status:
        new = replace(new, pauses=_pauses(office, old, new, at))
    if new.due_register_at is None or new.received_at != old.received_at:
        new = replace(new, due_register_at=due_of(office, replace(new, registered_at=None)).at)
    if new.registered_at is None:
        return replace(new, due_at=new.due_register_at, warn_at=due_of(office, new).warn_at)
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
        if office.meaning(ticket.status) not in FINISHED_MEANINGS:
            return replace(ticket, pauses=(Pause(ticket.registered_at),), due_at=None)
        ended = ticket.closed_at or ticket.solved_at
        due_at = due_of(office, replace(ticket, pauses=())).at
        return replace(ticket, pauses=(Pause(ended),) if ended else (), due_at=due_at)
    return clocked(office, ticket, ticket, ticket.registered_at or ticket.received_at)


def recounted(office: Office, ticket: Ticket, handed: datetime | None = None) -> Ticket:
    """Return `ticket` with its dates counted anew, after the office's calendar changed; a finished one stays as it is.

    `handed` is when it was handed over to developers who have it now. Of a ticket that got more time, and of one
    whose first date had moved by then, the first date stays.
    """
    if ticket.registered_at is None:
        found = due_of(office, ticket)
        return replace(ticket, due_register_at=found.at, due_at=found.at, warn_at=found.warn_at)
    if office.meaning(ticket.status) in FINISHED_MEANINGS:
        return ticket
    found = due_of(office, ticket)
    follows = ticket.first_due_at is None or (ticket.extension is None and ticket.first_due_at == ticket.due_at)
    first = found.at if follows else ticket.first_due_at
    back = _return_by(office, ticket, handed) if handed and ticket.due_return_at else ticket.due_return_at
    return replace(ticket, due_at=found.at, warn_at=found.warn_at, first_due_at=first, due_return_at=back)


def unclocked(ticket: Ticket) -> Ticket:
    """Return `ticket` as if its clock had never begun."""
    blank = replace(ticket, due_at=None, first_due_at=None, due_register_at=None, due_return_at=None, warn_at=None)
    return replace(blank, extension=None, pauses=(), breached="")


def due_if_resumed(office: Office, ticket: Ticket, at: datetime) -> datetime | None:
    """Return when `ticket` would be due if its clock went on at `at`; None where no limit is set for it."""
    return due_of(office, replace(ticket, pauses=_shut(ticket.pauses, at))).at


def due_of(office: Office, ticket: Ticket) -> Due:
    """Return when `ticket` is due as it stands, and why, day by day; nothing where no limit is set for it."""
    found = why(office, ticket)
    return found.due if found else _NOTHING


def why(office: Office, ticket: Ticket) -> Why | None:
    """Return all that is to be said about when `ticket` is due as it stands; None where no limit is set for it."""
    step = _step_of(office, ticket)
    rule = rule_for(office, step, _about(ticket))
    if rule is None and ticket.registered_at and ticket.fix_by:
        return _promised(office, ticket, ticket.registered_at, ticket.fix_by)
    since = ticket.received_at if step == "register" else ticket.registered_at
    if rule is None or since is None:
        return None
    try:
        found = due(office.calendar, limit_of(rule), since, () if step == "register" else ticket.pauses)
        return Why(rule.label, since, _extended(office, ticket, found))
    except UserError as trouble:
        return Why(rule.label, since, _NOTHING, trouble)


def _promised(office: Office, ticket: Ticket, since: datetime, day: date) -> Why:
    """Return the day by which developers promised to have it fixed, where no limit is set besides (E-6.1d)."""
    try:
        at = end_of_day(office.calendar, office.calendar.moment(day, 0), 0)
        return Why(PROMISED, since, _extended(office, ticket, Due(at, None, ())))
    except UserError as trouble:
        return Why(PROMISED, since, _NOTHING, trouble)


def _step_of(office: Office, ticket: Ticket) -> str:
    if ticket.registered_at is None:
        return "register"
    return "resolve" if rule_for(office, "resolve", _about(ticket)) else "consult"


def _extended(office: Office, ticket: Ticket, found: Due) -> Due:
    """Return `found` with the time that was given to `ticket` besides. Raises NoCalendar."""
    more = ticket.extension
    if more is None or found.at is None or ticket.registered_at is None:
        return found
    ended = [pause for pause in ticket.pauses if pause.until is not None]
    at = moved_by_pauses(office.calendar, more.at, more.to, ended)  # of one that went on, what came after
    return Due(at, found.warn_at if found.warn_at and found.warn_at > more.at else None, found.reasons)


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
    """Return the pauses of `new`; a ticket may begin where the clock stands, until it is agreed to (P-2)."""
    stood, stands = (bool(one.status) and office.status(one.status).stops_clock for one in (old, new))
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
    awaited = any(step.verb == "return" and new.status in step.sources for step in office.steps)
    if office.meaning(new.status) is not Meaning.OUTSIDE or not awaited:
        return None
    if old.status == new.status and old.line == new.line:
        return old.due_return_at
    return _return_by(office, new, at)


def _return_by(office: Office, ticket: Ticket, at: datetime) -> datetime | None:
    limit = limit_for(office, "return", _about(ticket))
    try:
        return due(office.calendar, limit, at).at if limit else None
    except UserError:
        return None


def _about(ticket: Ticket) -> About:
    return About(ticket.kind, ticket.type, ticket.priority, ticket.line, ticket.service)
