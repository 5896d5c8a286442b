"""The office's working calendar, changed by whoever may: days of its own, and years it imports (K-3.1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from desk_app import calendars
from desk_app.domain.calendars import OWN_DAYS, CalendarYear, intervals_of
from desk_app.domain.errors import BadInput
from desk_app.domain.tickets import Event
from desk_app.services.ports import Changes, Session
from desk_app.services.rights import require

RIGHT: Final = "calendar"


def set_day(db: Session, day: date, hours: Sequence[str] | None) -> Changes:
    """Let the office work other `hours` on `day`: none is a day off, None is as the calendar has it.

    Raises BadInput for hours that are none, NotAllowed without the right.
    """
    require(db, RIGHT)
    if hours is not None:
        intervals_of(hours)
    days = dict(db.office.settings.get(OWN_DAYS, {}))
    before = days.pop(day.isoformat(), None)
    if hours is not None:
        days[day.isoformat()] = list(hours)
    if before == (None if hours is None else list(hours)):
        return Changes()
    said = {"day": day.isoformat(), "before": before, "after": None if hours is None else list(hours)}
    return _kept(db, OWN_DAYS, days, "calendar-day", said)


def import_year(db: Session, year: CalendarYear) -> Changes:
    """Take `year` in place of the office's calendar of that year.

    Raises BadInput when it is another country's, NotAllowed without the right.
    """
    require(db, RIGHT)
    if year.country != db.office.country:
        raise BadInput(
            "This calendar is of {country}, and the office is in {own}. Choose a calendar of {own}.",
            country=year.country,
            own=db.office.country,
        )
    years = {**db.office.settings.get(calendars.IMPORTED, {}), str(year.year): calendars.document_of(year)}
    return _kept(db, calendars.IMPORTED, years, "calendar-year", {"year": year.year, "source": year.source})


def forget_year(db: Session, year: int) -> Changes:
    """Go back to the shipped calendar of `year`. Raises NotAllowed without the right."""
    require(db, RIGHT)
    years = dict(db.office.settings.get(calendars.IMPORTED, {}))
    if years.pop(str(year), None) is None:
        return Changes()
    return _kept(db, calendars.IMPORTED, years, "calendar-year", {"year": year, "source": ""})


def _kept(db: Session, setting: str, value: Mapping[str, Any], verb: str, said: Mapping[str, Any]) -> Changes:
    db.put_settings({**db.office.settings, setting: dict(value)})
    db.note(Event(verb, db.now, said))
    return Changes(office=True)
