"""Working time counted once for all days says what is counted day by day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app import calendars
from desk_app.domain.calendars import WorkingCalendar, weekly
from desk_app.domain.deadlines import Pause, consumed
from desk_app.domain.statistics import Spread
from desk_app.domain.worked import WorkedTime

WEEK = {day: ["08:30-12:30", "13:30-17:00"] for day in ("mon", "tue", "wed", "thu")} | {"fri": ["08:30-16:00"]}
NIGHTS = {"mon": ["00:00-02:00", "20:00-24:00"], "sat": ["22:10-24:00"], "sun": ["00:00-06:35"]}
ZONES = {"Asia/Yekaterinburg": WEEK, "America/New_York": NIGHTS, "Pacific/Auckland": WEEK}
CALENDARS = [
    WorkingCalendar(ZoneInfo(zone), "RU", weekly(week), calendars.years_of("RU", {})) for zone, week in ZONES.items()
]
FIRST = int(datetime(2024, 1, 3, tzinfo=UTC).timestamp())
moments = st.integers(FIRST, FIRST + 3 * 365 * 86_400)
lengths = st.integers(0, 40 * 86_400)


def of(seconds):
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize("calendar", CALENDARS, ids=list(ZONES))
@given(since=moments, length=lengths, pauses=st.lists(st.tuples(moments, st.none() | lengths), max_size=3))
def test_it_is_the_time_that_was_consumed(calendar, since, length, pauses):
    worked = counted(calendar)
    near = [(since + begin % (length + 1), end) for begin, end in pauses]
    stops = [(begin, None if end is None else begin + end) for begin, end in near]
    slow = consumed(
        calendar,
        of(since),
        of(since + length),
        [Pause(of(begin), None if end is None else of(end)) for begin, end in stops],
    )
    assert timedelta(seconds=worked.between(since, since + length, stops)) == slow


_COUNTED = {}


def counted(calendar):
    return _COUNTED.setdefault(id(calendar), WorkedTime(calendar))


def test_where_there_is_no_calendar_nothing_is_guessed():
    worked = counted(CALENDARS[0])
    assert worked.years == (2023, 2024, 2025, 2026, 2027)
    assert worked.until(int(datetime(2019, 5, 5, tzinfo=UTC).timestamp())) is None
    assert worked.between(FIRST, int(datetime(2035, 5, 5, tzinfo=UTC).timestamp())) is None
    nothing = WorkedTime(WorkingCalendar(ZoneInfo("UTC"), "RU", weekly(WEEK), {}))
    assert nothing.until(FIRST) is None


def test_a_year_that_is_missing_parts_the_years_before_it():
    years = {year: calendar for year, calendar in CALENDARS[0].years.items() if year != 2025}
    assert WorkedTime(WorkingCalendar(ZoneInfo("UTC"), "RU", weekly(WEEK), years)).years == (2026, 2027)


@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from([0.5, 0.95, 1.0, 0.01]), st.integers(0, 5))
def test_a_percentile_is_the_first_that_enough_do_not_exceed(values, share, cut):
    spread, rest = Spread(), Spread()
    for value in values[:cut]:
        rest.add(value)
    for value in values[cut:]:
        spread.add(value)
    spread.take(rest)
    found = spread.at(share)
    assert sum(value <= found for value in values) >= len(values) * share - 1e-9
    assert sum(value < found for value in values) < len(values) * share
    assert spread.within(found) == sum(value <= found for value in values)


def test_of_nothing_there_is_no_percentile():
    assert Spread().at(0.5) is None
    assert Spread().count == 0
