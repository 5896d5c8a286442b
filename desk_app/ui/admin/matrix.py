"""A table of yes and no: which step leads from which status, which role has which right."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from desk_app.app.theme import GRID, Hue, calm_selection, ink, tint
from desk_app.i18n import tr
from desk_app.ui.editor.plain import tip
from desk_app.ui.widgets.list_view import be_list

Index = QModelIndex | QPersistentModelIndex
Named = tuple[str, str]
"""Code and label."""
_ROOT: Final = QModelIndex()
_Role: Final = Qt.ItemDataRole


class MatrixModel(QAbstractTableModel):
    """`said` gives what stands in a square by the codes of its row and column; "" is no."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Named] = ()
        self.columns: Sequence[Named] = ()
        self._said: Callable[[str, str], str] = lambda _row, _column: ""

    def show_squares(self, rows: Sequence[Named], columns: Sequence[Named], said: Callable[[str, str], str]) -> None:
        """Show a square for every row and column."""
        self.beginResetModel()
        self.rows, self.columns, self._said = rows, columns, said
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self.columns[index.column()]
        said = self._said(row[0], column[0])
        match role:
            case _Role.DisplayRole:
                return said
            case _Role.AccessibleTextRole | _Role.ToolTipRole:
                words = f"{row[1]}, {column[1]}: {said.replace('✓', tr('yes')) or tr('no')}"
                return tip(words) if role == _Role.ToolTipRole else words
            case _Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case _Role.BackgroundRole if said:
                return tint(QGuiApplication.palette(), Hue.GOOD)
            case _Role.ForegroundRole if said:
                return ink(QGuiApplication.palette(), Hue.GOOD)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        names = self.columns if orientation == Qt.Orientation.Horizontal else self.rows
        if role in (_Role.DisplayRole, _Role.ToolTipRole) and section < len(names):
            return names[section][1]
        return None


class Matrix(QTableView):
    """Space, Enter or a double click asks to turn a square over (`turned`); `moved` tells of another current one."""

    turned = Signal(str, str)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.squares = MatrixModel(self)
        self.setModel(self.squares)
        be_list(self)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(True)
        calm_selection(self)
        self.horizontalHeader().setHighlightSections(True)
        self.horizontalHeader().setMinimumSectionSize(9 * GRID)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        self.horizontalHeader().setFixedHeight(6 * GRID)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(int(3.5 * GRID))
        self.doubleClicked.connect(lambda _index: self._turn())
        self._filling = False
        self.selectionModel().currentChanged.connect(lambda _new, _old: None if self._filling else self.moved.emit())

    def show_squares(self, rows: Sequence[Named], columns: Sequence[Named], said: Callable[[str, str], str]) -> None:
        """Show the squares, and stay on the current one."""
        row, column = self.current()
        self._filling = True
        self.squares.show_squares(rows, columns, said)
        codes = [code for code, _ in rows], [code for code, _ in columns]
        place = (codes[0].index(row) if row in codes[0] else 0, codes[1].index(column) if column in codes[1] else 0)
        self.setCurrentIndex(self.squares.index(*place))
        self._filling = False
        narrow = self.columnWidth(0) != self._fair() and bool(columns)
        if narrow:
            for number in range(len(columns)):
                self.setColumnWidth(number, self._fair())

    def choose(self, row: str, column: str) -> None:
        """Make the square of these codes current; "" leaves a row or a column as it is."""
        rows, columns = ([code for code, _ in names] for names in (self.squares.rows, self.squares.columns))
        now = self.currentIndex()
        place = (
            rows.index(row) if row in rows else max(now.row(), 0),
            columns.index(column) if column in columns else max(now.column(), 0),
        )
        self.setCurrentIndex(self.squares.index(*place))

    def current(self) -> tuple[str, str]:
        """Return the codes of the current row and column, "" where there is none."""
        index = self.currentIndex()
        if not index.isValid() or index.row() >= len(self.squares.rows) or index.column() >= len(self.squares.columns):
            return "", ""
        return self.squares.rows[index.row()][0], self.squares.columns[index.column()][0]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._turn()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            calm_selection(self)

    def _fair(self) -> int:
        """Return the width that lets every column be seen, if that is wide enough to read."""
        room = self.viewport().width() // max(len(self.squares.columns), 1)
        return min(max(room, 13 * GRID), 22 * GRID)

    def _turn(self) -> None:
        row, column = self.current()
        if row and column:
            self.turned.emit(row, column)
