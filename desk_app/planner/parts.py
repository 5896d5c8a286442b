"""Which part of the month is searched next: some people's whole month, or everybody's days in a row."""

import random
from dataclasses import dataclass
from typing import Final

from desk_app.domain.roster.plan import Cell
from desk_app.planner.board import Board

WORK: Final = 0.5
"""Work on one part in the beginning, in the solver's measure."""
PATIENCE: Final = 6
"""After so many parts without a better plan parts are searched longer, by GROWTH."""
GROWTH: Final = 1.3
SHARE: Final = 0.25
"""How much of the month a part is in the beginning."""
SMALLEST: Final = 0.1
WIDER: Final = 1.15
NARROWER: Final = 0.9
TURNS: Final = ("people", "days", "people")
"""Parts of some people turned out better more often than those of some days."""


@dataclass(frozen=True, slots=True)
class Part:
    """Cells that are searched together; `kind` is one of TURNS."""

    kind: str
    cells: frozenset[Cell]


class Parts:
    """Chooses parts as big as can be searched to the end in the time for one."""

    def __init__(self, board: Board, free: frozenset[Cell], dice: random.Random) -> None:
        self.work = WORK
        self._free, self._dice = free, dice
        self._people = [person for person in board.ground.facts if any(cell[0] == person for cell in free)]
        self._days = [day for day in board.ground.dates if any(cell[1] == day for cell in free)]
        self._share = dict.fromkeys(TURNS, SHARE)
        self._turn, self._stale = 0, 0

    def choose(self) -> Part:
        """Return the next part."""
        kind = TURNS[self._turn % len(TURNS)]
        self._turn += 1
        if kind == "people":
            count = len(self._people)
            chosen = frozenset(self._dice.sample(self._people, min(count, max(2, round(self._share[kind] * count)))))
            return Part(kind, frozenset(cell for cell in self._free if cell[0] in chosen))
        count = len(self._days)
        length = min(count, max(2, round(self._share[kind] * count)))
        begin = self._dice.randrange(-(length // 2), count - length // 2) if length < count else 0
        days = frozenset(self._days[max(0, begin) : begin + length])
        return Part(kind, frozenset(cell for cell in self._free if cell[1] in days))

    def learn(self, part: Part, done: bool, better: bool) -> None:
        """Make the next part of this kind bigger when this one was searched to the end, smaller when it was not.

        After some parts without a better plan parts get more work.
        """
        share = self._share[part.kind] * (WIDER if done else NARROWER)
        self._share[part.kind] = min(1.0, max(SMALLEST, share))
        self._stale = 0 if better else self._stale + 1
        if self._stale >= PATIENCE:
            self.work *= GROWTH
            self._stale = 0
