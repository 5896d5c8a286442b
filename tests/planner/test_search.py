"""The search: what it costs is what the rules say, pins stay, hard rules hold, the same seed gives the same plan."""

import random
from dataclasses import replace
from datetime import date

import pytest

from desk_app.domain.roster import (
    Absence,
    Counters,
    Demand,
    Frame,
    Limits,
    Member,
    Past,
    Plan,
    Rule,
    Wish,
    breaches,
    difference,
)
from desk_app.planner.board import Board
from desk_app.planner.model import Effort, Run
from desk_app.planner.order import Found, Order
from desk_app.planner.posing import posed
from desk_app.planner.puzzle import BROKEN
from desk_app.planner.search import Search
from tests.support.duty import EVERY_DAY, LIMITS, WORKDAYS, day, month, people
from tests.support.duty_office import sample_month

BOTH = frozenset({"desk", "engineers"})


def week(**more: object) -> Frame:
    """Return two weeks with every rule in play."""
    return month(
        (
            *people(3),
            Member(4, "New", BOTH, trainee_until=day(20)),
            Member(5, "Half", frozenset({"desk"}), share=50, until=day(10)),
            Member(6, "Own", BOTH, limits=Limits(rest=600, days_in_row=4, least_in_row=2, least_off=2, kinds={"N": 1},
                                                 weekends=1, not_after={"L": frozenset("E")})),
        ),
        (
            Demand("desk", EVERY_DAY, 2, 8 * 60, 22 * 60, over=2),
            Demand("desk", EVERY_DAY, 1, 22 * 60, 32 * 60),
            Demand("engineers", WORKDAYS, 1),
        ),
        replace(LIMITS, late_end=20 * 60, breaks_cover=False),
        last=14,
        absences=(Absence(2, day(3), day(5)),),
        wishes=(Wish(1, day(2), weight=3), Wish(3, day(4), "L", True, 2), Wish(2, day(7), wanted=True)),
        around={(1, date(2026, 11, 30)): "N", (3, date(2026, 11, 29)): "D", (6, date(2026, 12, 15)): "D"},
        past={1: Past(2, 3, 0, 4), 3: Past(0, 0, 1, 0)},
        **more,
    )  # fmt: skip


def searched(frame: Frame, plan: Plan | None = None, **more: object) -> tuple[Found, list[Found]]:
    """Return the last plan that a short search finds, and all it tells on the way."""
    told: list[Found] = []
    order = Order(frame, plan or Plan(), **{"work": 0.4, "seconds": 600.0, **more})
    return Search(order, told.append).run(), told


def test_the_solver_counts_as_the_rules_do() -> None:
    frame, dice = week(), random.Random(7)
    board = Board(frame)
    cells = {}
    for person, on in sorted(board.open_cells({}, ())):
        if dice.random() < 0.5:
            cells[person, on] = dice.choice(board.allowed(person, board.ground.place(on)))
    some = {cell for cell in cells if cell[0] in (1, 4)}
    for free in (set(cells), some, {cell for cell in cells if cell[1] == day(6)}):
        puzzle = posed(board, cells, free, relaxed=True)
        answer = puzzle.model.solve(Effort(2.0, 60.0), puzzle.hint(cells), Run())
        plan = Plan(puzzle.answer(answer))
        assert {cell: code for cell, code in plan.cells.items() if cell not in free} == {
            cell: code for cell, code in cells.items() if cell not in free
        }
        assert (answer.cost + puzzle.base - Counters(frame, plan).cost) % BROKEN == 0


@pytest.mark.parametrize("free", [slice(None), slice(0, 30)])
def test_no_hard_rule_is_broken(free: slice) -> None:
    frame = week()
    cells = sorted(Board(frame).open_cells({}, ()))[free]
    found, told = searched(frame, cells=cells)
    assert not [str(breach) for breach in breaches(frame, found.plan) if breach.hard]
    assert found.cost == Counters(frame, found.plan).cost
    assert found.gaps == len(Counters(frame, found.plan).gaps())
    assert set(found.plan.cells) <= set(cells)
    costs = [one.cost for one in told]
    assert costs == sorted(costs, reverse=True)
    assert len(set(costs)) == len(costs)
    assert found.last
    assert not any(one.last for one in told)


def test_the_same_seed_gives_the_same_plan() -> None:
    first, second = (searched(week(), seed=5)[0] for _ in range(2))
    assert difference(first.plan, second.plan) == ()
    assert first.cost == second.cost


def test_pins_and_what_is_filled_already_stay() -> None:
    plan = Plan({(1, day(4)): "L", (2, day(8)): "D"}, {(1, day(4)), (3, day(7))})
    found, _told = searched(week(), plan)
    assert found.plan.code(1, day(4)) == "L"
    assert found.plan.code(2, day(8)) == "D"
    assert found.plan.code(3, day(7)) == ""
    assert found.plan.pins == plan.pins


def test_selected_cells_are_planned_anew_and_nothing_else() -> None:
    frame = month(people(2), (Demand("desk", EVERY_DAY, 1, 8 * 60, 17 * 60),), replace(LIMITS, off_norm=None), last=3)
    plan = Plan({(1, day(1)): "L", (1, day(2)): "L", (2, day(3)): "L"}, {(1, day(1))})
    chosen = {(1, day(1)), (1, day(2)), (2, day(1)), (2, day(2))}
    found, _told = searched(frame, plan, cells=chosen)
    assert all((change.person, change.day) in chosen - {(1, day(1))} for change in difference(plan, found.plan))
    assert [gap.dates[0] for gap in Counters(frame, found.plan).gaps()] == [day(3)]


def test_pins_that_break_a_rule_are_kept_and_the_rest_is_planned() -> None:
    pinned = {(1, day(number)): "D" for number in range(1, 9)}
    frame = month(people(3), last=14)
    found, _told = searched(frame, Plan(dict(pinned), set(pinned)))
    assert pinned.items() <= found.plan.cells.items()
    assert {breach.rule for breach in breaches(frame, found.plan) if breach.hard} == {Rule.DAYS_IN_ROW}
    assert not found.gaps


def test_a_month_that_asks_for_the_impossible_breaks_as_little_as_can_be() -> None:
    greedy = Limits(least=60 * 60, days_in_row=3)
    frame = month(people(2, limits=greedy), last=7)
    found, _told = searched(frame)
    assert {breach.rule for breach in breaches(frame, found.plan) if breach.hard} <= {Rule.LEAST, Rule.DAYS_IN_ROW}


def test_nobody_comes_on_a_free_day_on_which_nobody_is_needed() -> None:
    frame = month(people(4), tuple(Demand(line, WORKDAYS, 1) for line in ("desk", "engineers")), LIMITS, last=14)
    found, _ = searched(frame)
    assert found.plan.cells
    free = {one.on for one in frame.days if one.kind.free}
    assert free
    assert not [cell for cell in found.plan.cells if cell[1] in free]


def test_a_full_plan_has_nothing_to_fill() -> None:
    plan = Plan({(1, day(1)): "D"})
    found, told = searched(month(people(1), last=1), plan)
    assert found.plan == plan
    assert found.last
    assert len(told) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("count", "year", "number"), [(12, 2026, 12), (12, 2026, 5), (30, 2026, 12)])
def test_the_sample_office_gets_a_fair_month_without_gaps(count: int, year: int, number: int) -> None:
    frame = sample_month(count, year, number)
    found, _told = searched(frame, work=12.0, seconds=600.0)
    counters = Counters(frame, found.plan)
    assert not found.gaps
    assert not counters.hard()
    tallies = [counters.tally(member.id) for member in frame.members]
    assert max(abs(tally.minutes - tally.norm) for tally in tallies) <= 8 * 60
    for name in ("weekends", "weekend_days", "holidays"):
        counts = [getattr(tally, name) for tally in tallies]
        assert max(counts) - min(counts) <= 1, name
    lates = [counters.tally(member.id).lates for member in frame.members if "front" in member.lines]
    assert max(lates) - min(lates) <= 1
