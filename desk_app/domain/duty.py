"""The office's data for duty: its kinds of shifts, what its lines need, and the limits of a plan.

Items of the section "shift" say start, end and breaks as "08:30" and "12:30-13:30" in local time; an end that is not
after the start is on the next day. Items of "demand" say how many people a line needs on which kinds of days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from desk_app.domain.calendars import DAY
from desk_app.domain.errors import BadInput
from desk_app.domain.office import Item, Office
from desk_app.domain.roster import Break, DayKind, Demand, Limits, ShiftKind

SETTING: Final = "duty"
"""The setting of an office that holds the limits of a plan, by the names of `Limits`; durations in minutes."""
_LIMITS: Final = frozenset(field.name for field in fields(Limits)) - {"kinds", "not_after"}


def kinds_of(office: Office) -> tuple[ShiftKind, ...]:
    """Return the kinds of shifts of the office. Raises BadInput for one that is not understood."""
    return tuple(kind_of(item) for item in office.choices("shift"))


def short_of(office: Office, code: str) -> str:
    """Return what a cell of the grid shows for a kind of shift: a letter or two."""
    return str(office.choices("shift").get(code).data.get("short") or office.choices("shift").label(code)[:1] or code)


def demands_of(office: Office) -> tuple[Demand, ...]:
    """Return what the lines of the office need. Raises BadInput."""
    return tuple(demand_of(item) for item in office.choices("demand"))


def limits_of(office: Office) -> Limits:
    """Return the limits that a plan of the office keeps. Raises BadInput for one that is not known."""
    said: Mapping[str, Any] = office.settings.get(SETTING) or {}
    for name in said:
        if name not in _LIMITS:
            raise BadInput("There is no limit of duty “{name}”. Known are: {known}.", name=name,
                           known=", ".join(sorted(_LIMITS)))  # fmt: skip
    return Limits(**said)


def lines_of(office: Office) -> dict[str, str]:
    """Return {code: label} of the lines."""
    return {item.code: item.label for item in office.choices("line")}


def minute_of(text: str, where: str) -> int:
    """Return the minute of the day that "08:30" says. Raises BadInput."""
    hours, _, minutes = text.strip().partition(":")
    plain = text.isascii() and hours.isdigit() and minutes.isdigit() and len(minutes) == 2
    if plain and int(minutes) < 60 and int(hours) * 60 + int(minutes) <= DAY:
        return int(hours) * 60 + int(minutes)
    raise BadInput("“{text}” ({where}) is no time of day. Write it like 08:30.", text=text, where=where)


def kind_of(item: Item) -> ShiftKind:
    """Return the kind of shift that an item of the section "shift" is. Raises BadInput."""
    data = item.data
    start, end = (minute_of(str(data.get(name, "")), f"{item.label}, {name}") for name in ("start", "end"))
    length = end - start if end > start else end + DAY - start
    return ShiftKind(
        item.code,
        item.label,
        start,
        length,
        str(data.get("line", "")),
        tuple(_breaks(data.get("breaks", ()), start, length, item.label)),
        str(data.get("colour", "")),
    )


def _breaks(texts: Iterable[str], start: int, length: int, where: str) -> Iterable[Break]:
    for text in texts:
        begin, _, end = text.partition("-")
        at, until = ((minute_of(edge, where) - start) % DAY for edge in (begin, end))
        if not 0 <= at < until <= length:
            raise BadInput("The break {text} does not lie within the shift “{shift}”.", text=text, shift=where)
        yield Break(at, until - at)


def demand_of(item: Item) -> Demand:
    """Return what an item of the section "demand" asks for. Raises BadInput."""
    data = item.data
    edges: dict[str, int] = {
        name: minute_of(str(data[name]), f"{item.label}, {name}") for name in ("start", "end") if data.get(name)
    }
    if len(edges) == 2 and edges["end"] <= edges["start"]:
        edges["end"] += DAY
    days = frozenset(_day_kind(day) for day in data.get("days", ("working", "shortened")))
    return Demand(str(data.get("line", "")), days, int(data.get("people", 1)), **edges)


def _day_kind(text: str) -> DayKind:
    if text not in tuple(DayKind):
        raise BadInput("“{text}” is no kind of day. Known are: {known}.", text=text, known=", ".join(DayKind))
    return DayKind(text)
