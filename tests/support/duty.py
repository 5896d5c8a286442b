"""A small office's month of duty, for tests: two lines, a night, people by their number."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from desk_app import calendars
from desk_app.domain.calendars import WorkingCalendar, weekly
from desk_app.domain.roster import (
    Break,
    DayKind,
    Demand,
    Frame,
    Limits,
    Member,
    ShiftKind,
    frame_of,
    month_of,
)

EVERY_DAY = frozenset(DayKind)
WORKDAYS = frozenset({DayKind.WORKING, DayKind.SHORTENED})
KINDS = (
    ShiftKind("D", "Day", 8 * 60, 9 * 60, "desk", (Break(4 * 60, 60),)),
    ShiftKind("L", "Late", 13 * 60, 9 * 60, "desk", (Break(4 * 60, 60),)),
    ShiftKind("N", "Night", 20 * 60, 12 * 60, "desk", (Break(4 * 60, 30), Break(8 * 60, 15, paid=True))),
    ShiftKind("E", "Engineer", 9 * 60, 9 * 60, "engineers", (Break(4 * 60, 60),)),
)
LIMITS = Limits(rest=11 * 60, days_in_row=6, in_row_article="ТК РФ ст. 103")
DEMANDS = (
    Demand("desk", WORKDAYS, 1, 8 * 60, 17 * 60),
    Demand("engineers", WORKDAYS, 1),
)


def calendar(country: str = "RU", hours: str = "09:00-18:00") -> WorkingCalendar:
    """Return a calendar of five days a week."""
    week = weekly({day: [hours] for day in ("mon", "tue", "wed", "thu", "fri")})
    return WorkingCalendar(ZoneInfo("Europe/Moscow"), country, week, calendars.load_all(country))


def people(count: int = 4, **more: object) -> tuple[Member, ...]:
    """Return so many people of both lines, with ids from 1."""
    return tuple(Member(n, f"P{n}", frozenset({"desk", "engineers"}), **more) for n in range(1, count + 1))


def month(
    members: Iterable[Member] = people(),
    demands: Iterable[Demand] = DEMANDS,
    limits: Limits = LIMITS,
    of: tuple[int, int] = (2026, 12),
    last: int = 0,
    **more: object,
) -> Frame:
    """Return the frame of a month, or of its first days up to day `last`."""
    first, end = month_of(*of)
    return frame_of(
        calendar(),
        first,
        date(*of, last) if last else end,
        kinds=KINDS,
        members=members,
        demands=demands,
        limits=limits,
        lines={"desk": "Desk", "engineers": "Engineers"},
        **more,
    )


def day(number: int, of: tuple[int, int] = (2026, 12)) -> date:
    """Return a day of the month."""
    return date(*of, number)
