"""The header of the table: a click orders by its column, Shift and a click by one more."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionHeader, QWidget

from desk_app.app.theme import GRID
from desk_app.domain.view import Sort
from desk_app.ui.models.columns import COLUMNS

_GRIP = 4


class SortHeader(QHeaderView):
    """Shows the order of several columns by an arrow and a small number each.

    `asked` carries the orders wanted when a further column is clicked with Shift.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sorts: tuple[Sort, ...] = ()
        self._pressed = -1
        self.setSectionsClickable(True)

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """The orders shown, the first one first."""
        return self._sorts

    def show_sorts(self, sorts: Sequence[Sort]) -> None:
        """Show `sorts`."""
        self._sorts = tuple(sorts)
        self.blockSignals(True)
        first = self._sorts[0]
        order = Qt.SortOrder.DescendingOrder if first.descending else Qt.SortOrder.AscendingOrder
        self.setSortIndicator(column_of(first), order)
        self.blockSignals(False)
        self.viewport().update()

    def further(self, column: int) -> tuple[Sort, ...]:
        """Return the orders after one more Shift+click on `column`: up, down, and no more."""
        key = COLUMNS[column].key
        found = next((sort for sort in self._sorts if sort.column == key), None)
        if found is None:
            return (*self._sorts, Sort(key, descending=False))
        if found.descending and len(self._sorts) > 1:
            return tuple(sort for sort in self._sorts if sort.column != key)
        turned = Sort(key, not found.descending)
        return tuple(turned if sort.column == key else sort for sort in self._sorts)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pressed = self._section(event.position().toPoint())
            if self._pressed >= 0:
                return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, -1
        if pressed < 0:
            super().mouseReleaseEvent(event)
        elif self._section(event.position().toPoint()) == pressed:
            self.asked.emit(self.further(pressed))

    def _section(self, place: QPoint) -> int:
        """Return the column at `place`; -1 at its edge, where it is made wider."""
        section = self.logicalIndexAt(place)
        near = [self.logicalIndexAt(QPoint(place.x() + step, place.y())) for step in (-_GRIP, _GRIP)]
        return section if all(other in (section, -1) for other in near) else -1

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's names
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        for place, sort in enumerate(self._sorts):
            if column_of(sort) == logicalIndex:
                self._paint_place(painter, rect, place, sort)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:  # noqa: N802, N803
        super().initStyleOptionForIndex(option, logicalIndex)
        option.sortIndicator = QStyleOptionHeader.SortIndicator.None_  # ours has a number

    def _paint_place(self, painter: QPainter, rect: QRect, place: int, sort: Sort) -> None:
        """Draw an arrow, and its number where there are several, at the trailing end of the header."""
        text = ("▾" if sort.descending else "▴") + (str(place + 1) if len(self._sorts) > 1 else "")
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        metrics = self.fontMetrics()
        size = QSize(metrics.horizontalAdvance(text) + GRID // 2, rect.height() - 2)
        trailing = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        box = QStyle.alignedRect(self.layoutDirection(), trailing, size, rect.adjusted(2, 0, -2, 0))
        painter.save()
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


def column_of(sort: Sort) -> int:
    """Return which column `sort` orders by."""
    return next(at for at, column in enumerate(COLUMNS) if column.key == sort.column)
