"""A list of tickets as a report: exactly the view that is on screen, every row of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final

from desk_app.domain.moments import from_seconds
from desk_app.domain.office import CHOICE_SECTIONS, Office
from desk_app.domain.view import MOMENT_COLUMNS, SortColumn
from desk_app.i18n import tr
from desk_app.reports.description import Column, Kind, Report, Value
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


@dataclass(frozen=True, slots=True)
class ListScope:
    """What a list shows, for its heading: its name, what was asked for, and the day it was made."""

    title: str
    asked: tuple[str, ...]
    made_on: date


def list_report(
    office: Office,
    people: Mapping[int, str],
    rows: Sequence[TicketRow],
    columns: Sequence[tuple[SortColumn, str]],
    scope: ListScope,
) -> Report:
    """Describe `rows` under `columns` (each with its header). `people` are names by person's id."""
    readers = [_reader(office, people, column) for column, _ in columns]
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
        rows=[tuple(read(row) for read in readers) for row in rows],
        heading=office.name,
        subtitles=scope.asked,
        empty_text=tr("No ticket is in this view."),
        printed_on=scope.made_on,
    )


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
