"""Which days and hours are working: the country's calendar, the office's week, and the office's own exceptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from desk_app.domain.errors import N_, BadInput

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY: Final = 24 * 60
"""Minutes of a day."""
SHORTER: Final = 60
"""How much earlier the last interval of a shortened day ends, in minutes."""
HOURS_A_DAY: Final = 8
"""Working hours of a day in a week of 40."""
FRIDAY: Final = 4


OWN_DAYS: Final = "days"
"""The office's setting with the days it set apart: lists of working hours, empty for a day off, by ISO date."""


class NoCalendar(BadInput):
    """There is no calendar for a year; it is never guessed (K-3.1)."""

    def __init__(self, country: str, year: int) -> None:
        super().__init__(
            N_("There is no calendar for {year}. Import it, or ask IT for a newer version of the program."),
            year=year,
            country=country,
        )


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Half-open minutes since local midnight; `end` may be 1440."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is off: a holiday by its name in each language, or the day that the day off was moved from."""

    names: Mapping[str, str] = field(default_factory=dict)
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What is official for one year of a country: days off, working weekends, shortened days.

    `working` gives, for a working weekend, the day it was swapped with, whose hours it takes; None is unknown.
    """

    country: str
    year: int
    off: Mapping[date, DayOff]
    working: Mapping[date, date | None]
    shortened: frozenset[date]
    source: str = ""


class Kind(StrEnum):
    """What a day is."""

    WORKING = "working"
    SHORTENED = "shortened"
    WORKING_WEEKEND = "working weekend"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MOVED = "moved day off"
    OWN = "own exception"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of an office: its working intervals and why they are so. `other` is the day it was swapped with."""

    on: date
    intervals: tuple[Interval, ...]
    kind: Kind
    names: Mapping[str, str] = field(default_factory=dict)
    other: date | None = None
    shortened: bool = False

    @property
    def minutes(self) -> int:
        """Working minutes of the day."""
        return sum(part.end - part.start for part in self.intervals)

    def name(self, language: str) -> str:
        """Return the name of the holiday in `language`, or in the first language it has; "" for none."""
        return self.names.get(language) or next(iter(self.names.values()), "")


@dataclass(frozen=True)
class WorkingCalendar:
    """The working time of an office. `week` has the intervals of each of WEEKDAYS, `own` those of dates apart."""

    zone: ZoneInfo
    country: str
    week: Mapping[str, tuple[Interval, ...]]
    years: Mapping[int, CalendarYear]
    own: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)

    def day(self, day: date) -> Day:
        """Return what `day` is. Raises NoCalendar."""
        if day in self.own:
            return Day(day, self.own[day], Kind.OWN)
        year = self.years.get(day.year)
        if year is None:
            raise NoCalendar(self.country, day.year)
        if off := year.off.get(day):
            return Day(day, (), Kind.HOLIDAY if off.names else Kind.MOVED, off.names, off.moved_from)
        shortened = day in year.shortened
        hours, kind, other = self._weekly(day), Kind.WORKING, None
        if day in year.working and not hours:
            other = year.working[day]
            hours, kind = self._weekly(other) if other else self._of_weekday(FRIDAY), Kind.WORKING_WEEKEND
        if not hours:
            return Day(day, (), Kind.WEEKEND)
        if shortened:
            hours = earlier(hours, SHORTER)
            kind = Kind.SHORTENED if kind is Kind.WORKING else kind
        return Day(day, hours, kind, other=other, shortened=shortened)

    def _weekly(self, day: date) -> tuple[Interval, ...]:
        return self._of_weekday(day.weekday())

    def _of_weekday(self, number: int) -> tuple[Interval, ...]:
        return self.week.get(WEEKDAYS[number], ())

    def local_day(self, moment: datetime) -> date:
        """Return the office's date at `moment`."""
        return moment.astimezone(self.zone).date()

    def moment(self, day: date, minute: int) -> datetime:
        """Return the UTC moment of `minute` (0..1440) of the local `day`."""
        local = datetime.combine(day + timedelta(days=minute // DAY), time(), self.zone) + timedelta(
            minutes=minute % DAY
        )
        return local.astimezone(UTC)

    def spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working intervals of `day` as half-open UTC moments. Raises NoCalendar."""
        return tuple((self.moment(day, part.start), self.moment(day, part.end)) for part in self.day(day).intervals)


def earlier(intervals: tuple[Interval, ...], minutes: int) -> tuple[Interval, ...]:
    """Return `intervals` ending `minutes` earlier; what is not longer than that disappears first."""
    left = list(intervals)
    while left and minutes:
        last = left.pop()
        length = last.end - last.start
        if length > minutes:
            return (*left, Interval(last.start, last.end - minutes))
        minutes -= length
    return tuple(left)


def weekly(texts: Mapping[str, Iterable[str]]) -> dict[str, tuple[Interval, ...]]:
    """Return the week that an office writes as {"mon": ["08:30-12:30", "13:30-17:00"]} (K-3.2, S-1.4).

    Raises BadInput for hours that are none, go backwards or overlap.
    """
    if unknown := next((day for day in texts if day not in WEEKDAYS), None):
        raise _no_hours(unknown)
    return {day: intervals_of(parts) for day, parts in texts.items()}


def intervals_of(parts: Iterable[str]) -> tuple[Interval, ...]:
    """Return working hours written as "08:30-12:30", one after another. Raises BadInput for what is none."""
    found: list[Interval] = []
    for text in parts:
        begin, dash, end = text.partition("-")
        interval = Interval(_minute(begin, text), _minute(end, text))
        if not dash or interval.start >= interval.end or (found and interval.start < found[-1].end):
            raise _no_hours(text)
        found.append(interval)
    return tuple(found)


def _minute(text: str, where: str) -> int:
    hour, colon, minute = text.strip().partition(":")
    if not colon or not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise _no_hours(where)
    found = int(hour) * 60 + int(minute)
    if int(minute) >= 60 or found > DAY:
        raise _no_hours(where)
    return found


def _no_hours(text: str) -> BadInput:
    return BadInput(
        "“{text}” are no working hours. Write them as 08:30-12:30, one after another.", field="week", text=text[:40]
    )


def totals(year: CalendarYear) -> tuple[int, int]:
    """Return the working days of `year` and its hours at 40 a week, for the week the country counts by."""
    free = FREE_WEEKDAYS.get(year.country, (5, 6))
    days = 0
    day = date(year.year, 1, 1)
    while day.year == year.year:
        days += day in year.working or (day.weekday() not in free and day not in year.off)
        day += timedelta(days=1)
    return days, days * HOURS_A_DAY - len(year.shortened)


FREE_WEEKDAYS: Final = {"IR": (4,)}
"""The weekly days off by law where they are not Saturday and Sunday, as numbers from Monday's 0."""
