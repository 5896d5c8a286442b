"""Lists of tickets in groups: the groups with their counts by one statement, and pages across them.

Places in a grouped list count tickets only. A page is read from the groups it touches, each by the order of the
ungrouped list, so nothing is sorted beyond a group; only a search by words, or an order by several columns, is kept
as ids until the file changes.
"""

from array import array
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from peewee import SQL, Case, fn

from desk_app.domain.office import Office
from desk_app.domain.view import SortColumn, Span, View
from desk_app.services.ports import Group
from desk_app.storage.door import Door
from desk_app.storage.models import ItemRow, StaffRow, TicketTable
from desk_app.storage.ticket_list import Eye, TicketList, directed, kept, narrowed, rank

KEPT: Final = 4
"""The list on the screen, and a few that were there before."""
_DAY: Final = 86_400


class GroupedList:
    """The lists of one office file that have a group; `plain` reads what lies within one."""

    def __init__(self, connection: Door, plain: TicketList) -> None:
        self._connection = connection
        self._plain = plain
        self._groups: dict[Hashable, tuple[Hashable, list[Group]]] = {}
        self._ids: dict[Hashable, tuple[Hashable, array[int]]] = {}

    def groups(self, view: View, eye: Eye) -> list[Group]:
        """Return the groups of `view` in their order, none of them empty."""
        if view.group is None:
            return []
        key, changed = (view.filter, view.group, view.groups_descend, eye.me), self._connection.mark()
        mark, found = self._groups.get(key, (None, []))
        if mark != changed:
            found = self._count(view, eye)
            _keep(self._groups, key, (changed, found))
        return found

    def ids(self, view: View, eye: Eye, offset: int, limit: int) -> list[int]:
        """Return the ids at `offset`..`offset + limit`, group after group."""
        if kept(view):
            return list(self._search(view, eye)[offset : offset + limit])
        found: list[int] = []
        groups = self.groups(view, eye)
        ends = list(accumulate(group.count for group in groups))
        at = bisect_right(ends, offset)
        while at < len(groups) and limit > len(found):
            group, first = groups[at], offset + len(found) - ends[at] + groups[at].count
            inside = within(view, group.key, eye.office)
            part = self._plain.ids(inside, eye, first, min(limit - len(found), group.count - first), group.count)
            if not part:  # somebody wrote between two statements: the next look sees it
                break
            found += part
            at += 1
        return found

    def position(self, view: View, eye: Eye, ticket_id: int) -> int | None:
        """Return where `ticket_id` stands in `view`, or None when it is not there."""
        if kept(view):
            ids = self._search(view, eye)
            return ids.index(ticket_id) if ticket_id in ids else None
        row = self._connection.row(TicketTable.select(_value(view, eye)).where(TicketTable.id == ticket_id))
        before = 0
        for group in self.groups(view, eye):
            if row is not None and group.key == row[0]:
                inside = self._plain.position(within(view, group.key, eye.office), eye, ticket_id)
                return None if inside is None else before + inside
            before += group.count
        return None

    def _count(self, view: View, eye: Eye) -> list[Group]:
        value = _value(view, eye).alias("value")
        inner = narrowed(TicketTable.select(value, fn.COUNT(SQL("*")).alias("n"), fn.MIN(TicketTable.id)), view, eye)
        rows = self._connection.rows(inner.group_by(SQL("value")))
        if view.group is SortColumn.ORGANISATION:
            names = self._spellings([row[2] for row in rows])
            found = [Group(key, count, names.get(sample, "")) for key, count, sample in rows]
        else:
            found = [Group(key, count) for key, count, _sample in rows]
        order = self._order(view, [group.key for group in found])
        return sorted(found, key=lambda group: order[group.key])

    def _spellings(self, ids: Sequence[int]) -> dict[int, str]:
        """Return how the organisation of each ticket is written."""
        found: dict[int, str] = {}
        for start in range(0, len(ids), 500):
            query = TicketTable.select(TicketTable.id, TicketTable.organisation)
            found |= dict(self._connection.rows(query.where(TicketTable.id.in_(ids[start : start + 500]))))
        return found

    def _order(self, view: View, keys: Sequence[int | str]) -> dict[int | str, int]:
        """Return the place of each key: choices in the office's order, people and organisations by name, days."""
        if view.group in (SortColumn.ORGANISATION, SortColumn.RECEIVED):
            ordered: list[Any] = sorted(keys, reverse=view.groups_descend)
        elif view.group is SortColumn.ASSIGNEE:
            query = StaffRow.select(StaffRow.id)
            by = (directed(StaffRow.name_key, view.groups_descend), directed(StaffRow.id, view.groups_descend))
            ordered = [row[0] for row in self._connection.rows(query.order_by(*by))]
        else:
            by = (directed(ItemRow.position, view.groups_descend), directed(ItemRow.id, view.groups_descend))
            ordered = [row[0] for row in self._connection.rows(ItemRow.select(ItemRow.id).order_by(*by))]
        places = {key: place for place, key in enumerate(ordered)}
        return {key: places.get(key, len(ordered)) for key in keys}

    def _search(self, view: View, eye: Eye) -> "array[int]":
        """Return all ids of `view` in their order; one reading serves every page of it."""
        changed = self._connection.mark()
        mark, ids = self._ids.get((view, eye.me), (None, array("q")))
        if mark != changed:
            query = narrowed(TicketTable.select(TicketTable.id), view, eye)
            first = _value(view, eye)
            if view.group and view.group is not SortColumn.RECEIVED:
                first = rank(view.group)
            sorts = (view.sort, *view.then)
            order = [directed(first, view.groups_descend), directed(_value(view, eye), view.groups_descend)]
            order += [directed(rank(sort.column), sort.descending) for sort in sorts]
            query = query.order_by(*order, directed(TicketTable.id, view.sort.descending))
            ids = array("q", (row[0] for row in self._connection.rows(query)))
            _keep(self._ids, (view, eye.me), (changed, ids))
        return ids


def within(view: View, key: int | str, office: Office) -> View:
    """Return the ungrouped view of one group of `view`."""
    assert view.group is not None
    wanted = view.filter
    if view.group is SortColumn.RECEIVED:
        day = date.fromordinal(int(key))
        span = Span(view.group, _midnight(day, office.zone), _midnight(day + timedelta(days=1), office.zone))
        wanted = replace(wanted, spans=(*wanted.spans, span))
    else:
        wanted = replace(wanted, exactly=(*wanted.exactly, (view.group, key)))
    return replace(view, filter=wanted, group=None)


def _value(view: View, eye: Eye) -> Any:
    """Return what tells one group of `view` from the next: an id, a sort key, or the ordinal of a local day."""
    match view.group:
        case SortColumn.RECEIVED:
            return _local_day(eye.office.zone)
        case SortColumn.ORGANISATION:
            return TicketTable.organisation_key
        case column:
            return getattr(TicketTable, f"{column}_id")


def _local_day(zone: ZoneInfo) -> Any:
    """Return the ordinal of the local day of a ticket's receipt, exact across every change of the clocks."""
    moment, first = TicketTable.received_at, date(1970, 1, 1).toordinal()
    changes = _offsets(zone)
    last = changes[-1][1]
    if len(changes) == 1:
        return (moment + (last + first * _DAY)) / _DAY
    cases = [
        (moment < until, (moment + (offset + first * _DAY)) / _DAY)
        for (_since, offset), (until, _next) in pairwise(changes)
    ]
    return Case(None, cases, (moment + (last + first * _DAY)) / _DAY)


@cache
def _offsets(zone: ZoneInfo, first: int = 2000, years: int = 60) -> list[tuple[int, int]]:
    """Return (since, seconds east of UTC), one for each time the clocks of `zone` change."""
    start = int(datetime(first, 1, 1, tzinfo=UTC).timestamp())
    found = [(start, _offset(zone, start))]
    for week in range(start, start + years * 366 * _DAY, 7 * _DAY):
        same, other = week, week + 7 * _DAY
        if _offset(zone, other) == found[-1][1]:
            continue
        while other - same > 1:
            middle = (same + other) // 2
            same, other = (middle, other) if _offset(zone, middle) == found[-1][1] else (same, middle)
        found.append((other, _offset(zone, other)))
    return found


def _offset(zone: ZoneInfo, seconds: int) -> int:
    offset = datetime.fromtimestamp(seconds, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _keep(memory: dict[Hashable, Any], key: Hashable, value: Any) -> None:
    """Keep `value` as the newest of a few."""
    memory.pop(key, None)
    memory[key] = value
    while len(memory) > KEPT:
        del memory[next(iter(memory))]
