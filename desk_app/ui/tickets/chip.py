"""A status as a chip: a shape, a word and a tint, so that colour is never the only sign."""

from functools import cache
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk_app.app.theme import GRID, Hue, ink, tint
from desk_app.domain.office import Meaning
from desk_app.ui.models.ticket_table import SHOWN_ROLE

HUES: Final = {
    Meaning.NEW: Hue.CALM,
    Meaning.ACTIVE: Hue.BUSY,
    Meaning.WAITING: Hue.WAITING,
    Meaning.OUTSIDE: Hue.AWAY,
    Meaning.SOLVED: Hue.GOOD,
    Meaning.CLOSED: Hue.PAST,
    Meaning.DECLINED: Hue.BAD,
}
HEIGHT: Final = 20
_SHAPE: Final = 8.0
_BESIDE: Final = 2 * GRID + int(_SHAPE) + GRID // 2
"""What a chip has beside its word."""


class ChipDelegate(QStyledItemDelegate):
    """Draws the status column."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._chips: dict[tuple[str, Meaning, int, float, int], QPixmap] = {}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        style = option.widget.style() if option.widget else QApplication.style()
        self.initStyleOption(option, index)
        word, option.text = option.text, ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        shown = index.data(SHOWN_ROLE)
        if shown is None or not word:
            return
        room = option.rect.adjusted(GRID // 2, 0, -GRID // 2, 0)
        chip = self._chip(option, word, shown.meaning, room.width(), painter.device().devicePixelRatio())
        size = chip.deviceIndependentSize().toSize()
        place = QStyle.alignedRect(
            option.direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, size, room
        )
        painter.drawPixmap(place, chip)

    def _chip(self, option: QStyleOptionViewItem, word: str, meaning: Meaning, room: int, scale: float) -> QPixmap:
        key = (word, meaning, room, scale, option.palette.cacheKey())
        if key not in self._chips:
            if len(self._chips) > 200:
                self._chips.clear()
            self._chips[key] = drawn_chip(option, word, meaning, room, scale)
        return self._chips[key]


def chip_width(word: str, metrics: QFontMetrics) -> int:
    """Return how wide a column must be for the chip of `word`."""
    return metrics.horizontalAdvance(word) + _BESIDE + 2 + GRID + 2


def drawn_chip(option: QStyleOptionViewItem, word: str, meaning: Meaning, room: int, scale: float) -> QPixmap:
    """Return the chip in the option's palette, font and direction, no wider than `room` pixels."""
    palette, font, direction = option.palette, option.font, option.direction
    metrics = QFontMetrics(font)
    text = metrics.elidedText(word, Qt.TextElideMode.ElideRight, max(room - _BESIDE, 0))
    size = QSize(min(room, metrics.horizontalAdvance(text) + _BESIDE + 2), HEIGHT)
    pixmap = QPixmap(size * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint(palette, HUES[meaning]))
    painter.drawRoundedRect(QRectF(0, 0, size.width(), HEIGHT), HEIGHT / 2, HEIGHT / 2)
    colour = ink(palette, HUES[meaning])
    whole = QRect(0, 0, size.width(), HEIGHT)
    inner = whole.adjusted(GRID, 0, -GRID, 0)
    leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    side = int(_SHAPE)
    draw_shape(painter, QRectF(QStyle.alignedRect(direction, leading, QSize(side, side), inner)), meaning, colour)
    painter.setPen(colour)
    painter.setFont(font)
    words = inner.adjusted(side + GRID // 2, 0, 0, 0)
    if direction == Qt.LayoutDirection.RightToLeft:
        words = inner.adjusted(0, 0, -side - GRID // 2, 0)
    painter.drawText(words, QStyle.visualAlignment(direction, leading), text)
    painter.end()
    return pixmap


def draw_shape(painter: QPainter, box: QRectF, meaning: Meaning, colour: QColor) -> None:
    """Draw the shape of `meaning`: ring, disc, pause, diamond, tick, square, cross."""
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    stroke = QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    match meaning:
        case Meaning.NEW:
            painter.setPen(stroke)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(0.9, 0.9, -0.9, -0.9))
        case Meaning.ACTIVE:
            painter.drawEllipse(box)
        case Meaning.WAITING:
            bar = box.width() * 0.32
            painter.drawRect(QRectF(box.left(), box.top(), bar, box.height()))
            painter.drawRect(QRectF(box.right() - bar, box.top(), bar, box.height()))
        case Meaning.OUTSIDE:
            painter.drawPolygon(_points(box, (0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)))
        case Meaning.CLOSED:
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        case Meaning.SOLVED:
            painter.setPen(stroke)
            painter.drawPolyline(_points(box, (0, 0.55), (0.38, 0.92), (1, 0.12)))
        case Meaning.DECLINED:
            painter.setPen(stroke)
            painter.drawLine(*_points(box, (0.1, 0.1), (0.9, 0.9)).toList())
            painter.drawLine(*_points(box, (0.1, 0.9), (0.9, 0.1)).toList())


@cache
def _unit(points: tuple[tuple[float, float], ...]) -> tuple[QPointF, ...]:
    return tuple(QPointF(x, y) for x, y in points)


def _points(box: QRectF, *points: tuple[float, float]) -> QPolygonF:
    return QPolygonF(
        [QPointF(box.left() + p.x() * box.width(), box.top() + p.y() * box.height()) for p in _unit(points)]
    )
