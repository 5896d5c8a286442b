"""When the journal of the month before has to be printed, signed and handed in (S-10)."""

from datetime import date, timedelta
from typing import Final

from desk_app.domain.calendars import NoCalendar
from desk_app.domain.journal import Month
from desk_app.domain.office import Office, Person
from desk_app.domain.view import SortColumn, Span, TicketFilter, View
from desk_app.services.appointments import midnight
from desk_app.services.ports import Reader

SETTING: Final = "journal_day"
"""The office's setting: the day of the month, 1..31; without it nobody is reminded."""
_LONGEST: Final = 31


def journal_month(office: Office, today: date) -> Month | None:
    """Return the month whose journal is asked for on `today`: that before the last journal day that has come.

    A journal day that is off moves to the next working day; where there is no calendar for the year it stays.
    None where the office asks for no journal.
    """
    day = office.settings.get(SETTING)
    if not isinstance(day, int) or isinstance(day, bool) or day < 1:
        return None
    month = Month.of(today)
    while today < _asked_on(office, month, day):
        month = month.previous
    return month.previous


def is_asked(reader: Reader, me: Person, month: Month) -> bool:
    """Tell whether `me` has anything to print: tickets of theirs that were registered in `month`."""
    office = reader.office()
    since, until = (midnight(office, day) for day in month.bounds)
    spans = (Span(SortColumn.REGISTERED, since, until),)
    return bool(reader.count(View(TicketFilter(people=(me.id,), spans=spans)), me))


def _asked_on(office: Office, month: Month, day: int) -> date:
    """Return the day in or after `month` on which its journal day falls."""
    last = month.next.first - timedelta(days=1)
    wanted = min(month.first + timedelta(days=day - 1), last)
    for ahead in range(_LONGEST):
        found = wanted + timedelta(days=ahead)
        try:
            if office.calendar.day(found).intervals:
                return found
        except NoCalendar:
            return wanted
    return wanted
