"""A month of duty as the window works on it: the plan being made, everything counted about it, undo."""

from collections.abc import Iterable, Mapping
from datetime import date

from PySide6.QtCore import QObject, Signal

from desk_app.domain.duty import short_of
from desk_app.domain.office import Office
from desk_app.domain.roster import Breach, Cell, Counters, Edits, Frame, Member, Plan


class Sheet(QObject):
    """One version of a month. `touched` carries the cells that changed; everything is counted live.

    Only a sheet that `may_edit` is changed.
    """

    touched = Signal(object)

    def __init__(self, office: Office, frame: Frame, plan: Plan, may_edit: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.frame = frame
        self.may_edit = may_edit
        self.counters = Counters(frame, plan.copy())
        self.edits = Edits(self.counters)
        self.days: tuple[date, ...] = tuple(day.on for day in frame.days)
        self.members: tuple[Member, ...] = frame.members
        self.lines: tuple[str, ...] = tuple(dict.fromkeys(need.line for need in frame.needs))
        self.shorts: Mapping[str, str] = {kind.code: short_of(office, kind.code) for kind in frame.kinds}
        self.labels: Mapping[str, str] = {kind.code: kind.label for kind in frame.kinds}

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.counters.plan

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell of a member's row and a day's column."""
        return self.members[row].id, self.days[column]

    def paint(self, cells: Mapping[Cell, str]) -> bool:
        """Set cells in one step; tell whether anything changed."""
        if not self.may_edit or not self.edits.paint(cells):
            return False
        self.touched.emit(tuple(cells))
        return True

    def pin(self, cells: Iterable[Cell]) -> bool:
        """Pin cells, or let them go when all of them are pinned."""
        chosen = tuple(cells)
        pinned = not all(cell in self.plan.pins for cell in chosen)
        if not self.may_edit or not self.edits.pin(chosen, pinned):
            return False
        self.touched.emit(chosen)
        return True

    def undo(self) -> None:
        """Take back the last step."""
        self._told(self.edits.undo())

    def redo(self) -> None:
        """Do again what was taken back."""
        self._told(self.edits.redo())

    def take(self, plan: Plan) -> bool:
        """Take over the cells of another plan, in one step that can be undone."""
        before, after = self.plan.cells, plan.cells
        changed = {
            cell: after.get(cell, "")
            for cell in before.keys() | after.keys()
            if before.get(cell, "") != after.get(cell, "")
        }
        return self.paint(changed)

    def wrong(self, cell: Cell) -> tuple[Breach, ...]:
        """Return what is wrong with one cell."""
        return self.counters.of_cell(*cell)

    def _told(self, cells: tuple[Cell, ...]) -> None:
        if cells:
            self.touched.emit(cells)
