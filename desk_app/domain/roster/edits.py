"""Painting a plan by hand, and taking it back: every edit can be undone to exactly what was before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desk_app.domain.roster.counters import Counters
from desk_app.domain.roster.plan import Cell


@dataclass(frozen=True, slots=True)
class _Edit:
    """The codes and pins of the cells that changed, before and after."""

    codes: tuple[tuple[Cell, str, str], ...]
    pins: tuple[tuple[Cell, bool, bool], ...]


class Edits:
    """What was done to a plan by hand, one step after another."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._done: list[_Edit] = []
        self._undone: list[_Edit] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back and nothing done since."""
        return bool(self._undone)

    def paint(self, cells: Mapping[Cell, str]) -> bool:
        """Set cells in one step; "" empties. Pinned cells stay. Return whether anything changed."""
        plan = self._counters.plan
        codes = [(cell, plan.code(*cell), code) for cell, code in cells.items() if cell not in plan.pins]
        return self._do(_Edit(tuple(change for change in codes if change[1] != change[2]), ()))

    def pin(self, cells: Iterable[Cell], pinned: bool) -> bool:
        """Pin cells, or let them go, in one step. Return whether anything changed."""
        plan = self._counters.plan
        return self._do(_Edit((), tuple((cell, not pinned, pinned) for cell in cells if (cell in plan.pins) != pinned)))

    def undo(self) -> tuple[Cell, ...]:
        """Take the last step back and return the cells it touched; none when there is none."""
        if not self._done:
            return ()
        edit = self._done.pop()
        self._undone.append(edit)
        return self._apply(
            _Edit(
                tuple((cell, after, before) for cell, before, after in reversed(edit.codes)),
                tuple((cell, after, before) for cell, before, after in reversed(edit.pins)),
            )
        )

    def redo(self) -> tuple[Cell, ...]:
        """Do again what was taken back last and return the cells it touched; none when there is nothing."""
        if not self._undone:
            return ()
        edit = self._undone.pop()
        self._done.append(edit)
        return self._apply(edit)

    def _do(self, edit: _Edit) -> bool:
        if not edit.codes and not edit.pins:
            return False
        self._done.append(edit)
        self._undone.clear()
        self._apply(edit)
        return True

    def _apply(self, edit: _Edit) -> tuple[Cell, ...]:
        for (person, day), _code, code in edit.codes:
            self._counters.put(person, day, code)
        pins = self._counters.plan.pins
        for cell, _before, pinned in edit.pins:
            (pins.add if pinned else pins.discard)(cell)
        return (*(cell for cell, _, _ in edit.codes), *(cell for cell, _, _ in edit.pins))
