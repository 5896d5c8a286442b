"""Filling cells by the calendar: patterns such as 5/2 and 2/2, and last month's plan laid on this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk_app.domain.roster.frame import Frame
from desk_app.domain.roster.plan import Cell

WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Pattern:
    """Codes that repeat day by day, "" for days off. One of whole weeks begins on Mondays."""

    codes: tuple[str, ...]
    weeks: bool = False


def five_two(code: str) -> Pattern:
    """Return five days of work from Monday on and two off."""
    return weekly((code,) * 5 + ("", ""))


def two_two(code: str, other: str = "") -> Pattern:
    """Return two days of work and two off; with `other` the second day is of that kind."""
    return Pattern((code, other or code, "", ""))


def weekly(*weeks: tuple[str, ...]) -> Pattern:
    """Return a pattern of whole weeks, each seven codes from Monday to Sunday."""
    return Pattern(tuple(code for week in weeks for code in week), weeks=True)


def painted(pattern: Pattern, first: date, last: date, begin: int = 0) -> dict[date, str]:
    """Return the codes of a pattern for the dates from `first` to `last`, both included.

    It begins with its code number `begin` on `first`; one of weeks with its week number `begin` in the week of
    `first`.
    """
    offset = begin * WEEK + first.weekday() if pattern.weeks else begin
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {day: pattern.codes[(offset + number) % len(pattern.codes)] for number, day in enumerate(days)}


def copied(cells: Mapping[Cell, str], old_first: date, old_last: date, frame: Frame) -> dict[Cell, str]:
    """Return the cells of an old month laid on the days of `frame`, Monday on Monday.

    Days without a counterpart take the same weekday a week nearer. People and kinds that are no more, and days
    somebody is absent or not employed, are left out.
    """
    shift = (frame.first - old_first).days
    shift += (old_first.weekday() - frame.first.weekday()) % WEEK
    codes = {kind.code for kind in frame.kinds}
    found = {}
    for member in frame.members:
        for day in frame.days:
            code = cells.get((member.id, _counterpart(day.on - timedelta(days=shift), old_first, old_last)), "")
            if code in codes and member.employed(day.on) and not frame.absent(member.id, day.on):
                found[member.id, day.on] = code
    return found


def _counterpart(day: date, first: date, last: date) -> date:
    while day > last:
        day -= timedelta(days=WEEK)
    while day < first:
        day += timedelta(days=WEEK)
    return day
