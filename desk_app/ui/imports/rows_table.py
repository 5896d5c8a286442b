"""A calm table of rows that are all there already, however many: read, selected, copied."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QTableView, QWidget

from desk_app.app.theme import GRID, ROW_HEIGHT, calm_selection
from desk_app.i18n import tr
from desk_app.ui.editor.plain import tip
from desk_app.ui.widgets.list_view import be_list

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_LEADING: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
COPIED: Final = 5000
"""The most rows that are copied at once."""


class RowsModel(QAbstractTableModel):
    """Any rows; `cells` makes the texts of one of them when it is looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Any] = ()
        self._titles: Sequence[str] = ()
        self._cells: Callable[[Any], Sequence[str]] = lambda row: row

    def show_rows(self, titles: Sequence[str], rows: Sequence[Any], cells: Callable[[Any], Sequence[str]]) -> None:
        """Show `rows` in place of what was there; `titles` are the columns' names."""
        self.beginResetModel()
        self._titles, self.rows, self._cells = titles, rows, cells
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, _TIP):
            return None
        text = self._cells(self.rows[index.row()])[index.column()]
        return tip(text) if role == _TIP else " ".join(text.split())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self._titles):
            return self._titles[section] if role == _DISPLAY else _LEADING if role == _ALIGN else None
        return None

    def tsv(self, rows: Sequence[int]) -> str:
        """Return `rows` with their header as a spreadsheet takes them from the clipboard."""
        lines = [self._titles, *(self._cells(self.rows[row]) for row in rows)]
        return "\n".join("\t".join(" ".join(text.split()) for text in line) for line in lines) + "\n"


class CalmTable(QTableView):
    """The look of every table here; `empty_text` stands where there are no rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = ""
        be_list(self)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(ROW_HEIGHT, self.fontMetrics().height() + GRID))
        calm_selection(self)

    def chosen_rows(self) -> list[int]:
        """Return the selected rows, from the top."""
        ranges = self.selectionModel().selection().toList() if self.selectionModel() else []
        return sorted(row for one in ranges for row in range(one.top(), one.bottom() + 1))

    def set_widths(self, *letters: int) -> None:
        """Make each column as wide as so many letters; the last takes what is left."""
        for column, width in enumerate(letters):
            self.setColumnWidth(column, self.fontMetrics().averageCharWidth() * width + 2 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        if self.empty_text and model is not None and model.rowCount() == 0:
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
                place = self.viewport().rect().adjusted(4 * GRID, 4 * GRID, -4 * GRID, -4 * GRID)
                flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
                painter.drawText(place, flags, self.empty_text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            calm_selection(self)


class RowsTable(CalmTable):
    """A table over a RowsModel; Ctrl+C copies the selected rows with their header."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = RowsModel(self)
        self.setModel(self.lines)
        self.setAccessibleName(name)

    def copy(self, everything: bool = False) -> None:
        """Put the selected rows, or all of them, on the clipboard."""
        rows = list(range(len(self.lines.rows))) if everything else self.chosen_rows()
        if rows:
            QGuiApplication.clipboard().setText(self.lines.tsv(rows[:COPIED]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


def column_letter(column: int) -> str:
    """Return what a spreadsheet calls its column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def row_name(row: int) -> str:
    """Return what a row of a sheet is called."""
    return tr("Row {row}", row=row)
