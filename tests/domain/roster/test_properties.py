"""What holds for any plan and any edits."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.roster import (
    Absence,
    Break,
    Counters,
    Demand,
    Edits,
    Member,
    Plan,
    Shift,
    Wish,
    breaches,
    difference,
)
from desk_app.domain.roster.plan import merged
from desk_app.domain.roster.wire import frame_from_json, frame_json, plan_from_json, plan_json
from tests.support.duty import EVERY_DAY, KINDS, day, month, people

BOTH = frozenset({"desk", "engineers"})
FRAME = month(
    (*people(3), Member(4, "New", BOTH, trainee_until=day(20), exam=day(18))),
    (Demand("desk", EVERY_DAY, 2, 0, 24 * 60, over=1), Demand("engineers", EVERY_DAY, 1, 9 * 60, 18 * 60)),
    last=14,
    absences=(Absence(2, day(3), day(5)),),
    wishes=(Wish(1, day(2)), Wish(3, day(4), "L", True, 2)),
    around={(1, date(2026, 11, 30)): "N", (3, date(2026, 12, 15)): "D"},
)
CODES = st.sampled_from([*(kind.code for kind in KINDS), "", "X"])
CELLS = st.tuples(st.integers(1, 4), st.integers(1, 14).map(day))
PAINTS = st.dictionaries(CELLS, CODES, max_size=6)


@settings(max_examples=40)
@given(st.lists(st.tuples(CELLS, CODES), max_size=40))
def test_live_counters_equal_a_recount_after_any_edits(edits: list[tuple[tuple[int, date], str]]) -> None:
    live = Counters(FRAME, Plan())
    for number, ((person, on), code) in enumerate(edits):
        live.put(person, on, code)
        if number % 3 == 0:
            live.breaches()
    recount = Counters(FRAME, live.plan.copy())
    assert live.breaches() == recount.breaches() == breaches(FRAME, live.plan)
    assert live.cost == recount.cost
    for member in FRAME.members:
        assert live.tally(member.id) == recount.tally(member.id)
        assert live.of_person(member.id) == recount.of_person(member.id)
    for on in FRAME.days:
        for line in ("desk", "engineers"):
            assert live.cover(on.on, line) == recount.cover(on.on, line)


@settings(max_examples=40)
@given(st.lists(st.one_of(PAINTS, st.tuples(st.sets(CELLS, max_size=4), st.booleans())), max_size=12))
def test_undo_returns_the_exact_state(steps: list[object]) -> None:
    counters = Counters(FRAME, Plan({(1, day(1)): "D"}, {(1, day(1)), (2, day(2))}))
    edits, states = Edits(counters), [counters.plan.copy()]
    for step in steps:
        changed = edits.paint(step) if isinstance(step, dict) else edits.pin(*step)
        assert changed == (counters.plan != states[-1])
        if changed:
            states.append(counters.plan.copy())
    before = counters.breaches()
    for state in reversed(states[:-1]):
        edits.undo()
        assert counters.plan == state
    assert not edits.can_undo
    assert edits.undo() == ()
    assert counters.breaches() == breaches(FRAME, states[0])
    while edits.can_redo:
        edits.redo()
    assert counters.plan == states[-1]
    assert counters.breaches() == before


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    length = draw(st.integers(1, 36 * 60))
    edges = sorted(draw(st.lists(st.integers(0, length), max_size=6, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    breaks = tuple(Break(begin, end - begin, draw(st.booleans())) for begin, end in pairs)
    begins = date(2026, 12, 1) + timedelta(draw(st.integers(0, 30)))
    return Shift(begins, draw(st.integers(0, 1439)), length, breaks)


@given(st.lists(shifts(), max_size=8))
def test_a_plan_split_at_midnight_sums_to_the_same_hours(made: list[Shift]) -> None:
    parts = [part for shift in made for part in shift.parts()]
    assert sum(part.minutes for part in parts) == sum(shift.minutes for shift in made)
    for part in parts:
        assert all(0 <= span.start < span.end <= 1440 for span in part.work)
        night = part.minutes_within(0, 360) + part.minutes_within(1320, 1440)
        assert part.minutes == night + part.minutes_within(360, 1320)


@given(PAINTS, PAINTS)
def test_a_difference_names_exactly_the_cells_that_differ(one: dict, other: dict) -> None:
    old, new = (Plan({cell: code for cell, code in cells.items() if code}) for cells in (one, other))
    changes = difference(old, new)
    for change in changes:
        assert change.before != change.after
        assert old.code(change.person, change.day) == change.before
    assert merged(old, {(c.person, c.day): c.after for c in changes}, [(c.person, c.day) for c in changes]) == new


@settings(max_examples=25)
@given(PAINTS, st.sets(CELLS))
def test_plans_and_frames_survive_being_written(cells: dict, pins: set) -> None:
    plan = Plan({cell: code for cell, code in cells.items() if code}, pins)
    assert plan_from_json(plan_json(plan)) == plan
    assert frame_from_json(frame_json(FRAME)) == FRAME
