"""Time limits that were broken: an entry of the history each, which nothing takes back."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from desk_app.domain.clock import late
from desk_app.domain.errors import N_
from desk_app.domain.record import changes
from desk_app.domain.tickets import Event, Ticket
from desk_app.services.ports import Changes, Session

VERB: Final = "breach"
LIMITS: Final = {
    "register": N_("registration"),
    "consult": N_("consultation"),
    "resolve": N_("solution"),
    "return": N_("return by developers"),
}
"""What the time that ran out was for, by the step of its limit."""


def note(db: Session, ticket: Ticket, now: datetime) -> Ticket:
    """Record every limit that `ticket` has broken by `now`, at the moment it ran out; return it as it is then."""
    for step, moment in late(ticket, now):
        broken = " ".join(filter(None, (ticket.breached, step)))
        new = replace(ticket, breached=broken, version=ticket.version + 1)
        event = Event(VERB, moment, {"of": step, "due": moment.isoformat(), "changes": changes(ticket, new)})
        db.save_ticket(ticket, new, event)
        ticket = new
    return ticket


def sweep(db: Session, ids: tuple[int, ...]) -> Changes:
    """Record what the open tickets `ids` have broken until now; whoever looks first records it."""
    found = []
    for ticket in map(db.ticket, ids):
        if note(db, ticket, db.now) != ticket:
            found.append(ticket.id)
    return Changes(tuple(found))
