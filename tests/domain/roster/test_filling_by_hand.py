"""Patterns, a copied month, pins, and why a gap stays."""

from datetime import date

from desk_app.domain.roster import (
    Absence,
    Counters,
    Demand,
    Edits,
    Member,
    Plan,
    Rule,
    copied,
    explain_gaps,
    five_two,
    month_of,
    painted,
    two_two,
    weekly,
)
from tests.support.duty import EVERY_DAY, day, month, people


def letters(found: dict[date, str]) -> str:
    return "".join(code or "." for _day, code in sorted(found.items()))


def test_patterns_are_laid_on_the_calendar() -> None:
    assert letters(painted(five_two("D"), day(1), day(14))) == "DDDD..DDDDD..D", "1 December 2026 is a Tuesday"
    assert letters(painted(two_two("D"), day(1), day(8), begin=1)) == "D..DD..D"
    assert letters(painted(two_two("D", "N"), day(1), day(6))) == "DN..DN"
    weeks = weekly(("D",) * 5 + ("", ""), ("L",) * 5 + ("", ""))
    assert letters(painted(weeks, day(1), day(14))) == "DDDD..LLLLL..D"
    assert letters(painted(weeks, day(1), day(7), begin=1)) == "LLLL..D"


def test_a_month_is_copied_weekday_on_weekday() -> None:
    old = month_of(2026, 11)
    cells = {(1, on): code for on, code in painted(five_two("D"), *old).items() if code}
    cells |= {(1, date(2026, 11, 3)): "L", (9, date(2026, 11, 4)): "D", (2, date(2026, 11, 5)): "gone"}
    frame = month(absences=(Absence(1, day(21), day(22)),))
    made = copied(cells, *old, frame)
    worked = [on.day for (person, on), _code in sorted(made.items()) if person == 1]
    assert worked == [n for n in range(1, 32) if day(n).weekday() < 5 and n not in (21, 22)]
    assert made[1, day(1)] == "L", "the first Tuesday"
    assert {person for person, _on in made} == {1}


def test_paint_leaves_pinned_cells_alone() -> None:
    counters = Counters(month(), Plan())
    edits = Edits(counters)
    edits.paint({(1, day(1)): "D"})
    edits.pin([(1, day(1)), (1, day(2))], True)
    assert not edits.paint({(1, day(1)): "L", (1, day(2)): "D"})
    assert counters.plan.cells == {(1, day(1)): "D"}
    assert set(edits.undo()) == {(1, day(1)), (1, day(2))}
    assert not counters.plan.pins


def test_each_gap_names_who_is_barred_by_which_rule() -> None:
    members = (*people(4), Member(5, "Engineer", frozenset({"engineers"})), Member(6, "Free", frozenset({"desk"})))
    frame = month(
        members,
        (Demand("desk", EVERY_DAY, 3, 8 * 60, 17 * 60),),
        last=2,
        absences=(Absence(2, day(2), day(2)),),
    )
    plan = Plan({(1, day(1)): "L", (3, day(2)): "D", (4, day(2)): "E"}, pins={(6, day(1))})
    gap = next(gap for gap in explain_gaps(frame, plan) if gap.day == day(2))
    assert (gap.line, gap.start, gap.end, gap.missing) == ("desk", 480, 1020, 2)
    why = {barred.name: [breach.rule for breach in barred.reasons] for barred in gap.barred}
    assert why["P2"] == [Rule.ABSENT]
    assert why["Free"] == [], "could step in"
    assert "Engineer" not in why
    barred = {barred.name: str(barred.reasons[0]) for barred in gap.barred if barred.reasons}
    assert barred["P4"] == "P4 has the shift “Engineer” on 2026-12-02 already."
    first = next(gap for gap in explain_gaps(frame, plan) if gap.day == day(1))
    assert "pinned" in next(str(barred.reasons[0]) for barred in first.barred if barred.name == "Free")
