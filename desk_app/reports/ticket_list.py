"""A list of tickets as a report: exactly the view that is on screen, every row of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from desk_app.domain.errors import N_
from desk_app.domain.moments import from_seconds
from desk_app.domain.office import CHOICE_SECTIONS, Office
from desk_app.domain.view import MOMENT_COLUMNS, SortColumn
from desk_app.i18n import format_date, tr, trn
from desk_app.reports.description import Column, Group, Kind, Report, Value
from desk_app.services.ports import TicketRow

_WIDTHS: Final[Mapping[SortColumn, float]] = {
    SortColumn.NUMBER: 22,
    SortColumn.SUBJECT: 70,
    SortColumn.REQUESTER: 36,
    SortColumn.ORGANISATION: 40,
    SortColumn.SYSTEM: 32,
    SortColumn.ASSIGNEE: 32,
    SortColumn.STATUS: 26,
    **dict.fromkeys(MOMENT_COLUMNS, 19.0),
}
_OTHER: Final = 24.0
_NOTHING: Final = {SortColumn.ASSIGNEE: N_("Nobody")}
"""What is said of tickets that have nothing in a column."""


@dataclass(frozen=True, slots=True)
class ListScope:
    """What a list shows, for its heading: its name, what was asked for, and the day it was made.

    `group` is the column it is grouped by, with its header; the rows are in the order of the groups then.
    """

    title: str
    asked: tuple[str, ...]
    made_on: date
    group: tuple[SortColumn, str] | None = None


def list_report(
    office: Office,
    people: Mapping[int, str],
    rows: Sequence[TicketRow],
    columns: Sequence[tuple[SortColumn, str]],
    scope: ListScope,
) -> Report:
    """Describe `rows` under `columns` (each with its header). `people` are names by person's id."""
    readers = [_reader(office, people, column) for column, _ in columns]
    groups = _groups(office, people, rows, readers, scope)
    return Report(
        title=scope.title,
        columns=tuple(
            Column(
                column.value,
                header,
                _WIDTHS.get(column, _OTHER),
                Kind.DATE if column in MOMENT_COLUMNS else Kind.TEXT,
            )
            for column, header in columns
        ),
        rows=() if scope.group else [tuple(read(row) for read in readers) for row in rows],
        groups=groups,
        grouped_by=scope.group[1] if scope.group and scope.group not in columns else "",
        heading=office.name,
        subtitles=(" · ".join(scope.asked),) if scope.asked else (),
        empty_text=tr("No ticket is in this view."),
        printed_on=scope.made_on,
    )


def _groups(
    office: Office,
    people: Mapping[int, str],
    rows: Sequence[TicketRow],
    readers: Sequence[Callable[[TicketRow], Value]],
    scope: ListScope,
) -> tuple[Group, ...]:
    """Return the rows under their groups' headings; none where the list has no groups."""
    if scope.group is None:
        return ()
    column, header = scope.group
    read, nothing = _reader(office, people, column), _NOTHING.get(column, N_("Not given"))
    found: list[Group] = []
    for value, some in groupby(rows, read):
        name = format_date(value) if isinstance(value, date) else str(value or tr(nothing))
        lines = [tuple(one(row) for one in readers) for row in some]
        tickets = trn("{n} ticket", "{n} tickets", len(lines))
        found.append(Group(f"{tr('{column}: {value}', column=header, value=name)} · {tickets}", lines, name))
    return tuple(found)


def _reader(office: Office, people: Mapping[int, str], column: SortColumn) -> Callable[[TicketRow], Value]:
    if column is SortColumn.NUMBER:
        unregistered = tr("not registered")
        return lambda row: row.number or unregistered
    if column is SortColumn.ASSIGNEE:
        return lambda row: people.get(row.assignee, "")
    read = attrgetter(column.value)
    if column in MOMENT_COLUMNS:
        return lambda row: _day(office, read(row))
    if column.value in CHOICE_SECTIONS:
        labels = {item.id: item.label for item in office.choices(column.value)}
        return lambda row: labels.get(read(row), "")
    return lambda row: str(read(row))


def _day(office: Office, seconds: int | None) -> date | None:
    moment = from_seconds(seconds)
    return moment.astimezone(office.zone).date() if moment else None
