"""What an administrator has changed and not saved yet: one step after another, each of which can be taken back."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from desk_app.domain.office import OfficeSeed
from desk_app.domain.office_change import Difference, differences
from desk_app.domain.office_edit import from_json, rebased, to_json

Step = tuple[OfficeSeed, tuple[str, ...]]
"""How the office was before a step, and what the step was about."""


class OfficeDraft(QObject):
    """The office as it shall be (`seed`), upon the one that was there (`basis`). `changed` tells of another `seed`."""

    changed = Signal()

    def __init__(self, basis: OfficeSeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.basis = self.seed = basis
        self._before: list[Step] = []
        self._undone: list[Step] = []
        self._compared: tuple[OfficeSeed, OfficeSeed, list[Difference]] = (basis, basis, [])

    @property
    def found(self) -> list[Difference]:
        """What saving would change."""
        before, after, found = self._compared
        if before is not self.basis or after is not self.seed:
            found = differences(self.basis, self.seed)
            self._compared = (self.basis, self.seed, found)
        return found

    @property
    def dirty(self) -> bool:
        """Whether there is anything to save."""
        return self.seed is not self.basis and bool(self.found)

    def put(self, seed: OfficeSeed, *about: str) -> None:
        """Make it `seed`. Steps about the same thing one after another, as typing is, are taken back together."""
        if seed == self.seed:
            return
        if not (about and self._before and self._before[-1][1] == about):
            self._before.append((self.seed, about))
        self._undone.clear()
        self.seed = seed
        self.changed.emit()

    def pause(self) -> None:
        """Let the next step be one of its own, whatever it is about."""
        if self._before:
            self._before[-1] = (self._before[-1][0], ())

    @property
    def may_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def may_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take the last step back."""
        self._turn(self._before, self._undone)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._turn(self._undone, self._before)

    def _turn(self, source: list[Step], target: list[Step]) -> None:
        if source:
            seed, _ = source.pop()
            target.append((self.seed, ()))
            self.seed = seed
            self.changed.emit()

    # -- coming and going --

    def renew(self, basis: OfficeSeed) -> list[tuple[str, str]]:
        """Take the office as it is now for the basis; what is not saved stays upon it.

        Return the (section, code) that a colleague changed too: there what is not saved stands.
        """
        seed, clashes = rebased(self.basis, self.seed, basis) if self.dirty else (basis, [])
        self.basis, self.seed = basis, seed if differences(basis, seed) else basis
        self._before.clear()
        self._undone.clear()
        self.changed.emit()
        return clashes

    def values(self) -> dict[str, Any]:
        """Return what is to be kept until it is saved; nothing when there is nothing."""
        return {"basis": to_json(self.basis), "office": to_json(self.seed)} if self.dirty else {}

    def give_back(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Take up what `values` returned once; what a colleague changed since stays. Return as `renew`.

        Raises ValueError, KeyError or TypeError for what is no draft.
        """
        now = self.basis
        was = from_json(values["basis"], now)
        mine = from_json(values["office"], now)
        self.basis, self.seed = was, mine
        return self.renew(now)
