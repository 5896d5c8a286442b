"""Time limits that were broken: an entry of the history each, which nothing takes back."""

from dataclasses import replace
from datetime import datetime

from desk_app.domain.clock import late
from desk_app.domain.record import changes
from desk_app.domain.tickets import Event, Ticket
from desk_app.services.ports import Changes, Session

VERB = "breach"


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
