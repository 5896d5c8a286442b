"""Working time, and when something is due. Dates are worked out by hand in the comments."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desk_app.calendars import load_all
from desk_app.domain.calendars import Interval, NoCalendar, WorkingCalendar, weekly
from desk_app.domain.deadlines import Limit, Mode, Pause, consumed, due, end_of_day, later
from desk_app.domain.errors import BadInput

ZONE = ZoneInfo("Asia/Yekaterinburg")
MON_TO_THU = ("mon", "tue", "wed", "thu")
K = {day: ["08:00-17:15"] for day in MON_TO_THU} | {"fri": ["08:00-16:00"]}
S = {day: ["08:30-12:30", "13:30-17:00"] for day in MON_TO_THU} | {"fri": ["08:30-12:30", "13:30-16:00"]}
NIGHTS = {day: ["00:00-06:00", "20:00-24:00"] for day in (*MON_TO_THU, "fri", "sat", "sun")}
FIVE_DAYS, AN_HOUR, TODAY = Limit(Mode.DAYS, 5), Limit(Mode.MINUTES, 60), Limit(Mode.TODAY)


def calendar(week=S, zone=ZONE, **own):
    return WorkingCalendar(zone, "RU", weekly(week), load_all("RU"), **own)


MUNICIPAL, CENTRE = calendar(K), calendar(S)
MOMENTS = st.datetimes(datetime(2023, 1, 3), datetime(2026, 12, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
SPANS = st.timedeltas(timedelta(), timedelta(days=20)).map(lambda span: timedelta(seconds=span.total_seconds() // 1))
AMOUNTS = st.integers(0, 5000).map(lambda minutes: timedelta(minutes=minutes))
CALENDARS = st.sampled_from([MUNICIPAL, CENTRE, calendar(NIGHTS), calendar(S, ZoneInfo("Europe/Berlin"))])


def at(text):
    """Return the moment that `text` is in Yekaterinburg."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def local(moment):
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def reasons(found):
    return {reason.day.isoformat(): reason.template for reason in found.reasons}


# -- to the end of the Nth working day ----


def test_five_working_days_over_the_first_of_may():
    # Wed 29 April is not counted; 30.04 (1), 04.05 (2), 05.05 (3), 06.05 (4), 07.05 (5), a Thursday to 17:15
    found = due(MUNICIPAL, FIVE_DAYS, at("2026-04-29T16:00"))
    assert local(found.at) == "2026-05-07T17:15"
    assert {"2026-05-01", "2026-05-02", "2026-05-03"} <= set(reasons(found))
    assert "2026-05-04" not in reasons(found)


def test_a_working_saturday_counts_and_is_shortened():
    # 31.10 (1), Sat 01.11 works (2), 05.11 (3), 06.11 (4), Fri 07.11 (5) to 16:00
    found = due(MUNICIPAL, FIVE_DAYS, at("2025-10-30T10:00"))
    assert local(found.at) == "2025-11-07T16:00"
    assert "shortened" in reasons(found)["2025-11-01"]
    # It takes the hours of Monday 3 November, which it was swapped with, less an hour.
    assert MUNICIPAL.day(date(2025, 11, 1)).intervals == (Interval(8 * 60, 16 * 60 + 15),)


def test_new_year_is_named_day_by_day():
    # 30.12 (1), 31.12 off, 1-10.01 off, 11.01 (2), 12.01 (3), 13.01 (4), Thu 14.01 (5)
    found = due(MUNICIPAL, FIVE_DAYS, at("2026-12-29T09:00"))
    assert local(found.at) == "2027-01-14T17:15"
    assert {f"2027-01-{day:02}" for day in range(1, 11)} <= set(reasons(found))


def test_a_year_without_a_calendar_is_said():
    with pytest.raises(NoCalendar, match="2028"):
        due(MUNICIPAL, FIVE_DAYS, at("2027-12-29T09:00"))


# -- to the end of the working day ----


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-10-02T15:59", "2026-10-02T16:00"),  # Friday ends at 16:00
        ("2026-10-02T16:00", "2026-10-05T17:00"),
        ("2026-10-02T18:40", "2026-10-05T17:00"),
        ("2026-10-03T12:00", "2026-10-05T17:00"),
        ("2026-10-05T03:00", "2026-10-05T17:00"),
        ("2026-04-30T15:30", "2026-04-30T16:00"),  # a shortened Thursday
        ("2026-04-30T16:30", "2026-05-04T17:00"),
    ],
)
def test_registered_within_the_working_day(since, until):
    assert local(due(CENTRE, TODAY, at(since)).at) == until


# -- working minutes ----


def test_lunch_and_nights_stop_the_clock():
    assert local(later(CENTRE, at("2026-10-01T12:00"), timedelta(minutes=60))) == "2026-10-01T14:00"
    assert local(later(CENTRE, at("2026-10-02T15:30"), timedelta(minutes=60))) == "2026-10-05T09:00"
    # An end of work that is exactly enough is the time, not the next morning.
    assert local(later(CENTRE, at("2026-10-02T15:00"), timedelta(minutes=60))) == "2026-10-02T16:00"


def test_the_end_of_the_day_at_midnight():
    around = calendar(NIGHTS)
    assert local(end_of_day(around, at("2026-10-01T21:00"), 0)) == "2026-10-02T00:00"
    assert local(later(around, at("2026-10-01T23:00"), timedelta(hours=2))) == "2026-10-02T01:00"


def test_a_night_in_which_the_clocks_are_put_back_has_an_hour_more():
    berlin = ZoneInfo("Europe/Berlin")  # 25 October 2026, 3:00 becomes 2:00
    around = calendar({day: ["00:00-24:00"] for day in ("sat", "sun", "mon")}, berlin)
    since = datetime(2026, 10, 25, 0, 0, tzinfo=berlin).astimezone(UTC)
    assert consumed(around, since, datetime(2026, 10, 26, 0, 0, tzinfo=berlin)) == timedelta(hours=25)


def test_a_pause_over_the_weekend_takes_only_its_working_time():
    # Fri 2 October 15:00, an hour's limit: 30 minutes are used until 15:30. It waits until Mon 9:00; 30 are left.
    pause = Pause(at("2026-10-02T15:30"), at("2026-10-05T09:00"))
    found = due(CENTRE, AN_HOUR, at("2026-10-02T15:00"), [pause])
    assert local(found.at) == "2026-10-05T09:30"
    # The pause took Fri 15:30-16:00 and Mon 8:30-9:00.
    [told] = [reason for reason in found.reasons if "minutes" in reason.params]
    assert told.params["minutes"] == 60


def test_a_pause_moves_a_date_that_counts_days_to_the_end_of_a_day():
    # Due Thu 7 May 17:15 without it. Waiting Tue 5 May 10:00 to Wed 6 May 10:00 takes 7 h 15 + 2 h = 9 h 15,
    # exactly the working day of Fri 8 May (8:00-15:00, shortened, 7 h) and 2 h 15 of Tue 12 May: its end, 17:15.
    pause = Pause(at("2026-05-05T10:00"), at("2026-05-06T10:00"))
    assert local(due(MUNICIPAL, FIVE_DAYS, at("2026-04-29T16:00"), [pause]).at) == "2026-05-12T17:15"


def test_while_it_waits_there_is_no_date():
    found = due(CENTRE, AN_HOUR, at("2026-10-02T15:00"), [Pause(at("2026-10-02T15:30"))])
    assert found.at is None
    assert found.warn_at is None
    assert "stands" in found.reasons[-1].template


def test_the_warning_comes_at_four_fifths_of_the_time():
    assert local(due(CENTRE, AN_HOUR, at("2026-10-01T09:00")).warn_at) == "2026-10-01T09:48"


def test_an_office_that_never_works_is_said():
    with pytest.raises(BadInput, match="no working time"):
        later(WorkingCalendar(ZONE, "RU", {}, load_all("RU")), at("2023-02-01T10:00"), timedelta(minutes=1))


def test_the_office_may_set_a_day_apart():
    apart = calendar(S, own={date(2026, 10, 5): (), date(2026, 10, 3): (Interval(600, 720),)})
    assert local(due(apart, TODAY, at("2026-10-02T18:40")).at) == "2026-10-03T12:00"
    assert local(due(apart, TODAY, at("2026-10-03T12:00")).at) == "2026-10-06T17:00"


# -- what always holds ----


@given(CALENDARS, MOMENTS, AMOUNTS, AMOUNTS)
def test_one_time_after_another_is_their_sum(around, since, one, other):
    assume(one)
    assert later(around, later(around, since, one), other) in (
        later(around, since, one + other),
        later(around, later(around, since, one + other), timedelta()),
    )


@given(CALENDARS, MOMENTS, AMOUNTS)
def test_what_was_added_is_what_was_used(around, since, amount):
    assert consumed(around, since, later(around, since, amount)) == amount


@given(CALENDARS, MOMENTS, SPANS, SPANS)
def test_working_time_splits(around, since, one, other):
    middle, end = since + one, since + one + other
    assert consumed(around, since, end) == consumed(around, since, middle) + consumed(around, middle, end)


@given(CALENDARS, MOMENTS, AMOUNTS, SPANS, SPANS)
def test_a_pause_of_any_length_never_changes_the_time_used(around, since, amount, before, length):
    pauses = [Pause(since + before, since + before + length)]
    assert consumed(around, since, later(around, since, amount, pauses), pauses) == amount


@given(CALENDARS, MOMENTS, st.lists(st.tuples(SPANS, SPANS), max_size=4), st.randoms())
def test_the_order_in_which_pauses_are_known_does_not_matter(around, since, stretches, shuffle):
    pauses = [Pause(since + begin, since + begin + length) for begin, length in stretches]
    mixed = list(pauses)
    shuffle.shuffle(mixed)
    for limit in (AN_HOUR, FIVE_DAYS, TODAY):
        assert due(around, limit, since, pauses).at == due(around, limit, since, mixed).at


@given(CALENDARS, MOMENTS, st.lists(st.tuples(SPANS, SPANS), max_size=3), st.sampled_from([AN_HOUR, FIVE_DAYS, TODAY]))
def test_never_due_when_nobody_works(around, since, stretches, limit):
    pauses = [Pause(since + begin, since + begin + length) for begin, length in stretches]
    found = due(around, limit, since, pauses)
    day = around.local_day(found.at - timedelta(seconds=1))
    assert any(begin < found.at <= end for begin, end in around.spans(day))
    assert found.warn_at <= found.at


@given(CALENDARS, MOMENTS, SPANS, st.sampled_from([AN_HOUR, FIVE_DAYS, TODAY]))
def test_what_starts_later_is_never_due_earlier(around, since, more, limit):
    assert due(around, limit, since).at <= due(around, limit, since + more).at
