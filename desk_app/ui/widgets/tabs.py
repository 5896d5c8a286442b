"""The order in which Tab goes through a window, where it is not the order of making."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QTabWidget, QWidget


def tab_order(*widgets: QWidget) -> None:
    """Let Tab go through `widgets` as they are given."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def tab_as_laid_out(root: QWidget | None) -> None:
    """Let Tab go through everything in `root` as its layouts have it; call again when parts were added."""
    tab_order(*_of_widget(root))


def _of_widget(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is None:
        return
    if isinstance(widget, QTabWidget):
        yield widget.tabBar()
        for place in range(widget.count()):
            yield from _of_widget(widget.widget(place))
    elif widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    elif isinstance(widget, QSplitter):
        for place in range(widget.count()):
            yield from _of_widget(widget.widget(place))
    elif isinstance(widget, QScrollArea):
        yield from _of_widget(widget.widget())
    elif (layout := widget.layout()) is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item else (None, None)
        if widget is not None:
            yield from _of_widget(widget)
        elif inner is not None:
            yield from _of_layout(inner)
