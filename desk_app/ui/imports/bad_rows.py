"""The rows of a sheet that cannot be taken, and why; the list can be copied."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.app.theme import GRID
from desk_app.i18n import tr
from desk_app.ui.editor.plain import quiet_button
from desk_app.ui.editor.rows import heading
from desk_app.ui.imports.rows_table import RowsTable
from desk_app.ui.widgets.tabs import tab_order


class BadRows(QWidget):
    """Hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RowsTable(tr("Rows that cannot be taken"), self)
        self.copy = quiet_button("copy", tr("Copy this list"), self)
        tab_order(self.copy, self.table)
        self.copy.clicked.connect(lambda: self.table.copy(everything=True))
        line = QHBoxLayout()
        line.addWidget(heading(tr("Rows that cannot be taken"), self))
        line.addStretch(1)
        line.addWidget(self.copy)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, GRID, 0, 0)
        self.column.setSpacing(GRID // 2)
        self.column.addLayout(line)
        self.column.addWidget(self.table, 1)

    def show_rows(self, rows: Sequence[Any], cells: Callable[[Any], Sequence[str]], wide: bool) -> None:
        """Show `rows`; `cells` gives where each is and why, `wide` leaves room for the name of its sheet."""
        self.table.lines.show_rows([tr("Row"), tr("Why")], rows, cells)
        self.table.set_widths(16 if wide else 6)
        self.setVisible(bool(rows))
