"""What the search knows about a month once and for all: the numbered days, the stretches, and who may do what."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from desk_app.domain.calendars import DAY
from desk_app.domain.roster.coverage import Stretches
from desk_app.domain.roster.evenness import SENTENCES, comparable
from desk_app.domain.roster.frame import Frame
from desk_app.domain.roster.limits import IN_ROW, Limits
from desk_app.domain.roster.plan import Cell
from desk_app.domain.roster.rows import Ground
from desk_app.domain.roster.shifts import ShiftKind

Conflict: TypeAlias = tuple[int, tuple[str, ...], tuple[str, ...]]
"""Of the first codes on a day and the second so many days later, only one."""


class Board:
    """A frame as the search looks at it."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.ground = Ground(frame)
        self.stretches = Stretches(self.ground)
        self.groups = {name: comparable(self.ground, name) for name in SENTENCES}
        self.fillers = self._fillers()
        """For each stretch: the shifts, by code and day number, of which people are there."""
        self.meetings = self._meetings()
        """The groups of shifts that are on at the same moment somewhere, breaks or not."""
        self._conflicts: dict[int, list[Conflict]] = {}

    def allowed(self, person: int, place: int) -> tuple[str, ...]:
        """Return the codes somebody may have on a day, whatever else they do."""
        facts = self.ground.facts[person]
        if place in facts.absent or place in facts.unemployed:
            return ()
        return tuple(
            kind.code
            for kind in self.frame.kinds
            if kind.line in facts.member.lines and facts.limits.kinds.get(kind.code, 1) > 0
        )

    def open_cells(self, cells: Mapping[Cell, str], pins: Iterable[Cell]) -> frozenset[Cell]:
        """Return the cells that may be filled: empty, not pinned, with a shift that somebody may have."""
        pinned = frozenset(pins)
        return frozenset(
            (member.id, day)
            for member in self.frame.members
            for place, day in enumerate(self.ground.dates)
            if (member.id, day) not in pinned and not cells.get((member.id, day)) and self.allowed(member.id, place)
        )

    def conflicts(self, limits: Limits) -> list[Conflict]:
        """Return which shifts exclude each other: of the codes on a day and the others so many days later, one."""
        if id(limits) not in self._conflicts:
            self._conflicts[id(limits)] = list(_conflicts(self.frame.kinds, limits))
        return self._conflicts[id(limits)]

    def _meetings(self) -> list[tuple[tuple[str, int], ...]]:
        found: list[list[tuple[str, int]]] = [[] for _ in self.stretches.all]
        for shift, (on, _present) in self.stretches.filled.items():
            for number in on:
                found[number].append(shift)
        return list(dict.fromkeys(tuple(shifts) for shifts in found))

    def _fillers(self) -> list[tuple[tuple[str, int], ...]]:
        found: list[list[tuple[str, int]]] = [[] for _ in self.stretches.all]
        for shift, (on, present) in self.stretches.filled.items():
            for number in on if self.frame.limits.breaks_cover else present:
                found[number].append(shift)
        return [tuple(shifts) for shifts in found]


def _conflicts(kinds: tuple[ShiftKind, ...], limits: Limits) -> Iterable[Conflict]:
    least = max(limits.rest or 0, IN_ROW if limits.in_row_article else 0)
    longest = max((kind.end for kind in kinds), default=0)
    for days in range(1, (longest + least) // DAY + 2):
        barred = {
            one.code: frozenset(
                other.code
                for other in kinds
                if days * DAY + other.start - one.end < least
                or (days == 1 and other.code in limits.not_after.get(one.code, ()))
            )
            for one in kinds
        }
        for others in sorted(set(barred.values()), key=sorted):
            if others:
                yield days, tuple(code for code, found in barred.items() if found >= others), tuple(sorted(others))
