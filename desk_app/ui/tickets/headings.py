"""The rows above groups: drawn across the columns, collapsed and expanded by mouse and keys."""

from typing import Final

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionFocusRect, QTableView

from desk_app.app.theme import GRID
from desk_app.i18n import trn
from desk_app.ui.models.grouped import Heading
from desk_app.ui.models.ticket_table import TicketTableModel

_ARROW: Final = 3 * GRID
_LEADING: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class Headings:
    """Draws the headings of `table`, and answers for it what is done to them. Left and Right read as the language."""

    def __init__(self, table: QTableView, tickets: TicketTableModel) -> None:
        self._table = table
        self._tickets = tickets

    def paint(self, painter: QPainter) -> None:
        """Draw the headings in sight over their empty cells."""
        if not self._tickets.outline.groups:
            return
        height = self._table.verticalHeader().defaultSectionSize()
        top, room = self._table.verticalScrollBar().value(), self._table.viewport().rect()
        for row in range(top // height, (top + room.height()) // height + 1):
            heading = self._tickets.heading(row)
            if heading is not None:
                self._paint(painter, QRect(0, row * height - top, room.width(), height), row, heading)

    def _paint(self, painter: QPainter, box: QRect, row: int, heading: Heading) -> None:
        table = self._table
        chosen = table.selectionModel().isRowSelected(row, QModelIndex())
        ground = QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.Window
        ink = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.WindowText
        palette, direction = table.palette(), table.layoutDirection()
        painter.save()
        painter.fillRect(box, palette.color(ground))
        self._paint_arrow(painter, QStyle.visualRect(direction, box, QRect(0, box.y(), _ARROW, box.height())), heading)
        font = table.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(palette.color(ink))
        count = trn("{n} ticket", "{n} tickets", heading.group.count)
        words = QRect(_ARROW, box.y(), box.width() - _ARROW - GRID, box.height())
        taken = painter.fontMetrics().horizontalAdvance(count) + 2 * GRID
        label = painter.fontMetrics().elidedText(heading.label, Qt.TextElideMode.ElideRight, words.width() - taken)
        place = QStyle.visualAlignment(direction, _LEADING)
        painter.drawText(QStyle.visualRect(direction, box, words), place, label)
        rest = words.adjusted(painter.fontMetrics().horizontalAdvance(label) + 2 * GRID, 0, 0, 0)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(palette.color(ink if chosen else QPalette.ColorRole.PlaceholderText))
        painter.drawText(QStyle.visualRect(direction, box, rest), place, count)
        if table.hasFocus() and row == table.currentIndex().row():
            focus = QStyleOptionFocusRect()
            focus.initFrom(table)
            focus.rect = box
            table.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, table)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, box: QRect, heading: Heading) -> None:
        option = QStyleOption()
        option.initFrom(self._table)
        option.rect = QStyle.alignedRect(
            self._table.layoutDirection(), Qt.AlignmentFlag.AlignCenter, box.size() / 2, box
        )
        mirrored = self._table.isRightToLeft()
        arrow = QStyle.PrimitiveElement.PE_IndicatorArrowDown
        if heading.folded:
            aside = (QStyle.PrimitiveElement.PE_IndicatorArrowRight, QStyle.PrimitiveElement.PE_IndicatorArrowLeft)
            arrow = aside[mirrored]
        self._table.style().drawPrimitive(arrow, option, painter, self._table)

    # -- what is done to them --

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key: at a heading Right and + expand, Left and - collapse; Left at a ticket goes to its heading."""
        row = self._table.currentIndex().row()
        if row < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        mirrored = self._table.isRightToLeft()
        back, on = (Qt.Key.Key_Right, Qt.Key.Key_Left) if mirrored else (Qt.Key.Key_Left, Qt.Key.Key_Right)
        heading = self._tickets.heading(row)
        if heading is None:
            return event.key() == back and self._to_heading(row)
        if event.key() not in (back, on, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Space):
            return False
        fold = event.key() in (back, Qt.Key.Key_Minus)
        if event.key() == Qt.Key.Key_Space or fold != heading.folded:
            self.turn(row)
        return True

    def _to_heading(self, row: int) -> bool:
        group = self._tickets.outline.group_of(row)
        head = self._tickets.outline.head_of(group.key) if group else None
        if head is None:
            return False
        self._table.selectRow(head)
        return True

    def pressed(self, event: QMouseEvent) -> bool:
        """Answer a click on the arrow of a heading."""
        place = event.position().toPoint()
        index = self._table.indexAt(place)
        near = (
            place.x() > self._table.viewport().width() - _ARROW if self._table.isRightToLeft() else place.x() < _ARROW
        )
        if event.button() != Qt.MouseButton.LeftButton or not near:
            return False
        return self.turn(index.row())

    def turn(self, row: int) -> bool:
        """Collapse or expand the group whose heading stands at `row`; False when there is none."""
        group = self._tickets.outline.group_at(row)
        if group is not None:
            self._tickets.fold(self._tickets.folding.turned(group.key))
        return group is not None
