"""The search: any plan, then the whole month at once and, beside it, one part after another, better and better.

The budget is counted in the solver's own measure of work, so the same seed gives the same plan on every computer;
seconds are only a cap. Two searches go on at once, each on a thread; what they find is taken in a fixed order.
"""

import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final

from desk_app.domain.roster.counters import Counters
from desk_app.domain.roster.plan import Cell, Plan
from desk_app.planner.board import Board
from desk_app.planner.model import Effort, Run
from desk_app.planner.order import Found, Order
from desk_app.planner.parts import Part, Parts
from desk_app.planner.posing import posed

FIRST: Final = 5.0
WHOLE: Final = 3.0
"""Work on the first plan, and on the whole month before nothing but parts of it are searched."""
SIDES: Final = 2
"""Searches at once; a number of its own, not that of processors, for the same seed to give the same plan."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A plan somewhere on the way, with how many hard rules it breaks and what it costs."""

    cells: Mapping[Cell, str]
    hard: int
    cost: int

    @property
    def worth(self) -> tuple[int, int]:
        """Less is better."""
        return self.hard, self.cost


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a search came to, whether it was to the end, so that there is no better one, and the work it was."""

    stand: Stand
    done: bool
    work: float


class Search(Run):
    """One search for a plan. `tell` gets every plan that is better than those before, on the threads that search."""

    def __init__(self, order: Order, tell: Callable[[Found], None]) -> None:
        super().__init__()
        plan, cells = order.plan, order.cells
        self._board, self._order, self._tell = Board(order.frame), order, tell
        self._dice = random.Random(order.seed)  # noqa: S311 - dice, no secrets
        kept = {cell: code for cell, code in plan.cells.items() if cells is None or cell not in cells}
        kept |= {cell: code for cell, code in plan.cells.items() if cell in plan.pins}
        open_cells = self._board.open_cells(kept, plan.pins)
        self._free = open_cells if cells is None else open_cells & frozenset(cells)
        self._began, self._spent, self._relaxed = monotonic(), 0.0, False
        self._parts = Parts(self._board, self._free, self._dice)
        self._aside = Run()
        self._told: tuple[int, int] | None = None
        self._telling = Lock()
        self._kept = kept

    def stop(self) -> None:
        """End the search soon; `run` still returns the best plan found."""
        super().stop()
        self._aside.stop()

    def run(self) -> Found:
        """Search until the budget is spent, nothing can be better, or `stop`; return the best plan."""
        stand, done = self._judged(self._kept), not self._free
        if self._free and (first := self._first()):
            stand, done = self._start(first)
            with ThreadPoolExecutor(SIDES) as pool:
                while not done and self._left > 0 and not self.stopped:
                    stand, done = self._round(stand, pool)
        self._offer(stand)
        return self._found(stand, last=True, best=done)

    @property
    def _left(self) -> float:
        """The work that may still be done; none when the seconds are over."""
        return self._order.work - self._spent if self._seconds > 0 else 0.0

    @property
    def _seconds(self) -> float:
        return self._began + self._order.seconds - monotonic()

    def _effort(self, work: float, any: bool = False) -> Effort:
        return Effort(min(work, self._left), self._seconds, self._dice.randrange(1 << 30), any)

    def _first(self) -> Stand | None:
        """Return any plan that breaks no hard rule, or one that breaks few where that cannot be."""
        for self._relaxed in (False, True):
            puzzle = posed(self._board, self._kept, self._free, self._relaxed, paths=False)
            answer = puzzle.model.solve(self._effort(FIRST, any=True), puzzle.hint(self._kept), self)
            self._spent += answer.work
            if answer.values:
                return self._offer(self._judged(puzzle.answer(answer)))
        return None

    def _start(self, first: Stand) -> tuple[Stand, bool]:
        """Search the whole month and beside it, on its own, parts; some months yield to the one, some to the other."""
        effort = self._effort(WHOLE)
        with ThreadPoolExecutor(SIDES) as pool:
            whole, parts = pool.submit(self._whole, first, effort), pool.submit(self._descend, first)
            outcomes = [whole.result(), parts.result()]
        self._spent += sum(outcome.work for outcome in outcomes)
        done = [outcome.stand for outcome in outcomes if outcome.done]
        return done[0] if done else min((one.stand for one in outcomes), key=lambda one: one.worth), bool(done)

    def _whole(self, first: Stand, effort: Effort) -> Outcome:
        puzzle = posed(self._board, self._kept, self._free, self._relaxed)
        answer = puzzle.model.solve(effort, {}, self, lambda found: self._offer(self._judged(puzzle.answer(found))))
        if answer.best:
            self._aside.stop()
        stand = self._judged(puzzle.answer(answer)) if answer.values else first
        return Outcome(min(stand, first, key=lambda one: one.worth), answer.best, answer.work)

    def _descend(self, stand: Stand) -> Outcome:
        """Search parts, one after another, for as much work as the whole month gets."""
        work, done = 0.0, False
        while work < min(WHOLE, self._left) and not done and not self._aside.stopped:
            part = self._parts.choose()
            outcome = self._part(stand, part, self._effort(self._parts.work), self._aside)
            work += max(outcome.work, 0.01)
            done = self._learn(part, outcome, stand)
            stand = outcome.stand
        return Outcome(stand, done, work)

    def _round(self, stand: Stand, pool: ThreadPoolExecutor) -> tuple[Stand, bool]:
        """Search some parts at once; return where that leads, and whether nothing can be better."""
        chosen = [(self._parts.choose(), self._effort(self._parts.work)) for _ in range(SIDES)]
        outcomes = list(pool.map(lambda one: self._part(stand, one[0], one[1], self), chosen))
        done = False
        for (part, _effort), outcome in zip(chosen, outcomes, strict=True):
            self._spent += max(outcome.work, 0.01)
            done |= self._learn(part, outcome, stand)
        best = min((outcome.stand for outcome in reversed(outcomes)), key=lambda one: one.worth)
        return best, done

    def _learn(self, part: Part, outcome: Outcome, before: Stand) -> bool:
        """Let the choice of parts learn from a search; return whether it was the whole month to its end."""
        self._parts.learn(part, outcome.done, outcome.stand.worth < before.worth)
        return outcome.done and part.cells == self._free

    def _part(self, stand: Stand, part: Part, effort: Effort, run: Run) -> Outcome:
        """Search a part for a plan that is as good or better."""
        puzzle = posed(self._board, stand.cells, part.cells, self._relaxed)
        hint = puzzle.hint(stand.cells) if self._relaxed else {}
        if not self._relaxed:
            puzzle.model.cheaper_than(stand.cost - puzzle.base)
        answer = puzzle.model.solve(effort, hint, run)
        found = self._judged(puzzle.answer(answer)) if answer.values else stand
        return Outcome(
            self._offer(min(found, stand, key=lambda one: one.worth)), answer.best or answer.impossible, answer.work
        )

    def _judged(self, cells: Mapping[Cell, str]) -> Stand:
        counters = Counters(self._board.frame, Plan(dict(cells)))
        return Stand(cells, len(counters.hard()), counters.cost)

    def _offer(self, stand: Stand) -> Stand:
        """Tell a plan that is better than all before."""
        with self._telling:
            if self._told is None or stand.worth < self._told:
                self._told = stand.worth
                self._tell(self._found(stand))
        return stand

    def _found(self, stand: Stand, last: bool = False, best: bool = False) -> Found:
        plan = Plan(dict(stand.cells), set(self._order.plan.pins))
        gaps = len(Counters(self._board.frame, plan).gaps())
        return Found(plan, stand.cost, gaps, monotonic() - self._began, last, best)
