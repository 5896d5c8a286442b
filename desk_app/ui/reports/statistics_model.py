"""Statistics as a table: a row a group, a column a measure, everything together last."""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from desk_app.i18n import tr
from desk_app.reports.statistics import GROUPS, Sheet
from desk_app.services.statistics import WHOLE, Row

Index = QModelIndex | QPersistentModelIndex
Line = tuple[Row, tuple[str, ...]]
_ROOT: Final = QModelIndex()
_Role: Final = Qt.ItemDataRole
_TEXTS: Final = (_Role.DisplayRole, _Role.AccessibleTextRole)
_FIRST: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_NUMBER: Final = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class StatisticsModel(QAbstractTableModel):
    """Shows a sheet. Sorting moves groups among their equals; what stands under one stays there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.lines: list[Line] = []
        self._sort: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder)
        self._bold = QFont()
        self._bold.setBold(True)

    def show(self, sheet: Sheet) -> None:
        """Show `sheet` in place of what was there."""
        self.beginResetModel()
        self.sheet = sheet
        self.lines = self._sorted(sheet)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.sheet is None or not self.lines else len(self.sheet.columns) + 1

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        row, texts = self.lines[index.row()]
        column = index.column()
        if role == _Role.DisplayRole:
            return texts[column]
        if role == _Role.TextAlignmentRole:
            return _NUMBER if column else _FIRST
        if role == _Role.FontRole:
            return self._bold if row.key == WHOLE else None
        if role == _Role.AccessibleTextRole and self.sheet is not None:
            return (
                f"{texts[0].strip()}, {self.sheet.columns[column - 1].label}: {texts[column]}" if column else texts[0]
            )
        if role == _Role.ToolTipRole and not column:
            return texts[0].strip()
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or self.sheet is None or section > len(self.sheet.columns):
            return None
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            return self.sheet.columns[section - 1].label if section else tr(GROUPS[self.sheet.figures.asked.by])
        return None

    def longest(self, column: int) -> str:
        """Return the longest text of `column`, by its letters."""
        return max((texts[column] for _, texts in self.lines), key=len, default="")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by `column`: by the first, as the office has its groups. Nothing to measure comes last."""
        self._sort = (column, order)
        self.layoutAboutToBeChanged.emit()
        self.lines = self._sorted(self.sheet) if self.sheet else []
        self.layoutChanged.emit()

    def as_text(self, rows: list[int]) -> str:
        """Return `rows` with their headers, as spreadsheets take them from the clipboard."""
        head = [str(self.headerData(column, Qt.Orientation.Horizontal)) for column in range(self.columnCount())]
        return "\n".join("\t".join(cells) for cells in (head, *(self.lines[row][1] for row in rows)))

    def _sorted(self, sheet: Sheet) -> list[Line]:
        if not sheet.lines:
            return []
        groups, whole = list(sheet.lines[:-1]), sheet.lines[-1]
        return [*(self._level(sheet, groups, 0) if self._sort[0] <= len(sheet.columns) else groups), whole]

    def _level(self, sheet: Sheet, lines: list[Line], depth: int) -> list[Line]:
        """Return `lines` sorted at `depth`, each with what stands under it."""
        column, order = self._sort
        groups: list[list[Line]] = []
        for line in lines:
            if line[0].depth == depth:
                groups.append([line])
            else:
                groups[-1].append(line)
        descends = order == Qt.SortOrder.DescendingOrder
        if not column:
            groups = groups[::-1] if descends else groups
        else:
            of = sheet.columns[column - 1].of
            values = {id(group): of(group[0][0]) for group in groups}
            there = [group for group in groups if values[id(group)] is not None]
            there.sort(key=lambda group: values[id(group)] or 0, reverse=descends)
            groups = there + [group for group in groups if values[id(group)] is None]
        return [one for group in groups for one in (group[0], *self._level(sheet, group[1:], depth + 1))]
