"""On the 10th, or the next working day, last month's journal is asked for (S-10)."""

from dataclasses import replace
from datetime import date

import pytest

from desk_app.domain.journal import Month
from desk_app.profiles import load
from desk_app.profiles.rules import problems_of
from desk_app.services.journal_day import SETTING, is_asked, journal_month
from tests.support.office import MUNICIPAL, seeded_office


def office(**settings):
    return replace(seeded_office(MUNICIPAL), settings=settings)


@pytest.mark.parametrize(
    ("today", "month"),
    [
        ("2026-11-09", "2026-09"),  # Monday: November's day has not come, September's journal was asked for
        ("2026-11-10", "2026-10"),  # a Tuesday
        ("2026-11-30", "2026-10"),
        ("2026-12-10", "2026-11"),
        ("2026-10-10", "2026-08"),  # a Saturday: not yet
        ("2026-10-11", "2026-08"),  # a Sunday: not yet
        ("2026-10-12", "2026-09"),  # the next working day
        ("2026-01-11", "2025-11"),  # Sunday within the New Year holidays
        ("2026-01-12", "2025-12"),
        ("2031-05-10", "2031-04"),  # a Saturday of a year without a calendar: it is never guessed
    ],
)
def test_the_month_that_is_asked_for(today, month):
    assert journal_month(office(**{SETTING: 10}), date.fromisoformat(today)) == Month.parse(month)


@pytest.mark.parametrize("settings", [{}, {SETTING: 0}, {SETTING: "10"}, {SETTING: True}, {SETTING: None}])
def test_an_office_that_asks_for_none_reminds_nobody(settings):
    assert journal_month(office(**settings), date(2026, 11, 20)) is None


def test_a_day_that_a_month_does_not_have_is_its_last():
    assert journal_month(office(**{SETTING: 31}), date(2026, 2, 27)) == Month(2025, 12)
    assert journal_month(office(**{SETTING: 31}), date(2026, 3, 2)) == Month(2026, 1)  # 28 February is a Saturday


def test_who_registered_nothing_has_nothing_to_print(desk):
    desk.register()
    reader, month = desk.file.reader, Month.of(desk.clock.now.date())
    assert is_asked(reader, desk.technician, month)
    assert not is_asked(reader, desk.technician, month.previous)
    assert not is_asked(reader, desk.supervisor, month)


def test_the_situation_centre_asks_on_the_tenth_and_nonsense_is_refused():
    seed = load("situation-centre", "ru")
    assert seed.settings[SETTING] == 10
    assert problems_of(seed) == []
    for wrong in (40, -1, "10", True):
        [problem] = problems_of(replace(seed, settings={**seed.settings, SETTING: wrong}))
        assert "journal_day" in str(problem)
