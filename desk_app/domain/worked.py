"""How much working time there was until any moment, counted once for all days: then it takes no time to ask.

`domain.deadlines.consumed` says the same of one ticket day by day; this is for a million of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk_app.domain.calendars import CalendarYear, WorkingCalendar
from desk_app.domain.moments import to_seconds

DAY: Final = 86_400
"""Seconds of a day."""
Stretch = tuple[int, int | None]
"""A half-open stretch of time; without an end it goes on."""


@dataclass(frozen=True, slots=True)
class WorkedDay:
    """One day of UTC: its number since 1970, the working seconds before it, and its half-open working stretches."""

    number: int
    before: int
    spans: tuple[tuple[int, int], ...]


class WorkedTime:
    """The working time of an office over the years that it has calendars for, without a gap, up to the last.

    Moments are seconds since 1970, UTC. `years` are those years, ascending; none where there is no calendar at all.
    """

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.years = _unbroken(calendar.years)
        self.days: list[WorkedDay] = _days(calendar, self.years) if self.years else []
        self._first = self.days[0].number if self.days else 0

    def until(self, moment: int) -> int | None:
        """Return the working seconds from the beginning until `moment`; None where there is no calendar."""
        place = moment // DAY - self._first
        if not 0 <= place < len(self.days):
            return None
        day = self.days[place]
        return day.before + sum(min(moment, end) - begin for begin, end in day.spans if begin < moment)

    def between(self, since: int, until: int, pauses: Sequence[Stretch] = ()) -> int | None:
        """Return the working seconds between two moments that none of `pauses` covers; None without a calendar."""
        begun, ended = self.until(since), self.until(max(since, until))
        if begun is None or ended is None:
            return None
        worked = ended - begun
        for begin, end in _merged(pauses, since, until):
            worked -= (self.until(end) or 0) - (self.until(begin) or 0)
        return worked


def _unbroken(years: Mapping[int, CalendarYear]) -> tuple[int, ...]:
    """Return the last of `years` with those before it, as far as none is missing."""
    found = sorted(years)[-1:]
    while found and found[0] - 1 in years:
        found.insert(0, found[0] - 1)
    return tuple(found)


def _days(calendar: WorkingCalendar, years: Sequence[int]) -> list[WorkedDay]:
    day, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    spans: list[tuple[int, int]] = []
    while day <= last:
        spans += [(to_seconds(begin), to_seconds(end)) for begin, end in calendar.spans(day)]
        day += timedelta(days=1)
    first = to_seconds(calendar.moment(date(years[0], 1, 1), 0)) // DAY
    end = to_seconds(calendar.moment(last, 24 * 60)) // DAY
    parts: dict[int, list[tuple[int, int]]] = {number: [] for number in range(first, end + 1)}
    for begin, until in spans:
        for number in range(begin // DAY, (until - 1) // DAY + 1):
            parts[number].append((max(begin, number * DAY), min(until, (number + 1) * DAY)))
    found, before = [], 0
    for number, stretches in parts.items():
        found.append(WorkedDay(number, before, tuple(stretches)))
        before += sum(until - begin for begin, until in stretches)
    return found


def _merged(pauses: Sequence[Stretch], since: int, until: int) -> list[tuple[int, int]]:
    """Return the pauses within `since`..`until` in order and without overlap."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(pauses, key=lambda pause: pause[0]):
        begin, end = max(first, since), until if last is None else min(last, until)
        if end <= begin:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found
