"""What one person's month is asked to be: the counterpart of `domain.roster.rules` for the solver."""

from desk_app.domain.roster.rows import Duty, Facts, Week
from desk_app.domain.roster.rules import HOUR, NEAR
from desk_app.planner import stints
from desk_app.planner.model import NO, YES
from desk_app.planner.puzzle import Puzzle


class PersonRules:
    """What one person's month is asked to be; the counterpart of `domain.roster.rules`."""

    def __init__(self, puzzle: Puzzle, facts: Facts) -> None:
        self._puzzle, self._facts, self._limits = puzzle, facts, facts.limits
        self._ground = puzzle.board.ground
        self._shifts, self._work = puzzle.shifts[facts.member.id], puzzle.work[facts.member.id]
        self._outside = {duty.place: duty for duty in (*facts.before, *facts.after)}

    def ask(self) -> None:
        """Add everything to the model."""
        self._puzzle.weeks[self._facts.member.id] = weeks = weekends(self._puzzle, self._facts)
        self._order()
        self._runs()
        self._hours()
        if self._limits.weekends is not None:
            self._puzzle.hard(None, [(1, week) for week in weeks.values()], self._limits.weekends)
        for code, most in self._limits.kinds.items():
            self._puzzle.hard(None, [(1, day[code]) for day in self._shifts if code in day], most)
        self._wishes()

    def _at(self, place: int, codes: tuple[str, ...]) -> list[tuple[int, int]]:
        if 0 <= place < self._ground.count:
            day = self._shifts[place]
            return [(1, day[code]) for code in codes if code in day]
        duty: Duty | None = self._outside.get(place)
        return [(1, YES)] if duty and duty.kind.code in codes else []

    def _works(self, place: int) -> int:
        if 0 <= place < self._ground.count:
            return self._work[place]
        return YES if place in self._outside else NO

    def _order(self) -> None:
        for days, codes, others in self._puzzle.board.conflicts(self._limits):
            for place in range(-days, self._ground.count):
                if (first := self._at(place, codes)) and (second := self._at(place + days, others)):
                    self._puzzle.hard(None, [*first, *second], 1)

    def _runs(self) -> None:
        limits, known = self._limits, self._ground.known
        if stints.worth_it(limits) and self._puzzle.paths and any(c not in (NO, YES) for c in self._work):
            path = stints.ask(self._puzzle.model, limits, known, self._works)
            self._puzzle.stints[self._facts.member.id] = path
            return
        if (most := limits.days_in_row) is not None:
            for begin in range(known[0], known[-1] - most + 1):
                days = [(1, self._works(place)) for place in range(begin, begin + most + 1)]
                self._puzzle.hard(None, days, most)
        for length in range(1, limits.least_in_row):
            for begin in range(known[0] + 1, known[-1] - length + 1):
                inside = [(-1, self._works(place)) for place in range(begin, begin + length)]
                edges = [(1, self._works(begin - 1)), (1, self._works(begin + length))]
                self._puzzle.hard(1 - length, [*inside, *edges], None)
        for length in range(1, limits.least_off):
            for begin in range(known[0] + 1, known[-1] - length + 1):
                inside = [(1, self._works(place)) for place in range(begin, begin + length)]
                edges = [(-1, self._works(begin - 1)), (-1, self._works(begin + length))]
                self._puzzle.hard(-1, [*inside, *edges], None)

    def _hours(self) -> None:
        puzzle, limits, kinds = self._puzzle, self._limits, self._ground.kinds
        minutes = [(kinds[code].minutes, choice) for day in self._shifts for code, choice in day.items()]
        puzzle.hard(limits.least, minutes, limits.most)
        if limits.off_norm is not None:
            self._near(minutes, limits.off_norm, HOUR)
            self._near(minutes, 0, NEAR)

    def _near(self, minutes: list[tuple[int, int]], allowed: int, cost: int) -> None:
        """Let every begun hour that is further from the norm than allowed cost something."""
        model, norm = self._puzzle.model, self._facts.norm
        hours = model.number(0, 24 * (self._ground.count + 31))
        model.add_cost(cost, hours)
        model.between(None, [*minutes, (-60, hours)], norm + allowed)
        model.between(norm - allowed, [*minutes, (60, hours)], None)

    def _wishes(self) -> None:
        for place, wish in self._facts.wishes:
            choice = self._shifts[place].get(wish.code, NO) if wish.code else self._work[place]
            if wish.wanted:
                self._puzzle.base += wish.weight
            self._puzzle.model.add_cost(-wish.weight if wish.wanted else wish.weight, choice)


def weekends(puzzle: Puzzle, facts: Facts) -> dict[Week, int]:
    """Return for each weekend whether somebody works on it."""
    model, work = puzzle.model, puzzle.work[facts.member.id]
    by_week: dict[Week, list[int]] = {}
    for place, week in enumerate(puzzle.board.ground.weeks):
        if week is not None:
            by_week.setdefault(week, []).append(work[place])
    found = {}
    for week, days in by_week.items():
        open_days = [day for day in days if day not in (NO, YES)]
        if YES in days or not open_days:
            found[week] = YES if YES in days else NO
        elif len(open_days) == 1:
            found[week] = open_days[0]
        else:
            some = found[week] = model.choice()
            for day in open_days:
                model.between(0, [(1, some), (-1, day)], None)
            model.between(None, [(1, some), *((-1, day) for day in open_days)], 0)
    return found
