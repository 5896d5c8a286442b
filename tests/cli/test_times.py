"""Working days and due dates by command."""

import pytest


def test_the_year_of_a_country(desk):
    said = desk.well("calendar", "ru", "2026", "--json").json
    assert (said["working_days"], said["hours_40h"]) == (247, 1972)
    assert said["shortened"] == ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"]
    assert said["working_weekends"] == []
    assert {"date": "2026-01-07", "why": "Christmas"} in said["days_off"]
    [saturday] = desk.well("calendar", "RU", "2025", "--json").json["working_weekends"]
    assert saturday == {"date": "2025-11-01", "instead_of": "2025-11-03"}


def test_for_people_it_is_a_table(desk):
    out = desk.well("calendar", "RU", "2025", "--lang", "ru").out
    assert "2025-11-01" in out
    assert "День народного единства" in out


@pytest.mark.parametrize("asked", [("RU", "2031"), ("XX", "2026")])
def test_a_year_that_is_not_known_is_said(desk, asked):
    done = desk("calendar", *asked)
    assert done.code == 1
    assert "no calendar" in done.err


@pytest.mark.parametrize(
    ("profile", "step", "since", "until"),
    [
        ("municipal", "resolve", "2026-04-29T16:00", "2026-05-07T17:15"),
        ("municipal", "resolve", "2026-12-29T09:00", "2027-01-14T17:15"),
        ("municipal", "register", "2026-10-02T18:40", "2026-10-05T17:15"),
        ("situation-centre", "register", "2026-10-02T18:40", "2026-10-05T17:00"),
    ],
)
def test_when_it_would_be_due(desk, profile, step, since, until):
    said = desk.well("deadline", "--profile", profile, "--step", step, "--from", since, "--json").json
    assert said["due"] == until


def test_why_is_told_day_by_day(desk):
    asked = ("deadline", "--profile", "municipal", "--step", "resolve", "--from", "2026-04-29T16:00")
    why = {reason["date"]: reason["why"] for reason in desk.well(*asked, "--json").json["reasons"]}
    assert why["2026-05-01"] == "a holiday: Spring and Labour Day"
    assert {"2026-05-02", "2026-05-03"} <= set(why)
    assert "Праздник Весны и Труда" in desk.well(*asked, "--lang", "ru").out


def test_a_step_without_a_limit_is_said(desk):
    done = desk("deadline", "--profile", "situation-centre", "--step", "return", "--from", "2026-10-02T18:40")
    assert done.code == 1
    assert "no time" in done.err
