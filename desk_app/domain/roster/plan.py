"""A plan: who has which shift on which date, and what of it must stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

Cell: TypeAlias = tuple[int, date]
"""A place in the grid: a person's id and a date."""


@dataclass(slots=True)
class Plan:
    """The cells that have a shift, by its kind's code, and the cells that are pinned; a pinned empty one stays free.

    Two plans are equal when their cells and pins are.
    """

    cells: dict[Cell, str] = field(default_factory=dict)
    pins: set[Cell] = field(default_factory=set)

    def code(self, person: int, day: date) -> str:
        """Return the code of the shift, "" for none."""
        return self.cells.get((person, day), "")

    def put(self, person: int, day: date, code: str) -> None:
        """Set one cell; "" empties it."""
        if code:
            self.cells[person, day] = code
        else:
            self.cells.pop((person, day), None)

    def copy(self) -> "Plan":
        """Return a plan of its own with the same cells and pins."""
        return Plan(dict(self.cells), set(self.pins))


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One cell that differs: the codes before and after, "" for none."""

    day: date
    person: int
    before: str
    after: str


def difference(old: Plan | Mapping[Cell, str], new: Plan | Mapping[Cell, str]) -> tuple[Change, ...]:
    """Return the cells in which two plans differ, by date; pins are no difference."""
    before, after = _cells(old), _cells(new)
    changed = [cell for cell in before.keys() | after.keys() if before.get(cell, "") != after.get(cell, "")]
    return tuple(sorted(Change(cell[1], cell[0], before.get(cell, ""), after.get(cell, "")) for cell in changed))


def merged(plan: Plan, cells: Mapping[Cell, str], only: Iterable[Cell] | None = None) -> Plan:
    """Return `plan` with what `cells` holds for `only` (all by default), pins kept as they are."""
    made = plan.copy()
    for person, day in plan.cells.keys() | cells.keys() if only is None else only:
        made.put(person, day, cells.get((person, day), ""))
    return made


def _cells(plan: Plan | Mapping[Cell, str]) -> Mapping[Cell, str]:
    return plan.cells if isinstance(plan, Plan) else plan
