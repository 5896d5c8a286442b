"""Statistics as a table: a row a group, a column a measure, everything together last."""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from desk_app.i18n import tr
from desk_app.reports.statistics import GROUPS, WHOLE, Measure, label_of, measures, whole_row
from desk_app.services.statistics import Figures, Row

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_Role: Final = Qt.ItemDataRole
_INDENT: Final = "    "


class StatisticsModel(QAbstractTableModel):
    """Shows `figures`. Sorting moves groups among their equals; what stands under one stays there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.figures: Figures | None = None
        self.columns: tuple[Measure, ...] = ()
        self.rows: list[Row] = []
        self._sort: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder)
        self._bold = QFont()
        self._bold.setBold(True)

    def show(self, figures: Figures | None) -> None:
        """Show `figures`; None shows nothing."""
        self.beginResetModel()
        self.figures = figures
        self.columns = measures(figures) if figures and figures.rows else ()
        self.rows = self._sorted() if figures else []
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or not self.rows else len(self.columns) + 1

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            text = self._text(row, index.column())
            if role == _Role.AccessibleTextRole and index.column():
                return f"{self._text(row, 0).strip()}, {self.columns[index.column() - 1].label}: {text}"
            return text
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignTrailing if index.column() else Qt.AlignmentFlag.AlignLeading
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == _Role.FontRole and row.key == WHOLE:
            return self._bold
        if role == _Role.ToolTipRole and not index.column():
            return self._text(row, 0).strip()
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or self.figures is None:
            return None
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            return self.columns[section - 1].label if section else tr(GROUPS[self.figures.asked.by])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by `column`: by the first, as the office has its groups. Nothing to measure comes last."""
        self._sort = (column, order)
        self.layoutAboutToBeChanged.emit()
        self.rows = self._sorted() if self.figures else []
        self.layoutChanged.emit()

    def as_text(self, rows: list[int]) -> str:
        """Return `rows` with their headers, as spreadsheets take them from the clipboard."""
        head = [str(self.headerData(column, Qt.Orientation.Horizontal)) for column in range(self.columnCount())]
        lines = [[self._text(self.rows[row], column) for column in range(len(head))] for row in rows]
        return "\n".join("\t".join(cells) for cells in (head, *lines))

    def _text(self, row: Row, column: int) -> str:
        assert self.figures is not None
        if column:
            return self.columns[column - 1].text(row)
        return _INDENT * row.depth + label_of(self.figures, row)

    def _sorted(self) -> list[Row]:
        assert self.figures is not None
        rows = list(self.figures.rows)
        column = self._sort[0]
        if rows and column <= len(self.columns):
            rows = self._level(rows, 0)
        return [*rows, whole_row(self.figures)] if rows else []

    def _level(self, rows: list[Row], depth: int) -> list[Row]:
        """Return `rows` sorted at `depth`, each with what stands under it."""
        column, order = self._sort
        groups: list[list[Row]] = []
        for row in rows:
            if row.depth == depth:
                groups.append([row])
            else:
                groups[-1].append(row)
        descends = order == Qt.SortOrder.DescendingOrder
        if not column:
            groups = groups[::-1] if descends else groups
        else:
            of = self.columns[column - 1].of
            values = {id(group): of(group[0]) for group in groups}
            there = [group for group in groups if values[id(group)] is not None]
            there.sort(key=lambda group: values[id(group)] or 0, reverse=descends)
            groups = there + [group for group in groups if values[id(group)] is None]
        return [one for group in groups for one in (group[0], *(self._level(group[1:], depth + 1)))]
