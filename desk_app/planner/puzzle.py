"""A frame as a puzzle for the solver: some cells are open, the others stay; hard rules hold, soft ones cost.

The cost of an answer is the cost that the rules of `domain.roster` give its plan; tests hold the two together.
"""

from collections.abc import Collection, Mapping
from typing import Final

from desk_app.domain.roster.plan import Cell
from desk_app.domain.roster.rows import Week
from desk_app.planner.board import Board
from desk_app.planner.model import NO, YES, Answer, Model, Terms
from desk_app.planner.stints import Path

BROKEN: Final = 100_000
"""What a broken hard rule costs where not all of them can be kept."""


class Puzzle:
    """The model of a month in which only `free` cells are open; the others are as in `cells`.

    With `relaxed` hard rules may be broken at a price, for pins that leave no other way. With `paths` runs of days
    are told as `stints`: slower to any answer, faster to a good one.
    """

    def __init__(
        self, board: Board, cells: Mapping[Cell, str], free: Collection[Cell], relaxed: bool, paths: bool
    ) -> None:
        self.board, self.model = board, Model()
        self._cells, self._free, self.relaxed, self.paths = cells, free, relaxed, paths and not relaxed
        self.base = 0
        """What the fixed part costs anyway."""
        self.shifts: dict[int, list[dict[str, int]]] = {}
        self.work: dict[int, list[int]] = {}
        self.stints: dict[int, Path] = {}
        self.weeks: dict[int, dict[Week, int]] = {}
        for person in board.ground.facts:
            self._open(person)

    def _open(self, person: int) -> None:
        """Make the choices of somebody's open cells."""
        days, work = list[dict[str, int]](), []
        for place, day in enumerate(self.board.ground.dates):
            if (person, day) in self._free:
                found = {code: self.model.choice() for code in self.board.allowed(person, place)}
                work.append(self._one_of(list(found.values())))
            else:
                code = self._cells.get((person, day), "")
                found = {code: YES} if code in self.board.ground.kinds else {}
                work.append(YES if found else NO)
            days.append(found)
        self.shifts[person], self.work[person] = days, work

    def _one_of(self, choices: list[int]) -> int:
        if len(choices) < 2:
            return choices[0] if choices else NO
        some = self.model.choice()
        self.model.between(0, [*((1, choice) for choice in choices), (-1, some)], 0)
        return some

    def hard(self, low: int | None, terms: Terms, high: int | None) -> None:
        """Ask a sum of choices to lie between bounds. What is broken by fixed cells alone must not get worse."""
        terms = list(terms)
        open_terms = [(factor, choice) for factor, choice in terms if choice not in (NO, YES)]
        if not open_terms:
            return
        fixed = sum(factor for factor, choice in terms if choice == YES)
        least = sum(min(0, factor) for factor, _choice in open_terms)
        most = sum(max(0, factor) for factor, _choice in open_terms)
        if high is not None and most > (bound := max(least, high - fixed)):
            self._bound(None, open_terms, bound)
        if low is not None and least < (bound := min(most, low - fixed)):
            self._bound(bound, open_terms, None)

    def _bound(self, low: int | None, terms: list[tuple[int, int]], high: int | None) -> None:
        if self.relaxed:
            size = sum(abs(factor) for factor, _choice in terms)
            broken = self.model.choice()
            self.model.add_cost(BROKEN, broken)
            terms.append((size if high is None else -size, broken))
        self.model.between(low, terms, high)

    def answer(self, answer: Answer) -> dict[Cell, str]:
        """Return the cells of the whole month in an answer."""
        found = {}
        for person, days in self.shifts.items():
            for place, choices in enumerate(days):
                for code, choice in choices.items():
                    if answer.values[choice]:
                        found[person, self.board.ground.dates[place]] = code
        return found

    def hint(self, cells: Mapping[Cell, str]) -> dict[int, int]:
        """Return `cells` as a place for the search to begin."""
        found = {}
        for person, days in self.shifts.items():
            for place, choices in enumerate(days):
                code = cells.get((person, self.board.ground.dates[place]), "")
                found.update({choice: int(code == own) for own, choice in choices.items() if choice != YES})
                if self.work[person][place] not in (NO, YES):
                    found[self.work[person][place]] = int(bool(code))
        for person, path in self.stints.items():
            facts = self.board.ground.facts[person]
            worked = {place for place, day in enumerate(self.board.ground.dates) if cells.get((person, day))}
            worked |= {duty.place for duty in (*facts.before, *facts.after)}
            found.update(path.hint(worked))
        return found
