"""Runs of work and of days off as a path through the month, which the solver's linear side sees through at once.

A person's month is a path: a stint of work from one day to another, then days off, then a stint again. Said like
this, the rules about runs need no clauses, and the solver proves in seconds what takes it minutes otherwise.
"""

from collections.abc import Callable, Collection
from typing import Final, TypeAlias

from desk_app.domain.roster.limits import Limits
from desk_app.planner.model import NO, Model

Node: TypeAlias = tuple[str, int]
OPEN: Final = "open"
"""At such a node one may work or go on resting."""
TIRED: Final = "tired"
"""At such a node the least rest begins."""


def worth_it(limits: Limits) -> bool:
    """Tell whether the limits ask for more than a greatest number of days in a row."""
    return limits.days_in_row is not None and max(limits.least_in_row, limits.least_off) > 1


def ask(model: Model, limits: Limits, known: range, works: Callable[[int], int]) -> "Path":
    """Let the days of `known` follow each other as `limits` say; `works` gives the variable of a day's work.

    A run that touches the edge of what is known may be shorter than the least.
    """
    path = Path(model, known)
    begin, end = known[0], known[-1] + 1
    for first in range(begin, end):
        for last in range(first + 1, min(end, first + (limits.days_in_row or 0)) + 1):
            if last - first >= limits.least_in_row or first == begin or last == end:
                stint = path.step((OPEN, first), (TIRED, last))
                for day in range(first, last):
                    path.worked[day].append(stint)
        path.step((OPEN, first), (OPEN, first + 1))
    for day in range(begin + 1, end):
        path.step((TIRED, day), (OPEN, min(end, day + max(1, limits.least_off))))
    path.close()
    for day in known:
        model.between(0, [*((1, stint) for stint in path.worked[day]), (-1, works(day))], 0)
    return path


class Path:
    """The choices of one person's steps."""

    def __init__(self, model: Model, known: range) -> None:
        self._model = model
        self._begin: Node = (OPEN, known[0])
        self._end = known[-1] + 1
        self._steps: dict[Node, dict[Node, int]] = {}
        self._coming: dict[Node, list[int]] = {}
        self.worked: dict[int, list[int]] = {day: [] for day in known}

    def step(self, one: Node, other: Node) -> int:
        """Add a possible step and return the choice to take it."""
        choice = self._model.choice()
        self._steps.setdefault(one, {})[other] = choice
        self._coming.setdefault(other, []).append(choice)
        return choice

    def close(self) -> None:
        """Let the path go through: one begins, and who comes to a day leaves it."""
        for node, steps in self._steps.items():
            begins = int(node == self._begin)
            coming = self._coming.get(node, [NO])
            self._model.between(begins, [*((1, to) for to in steps.values()), *((-1, by) for by in coming)], begins)

    def hint(self, worked: Collection[int]) -> dict[int, int]:
        """Return the steps of somebody who works on these days; where there is no such way, fewer."""
        found = {choice: 0 for steps in self._steps.values() for choice in steps.values()}
        node: Node | None = self._begin
        while node is not None and node[1] < self._end:
            kind, day = node
            last = day
            while last in worked and last < self._end:
                last += 1
            steps = self._steps.get(node, {})
            wanted = (TIRED, last) if last > day else (OPEN, day + 1)
            node = next(iter(steps), None) if kind == TIRED else wanted if wanted in steps else None
            if node is not None:
                found[steps[node]] = 1
        return found
