"""Lists of tickets: which ids, in which order, a page at a time over a million rows.

Every order is one an index can walk. A column that points to a choice or a person is ordered by walking the
choices in the office's order and the tickets of each, so no label is copied into the ticket.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from peewee import JOIN, SQL, Expression, fn

from desk_app.domain.moments import to_seconds
from desk_app.domain.office import OPEN_MEANINGS, Meaning, Office, Person
from desk_app.domain.search import terms
from desk_app.domain.tickets import Approval
from desk_app.domain.view import Queue, SortColumn, TicketFilter, View
from desk_app.services.ports import TicketRow
from desk_app.storage.dialect import Directed
from desk_app.storage.door import Door
from desk_app.storage.models import ItemRow, StaffRow, TicketTable, TicketTextTable
from desk_app.storage.ticket_queues import aside, queue_conditions, status_in
from desk_app.storage.ticket_search import Holding, Orders, WordSearch

_ROW_COLUMNS: Final = (
    "id, version, number, kind_id, status_id, type_id, channel_id, priority_id, system_id, line_id, assignee_id, "
    "subject, requester, organisation, received_at, registered_at, solved_at, closed_at, approval, outcome, "
    "due_at, warn_at, breached, service_id, appointment_at, remind_at, rating, reworks"
)
"""The fields of TicketRow, in their order."""
_CHOICES: Final = {
    SortColumn.STATUS: TicketTable.status_id,
    SortColumn.KIND: TicketTable.kind_id,
    SortColumn.TYPE: TicketTable.type_id,
    SortColumn.CHANNEL: TicketTable.channel_id,
    SortColumn.PRIORITY: TicketTable.priority_id,
    SortColumn.SYSTEM: TicketTable.system_id,
    SortColumn.LINE: TicketTable.line_id,
}
_PLAIN: Final = {
    SortColumn.NUMBER: TicketTable.number,
    SortColumn.SUBJECT: TicketTable.subject_key,
    SortColumn.REQUESTER: TicketTable.requester_key,
    SortColumn.ORGANISATION: TicketTable.organisation_key,
    SortColumn.RECEIVED: TicketTable.received_at,
    SortColumn.REGISTERED: TicketTable.registered_at,
    SortColumn.SOLVED: TicketTable.solved_at,
    SortColumn.CLOSED: TicketTable.closed_at,
    SortColumn.DUE: TicketTable.due_at,
    SortColumn.APPOINTMENT: TicketTable.appointment_at,
    SortColumn.REMINDER: TicketTable.remind_at,
}


SEARCHES_KEPT: Final = 4
"""The list on the screen, and a few saved views that are counted beside it."""


@dataclass(frozen=True, slots=True)
class Eye:
    """Who looks, and at which office."""

    office: Office
    me: Person


class TicketList:
    """The lists of one office file.

    A search by words, or an order by several columns, is kept as ids until the file changes, for the last few views.
    """

    def __init__(self, connection: Door) -> None:
        self._connection = connection
        self._found: dict[tuple[object, ...], array[int]] = {}
        self._words = WordSearch(connection)

    def count(self, view: View, eye: Eye) -> int:
        """Return how many tickets `view` shows."""
        if self._by_index(view):
            return self._words.count(view, self._orders(eye), eye.me)
        if kept(view):
            return len(self._search(view, eye))
        return int(self._connection.value(_narrow(TicketTable.select(fn.COUNT(SQL("*"))), view, eye)))

    def queue_counts(self, eye: Eye) -> dict[Queue, int]:
        """Return how many tickets each queue but ALL has: one pass over the open ones, one over the solved."""
        office = eye.office
        counts: dict[Queue, int] = {queue: 0 for queue in Queue if queue is not Queue.ALL}
        meanings = {item.id: item.meaning for item in office.choices("status")}
        lines = office.choices("line")
        my_line = lines[eye.me.line].id if eye.me.line in lines else 0
        columns = (TicketTable.status_id, TicketTable.assignee_id, TicketTable.line_id, TicketTable.approval)
        query = TicketTable.select(*columns, fn.COUNT(SQL("*"))).where(status_in(office, *OPEN_MEANINGS))
        for status, assignee, line, approval, count in self._connection.rows(query.group_by(*columns)):
            counts[Queue.OPEN] += count
            counts[Queue.MINE] += count * (assignee == eye.me.id)
            counts[Queue.MY_LINE] += count * (line == my_line)
            counts[Queue.WAITING] += count * (meanings[status] is Meaning.WAITING)
            counts[Queue.OUTSIDE] += count * (meanings[status] is Meaning.OUTSIDE)
            counts[Queue.APPROVAL] += count * (approval == Approval.PENDING.value)
        for queue in (Queue.TODAY, Queue.VERIFY, Queue.SOLVED, Queue.UNREGISTERED, Queue.OVERDUE):
            counts[queue] = self.count(View(TicketFilter(queue)), eye)
        return counts

    def ids(self, view: View, eye: Eye, offset: int, limit: int, total: int | None = None) -> list[int]:
        """Return the ids at `offset`..`offset + limit`, counted from the nearer end when `total` is known."""
        if self._by_index(view):
            return self._words.ids(view, self._orders(eye), eye.me, (offset, offset + limit), total)
        if kept(view):
            return list(self._search(view, eye)[offset : offset + limit])
        if total is not None and offset > total // 2:
            limit = min(limit, total - offset)
            far = self._ordered(view, eye, backwards=True).limit(max(limit, 0)).offset(max(total - offset - limit, 0))
            return [row[0] for row in reversed(self._connection.rows(far))]
        near = self._ordered(view, eye).limit(limit).offset(offset)
        return [row[0] for row in self._connection.rows(near)]

    def rows(self, ids: Sequence[int]) -> list[TicketRow]:
        """Return the rows of `ids` that still exist, in the order of `ids`."""
        if not ids:
            return []
        marks = ",".join("?" * len(ids))
        rows = self._connection.sql(f"SELECT {_ROW_COLUMNS} FROM ticket WHERE id IN ({marks})", tuple(ids))  # noqa: S608
        found = {row[0]: TicketRow._make(row) for row in rows}
        return [found[ticket_id] for ticket_id in ids if ticket_id in found]

    def position(self, view: View, eye: Eye, ticket_id: int) -> int | None:
        """Return where `ticket_id` stands in `view`, or None when it is not there."""
        if self._by_index(view):
            return self._words.position(view, self._orders(eye), eye.me, ticket_id)
        if kept(view):
            ids = self._search(view, eye)
            return ids.index(ticket_id) if ticket_id in ids else None
        if self._connection.row(_narrow(TicketTable.select().where(TicketTable.id == ticket_id), view, eye)) is None:
            return None
        before = TicketTable.select(fn.COUNT(SQL("*"))).where(self._before(view, ticket_id))
        return int(self._connection.value(_narrow(before, view, eye)))

    def _by_index(self, view: View) -> bool:
        return self._connection.has_words and bool(terms(view.filter.words))

    def _orders(self, eye: Eye) -> Orders:
        return Orders(
            walk=self._walk,
            sort=_sorted,
            conditions=lambda view: _conditions(view.filter, eye),
            before=self._before,
        )

    def _before(self, view: View, ticket_id: int) -> Expression:
        """Return the condition that a ticket stands before the one with this id."""
        column, descending = view.sort.column, view.sort.descending
        key = _key(column)
        value = self._connection.value(TicketTable.select(key).where(TicketTable.id == ticket_id))
        same = (key.is_null() if value is None else key == value) & (
            TicketTable.id > ticket_id if descending else TicketTable.id < ticket_id
        )
        if column in _CHOICES or column is SortColumn.ASSIGNEE:
            order = [row[0] for row in self._connection.rows(_groups(column, descending))]
            return key.in_(order[: order.index(value)]) | same
        if value is None:
            return (key.is_null(False) | same) if descending else same
        if descending:
            return (key > value) | same
        return (key < value) | key.is_null() | same

    def _search(self, view: View, eye: Eye) -> "array[int]":
        """Return all ids of `view`, in order; one reading serves every page of it."""
        changed = self._connection.mark()
        key = (view, eye.me, changed)
        if key not in self._found:
            query = with_words(self._ordered(view, eye), view)
            fresh = [(one, ids) for one, ids in self._found.items() if one[-1] == changed]
            self._found = dict(fresh[1 - SEARCHES_KEPT :])
            self._found[key] = array("q", (row[0] for row in self._connection.rows(query)))
        self._found[key] = self._found.pop(key)  # the one asked for last is let go last
        return self._found[key]

    def _ordered(self, view: View, eye: Eye, backwards: bool = False) -> Any:
        return _narrow(self._walk(view, backwards), view, eye)

    def _walk(self, view: View, backwards: bool = False) -> Any:
        """Return the query of all tickets in the order of `view`."""
        column, descending = view.sort.column, view.sort.descending != backwards
        ties = [directed(rank(sort.column), sort.descending != backwards) for sort in view.then]
        ties.append(directed(TicketTable.id, descending))
        if column in _CHOICES or column is SortColumn.ASSIGNEE:
            query = _groups(column, descending).select(TicketTable.id).join(TicketTable, JOIN.CROSS)
            table = StaffRow if column is SortColumn.ASSIGNEE else ItemRow
            query = query.where(_key(column) == table.id).order_by_extend(*ties)
        else:
            few = view.filter.queue is Queue.TODAY  # sorted sooner than found by walking all there are in order
            key = aside(_key(column)) if few else _key(column)
            query = TicketTable.select(TicketTable.id).order_by(directed(key, descending), *ties)
        return query


def _sorted(query: Any, view: View) -> Any:
    """Return `query` of tickets in the order of `view`, where no index is walked."""
    order = [directed(rank(view.sort.column), view.sort.descending)]
    if view.sort.column is SortColumn.ASSIGNEE:
        order.append(directed(TicketTable.assignee_id, view.sort.descending))
    order += [directed(rank(sort.column), sort.descending) for sort in view.then]
    return query.order_by(*order, directed(TicketTable.id, view.sort.descending))


def _narrow(query: Any, view: View, eye: Eye) -> Any:
    """Return `query` of tickets with every condition of `view` but its words."""
    for condition in _conditions(view.filter, eye):
        query = query.where(condition)
    return query


def narrowed(query: Any, view: View, eye: Eye) -> Any:
    """Return `query` of tickets with every condition of `view`."""
    return with_words(_narrow(query, view, eye), view)


def with_words(query: Any, view: View) -> Any:
    """Return `query` of tickets with the words that `view` asks for."""
    found = terms(view.filter.words)
    if found:
        query = query.switch(TicketTable).join(TicketTextTable, on=(TicketTextTable.id == TicketTable.id))
        query = query.where(Holding(found))
    return query


def kept(view: View) -> bool:
    """Tell whether the ids of `view` are read once and kept, rather than walked by an index a page at a time."""
    return bool(view.then or terms(view.filter.words))


def rank(column: SortColumn) -> Any:
    """Return what breaks a tie by `column`: its value, or the place of its choice or person in their order."""
    if column is SortColumn.ASSIGNEE:
        person = StaffRow.alias()
        return person.select(person.name_key).where(person.id == TicketTable.assignee_id)
    if column in _CHOICES:
        item = ItemRow.alias()
        return item.select(item.position).where(item.id == _key(column))
    return _key(column)


def _key(column: SortColumn) -> Any:
    return TicketTable.assignee_id if column is SortColumn.ASSIGNEE else {**_PLAIN, **_CHOICES}[column]


def _groups(column: SortColumn, descending: bool) -> Any:
    """Return the query of the choices or people of `column` in their order."""
    if column is SortColumn.ASSIGNEE:
        order = (directed(StaffRow.name_key, descending), directed(StaffRow.id, descending))
        return StaffRow.select(StaffRow.id).order_by(*order)
    query = ItemRow.select(ItemRow.id).where(ItemRow.section == column.value)
    return query.order_by(directed(ItemRow.position, descending))


def directed(key: Any, descending: bool) -> Any:
    return Directed(key, descending)


def _conditions(what: TicketFilter, eye: Eye) -> list[Expression]:
    found = queue_conditions(eye.office, what.queue, eye.me)
    if what.system:
        systems = eye.office.choices("system")
        ids = [systems[code].id for code in eye.office.with_subsystems(what.system)]
        found.append(TicketTable.system_id.in_(ids))
    if what.assignee:
        found.append(TicketTable.assignee_id == what.assignee)
    for section, codes in what.chosen:
        items = eye.office.choices(section)
        found.append(getattr(TicketTable, f"{section}_id").in_([items[code].id for code in codes]))
    if what.people:
        found.append(TicketTable.assignee_id.in_(what.people))
    for span in what.spans:
        moment = getattr(TicketTable, span.column.value)
        found += [moment >= to_seconds(span.since)] if span.since else []
        found += [moment < to_seconds(span.until)] if span.until else []
    found += [_key(column) == value for column, value in what.exactly]
    if what.requester:
        found.append(TicketTable.requester_id == what.requester)
    if what.registered_from:
        found.append(TicketTable.registered_at >= to_seconds(what.registered_from))
    if what.registered_until:
        found.append(TicketTable.registered_at < to_seconds(what.registered_until))
    return found
