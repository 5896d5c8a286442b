"""The office's own days and years, who may set them, and what the history keeps."""

from datetime import date

import pytest

from desk_app import calendars
from desk_app.calendars.xml import read_xml
from desk_app.domain.calendars import CalendarYear, Interval, Kind
from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.services import working_days

DAY = date(2026, 12, 30)


def working(desk, day=DAY):
    return desk.office.calendar.day(day)


def test_a_day_of_its_own_and_back(desk):
    assert working(desk).kind is Kind.WORKING
    desk.write(desk.supervisor, lambda db: working_days.set_day(db, DAY, ["09:00-12:00"]))
    assert working(desk).intervals == (Interval(540, 720),)
    desk.write(desk.supervisor, lambda db: working_days.set_day(db, DAY, []))
    assert working(desk).intervals == ()
    assert working(desk).kind is Kind.OWN
    desk.write(desk.supervisor, lambda db: working_days.set_day(db, DAY, None))
    assert working(desk).kind is Kind.WORKING


def test_what_changes_nothing_leaves_no_trace(desk):
    head = desk.file.reader.head()
    desk.write(desk.supervisor, lambda db: working_days.set_day(db, DAY, None))
    assert desk.file.reader.head() == head


def test_every_change_is_in_the_history(desk):
    before = desk.file.reader.head()[0]
    desk.write(desk.supervisor, lambda db: working_days.set_day(db, DAY, []))
    [entries] = [list(part) for part in desk.file.reader.chain()]
    [entry] = [one for one in entries if one.header.seq > before]
    assert entry.header.verb == "calendar-day"
    assert '"2026-12-30"' in entry.payload


def test_a_technician_may_not(desk):
    for verb in (
        lambda db: working_days.set_day(db, DAY, []),
        lambda db: working_days.import_year(db, calendars.load("RU", 2026)),
        lambda db: working_days.forget_year(db, 2026),
    ):
        with pytest.raises(NotAllowed):
            desk.write(desk.technician, verb)


def test_hours_that_are_none_are_refused(desk):
    with pytest.raises(BadInput):
        desk.write(desk.supervisor, lambda db: working_days.set_day(db, DAY, ["12:00-09:00"]))


def test_a_year_is_imported_and_forgotten(desk):
    document = b"<calendar year='2026' lang='ru'><day d='12.30' t='1' h='1'/><day d='12.26' t='3'/></calendar>"
    desk.write(desk.supervisor, lambda db: working_days.import_year(db, read_xml(document)))
    assert working(desk).intervals == ()
    assert working(desk, date(2026, 12, 26)).kind is Kind.WORKING_WEEKEND
    desk.write(desk.supervisor, lambda db: working_days.forget_year(db, 2026))
    assert working(desk).kind is Kind.WORKING


def test_another_countrys_year_is_refused(desk):
    with pytest.raises(BadInput, match="KZ"):
        desk.write(desk.supervisor, lambda db: working_days.import_year(db, calendars.load("KZ", 2026)))


@pytest.mark.parametrize("country", ["RU", "KZ", "IR"])
def test_a_year_goes_through_json_and_back(country):
    year = calendars.load(country, 2025)
    assert isinstance(year, CalendarYear)
    assert calendars.year_of(calendars.document_of(year)) == year
