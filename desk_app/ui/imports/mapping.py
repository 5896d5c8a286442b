"""The second page: the first rows of each sheet, and above every column what it holds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.theme import GRID, ROW_HEIGHT, calm_selection
from desk_app.domain.grid import Grid, cell_text
from desk_app.i18n import tr, trn
from desk_app.ui.editor.plain import Remark, plain_label
from desk_app.ui.imports.columns import ChosenWay, Way
from desk_app.ui.imports.rows_table import column_letter

SHOWN: Final = 14
"""Rows of a sheet that are shown, and the header among them wherever it stands."""
WIDEST: Final = 60
"""Columns that can be chosen from."""
_CELL: Final = 160
"""Letters of a cell that are shown."""


class MappingPage(QWidget):
    """`fields` are labels by code. `changed` is sent when another way was chosen."""

    changed = Signal()

    def __init__(self, fields: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._grids: dict[str, Grid] = {}
        self._ways: dict[str, ChosenWay] = {}
        self._taken: set[str] = set()
        self.sheet = PlainCombo(self)
        self.take = QCheckBox(tr("Take this sheet"), self)
        self.header = QSpinBox(self)
        self.table = QTableWidget(self)
        self.remark = Remark(self)
        self.count = plain_label("", self)
        self.combos: list[PlainCombo] = []
        self.extra = QHBoxLayout()
        self._lay_out()
        self.sheet.activated.connect(lambda _place: self._fill())
        self.take.clicked.connect(self._take)
        self.header.valueChanged.connect(self._move_header)

    def _lay_out(self) -> None:
        self._sheet_label = plain_label(tr("Sheet"), self)
        self._gap = QWidget(self)
        self._gap.setFixedWidth(GRID)
        self._sheet_label.setBuddy(self.sheet)
        header_label = plain_label(tr("Header in row"), self)
        header_label.setBuddy(self.header)
        self.sheet.setAccessibleName(tr("Sheet"))
        self.header.setAccessibleName(tr("Header in row"))
        self.header.setSpecialValueText(tr("none"))
        self.header.setMinimumHeight(ROW_HEIGHT)
        self.header.setMinimumWidth(10 * GRID)
        self.take.setAccessibleName(tr("Take this sheet"))
        top = QHBoxLayout()
        top.setSpacing(GRID)
        for widget in (self._sheet_label, self.sheet, self.take):
            top.addWidget(widget)
        top.addWidget(self._gap)
        top.addWidget(header_label)
        top.addWidget(self.header)
        top.addStretch(1)
        top.addWidget(self.count)
        self._look()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.remark)
        column.addLayout(self.extra)

    def _look(self) -> None:
        table = self.table
        table.setAccessibleName(tr("First rows of the sheet"))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        table.setTabKeyNavigation(False)
        table.setFrameShape(QTableWidget.Shape.NoFrame)
        table.setWordWrap(False)
        table.setCornerButtonEnabled(False)
        table.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        table.horizontalHeader().setDefaultSectionSize(19 * GRID)
        table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        calm_selection(table)

    # -- what is shown and chosen --

    def show_sheets(self, grids: Sequence[Grid], ways: Iterable[Way]) -> None:
        """Show `grids`, read as `ways` say; a sheet without a way is not taken until the person says so."""
        self._grids = {grid.name: grid for grid in grids if grid.rows}
        self._ways = {way.sheet: ChosenWay(way.sheet, way.header_row, dict(way.columns)) for way in ways}
        self._taken = set(self._ways) or set(list(self._grids)[:1])
        with QSignalBlocker(self.sheet):
            self.sheet.clear()
            for name in self._grids:
                self.sheet.addItem(name, name)
            first = next((place for place, name in enumerate(self._grids) if name in self._taken), 0)
            self.sheet.setCurrentIndex(first)
        several = len(self._grids) > 1
        for widget in (self._sheet_label, self.sheet, self.take, self._gap):
            widget.setVisible(several)
        self._fill()

    def grids(self) -> tuple[Grid, ...]:
        """Return the sheets that are taken."""
        return tuple(grid for name, grid in self._grids.items() if name in self._taken)

    def ways(self) -> tuple[ChosenWay, ...]:
        """Return how each of `grids` is read."""
        return tuple(self._ways.get(grid.name, ChosenWay(grid.name, 0, {})) for grid in self.grids())

    # -- filling --

    def _grid(self) -> Grid | None:
        return self._grids.get(str(self.sheet.currentData()))

    def _way(self, grid: Grid) -> ChosenWay:
        return self._ways.get(grid.name, ChosenWay(grid.name, 0, {}))

    def _fill(self) -> None:
        grid = self._grid()
        self.table.clear()
        self.combos = []
        if grid is None:
            self.table.setRowCount(0)
            self.table.setColumnCount(0)
            self.changed.emit()
            return
        way = self._way(grid)
        with QSignalBlocker(self.header):
            self.header.setRange(0, grid.rows[-1].number)
            self.header.setValue(way.header_row)
        self.take.setChecked(grid.name in self._taken)
        self.count.setText(trn("{n} row in the sheet", "{n} rows in the sheet", len(grid.rows)))
        self._fill_cells(grid, way)
        self._fill_combos(way)
        self.changed.emit()

    def _fill_cells(self, grid: Grid, way: ChosenWay) -> None:
        rows = grid.rows[:SHOWN]
        if way.header_row > rows[-1].number:
            after = [row for row in grid.rows if row.number >= way.header_row]
            rows = (*grid.rows[:3], *after[: SHOWN - 3])
        width = min(max((max(row.cells, default=1) for row in rows), default=1), WIDEST)
        table = self.table
        table.setColumnCount(width)
        table.setRowCount(len(rows) + 1)
        table.setHorizontalHeaderLabels([column_letter(column) for column in range(1, width + 1)])
        table.setVerticalHeaderLabels(["", *(str(row.number) for row in rows)])
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        table.setRowHeight(0, ROW_HEIGHT + GRID)
        for place, row in enumerate(rows, 1):
            for column in range(1, width + 1):
                item = QTableWidgetItem(" ".join(cell_text(row.cells.get(column))[:_CELL].split()))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled if row.number > way.header_row else Qt.ItemFlag.NoItemFlags)
                if row.number == way.header_row:
                    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                table.setItem(place, column - 1, item)

    def _fill_combos(self, way: ChosenWay) -> None:
        of_column = {column: code for code, column in way.columns.items()}
        above: QWidget = self.header
        for column in range(1, self.table.columnCount() + 1):
            combo = PlainCombo(self.table)
            combo.addItem(tr("— leave out —"), "")
            for code, label in self._fields.items():
                combo.addItem(label, code)
            combo.setCurrentIndex(max(combo.findData(of_column.get(column, "")), 0))
            combo.setAccessibleName(tr("What column {letter} holds", letter=column_letter(column)))
            combo.activated.connect(lambda _place, column=column: self._choose(column))
            self.table.setCellWidget(0, column - 1, combo)
            QWidget.setTabOrder(above, combo)
            above = combo
            self.combos.append(combo)

    # -- choosing --

    def _choose(self, column: int) -> None:
        grid = self._grid()
        if grid is None:
            return
        code = str(self.combos[column - 1].currentData())
        way = self._way(grid)
        columns = {old: place for old, place in way.columns.items() if place != column and old != code}
        if code:
            columns[code] = column
        self._keep(ChosenWay(grid.name, way.header_row, columns))
        for place, combo in enumerate(self.combos, 1):
            if place != column and code and combo.currentData() == code:
                combo.setCurrentIndex(0)

    def _move_header(self, row: int) -> None:
        grid = self._grid()
        if grid is not None:
            self._keep(ChosenWay(grid.name, row, self._way(grid).columns))
            self._fill_cells(grid, self._way(grid))

    def _keep(self, way: ChosenWay) -> None:
        self._ways[way.sheet] = way
        self._taken.add(way.sheet)
        self.take.setChecked(True)
        self.changed.emit()

    def _take(self, wanted: bool) -> None:
        grid = self._grid()
        if grid is not None:
            (self._taken.add if wanted else self._taken.discard)(grid.name)
            self.changed.emit()


class PlainCombo(QComboBox):
    """A choice that the wheel passes by."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(ROW_HEIGHT)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
