"""How many people each line needs, and when: written once per kind of day, spelled out for every date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desk_app.domain.calendars import DAY, Day, Kind

GAP: Final = 1000
"""What one missing person costs a plan, unless a need says otherwise."""

FREE_DAY: Final = 10
"""What one person more than needed costs on a day off, unless a need says otherwise."""


class DayKind(StrEnum):
    """The kinds of days that needs are written for."""

    WORKING = "working"
    SHORTENED = "shortened"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def free(self) -> bool:
        """Whether people usually have such a day off."""
        return self in (DayKind.WEEKEND, DayKind.HOLIDAY)


def day_kind(day: Day) -> DayKind:
    """Return the kind of a day of the office's calendar.

    A weekend that was made a working day is one; a day off moved there counts as a weekend.
    """
    if day.kind is Kind.HOLIDAY:
        return DayKind.HOLIDAY
    if not day.intervals:
        return DayKind.WEEKEND
    return DayKind.SHORTENED if day.shortened else DayKind.WORKING


@dataclass(frozen=True, slots=True)
class Demand:
    """`people` of a line on every day of some kinds, from `start` to `end`, minutes of the day.

    Without `start` and `end` it holds during the office's working hours of the day; `end` over 1440 reaches into
    the night. `short` and `over` are what one person too few and one too many cost a plan; without `over` it is
    nothing on working days and FREE_DAY on days off, which nobody should spend at work without need.
    """

    line: str
    days: frozenset[DayKind]
    people: int
    start: int | None = None
    end: int | None = None
    short: int = GAP
    over: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """`people` of a line between two minutes, counted from midnight of `day`, half-open."""

    day: date
    line: str
    start: int
    end: int
    people: int
    short: int = GAP
    over: int = 0


def needs_of(demands: Iterable[Demand], day: Day) -> tuple[Need, ...]:
    """Return what `demands` ask for on one day of the calendar.

    A line that needs nobody on a day off has a need of nobody, all day: to come then without need costs FREE_DAY.
    """
    demands, kind = tuple(demands), day_kind(day)
    free = FREE_DAY if kind.free else 0
    asked = tuple(demand for demand in demands if kind in demand.days)
    lines = dict.fromkeys(demand.line for demand in demands if free)
    found = [Need(day.on, line, 0, DAY, 0, 0, free) for line in lines if line not in {demand.line for demand in asked}]
    for demand in asked:
        over = free if demand.over is None else demand.over
        found += [
            Need(day.on, demand.line, start, end, demand.people, demand.short, over)
            for start, end in _hours(demand, day)
        ]
    return tuple(found)


def _hours(demand: Demand, day: Day) -> tuple[tuple[int, int], ...]:
    if demand.start is not None and demand.end is not None:
        return ((demand.start, demand.end),)
    return tuple((part.start, part.end) for part in day.intervals)
