"""Undo: the last step, by who took it, within a day. It is an event of its own; nothing is rubbed out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from desk_app.domain.errors import BadInput
from desk_app.domain.record import restored
from desk_app.domain.tickets import Event, Ticket
from desk_app.services.ports import Changes, HistoryEntry, Session

WITHIN: Final = timedelta(days=1)
NEVER: Final = frozenset(
    {
        *("register", "arrive", "import", "comment", "convert", "link", "attach", "detach", "undo", "erase"),
        *("breach", "recount"),
    }
)
"""Steps that leave something outside the ticket's own fields, or that nobody took: they are not undone this way."""


def can_undo(history: Sequence[HistoryEntry], person_id: int, now: datetime) -> HistoryEntry | None:
    """Return the entry that `person_id` may undo now, or None."""
    last = history[-1] if history else None
    if last is None or last.by.id != person_id or last.verb in NEVER or now - last.recorded_at > WITHIN:
        return None
    return last if last.data and last.data.get("changes") else None


def undo(db: Session, ticket: Ticket) -> Changes:
    """Put back what the last step of `ticket` changed. Raises BadInput when it may not be undone."""
    last = can_undo(db.history(ticket.id)[-1:], db.actor.id, db.now)
    if last is None or last.data is None:
        raise BadInput("Only your own last step can be undone, within a day, and while nothing came after it.")
    changes: Mapping[str, Sequence[Any]] = last.data["changes"]
    before = {name: restored(name, old) for name, (old, _) in changes.items()}
    if "requester" in before:  # whose entry of the directory may have been merged since
        before["requester"] = db.remember_requester(before["requester"], complete=False)
    new = replace(ticket, version=ticket.version + 1, **before)
    back = {name: [new_value, old] for name, (old, new_value) in changes.items()}
    db.save_ticket(ticket, new, Event("undo", db.now, {"of": last.verb, "changes": back}))
    return Changes((ticket.id,), directory="requester" in before)
