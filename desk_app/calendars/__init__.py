"""The official calendars that travel with the program, and those that offices import."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from desk_app.domain.calendars import CalendarYear, DayOff, NoCalendar, WorkingCalendar, weekly
from desk_app.resources import resource

NAME: Final = "{country}-{year}.json"


@cache
def shipped() -> dict[str, tuple[int, ...]]:
    """Return the years there are calendars for, by country."""
    found: dict[str, list[int]] = {}
    for path in sorted(resource("calendars").glob("*-*.json")):
        country, _, year = path.stem.partition("-")
        found.setdefault(country, []).append(int(year))
    return {country: tuple(years) for country, years in found.items()}


@cache
def load(country: str, year: int) -> CalendarYear:
    """Return the official calendar of one year. Raises NoCalendar; it is never guessed (K-3.1)."""
    if year not in shipped().get(country, ()):
        raise NoCalendar(country, year)
    path = resource("calendars", NAME.format(country=country, year=year))
    return year_of(json.loads(path.read_text(encoding="utf-8")))


def load_all(country: str) -> dict[int, CalendarYear]:
    """Return every calendar there is of `country`, by year."""
    return {year: load(country, year) for year in shipped().get(country, ())}


def calendar_of(country: str, zone: ZoneInfo, week: Mapping[str, tuple[str, ...]]) -> WorkingCalendar:
    """Return the working calendar of an office with these settings. Raises BadInput for hours that are none."""
    return WorkingCalendar(zone, country, weekly(week), load_all(country))


def year_of(document: Mapping[str, Any]) -> CalendarYear:
    """Return the calendar that a JSON document describes (see resources/calendars)."""
    return CalendarYear(
        country=document["country"],
        year=document["year"],
        off={date.fromisoformat(day): _off(said) for day, said in document["off"].items()},
        working={
            date.fromisoformat(day): date.fromisoformat(other) if other else None
            for day, other in document["working"].items()
        },
        shortened=frozenset(map(date.fromisoformat, document["shortened"])),
        source=document["source"],
    )


def _off(said: Mapping[str, str]) -> DayOff:
    if "from" in said:
        return DayOff(moved_from=date.fromisoformat(said["from"]))
    return DayOff(dict(said))
