"""The official calendars that are shipped, against the published numbers and a second opinion."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from desk_app.calendars import load, load_all, shipped
from desk_app.domain.calendars import Interval, Kind, NoCalendar, WorkingCalendar, earlier, totals, weekly
from desk_app.domain.errors import BadInput

YEARS = range(2023, 2028)
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-13:00", "14:00-18:00"))


def calendar_of(country, week):
    return WorkingCalendar(ZoneInfo("UTC"), country, weekly(week), load_all(country))


def days_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def test_working_days_and_hours_are_those_published():
    assert [totals(load("RU", year))[0] for year in YEARS] == [247, 248, 247, 247, 247]
    assert [totals(load("RU", year))[1] for year in YEARS] == [1973, 1979, 1972, 1972, 1972]
    assert [totals(load("KZ", year))[0] for year in (2024, 2025, 2026)] == [249, 246, 247]


def test_shortened_days_are_those_published():
    assert sorted(day.isoformat() for day in load("RU", 2026).shortened) == [
        "2026-04-30",
        "2026-05-08",
        "2026-06-11",
        "2026-11-03",
    ]
    assert len(load("RU", 2024).shortened) == 5


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("country", ["RU", "KZ", "IR"])
def test_every_day_agrees_with_a_second_opinion(country, year):
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-18:00",))
    if country == "IR":
        week = dict.fromkeys(("sat", "sun", "mon", "tue", "wed", "thu"), ("09:00-18:00",))
    ours = calendar_of(country, week)
    theirs = holidays.country_holidays(country, years=year)
    for day in days_of(year):
        assert bool(ours.day(day).intervals) == theirs.is_working_day(day), day


def test_each_country_has_every_year():
    assert shipped() == {country: tuple(YEARS) for country in ("RU", "KZ", "IR")}


def test_a_year_that_is_not_there_is_said():
    with pytest.raises(NoCalendar, match="2031"):
        load("RU", 2031)
    with pytest.raises(NoCalendar, match="2031"):
        calendar_of("RU", WEEK).day(date(2031, 2, 3))


def test_why_a_day_is_as_it_is():
    ours = calendar_of("RU", WEEK)
    kinds = {
        date(2026, 1, 7): Kind.HOLIDAY,
        date(2026, 1, 9): Kind.MOVED,
        date(2026, 1, 10): Kind.WEEKEND,
        date(2026, 4, 29): Kind.WORKING,
        date(2026, 4, 30): Kind.SHORTENED,
        date(2024, 4, 27): Kind.WORKING_WEEKEND,
    }
    assert {day: ours.day(day).kind for day in kinds} == kinds
    assert ours.day(date(2026, 1, 7)).name("en") == "Christmas"
    assert ours.day(date(2026, 1, 9)).other == date(2026, 1, 3)
    assert ours.day(date(2026, 4, 30)).minutes == 7 * 60


def test_an_hour_less_may_take_a_whole_interval():
    assert earlier((Interval(0, 100), Interval(200, 230)), 60) == (Interval(0, 70),)
    assert earlier((Interval(0, 30),), 60) == ()


@pytest.mark.parametrize(
    "hours", [["8-17"], ["17:00-08:00"], ["08:00-25:00"], ["08:00-12:00", "11:00-13:00"], ["08:60-09:00"], ["x"], [""]]
)
def test_hours_that_are_none_are_refused(hours):
    with pytest.raises(BadInput):
        weekly({"mon": hours})
    with pytest.raises(BadInput):
        weekly({"monday": ["08:00-17:00"]})
