"""The standing lists of the desk as conditions of a query."""

from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any

from peewee import Expression, fn

from desk_app.domain.moments import to_seconds
from desk_app.domain.office import OPEN_MEANINGS, Meaning, Office, Person
from desk_app.domain.tickets import Approval
from desk_app.domain.view import Queue
from desk_app.storage.models import TicketTable


def queue_conditions(office: Office, queue: Queue, me: Person) -> list[Expression]:
    """Return what holds for the tickets of `queue`, as `me` sees it."""
    is_open = status_in(office, *OPEN_MEANINGS)
    match queue:
        case Queue.OPEN:
            return [is_open]
        case Queue.MINE:
            return [is_open, TicketTable.assignee_id == me.id]
        case Queue.MY_LINE:
            lines = office.choices("line")
            return [is_open, TicketTable.line_id == (lines[me.line].id if me.line in lines else 0)]
        case Queue.UNREGISTERED:
            return [TicketTable.registered_at.is_null()]
        case Queue.WAITING | Queue.OUTSIDE | Queue.SOLVED:
            return [status_in(office, Meaning(queue.value))]
        case Queue.APPROVAL:
            return [is_open, TicketTable.approval == Approval.PENDING.value]
        case Queue.OVERDUE:
            return [is_open, TicketTable.due_at < to_seconds(datetime.now(UTC))]
        case Queue.ALL:
            return []


def ran_out(office: Office, now: datetime, limit: int) -> tuple[Any, ...]:
    """Return queries of the ids of open tickets that broke a limit before `now` without a record of it.

    See `domain.clock.late`. There is one for those that only arrived: so each finds its few by an index.
    """
    at, ticket = to_seconds(now), TicketTable
    ended = fn.COALESCE(ticket.solved_at, ticket.closed_at, at)
    broken = (
        (ticket.due_register_at < fn.COALESCE(ticket.registered_at, at)) & _unrecorded("register"),
        ticket.registered_at.is_null(False) & (ticket.due_at < ended) & (ticket.due_at < at) & _unrecorded("resolve"),
        (ticket.due_return_at < at) & _unrecorded("return"),
    )
    open_still = (status_in(office, *OPEN_MEANINGS), ticket.registered_at.is_null())
    return tuple(ticket.select(ticket.id).where(still, reduce(or_, broken)).limit(limit) for still in open_still)


def _unrecorded(step: str) -> Expression:
    return ~(TicketTable.breached.contains(step))


def status_in(office: Office, *meanings: Meaning) -> Expression:
    """Return the condition that a ticket has a status with one of `meanings`."""
    codes = office.statuses_meaning(meanings)
    return TicketTable.status_id.in_([office.status(code).id for code in codes])
