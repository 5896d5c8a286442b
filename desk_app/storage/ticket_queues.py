"""The standing lists of the desk as conditions of a query."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from peewee import Expression, fn

from desk_app.domain.moments import to_seconds
from desk_app.domain.office import OPEN_MEANINGS, Meaning, Office, Person
from desk_app.domain.tickets import Approval
from desk_app.domain.view import Queue
from desk_app.storage.models import TicketTable


def queue_conditions(office: Office, queue: Queue, me: Person) -> list[Expression]:
    """Return what holds for the tickets of `queue`, as `me` sees it."""
    return _CONDITIONS[queue](office, me) if queue in _CONDITIONS else []


def end_of_today(office: Office, now: datetime) -> datetime:
    """Return the midnight (UTC) at which the office's day of `now` ends."""
    tomorrow = now.astimezone(office.zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), office.zone).astimezone(UTC)


def _by_tonight(office: Office, me: Person) -> Expression:
    """Return the condition of what `me` has agreed, promised, or has to do by the end of the office's day.

    The person is no way to them: who works here for years has far more tickets than are open.
    """
    ticket, until = TicketTable, to_seconds(end_of_today(office, datetime.now(UTC)))
    at_last = (ticket.due_at < until) | (ticket.appointment_at < until) | (ticket.remind_at < until)
    solved = office.statuses_meaning((Meaning.SOLVED,))
    promised = (ticket.remind_at < until) & _status_of(office, solved, aside(ticket.status_id))
    return ((_open(office) & at_last) | promised) & (aside(ticket.assignee_id) == me.id)


def _to_verify(office: Office, me: Person) -> list[Expression]:
    """Return the conditions of fixes that `me` may check: one's own, or all with the right to (E-6.3a)."""
    found = [_status_of(office, office.verified_from)]
    return found if office.may(me, "verify-any") else [*found, TicketTable.assignee_id == me.id]


def aside(column: Any) -> Any:
    """Return `column` as one that no index is walked by, in a file and on a server."""
    return fn.COALESCE(column, column)


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
    return _status_of(office, office.statuses_meaning(meanings))


def _status_of(office: Office, codes: Iterable[str], column: Any = TicketTable.status_id) -> Expression:
    return column.in_([office.status(code).id for code in codes])


def _open(office: Office) -> Expression:
    return status_in(office, *OPEN_MEANINGS)


def _late(office: Office) -> Expression:
    """Return the condition that the time of a ticket has run out: one that only arrived has to be registered by then.

    The moment is no way to them: nearly all that was ever due, was due before now.
    """
    ticket = TicketTable
    arrived = ticket.registered_at.is_null() & ticket.solved_at.is_null() & ticket.closed_at.is_null()
    return (_open(office) | arrived) & (aside(ticket.due_at) < to_seconds(datetime.now(UTC)))


def _line(office: Office, me: Person) -> int:
    lines = office.choices("line")
    return lines[me.line].id if me.line in lines else 0


def _to_close(office: Office) -> Expression:
    solved = office.statuses_meaning((Meaning.SOLVED,))
    return _status_of(office, [code for code in solved if code not in office.verified_from])


_CONDITIONS: Final[Mapping[Queue, Callable[[Office, Person], list[Expression]]]] = {
    Queue.TODAY: lambda office, me: [_by_tonight(office, me)],
    Queue.OPEN: lambda office, _me: [_open(office)],
    Queue.MINE: lambda office, me: [_open(office), aside(TicketTable.assignee_id) == me.id],
    Queue.MY_LINE: lambda office, me: [_open(office), TicketTable.line_id == _line(office, me)],
    Queue.UNREGISTERED: lambda _office, _me: [TicketTable.registered_at.is_null()],
    Queue.WAITING: lambda office, _me: [status_in(office, Meaning.WAITING)],
    Queue.OUTSIDE: lambda office, _me: [status_in(office, Meaning.OUTSIDE)],
    Queue.APPROVAL: lambda office, _me: [_open(office), TicketTable.approval == Approval.PENDING.value],
    Queue.VERIFY: _to_verify,
    Queue.OVERDUE: lambda office, _me: [_late(office)],
    Queue.SOLVED: lambda office, _me: [_to_close(office)],
}
"""What holds for the tickets of each queue; of ALL, nothing."""
