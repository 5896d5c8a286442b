"""How every list of rows behaves: whole rows, no grid, no editing in place, Tab leaves it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QTableView

from desk_app.app.theme import GRID, with_tabular_figures


def be_list(view: QTableView) -> None:
    """Make `view` behave like the list of tickets."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setFrameShape(QTableView.Shape.NoFrame)
    view.setCornerButtonEnabled(False)
    view.setFont(with_tabular_figures(view.font()))


def paint_empty(view: QAbstractItemView, text: str) -> None:
    """Write `text` into a list that holds nothing, and show there whether it has the keyboard."""
    with QPainter(view.viewport()) as painter:
        painter.setPen(view.palette().color(QPalette.ColorRole.PlaceholderText))
        room = view.viewport().rect().adjusted(4 * GRID, GRID, -4 * GRID, -GRID)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
        if view.hasFocus():
            painter.setPen(view.palette().color(QPalette.ColorRole.Accent))
            painter.drawRect(view.viewport().rect().adjusted(1, 1, -2, -2))
