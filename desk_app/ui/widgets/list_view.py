"""How every list of rows behaves: whole rows, no grid, no editing in place, Tab leaves it."""

from PySide6.QtWidgets import QAbstractItemView, QTableView

from desk_app.app.theme import with_tabular_figures


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
