"""Dates as people write them into sheets."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.written_dates import written_moment, written_time


@pytest.mark.parametrize(
    "value",
    [
        "05.10.2026", "5.10.26", "2026-10-05", "«5» октября 2026 г.", "5 октября 2026", "5 окт. 2026", "5/10/2026",
        "05.10.2026г.", "понедельник, 05.10.2026", "October 5, 2026", "5 Oct 2026", "05-10-2026", 46300, 46300.0,
        "46300", date(2026, 10, 5), datetime(2026, 10, 5), " 05.10.2026 ",
    ],
)  # fmt: skip
def test_a_day(value):
    assert written_moment(value) == (date(2026, 10, 5), None)


@pytest.mark.parametrize(
    "value",
    ["05.10.2026 9:05", "05.10.2026, 09-05", "05.10.26 в 9:05", "2026-10-05T09:05:00", "5 октября 2026 г. 9:05",
     46300 + 545 / 1440, datetime(2026, 10, 5, 9, 5)],
)  # fmt: skip
def test_a_day_with_a_time(value):
    assert written_moment(value) == (date(2026, 10, 5), time(9, 5))


def test_serial_numbers_of_old_macintoshes():
    assert written_moment(46300 - 1462, late_epoch=True) == (date(2026, 10, 5), None)


@pytest.mark.parametrize(
    "value",
    ["31.02.2026", "13.13.2026", "вчера", "5 брюмера 2026", "05.10.2026-06.10.2026", "", None, True, 3, 99999999, "12",
     "05.10", time(9, 5), "05.10.2026 25:00", -1.5, float("nan"), 10**400],
)  # fmt: skip
def test_what_is_no_date(value):
    with pytest.raises(ValueError):
        written_moment(value)


@given(st.dates(date(1920, 1, 1), date(2199, 12, 31)))
def test_every_way_to_write_a_day_means_the_same(day):
    serial = (day - date(1899, 12, 30)).days
    for value in (f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat(), serial, str(serial)):
        assert written_moment(value) == (day, None)


@given(st.text() | st.floats() | st.integers())
def test_anything_is_a_date_or_refused(value):
    try:
        day, _ = written_moment(value)
    except ValueError:
        return
    assert day.year >= 1900


@pytest.mark.parametrize("value", ["9:05", "09-05", "9.05", "9 ч 05 мин", 545 / 1440, time(9, 5)])
def test_a_time(value):
    assert written_time(value) == time(9, 5)


@pytest.mark.parametrize("value", ["25:00", "утром", 1.5, True, None])
def test_what_is_no_time(value):
    with pytest.raises(ValueError):
        written_time(value)
