"""Which backups are kept, and when one is due."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.services.backups import MIGRATION, Backup, Keep, due, superfluous

ZONE = ZoneInfo("Asia/Yekaterinburg")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def backup(hours_ago: float, verified: bool = True, why: str = "hour") -> Backup:
    at = NOW - timedelta(hours=hours_ago)
    return Backup(Path(f"{at:%Y%m%d%H%M%S}-{verified}-{why}"), at, 100_000 - int(hours_ago), 1, verified, why=why)


BACKUPS = st.lists(
    st.builds(backup, st.floats(0, 24 * 500), st.booleans(), st.sampled_from(["hour", "asked", MIGRATION])),
    unique_by=lambda one: one.made_at,
)
KEEPS = st.builds(Keep, *[st.integers(0, 5)] * 4)


@given(BACKUPS, KEEPS)
def test_the_last_verified_one_never_goes(backups: list[Backup], keep: Keep) -> None:
    verified = [one for one in backups if one.verified]
    if verified:
        assert max(verified, key=lambda one: one.made_at) not in superfluous(backups, keep, ZONE)


@given(BACKUPS, KEEPS)
def test_a_broken_one_keeps_no_whole_one_from_staying(backups: list[Backup], keep: Keep) -> None:
    verified = [one for one in backups if one.verified]
    gone = [one for one in superfluous(backups, keep, ZONE) if one.verified]
    assert gone == superfluous(verified, keep, ZONE)


@given(BACKUPS, KEEPS)
def test_pruning_twice_takes_nothing_more(backups: list[Backup], keep: Keep) -> None:
    gone = set(superfluous(backups, keep, ZONE))
    left = [one for one in backups if one not in gone]
    assert [one for one in superfluous(left, keep, ZONE) if one.verified] == []


@given(st.lists(st.floats(0, 24 * 500), unique=True), KEEPS)
def test_every_period_asked_for_keeps_its_last(hours: list[float], keep: Keep) -> None:
    backups = sorted((backup(ago) for ago in hours), key=lambda one: one.made_at, reverse=True)
    left = set(backups) - set(superfluous(backups, keep, ZONE))
    days = list(dict.fromkeys(one.made_at.astimezone(ZONE).date() for one in backups))[: keep.days]
    for day in days:
        assert next(one for one in backups if one.made_at.astimezone(ZONE).date() == day) in left
    assert len(left) <= max(1, keep.hours + keep.days + keep.weeks + keep.months + 3)


def test_two_years_of_hours_leave_what_the_rule_says() -> None:
    backups = [backup(hours) for hours in range(24 * 730)]
    gone = set(superfluous(backups, Keep(), ZONE))
    left = [one for one in backups if one not in gone]
    assert 24 + 13 + 6 + 10 <= len(left) <= 24 + 14 + 8 + 12
    assert min(one.made_at for one in left) < NOW - timedelta(days=320)


@pytest.mark.parametrize(
    ("made", "claimed", "answer"),
    [
        (None, None, True),
        (5, None, False),
        (61, None, True),
        (61, 5, False),
        (61, 21, True),
        (None, 5, False),
        (-5, None, False),
        (-600, None, True),
        (61, -600, True),
        (61, 62, True),
    ],
)
def test_an_hour_is_taken_once_and_taken_over_after_a_crash(
    made: int | None, claimed: int | None, answer: bool
) -> None:
    def ago(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOW - timedelta(minutes=minutes)

    assert due(ago(made), ago(claimed), NOW) is answer
