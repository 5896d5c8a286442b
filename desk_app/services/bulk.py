"""One step with many tickets at once: looked at first, done in short transactions, stoppable."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from desk_app.domain import workflow
from desk_app.domain.asks import parse_answer
from desk_app.domain.errors import BadInput, Conflict, NotAllowed, NotFound, UserError
from desk_app.domain.office import Person
from desk_app.services import passing, rights, tickets
from desk_app.services.ports import Changes, Reader, Session, UnitOfWork

CHUNK: Final = 25
"""Tickets a transaction: well within the two seconds that a write may take."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A ticket that cannot take the step, and why."""

    ticket_id: int
    number: str
    why: UserError


@dataclass(slots=True)
class BulkResult:
    """What became of many tickets: the ids that took the step, and those that could not."""

    done: list[int] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def preview(reader: Reader, me: Person, ids: Sequence[int], verb: str) -> BulkResult:
    """Return what `apply` would do, without doing it; the answers to the step are not looked at."""
    office, found = reader.office(), BulkResult()
    allowed = office.may(me, verb)
    for start in range(0, len(ids), CHUNK * 10):
        for ticket in reader.tickets(ids[start : start + CHUNK * 10]):
            try:
                if not allowed:
                    raise NotAllowed("You have no right to do this.")
                workflow.find_step(office, ticket, verb)
                passing.refuse_check(office, ticket, me, verb)
                found.done.append(ticket.id)
            except UserError as why:
                found.refused.append(Refused(ticket.id, ticket.number or str(ticket.id), why))
    return found


def apply(
    uow: UnitOfWork,
    ids: Sequence[int],
    verb: str,
    raw: Mapping[str, object],
    progress: Callable[[int], None] = lambda done: None,
) -> BulkResult:
    """Take the step `verb` with every ticket of `ids` that can; `progress` hears how many were looked at.

    What was done stays done when `progress` raises Cancelled or the share goes away.
    """
    result = BulkResult()
    for start in range(0, len(ids), CHUNK):
        part = BulkResult()
        uow.write(partial(_chunk, ids[start : start + CHUNK], verb, raw, part))
        result.done += part.done
        result.refused += part.refused
        progress(min(start + CHUNK, len(ids)))
    return result


def undo(
    uow: UnitOfWork, ids: Sequence[int], verb: str, progress: Callable[[int], None] = lambda done: None
) -> BulkResult:
    """Undo the step `verb` that was just taken with `ids`, each as its own undo would; see `apply`.

    A ticket with which something was done since is refused and stays as it is.
    """
    result = BulkResult()
    for start in range(0, len(ids), CHUNK):
        part = BulkResult()
        uow.write(partial(_undo_chunk, ids[start : start + CHUNK], verb, part))
        result.done += part.done
        result.refused += part.refused
        progress(min(start + CHUNK, len(ids)))
    return result


def _undo_chunk(ids: Sequence[int], verb: str, part: BulkResult, db: Session) -> Changes:
    rights.require(db, "undo")
    return _each(ids, part, db, lambda ticket_id: _undo(db, ticket_id, verb))


def _undo(db: Session, ticket_id: int, verb: str) -> None:
    last = db.history(ticket_id)[-1:]
    if not last or last[0].verb != verb:
        raise BadInput("Something has been done with this ticket since. Look at it first.")
    tickets.do(db, ticket_id, "undo")


def _chunk(ids: Sequence[int], verb: str, raw: Mapping[str, object], part: BulkResult, db: Session) -> Changes:
    rights.require(db, verb)
    parse_answer(db.office, verb, raw)
    return _each(ids, part, db, lambda ticket_id: tickets.do(db, ticket_id, verb, raw))


def _each(ids: Sequence[int], part: BulkResult, db: Session, do: Callable[[int], object]) -> Changes:
    """Do it with each of `ids`, whole or not at all, and put down in `part` what became of it."""
    part.done.clear()
    part.refused.clear()
    for ticket_id in ids:
        try:
            with db.part():
                do(ticket_id)
            part.done.append(ticket_id)
        except (BadInput, NotFound, NotAllowed, Conflict) as why:
            part.refused.append(Refused(ticket_id, _called(db, ticket_id), why))
    return Changes(tuple(part.done))


def _called(db: Session, ticket_id: int) -> str:
    try:
        return db.ticket(ticket_id).number or str(ticket_id)
    except NotFound:
        return str(ticket_id)
