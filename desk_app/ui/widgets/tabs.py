"""The order in which Tab goes through a window, where it is not the order of making."""

from itertools import pairwise

from PySide6.QtWidgets import QWidget


def tab_order(*widgets: QWidget) -> None:
    """Let Tab go through `widgets` as they are given."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
