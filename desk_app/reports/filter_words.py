"""What a list asks for, in words: for the head of its print, where nobody sees the search box."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from desk_app.domain.errors import N_
from desk_app.domain.office import Office
from desk_app.domain.view import SortColumn, Span, View
from desk_app.i18n import format_date, tr

_TITLES: Final[Mapping[SortColumn, str]] = {
    SortColumn.STATUS: N_("Status"),
    SortColumn.KIND: N_("Kind"),
    SortColumn.TYPE: N_("Type"),
    SortColumn.CHANNEL: N_("Channel"),
    SortColumn.PRIORITY: N_("Priority"),
    SortColumn.SYSTEM: N_("System"),
    SortColumn.LINE: N_("Line"),
    SortColumn.ASSIGNEE: N_("Assignee"),
    SortColumn.ORGANISATION: N_("Organisation"),
    SortColumn.RECEIVED: N_("Received"),
    SortColumn.REGISTERED: N_("Registered"),
    SortColumn.SOLVED: N_("Solved"),
    SortColumn.CLOSED: N_("Closed"),
    SortColumn.DUE: N_("Due"),
    SortColumn.APPOINTMENT: N_("Appointment"),
    SortColumn.REMINDER: N_("Promised call"),
}


def filter_words(view: View, office: Office, people: Mapping[int, str]) -> tuple[str, ...]:
    """Return every condition of `view` in words, each on its own; `people` are names by person's id.

    The queue is not among them: a list is called after it.
    """
    return tuple(_conditions(view, office, people))


def title_of(column: SortColumn, office: Office) -> str:
    """Return what the office calls `column`."""
    labels = {field.code: field.label for field in office.fields}
    return labels.get(column.value) or tr(_TITLES[column])


def _conditions(view: View, office: Office, people: Mapping[int, str]) -> Iterator[str]:
    asked = view.filter
    for section, codes in asked.chosen:
        labels = ", ".join(office.choices(section).label(code) for code in codes)
        yield _said(SortColumn(section), office, labels)
    if asked.system:
        yield _said(SortColumn.SYSTEM, office, office.choices("system").label(asked.system))
    staff = [*asked.people, *([asked.assignee] if asked.assignee else [])]
    if staff:
        yield _said(SortColumn.ASSIGNEE, office, ", ".join(people.get(one, "") or tr("Nobody") for one in staff))
    for span in (*asked.spans, Span(SortColumn.REGISTERED, asked.registered_from, asked.registered_until)):
        if days := _days(span, office):
            yield _said(span.column, office, days)
    if asked.words:
        yield tr("Words: {words}", words=asked.words)
    if view.group is not None:
        yield tr("Grouped by: {column}", column=title_of(view.group, office))


def _said(column: SortColumn, office: Office, value: str) -> str:
    return tr("{column}: {value}", column=title_of(column, office), value=value)


def _days(span: Span, office: Office) -> str:
    """Return the days of `span`, the last one included."""
    first = _day(span.since, office) if span.since else None
    last = _day(span.until - timedelta(seconds=1), office) if span.until else None
    if first and last:
        return format_date(first) if first == last else f"{format_date(first)} – {format_date(last)}"
    if first:
        return tr("from {day}", day=format_date(first))
    return tr("until {day}", day=format_date(last)) if last else ""


def _day(moment: datetime, office: Office) -> date:
    return moment.astimezone(office.zone).date()
