"""A month's duty as an iCalendar file (RFC 5545): a person's own, or the team's."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from desk_app.domain.duty_day import Span, span_of
from desk_app.domain.roster import Cell, ShiftKind
from desk_app.i18n import format_month, tr
from desk_app.reports.clean import clean
from desk_app.services.duty.prints import MonthSheet, only

if TYPE_CHECKING:
    from icalendar import Event

_MADE_BY: Final = "-//desk-app//duty//EN"


def roster_calendar(sheet: MonthSheet, people: Iterable[int], origin: str, made_at: datetime) -> bytes:
    """Return the shifts of `people` (ids; none named are all) as the content of an .ics file.

    `origin` tells the office from others. A UID is that of the person and the day, and SEQUENCE the version, so that
    a file of a later version changes what an earlier one brought; what fell away since the version before is there
    as cancelled. `made_at` is in UTC.
    """
    from icalendar import Calendar

    members = only(sheet, people)
    whole = Calendar()
    whole.add("prodid", _MADE_BY)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    first = sheet.frame.first
    whole.add("x-wr-calname", tr("Duty, {month}", month=format_month(first.year, first.month)))
    for cell, kind, gone in _shifts(sheet, members):
        whole.add_component(_event(sheet, cell, kind, gone, _Stamp(origin, made_at, len(members) > 1)))
    made: bytes = whole.to_ical()
    return made


class _Stamp:
    """What every event of a file has in common; with `named` the events tell whose they are."""

    def __init__(self, origin: str, made_at: datetime, named: bool) -> None:
        self.origin, self.made_at, self.named = origin, made_at, named


def _shifts(sheet: MonthSheet, members: Iterable[int]) -> Iterator[tuple[Cell, ShiftKind, bool]]:
    """Give every shift with its cell, and whether it fell away, by date and then by person."""
    kinds = {kind.code: kind for kind in sheet.frame.kinds}
    wanted = set(members)
    before = sheet.before.plan.cells if sheet.before else {}
    for cell in sorted({*sheet.plan.cells, *before}, key=lambda one: (one[1], one[0])):
        now, earlier = kinds.get(sheet.plan.cells.get(cell, "")), kinds.get(before.get(cell, ""))
        if cell[0] in wanted and (kind := now or earlier):
            yield cell, kind, now is None


def _event(sheet: MonthSheet, cell: Cell, kind: ShiftKind, gone: bool, stamp: _Stamp) -> "Event":
    from icalendar import Event

    person, day = cell
    span = span_of(sheet.office.calendar, kind.on(day))
    event = Event()
    event.add("uid", f"shift-{person}-{day.isoformat()}-{stamp.origin}@desk-app")
    event.add("sequence", sheet.schedule.number)
    event.add("dtstamp", stamp.made_at)
    event.add("dtstart", span.start)
    event.add("dtend", span.end)
    name = sheet.people[person].name if person in sheet.people else ""
    parts = (kind.label, sheet.frame.line(kind.line), name if stamp.named else "")
    event.add("summary", _line(" · ".join(part for part in parts if part)))
    if span.breaks:
        event.add("description", _line(tr("Breaks: {times}", times=_breaks(sheet, span))))
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if gone else "OPAQUE")
    return event


def _breaks(sheet: MonthSheet, span: Span) -> str:
    zone = sheet.office.zone
    return ", ".join(f"{at.astimezone(zone):%H:%M}–{until.astimezone(zone):%H:%M}" for at, until in span.breaks)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
