"""What a month of duty may ask of a person, told as a head would try it out."""

from dataclasses import replace
from datetime import date

import pytest

from desk_app.domain.roster import (
    Absence,
    Breach,
    Counters,
    DayKind,
    Demand,
    Frame,
    Limits,
    Member,
    Past,
    Plan,
    Rule,
    Wish,
    breaches,
)
from tests.support.duty import EVERY_DAY, LIMITS, day, month, people

BOTH = frozenset({"desk", "engineers"})


def plan(*rows: str, first: int = 1) -> Plan:
    """Return a plan: a row a person, a letter a day, "." for none."""
    return Plan(
        {
            (person, day(first + place)): code
            for person, row in enumerate(rows, 1)
            for place, code in enumerate(row)
            if code != "."
        }
    )


def found(frame: Frame, made: Plan, rule: Rule) -> list[Breach]:
    return [breach for breach in breaches(frame, made) if breach.rule is rule]


def test_a_late_shift_before_an_early_one_leaves_too_little_rest() -> None:
    (breach,) = found(month(), plan("LD"), Rule.REST)
    assert breach.hard
    assert breach.people == (1,)
    assert breach.dates == (day(1), day(2))
    assert str(breach) == "P1 rests only 10:00 h between 2026-12-01 and 2026-12-02; at least 11:00 h are due."


@pytest.mark.clause("E-7a")
def test_two_shifts_in_a_row_name_the_article() -> None:
    (breach,) = found(month(), plan("ND"), Rule.TWO_IN_ROW)
    assert breach.hard
    assert "ТК РФ ст. 103" in str(breach)
    assert not found(month(limits=replace(LIMITS, in_row_article="")), plan("ND"), Rule.TWO_IN_ROW)


def test_a_night_and_a_free_day_are_enough_rest() -> None:
    assert not [breach for breach in breaches(month(), plan("N.D")) if breach.hard]


def test_rest_is_looked_at_across_the_edge_of_the_month() -> None:
    frame = month(around={(1, date(2026, 11, 30)): "N", (2, date(2027, 1, 1)): "D"})
    assert found(frame, plan("D"), Rule.TWO_IN_ROW)[0].dates == (date(2026, 11, 30), day(1))
    assert found(frame, Plan({(2, day(31)): "N"}), Rule.TWO_IN_ROW)[0].dates == (day(31), date(2027, 1, 1))


def test_seven_days_in_a_row_are_too_many() -> None:
    assert not found(month(), plan("DDDDDD"), Rule.DAYS_IN_ROW)
    (breach,) = found(month(), plan("DDDDDDD"), Rule.DAYS_IN_ROW)
    assert breach.dates == tuple(day(number) for number in range(1, 8))


def test_days_in_a_row_count_from_the_month_before() -> None:
    frame = month(around={(1, date(2026, 11, number)): "D" for number in range(26, 31)})
    assert not found(frame, plan("D"), Rule.DAYS_IN_ROW)
    assert found(frame, plan("DD"), Rule.DAYS_IN_ROW)[0].dates == (day(1), day(2))


def test_short_runs_are_judged_where_both_ends_are_known() -> None:
    frame = month(limits=Limits(least_in_row=2, least_off=2))
    assert [breach.dates for breach in found(frame, plan("D...D...DD.D"), Rule.LEAST_IN_ROW)] == [
        (day(5),), (day(12),),
    ]  # fmt: skip
    assert [breach.dates for breach in found(frame, plan("D...D...DD.D"), Rule.LEAST_OFF)] == [(day(11),)]


@pytest.mark.clause("E-5.1")
def test_a_trainee_is_never_alone() -> None:
    new = Member(1, "New", BOTH, trainee_until=day(28))
    frame = month((new, *people()[1:]))
    (breach,) = found(frame, plan("D"), Rule.TRAINEE)
    assert breach.hard
    assert (breach.people, breach.dates) == ((1,), (day(1),))
    assert str(breach) == "New is a trainee and alone on Desk on 2026-12-01, 8:00–17:00."
    assert not found(frame, plan("D", "D"), Rule.TRAINEE)
    assert found(frame, plan("D", "E"), Rule.TRAINEE), "a colleague on another line is no company"
    (late,) = found(frame, plan("L", "D"), Rule.TRAINEE)
    assert late.params["start"] == "17:00"


@pytest.mark.clause("E-5.1")
def test_a_trainee_who_passed_the_exam_may_be_alone_from_that_day_on() -> None:
    passed = Member(1, "New", BOTH, trainee_until=day(8), exam=day(10))
    lonely = found(month((passed,)), plan("D.......D.D"), Rule.TRAINEE)
    assert [breach.dates for breach in lonely] == [(day(1),), (day(9),)]


def test_two_trainees_are_alone_together() -> None:
    frame = month(people(2, trainee_until=day(28)))
    assert {breach.people for breach in found(frame, plan("D", "D"), Rule.TRAINEE)} == {(1,), (2,)}


@pytest.mark.clause("E-8.4")
def test_leave_bars_from_duty_and_lowers_the_norm() -> None:
    frame = month(absences=(Absence(1, day(7), day(13)),))
    assert found(frame, plan("D", first=7), Rule.ABSENT)[0].hard
    first, second = frame.members[:2]
    assert frame.norm(second) - frame.norm(first) == 5 * 8 * 60


@pytest.mark.clause("E-5.3")
def test_temporary_people_work_within_their_dates() -> None:
    frame = month((Member(1, "Temporary", BOTH, since=day(8), until=day(20)),))
    barred = found(frame, plan("D......D", first=1), Rule.NOT_EMPLOYED)
    assert [breach.dates for breach in barred] == [(day(1),)]
    assert frame.norm(frame.members[0]) == 9 * 8 * 60


def test_the_norm_follows_the_calendar() -> None:
    (half,) = people(1, share=50)
    assert month(of=(2026, 12)).norm(people()[0]) == 22 * 8 * 60, "31 December is a day off"
    assert month(of=(2026, 11)).norm(people()[0]) == 20 * 8 * 60 - 60, "4 November off, 3 November an hour shorter"
    assert month(of=(2026, 5)).norm(half) == (19 * 8 - 1) * 60 // 2


def test_hours_far_from_the_norm_are_told_and_cost() -> None:
    frame = month(people(1))
    (breach,) = found(frame, Plan(), Rule.NORM)
    assert not breach.hard
    assert breach.cost == 20 * (22 * 8 - 8)
    assert str(breach) == "P1 works 0:00 h, the norm of the month is 176:00 h."


def test_only_who_serves_a_line_does_its_shifts() -> None:
    frame = month((Member(1, "P1", frozenset({"desk"})),))
    assert "does not serve Engineers" in str(found(frame, plan("E"), Rule.SKILL)[0])


def test_a_shift_nobody_knows_is_named() -> None:
    assert "“X”" in str(found(month(), plan("X"), Rule.UNKNOWN)[0])


def test_limits_of_a_card_take_the_place_of_the_offices() -> None:
    own = Limits(
        days_in_row=2, kinds={"N": 1}, weekends=1, most=40 * 60, least=30 * 60, not_after={"L": frozenset("D")}
    )
    frame = month(people(1, limits=own))
    rules = {breach.rule for breach in breaches(frame, plan("DDDN.NLD..DDDD"))}
    assert {Rule.DAYS_IN_ROW, Rule.KINDS, Rule.WEEKENDS, Rule.MOST, Rule.NOT_AFTER} <= rules
    assert found(frame, plan("D"), Rule.LEAST)


def test_wishes_that_are_not_met_are_told() -> None:
    wishes = (Wish(1, day(1)), Wish(1, day(2), "D", True, 5), Wish(1, day(3), "L"), Wish(1, day(4), wanted=True))
    frame = month(wishes=wishes)
    missed = found(frame, plan("DLL"), Rule.WISH)
    assert [breach.cost for breach in missed] == [1, 5, 1, 1]
    assert [breach.dates[0].day for breach in missed] == [1, 2, 3, 4]
    tally = Counters(frame, plan(".DD")).tally(1)
    assert (tally.wishes_met, tally.wishes_missed) == (3, 1)


def test_gaps_are_told_with_the_hours_they_last() -> None:
    frame = month(people(1), (Demand("desk", EVERY_DAY, 2, 8 * 60, 22 * 60),), last=1)
    gaps = found(frame, plan("D"), Rule.GAP)
    assert [str(gap) for gap in gaps] == [
        "Desk, 2026-12-01, 8:00–17:00: people missing: 1.",
        "Desk, 2026-12-01, 17:00–22:00: people missing: 2.",
    ]


def test_of_needs_that_overlap_the_greatest_counts() -> None:
    demands = (Demand("desk", EVERY_DAY, 1, 8 * 60, 17 * 60), Demand("desk", EVERY_DAY, 2, 8 * 60, 12 * 60))
    frame = month(people(2), demands, last=1)
    (gap,) = found(frame, plan("D"), Rule.GAP)
    assert (gap.params["start"], gap.params["end"], gap.params["n"]) == ("8:00", "12:00", 1)


def test_a_night_covers_the_morning_after() -> None:
    frame = month(people(2), (Demand("desk", EVERY_DAY, 1, 0, 24 * 60),), last=2)
    covered = Counters(frame, plan("N"))
    assert [tuple(cover) for cover in covered.cover(day(2), "desk")] == [
        (0, 8 * 60, 1, 1),
        (8 * 60, 24 * 60, 1, 0),
    ]
    before = month(people(2), (Demand("desk", EVERY_DAY, 1, 0, 8 * 60),), last=1, around={(1, date(2026, 11, 30)): "N"})
    assert not found(before, Plan(), Rule.GAP)


def test_people_on_a_break_count_unless_the_office_says_otherwise() -> None:
    demand = (Demand("desk", EVERY_DAY, 1, 8 * 60, 17 * 60),)
    assert not found(month(people(1), demand, last=1), plan("D"), Rule.GAP)
    strict = month(people(1), demand, replace(LIMITS, breaks_cover=False), last=1)
    (gap,) = found(strict, plan("D"), Rule.GAP)
    assert (gap.params["start"], gap.params["end"]) == ("12:00", "13:00")


def test_weekends_count_with_the_last_three_months() -> None:
    demand = (Demand("desk", frozenset({DayKind.WEEKEND}), 1, 8 * 60, 17 * 60),)
    frame = month(people(2), demand, past={1: Past(weekends=3), 2: Past(weekends=4)})
    assert not found(frame, plan("....D"), Rule.UNEVEN_WEEKENDS)
    (breach,) = found(frame, plan("", "....D"), Rule.UNEVEN_WEEKENDS)
    assert not breach.hard
    assert str(breach).startswith("Weekends are uneven: ('P2',) has 5")
    tally = Counters(frame, plan("....DD")).tally(1)
    assert (tally.weekends, tally.weekend_days, tally.holidays) == (1, 2, 0)


def test_late_shifts_and_holidays_are_counted() -> None:
    counters = Counters(month(of=(2026, 5)), Plan({(1, day(1, (2026, 5))): "L", (1, day(9, (2026, 5))): "D"}))
    tally = counters.tally(1)
    assert (tally.holidays, tally.weekend_days, tally.lates) == (1, 1, 1)
