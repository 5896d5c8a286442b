"""How a line of the day is drawn: when, what it is about, and below it with whom and where."""

from functools import cache
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk_app.app.icons import drawn
from desk_app.app.theme import GRID, ink, quiet, with_tabular_figures
from desk_app.ui.editor.due_words import Standing
from desk_app.ui.today.model import LINE_ROLE, Line
from desk_app.ui.today.words import Told

_Index = QModelIndex | QPersistentModelIndex
_PICTURE: Final = 16
_EDGE: Final = 2 * GRID
_LEADING: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING: Final = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_WIDEST: Final = "88 Mmm 88:88"


class DayLines(QStyledItemDelegate):
    """Draws the lines of a DayModel."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line, height = index.data(LINE_ROLE), option.fontMetrics.height()
        lines = 2 if line is not None and line.told is not None and line.told.rest else 1
        return QSize(10, lines * height + 2 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Line | None = index.data(LINE_ROLE)
        if line is None:
            return
        painter.save()
        if line.told is not None or line.more:
            back = QStyleOptionViewItem(option)
            self.initStyleOption(back, index)
            back.text = ""
            option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, back, painter, option.widget)
        if line.told is not None:
            self._paint_task(painter, option, line.told)
        else:
            _paint_words(painter, option, line)
        painter.restore()

    def _paint_task(self, painter: QPainter, option: QStyleOptionViewItem, told: Told) -> None:
        place = _Place(option)
        height = option.fontMetrics.height()
        top = QRect(option.rect.left(), option.rect.top() + GRID, option.rect.width(), height)
        low = top.translated(0, height)
        text, grey = (
            option.palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText)
        )
        picture = _picture(told.symbol, ink(option.palette, told.hue).name(), painter.device().devicePixelRatio())
        painter.drawPixmap(place.at(_EDGE, _PICTURE, top, _PICTURE), picture)
        numbers = with_tabular_figures(option.font)
        numbers.setWeight(QFont.Weight.DemiBold)
        begins = _EDGE + _PICTURE + GRID
        painter.setFont(numbers)
        wide = QFontMetrics(numbers).horizontalAdvance(_WIDEST) + GRID
        painter.setPen(text)
        place.write(painter, place.at(begins, wide, top), told.when, _LEADING)
        begins += wide
        room = option.rect.width() - begins - _EDGE
        painter.setFont(option.font)
        taken = self._paint_standing(painter, option, place.at(begins, room, top), told.stands)
        painter.setPen(text)
        place.write(painter, place.at(begins, room - taken, top), told.about, _LEADING)
        painter.setPen(grey)
        place.write(painter, place.at(begins, room, low), told.rest, _LEADING)

    def _paint_standing(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, stands: Standing | None
    ) -> int:
        """Write at the trailing edge how the line stands; return how much of the width that took."""
        if stands is None:
            return 0
        colour = ink(option.palette, stands.hue)
        words = option.fontMetrics.elidedText(stands.text, Qt.TextElideMode.ElideRight, room.width() // 2)
        wide = option.fontMetrics.horizontalAdvance(words)
        painter.setPen(colour)
        place = _Place(option)
        painter.drawText(room, QStyle.visualAlignment(option.direction, _TRAILING), words)
        picture = _picture(stands.symbol, colour.name(), painter.device().devicePixelRatio())
        trailing = QStyle.alignedRect(
            option.direction, _TRAILING, QSize(wide + _PICTURE + GRID // 2, _PICTURE), room
        )  # the picture stands before the words
        painter.drawPixmap(place.leading(trailing, _PICTURE), picture)
        return wide + _PICTURE + 2 * GRID


class _Place:
    """Where parts of a row stand, from the leading edge, whichever way is read."""

    def __init__(self, option: QStyleOptionViewItem) -> None:
        self._option = option

    def at(self, begins: int, wide: int, row: QRect, high: int = 0) -> QRect:
        """Return the box `begins` pixels from the leading edge of `row`; `high` centres one of that height."""
        top = row.top() + (row.height() - high) // 2 if high else row.top()
        box = QRect(self._option.rect.left() + begins, top, max(wide, 0), high or row.height())
        return QStyle.visualRect(self._option.direction, self._option.rect, box)

    def leading(self, box: QRect, side: int) -> QRect:
        """Return the square at the leading edge of `box`."""
        return QStyle.alignedRect(self._option.direction, _LEADING, QSize(side, side), box)

    def write(self, painter: QPainter, box: QRect, text: str, where: Qt.AlignmentFlag) -> None:
        """Write `text` into `box`, cut off with … where it does not fit."""
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, QStyle.visualAlignment(self._option.direction, where), shown)


def _paint_words(painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
    """Write a heading with its count, or the way to more."""
    box = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
    place = _Place(option)
    if line.more:
        painter.setPen(option.palette.color(QPalette.ColorRole.Link))
        place.write(painter, box, line.text, _LEADING)
        return
    font = QFont(option.font)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
    low = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignBottom
    place.write(painter, box.adjusted(0, 0, 0, -GRID // 2), f"{line.text}  {line.count}", low)
    painter.setPen(quiet(option.palette))
    painter.drawLine(box.bottomLeft(), box.bottomRight())


@cache
def _picture(name: str, colour: str, scale: float) -> QPixmap:
    made = drawn(name, colour, round(_PICTURE * scale))
    made.setDevicePixelRatio(scale)
    return made
