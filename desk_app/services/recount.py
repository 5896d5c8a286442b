"""Open tickets counted anew after the office's calendar changed: their dates move, with an entry of the history."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from desk_app.domain.clock import recounted
from desk_app.domain.office import NOBODY, Meaning
from desk_app.domain.record import changes
from desk_app.domain.tickets import Event, Ticket
from desk_app.domain.view import Queue, Sort, SortColumn, TicketFilter, View
from desk_app.services.ports import Changes, HistoryEntry, Reader, Session, UnitOfWork
from desk_app.services.rights import require
from desk_app.services.working_days import RIGHT

VERB: Final = "recount"
CHUNK: Final = 50
"""Tickets a transaction: well within the two seconds that a write may take."""


def recount(
    uow: UnitOfWork,
    reader: Reader,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    right: str = RIGHT,
) -> list[int]:
    """Count every open ticket anew; return the ids of those that are due at another time than before.

    What was done stays done when `progress`, which hears how many of how many were looked at, raises Cancelled.
    Raises NotAllowed for whoever lacks the `right` to what moved the dates: the calendar, or the office.
    """
    ids = _still_open(reader)
    moved: list[int] = []
    for start in range(0, len(ids), CHUNK):
        part: list[int] = []
        uow.write(partial(_chunk, ids[start : start + CHUNK], part, right))
        moved += part
        progress(min(start + CHUNK, len(ids)), len(ids))
    return moved


def _still_open(reader: Reader) -> list[int]:
    found: set[int] = set()
    for queue in (Queue.OPEN, Queue.UNREGISTERED):
        view = View(TicketFilter(queue), Sort(SortColumn.RECEIVED))
        found.update(reader.ids(view, NOBODY, 0, reader.count(view, NOBODY)))
    return sorted(found)


def _chunk(ids: Sequence[int], moved: list[int], right: str, db: Session) -> Changes:
    require(db, right)
    moved.clear()  # the transaction may be begun again
    written = []
    for ticket in map(db.ticket, ids):
        new = recounted(db.office, ticket, _handed(db, ticket))
        if new == ticket:
            continue
        event = Event(VERB, db.now, {"changes": changes(ticket, new)})
        db.save_ticket(ticket, replace(new, version=ticket.version + 1), event)
        written.append(ticket.id)
        if new.due_at != ticket.due_at:
            moved.append(ticket.id)
    return Changes(tuple(written))


def _handed(db: Session, ticket: Ticket) -> datetime | None:
    """Return when `ticket` was handed over to developers, who have it until a date that is counted from then."""
    if ticket.due_return_at is None or db.office.meaning(ticket.status) is not Meaning.OUTSIDE:
        return None

    def leads_there(entry: HistoryEntry) -> bool:
        status = (entry.data or {}).get("changes", {}).get("status")
        return bool(status) and status[1] == ticket.status

    return next((entry.at for entry in reversed(db.history(ticket.id)) if leads_there(entry)), None)
