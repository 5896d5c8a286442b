"""People from an Excel list, or from rows pasted out of one: what is new, what changes, what is bad."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.app.batch import Progress
from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.errors import N_
from desk_app.domain.grid import Grid
from desk_app.i18n import explain, tr, trn
from desk_app.services import directory_sheet
from desk_app.services.directory import PERSON
from desk_app.services.directory_sheet import PeopleColumns, PreviewRow, State
from desk_app.services.ports import Reader, UnitOfWork
from desk_app.ui.editor.plain import plain_label, scaled
from desk_app.ui.imports.bad_rows import BadRows
from desk_app.ui.imports.columns import ChosenWay, Way, people_fields
from desk_app.ui.imports.rows_table import RowsTable
from desk_app.ui.imports.sheet_dialog import SheetDialog
from desk_app.ui.widgets.lines import LineSplitter

_STATES: Final = {
    State.NEW: N_("new"),
    State.CHANGED: N_("changes"),
    State.SAME: N_("same"),
}


class PeopleSheetDialog(SheetDialog):
    """An empty cell changes nothing; nobody is taken away."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        intro = tr(
            "People of the list are added to the directory, or completed where they are there already. "
            "An empty cell changes nothing, and nobody is taken away."
        )
        super().__init__(desk, tr("People from Excel"), intro, people_fields(), parent)
        self.setObjectName("PeopleSheetDialog")

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "PeopleSheetDialog":  # type: ignore[override]
        """Open the dialog over `parent`."""
        dialog = cls(desk, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        return dialog

    def make_preview(self) -> QWidget:
        page = QWidget(self)
        self.counts = scaled(plain_label("", page), 1.1)
        self.counts.setAccessibleName(tr("What would change"))
        self.table = RowsTable(tr("Rows of the list"), page)
        self.bad = BadRows(page)
        parts = LineSplitter(Qt.Orientation.Vertical, page)
        parts.addWidget(self.table)
        parts.addWidget(self.bad)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.counts)
        column.addWidget(parts, 1)
        return page

    def detect(self, grids: Sequence[Grid]) -> Sequence[Way]:
        return directory_sheet.detect(grids)

    def missing(self, columns: Mapping[str, int]) -> str:
        return "" if "name" in columns else tr("Say which column holds the names.")

    def judge(self) -> Callable[[Reader, Sequence[Grid], Sequence[ChosenWay], Progress], list[PreviewRow]]:
        me = self.desk.me

        def look(
            reader: Reader, grids: Sequence[Grid], ways: Sequence[ChosenWay], _progress: Progress
        ) -> list[PreviewRow]:
            columns = [PeopleColumns(way.sheet, way.header_row, way.columns) for way in ways]
            return directory_sheet.preview(reader, me, grids, columns)

        return look

    def show_plan(self, plan: Sequence[PreviewRow]) -> None:
        counts = Counter(row.state for row in plan)
        said = [
            (State.NEW, trn("{n} new person", "{n} new people", counts[State.NEW])),
            (State.CHANGED, trn("{n} entry changes", "{n} entries change", counts[State.CHANGED])),
            (State.SAME, trn("{n} entry stays the same", "{n} entries stay the same", counts[State.SAME])),
            (State.BAD, trn("{n} bad row is left out", "{n} bad rows are left out", counts[State.BAD])),
        ]
        self.counts.setText(" · ".join(text for state, text in said if counts[state]))
        several = len({row.sheet for row in plan}) > 1
        order, labels = list(_STATES), people_fields()
        rows = sorted((row for row in plan if row.state in order), key=lambda row: order.index(row.state))
        titles = [tr("Row"), tr("What happens"), *(labels[code] for code in PERSON)]
        self.table.lines.show_rows(titles, rows, partial(_cells, several))
        self.table.set_widths(16 if several else 6, 14, 24, 20, 18, 20, 10)
        self.bad.show_rows([row for row in plan if row.state is State.BAD], partial(_reason, several), several)

    def offer(self) -> tuple[str, bool]:
        count = sum(row.state in (State.NEW, State.CHANGED) for row in self.plan)
        return trn("Take {n} row", "Take {n} rows", count), count > 0

    def writing(self) -> Callable[[UnitOfWork, Progress], int]:
        rows = self.plan
        return lambda uow, progress: directory_sheet.apply(uow, rows, progress)

    def told(self, answer: Any) -> tuple[str, list[str]]:
        bad = sum(row.state is State.BAD for row in self.plan)
        left = [trn("{n} bad row was left out.", "{n} bad rows were left out.", bad)] if bad else []
        return trn("{n} entry is added or changed.", "{n} entries are added or changed.", answer), left


def _place(several: bool, row: PreviewRow) -> str:
    return f"{row.sheet}: {row.row}" if several else str(row.row)


def _cells(several: bool, row: PreviewRow) -> tuple[str, ...]:
    return (_place(several, row), tr(_STATES[row.state]), *(_change(row, code) for code in PERSON))


def _reason(several: bool, row: PreviewRow) -> tuple[str, str]:
    return _place(several, row), explain(row.error, people_fields()) if row.error else ""


def _change(row: PreviewRow, code: str) -> str:
    """Return a field, with what it was where it changes."""
    new = str(getattr(row.contact, code))
    old = str(getattr(row.old, code)) if row.old else new
    return new if old in (new, "") else f"{old} → {new}"
