"""Moments: what people write, what is kept, and what they see again."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.errors import BadInput
from desk_app.domain.moments import from_seconds, local_iso, parse_day, parse_moment, to_seconds

URALS = ZoneInfo("Asia/Yekaterinburg")
BERLIN = ZoneInfo("Europe/Berlin")
HUGE = pytest.param(10**5000, id="a number of 5001 digits")
KEPT = st.datetimes(datetime(1901, 1, 1), datetime(9998, 12, 30), timezones=st.just(UTC))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-04-29T15:40", utc(2026, 4, 29, 10, 40)),
        (" 2026-04-29 15:40:07 ", utc(2026, 4, 29, 10, 40, 7)),
        ("2026-04-29T15:40+03:00", utc(2026, 4, 29, 12, 40)),
        ("2026-04-29T15:40Z", utc(2026, 4, 29, 15, 40)),
        ("2026-04-29", utc(2026, 4, 28, 19, 0)),
        ("2026-04-29T15:40:07.999999", utc(2026, 4, 29, 10, 40, 7)),
        (datetime(2026, 4, 29, 15, 40), utc(2026, 4, 29, 10, 40)),
    ],
)
def test_a_moment_without_offset_is_the_office_s_own(written: object, meant: datetime) -> None:
    assert parse_moment(written, URALS) == meant


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-31T10:00", "2026-13-01", "2026-04-29T25:00", "завтра", "", "2026", None, True, 20260429, 1.5, [], {},
        "0001-01-01T00:00", "9999-12-31T23:59:59", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00+14:00",
        "1404-08-11T10:00", "\x00", "\ud800", "२०२६-०४-२९", [10**400], HUGE,
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(BadInput, match=r"(?s)no such date and time as .*2026-04-29T15:40") as told:
        parse_moment(written, URALS, "received_at")
    assert told.value.field == "received_at"
    assert len(str(told.value)) < 1000


@pytest.mark.parametrize("written", ["2026-02-31", "29.04.2026", "", "2026-04-29T10:00", 20260429, None, HUGE])
def test_what_is_no_day_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(BadInput, match=r"(?s)no such date as .*2026-04-29") as told:
        parse_day(written, "fix_by")
    assert told.value.field == "fix_by"


def test_a_day_is_read() -> None:
    assert parse_day(" 2028-02-29 ") == date(2028, 2, 29)
    assert parse_day(date(2028, 2, 29)) == date(2028, 2, 29)


def test_the_clocks_of_a_zone_with_summer_time() -> None:
    assert parse_moment("2026-03-29T01:59", BERLIN) == utc(2026, 3, 29, 0, 59)
    assert parse_moment("2026-03-29T03:00", BERLIN) == utc(2026, 3, 29, 1, 0)
    assert parse_moment("2026-03-29T02:30", BERLIN) == utc(2026, 3, 29, 1, 30), "skipped hour: as before the change"
    assert parse_moment("2026-10-25T02:30", BERLIN) == utc(2026, 10, 25, 0, 30), "doubled hour: the first one"
    assert local_iso(utc(2026, 10, 25, 1, 30), BERLIN) == "2026-10-25T02:30"


def test_seconds_are_shown_only_where_there_are_any() -> None:
    assert local_iso(utc(2026, 4, 29, 10, 40), URALS) == "2026-04-29T15:40"
    assert local_iso(utc(2026, 4, 29, 10, 40, 7), URALS) == "2026-04-29T15:40:07"
    assert local_iso(None, URALS) is None


@given(KEPT)
def test_a_moment_comes_back_from_the_file_to_the_second(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert from_seconds(to_seconds(whole)) == whole
    assert from_seconds(None) is None
    assert to_seconds(None) is None


@given(KEPT, st.integers(-14 * 60, 14 * 60))
def test_a_written_moment_is_read_as_it_was_meant(moment: datetime, offset: int) -> None:
    whole = moment.replace(microsecond=0)
    written = whole.astimezone(timezone(timedelta(minutes=offset))).isoformat()
    assert parse_moment(written, BERLIN) == whole


@given(KEPT)
def test_what_is_shown_can_be_typed_again(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert parse_moment(local_iso(whole, ZoneInfo("Asia/Kolkata")), ZoneInfo("Asia/Kolkata")) == whole


@given(st.text())
def test_any_text_is_a_moment_that_can_be_shown_or_is_refused(text: str) -> None:
    with suppress(BadInput):
        assert local_iso(parse_moment(text, URALS), URALS)
