"""The official calendars that travel with the program, and those that offices import."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from desk_app.domain.calendars import CalendarYear, DayOff, NoCalendar
from desk_app.resources import resource

NAME: Final = "{country}-{year}.json"
IMPORTED: Final = "calendars"
"""The office's setting with the years it imported, by year, each as `year_of` reads it."""


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


def years_of(country: str, settings: Mapping[str, Any]) -> dict[int, CalendarYear]:
    """Return the calendars of an office with these settings: those shipped, and in their place those it imported."""
    imported = [year_of(document) for document in settings.get(IMPORTED, {}).values()]
    return load_all(country) | {year.year: year for year in imported}


def document_of(year: CalendarYear) -> dict[str, Any]:
    """Return `year` as the JSON document that `year_of` reads."""

    def said(off: DayOff) -> dict[str, str]:
        return {"from": off.moved_from.isoformat()} if off.moved_from else dict(off.names)

    return {
        "country": year.country,
        "year": year.year,
        "source": year.source,
        "off": {day.isoformat(): said(off) for day, off in sorted(year.off.items())},
        "working": {day.isoformat(): other and other.isoformat() for day, other in year.working.items()},
        "shortened": sorted(day.isoformat() for day in year.shortened),
    }


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
