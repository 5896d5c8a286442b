"""The month grid that is painted by mouse and by key.

Mouse: with a brush chosen a drag paints, without one it selects; the small square at the corner of the selection
fills on. Keys: a shift's letters set the selected cells, Delete empties them, P pins, arrows move.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desk_app.app.theme import GRID, ROW_HEIGHT
from desk_app.domain.roster import Cell
from desk_app.ui.duty.delegate import GridDelegate
from desk_app.ui.duty.grid_model import GridModel

DAY_WIDTH: Final = 28
COUNTER_WIDTH: Final = 44
HANDLE: Final = 7


class GridView(QTableView):
    """Shows a GridModel. `asked` carries the cell that wants to be explained."""

    asked = Signal(QModelIndex)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = model
        self.setModel(model)
        self.setItemDelegate(GridDelegate(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW_HEIGHT - 4)
        down.setMaximumWidth(26 * GRID)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setMinimumSectionSize(DAY_WIDTH)
        across.setHighlightSections(False)
        model.modelReset.connect(self._sized)
        self.brush: str | None = None
        self._painted: dict[Cell, str] = {}
        self._filling = False
        self._from: list[tuple[int, int]] = []

    # -- cells --

    def chosen(self) -> list[Cell]:
        """Return the cells that are selected, in rows."""
        found = (self.grid.cell(index) for index in sorted(self.selectedIndexes()))
        return [cell for cell in found if cell is not None]

    def put(self, code: str) -> None:
        """Set every selected cell."""
        if self.grid.sheet:
            self.grid.sheet.paint(dict.fromkeys(self.chosen(), code))

    def pin(self) -> None:
        """Pin the selected cells, or let them go."""
        if self.grid.sheet and self.chosen():
            self.grid.sheet.pin(self.chosen())

    def show_cell(self, index: QModelIndex) -> None:
        """Go to a cell."""
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()

    # -- mouse --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to paint, to fill on or to select."""
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.grid.sheet and self.grid.sheet.may_edit:
            if self._handle().contains(at):
                self._filling = True
                return
            if self.brush is not None and (cell := self.grid.cell(self.indexAt(at))):
                self._painted = {}
                self._stroke(cell)
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on painting, filling or selecting."""
        at = event.position().toPoint()
        self.viewport().setCursor(
            Qt.CursorShape.CrossCursor if self._handle().contains(at) else Qt.CursorShape.ArrowCursor
        )
        if self._filling:
            self._stretch(self.indexAt(at))
        elif self._painted and (cell := self.grid.cell(self.indexAt(at))):
            self._stroke(cell)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the mouse began."""
        if self._filling:
            self._filling = False
            self._fill_on()
        elif self._painted:
            self._painted = {}
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Explain what is under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.asked.emit(index)

    def _stroke(self, cell: Cell) -> None:
        """Paint one more cell of a drag; each is a step of its own, so that counters are live."""
        if cell not in self._painted and self.grid.sheet and self.brush is not None:
            self._painted[cell] = self.brush
            self.grid.sheet.paint({cell: self.brush})
            self.setCurrentIndex(self.grid.index_of(*cell))

    # -- the handle --

    def _handle(self) -> QRect:
        """Return the small square at the corner of the selection, empty where there is none."""
        indexes = [index for index in self.selectedIndexes() if self.grid.cell(index)]
        if not indexes or not self.grid.sheet or not self.grid.sheet.may_edit:
            return QRect()
        corner = self.visualRect(max(indexes, key=lambda index: (index.row(), index.column()))).bottomRight()
        return QRect(corner - QPoint(HANDLE - 1, HANDLE - 1), corner)

    def _stretch(self, index: QModelIndex) -> None:
        """Let the selection reach to `index`, and remember what is to be repeated."""
        if not self.grid.cell(index):
            return
        if not self._from:
            self._from = sorted((one.row(), one.column()) for one in self.selectedIndexes() if self.grid.cell(one))
        first = self.grid.index(*self._from[0])
        self.selectionModel().select(QItemSelection(first, index), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _fill_on(self) -> None:
        """Repeat what the selection was over what it has become, as one step."""
        sheet, source = self.grid.sheet, self._from
        self._from = []
        if sheet is None or not source:
            return
        top, left = source[0]
        height = source[-1][0] - top + 1
        width = source[-1][1] - left + 1
        cells = {}
        for index in self.selectedIndexes():
            cell = self.grid.cell(index)
            if cell is None or (index.row(), index.column()) in source:
                continue
            row, column = top + (index.row() - top) % height, left + (index.column() - left) % width
            cells[cell] = sheet.plan.code(*sheet.cell(row, column))
        sheet.paint(cells)

    # -- keys --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set, empty and pin by key; letters are those of the legend."""
        sheet = self.grid.sheet
        if sheet is None or event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            if sheet and event.matches(QKeySequence.StandardKey.Undo):
                sheet.undo()
            elif sheet and event.matches(QKeySequence.StandardKey.Redo):
                sheet.redo()
            else:
                super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.put("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self.pin()
        elif event.text() and (code := letters(sheet.shorts, event.text())):
            self.put(code)
            self._on()
        else:
            super().keyPressEvent(event)

    def _on(self) -> None:
        """Go to the next day when a single cell was set, so that a row is typed in one go."""
        if len(self.selectedIndexes()) == 1:
            now = self.currentIndex()
            after = self.grid.index(now.row(), now.column() + 1)
            if self.grid.cell(after):
                self.setCurrentIndex(after)

    # -- looks --

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grid and the handle."""
        super().paintEvent(event)
        handle = self._handle()
        if not handle.isEmpty():
            painter = QPainter(self.viewport())
            painter.fillRect(handle, self.palette().color(QPalette.ColorRole.Accent))

    def _sized(self) -> None:
        for column in range(self.grid.columnCount()):
            self.setColumnWidth(column, DAY_WIDTH if column < self.grid.day_columns() else COUNTER_WIDTH)


def letters(shorts: Mapping[str, str], typed: str) -> str:
    """Return the code of the kind of shift whose letters are `typed`, in any case; "" for none."""
    wanted = typed.casefold()
    return next((code for code, short in shorts.items() if short.casefold() == wanted), "")
