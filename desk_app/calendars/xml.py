"""Calendars in the XML format of xmlcalendar: days off, shortened days and working weekends of one year."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from desk_app.domain.calendars import CalendarYear, DayOff
from desk_app.domain.errors import BadInput

LIMIT: Final = 1_000_000
"""The longest document that is looked at, in bytes."""
OFF, SHORTENED, WORKING = "1", "2", "3"


def read_xml(document: bytes, country: str = "RU") -> CalendarYear:
    """Return the calendar that `document` describes. Raises BadInput for what is none.

    A day is `<day d="MM.DD" t="1|2|3" h="holiday's id" f="MM.DD"/>`: off, shortened or a working weekend; `f` is the
    day it was moved from.
    """
    try:
        if len(document) > LIMIT:
            raise ValueError
        root = ElementTree.fromstring(document)
        year, language = int(root.attrib["year"]), root.attrib.get("lang", "ru")
        titles = {one.attrib["id"]: one.attrib["title"] for one in root.iter("holiday")}
        days = [(_day(year, one.attrib["d"]), one.attrib) for one in root.iter("day")]
        if root.tag != "calendar" or not days:
            raise ValueError
        return CalendarYear(
            country=root.attrib.get("country", country).upper(),
            year=year,
            off=dict(_days_off(year, language, titles, days)),
            working={day: _moved(year, said) for day, said in days if said["t"] == WORKING},
            shortened=frozenset(day for day, said in days if said["t"] == SHORTENED),
            source=f"xmlcalendar {root.attrib.get('date', '')}".strip(),
        )
    except (ElementTree.ParseError, DefusedXmlException, LookupError, ValueError):
        raise BadInput(
            "This is no calendar in the format of xmlcalendar. Choose a file like calendar.xml of one year."
        ) from None


def _days_off(
    year: int, language: str, titles: dict[str, str], days: list[tuple[date, Any]]
) -> Iterator[tuple[date, DayOff]]:
    for day, said in days:
        if said["t"] != OFF:
            continue
        if moved := _moved(year, said):
            yield day, DayOff(moved_from=moved)
        else:
            title = titles.get(said.get("h", ""), "")
            yield day, DayOff({language: title} if title else {})


def _moved(year: int, said: Any) -> date | None:
    return _day(year, said["f"]) if said.get("f") else None


def _day(year: int, text: str) -> date:
    month, _, day = text.partition(".")
    return date(year, int(month), int(day))
