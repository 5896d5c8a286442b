"""The search: a first plan, then the whole month for a while, then one part of it after another, better and better.

The budget is counted in the solver's own measure of work, so the same seed gives the same plan on every computer;
seconds are only a cap. Two parts are searched at once, each on a thread; what they find is taken in a fixed order.
"""

import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import monotonic
from typing import Final

from desk_app.domain.roster.counters import Counters
from desk_app.domain.roster.plan import Cell, Plan
from desk_app.planner.board import Board
from desk_app.planner.model import Answer, Effort, Run
from desk_app.planner.order import Found, Order
from desk_app.planner.parts import Part, Parts
from desk_app.planner.posing import posed

FIRST: Final = 5.0
WHOLE: Final = 3.0
"""Work on the first plan and on the whole month before parts of it are searched."""
SIDES: Final = 2
"""Parts searched at once; a number of its own, not that of processors, for the same seed to give the same plan."""


class Search(Run):
    """One search for a plan. `tell` gets every plan that is better than those before, on the threads that search."""

    def __init__(self, order: Order, tell: Callable[[Found], None]) -> None:
        super().__init__()
        plan, cells = order.plan, order.cells
        self._board = Board(order.frame)
        self._order, self._tell = order, tell
        self._dice = random.Random(order.seed)  # noqa: S311 - dice, no secrets
        kept = {cell: code for cell, code in plan.cells.items() if cells is None or cell not in cells}
        kept |= {cell: code for cell, code in plan.cells.items() if cell in plan.pins}
        open_cells = self._board.open_cells(kept, plan.pins)
        self._free = open_cells if cells is None else open_cells & frozenset(cells)
        self._cells: dict[Cell, str] = kept
        self._began, self._spent = monotonic(), 0.0
        self._relaxed = False
        self._worth = (0, 0)
        self._found: Found | None = None

    def run(self) -> Found:
        """Search until the budget is spent, nothing can be better, or `stop`; return the best plan."""
        best = not self._free or self._first() or self._improve_whole()
        parts = Parts(self._board, self._free, self._dice)
        with ThreadPoolExecutor(SIDES) as pool:
            while not best and self._left > 0 and not self.stopped:
                best = self._round(parts, pool)
        self._take(self._cells)
        assert self._found is not None
        return replace(self._found, seconds=monotonic() - self._began, last=True, best=best)

    @property
    def _left(self) -> float:
        """The work that may still be done; none when the seconds are over."""
        return self._order.work - self._spent if self._seconds > 0 else 0.0

    @property
    def _seconds(self) -> float:
        return self._began + self._order.seconds - monotonic()

    def _effort(self, work: float, any: bool = False) -> Effort:
        return Effort(min(work, self._left), self._seconds, self._dice.randrange(1 << 30), any)

    def _first(self) -> bool:
        """Find any plan that breaks no hard rule, or breaks few where that cannot be; return whether there is none."""
        for self._relaxed in (False, True):
            puzzle = posed(self._board, self._cells, self._free, self._relaxed, paths=False)
            answer = puzzle.model.solve(self._effort(FIRST, any=True), puzzle.hint(self._cells), self)
            self._spent += answer.work
            if answer.values:
                self._take(puzzle.answer(answer))
                return False
        return True

    def _improve_whole(self) -> bool:
        """Search the whole month; return whether nothing can be better."""
        puzzle = posed(self._board, self._cells, self._free, self._relaxed)
        answer = puzzle.model.solve(
            self._effort(WHOLE), puzzle.hint(self._cells), self, lambda found: self._take(puzzle.answer(found))
        )
        self._spent += answer.work
        if answer.values:
            self._take(puzzle.answer(answer))
        return answer.best

    def _round(self, parts: Parts, pool: ThreadPoolExecutor) -> bool:
        """Search some parts at once; return whether nothing can be better."""
        chosen = [parts.choose() for _ in range(SIDES)]
        efforts = [self._effort(parts.work) for _ in chosen]
        outcomes = list(pool.map(self._search_part, chosen, efforts))
        better = best = False
        for part, (answer, cells) in zip(chosen, outcomes, strict=True):
            self._spent += answer.work
            done = answer.best or answer.impossible
            parts.learn(part, done)
            better |= self._take(cells) if cells else False
            best |= done and part.cells == self._free
        parts.grow(better)
        return best and not better

    def _search_part(self, part: Part, effort: Effort) -> tuple[Answer, dict[Cell, str] | None]:
        """Search a part for a plan that is as good or better."""
        assert self._found is not None
        puzzle = posed(self._board, self._cells, part.cells, self._relaxed)
        hint = {}
        if self._relaxed:
            hint = puzzle.hint(self._cells)
        else:
            puzzle.model.cheaper_than(self._found.cost - puzzle.base)
        answer = puzzle.model.solve(effort, hint, self)
        return answer, puzzle.answer(answer) if answer.values else None

    def _take(self, cells: Mapping[Cell, str]) -> bool:
        """Keep a plan that is as good as the best; tell and return whether it is better."""
        plan = Plan(dict(cells), set(self._order.plan.pins))
        counters = Counters(self._board.frame, plan)
        worth = (len(counters.hard()), counters.cost)
        if self._found is not None and worth > self._worth:
            return False
        better = self._found is None or worth < self._worth
        self._cells, self._worth = plan.cells, worth
        if better:
            gaps = len(counters.gaps())
            self._found = Found(plan, worth[1], gaps, monotonic() - self._began)
            self._tell(self._found)
        return better
