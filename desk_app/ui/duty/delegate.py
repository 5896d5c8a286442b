"""How a cell of the month grid looks: letters, a pattern for each kind of shift, a pin, a mark where it is wrong."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QPainter, QPalette, QPen, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk_app.app.theme import Hue, ink, mixed, quiet, tint
from desk_app.ui.duty.grid_model import GridModel

_HUES: Final = (Hue.CALM, Hue.BUSY, Hue.WAITING, Hue.AWAY, Hue.GOOD, Hue.PAST)
_PATTERNS: Final = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.VerPattern,
)
_EDGE: Final = 6


class GridDelegate(QStyledItemDelegate):
    """Paints from a few colours that are mixed once for each palette."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = 0
        self._mix(QGuiApplication.palette())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        now = option.palette
        if now.cacheKey() != self._key:
            self._mix(now)
        model = index.model()
        assert isinstance(model, GridModel)
        rect: QRect = option.rect
        look = model.look(index.row(), index.column())
        if look.place >= 0:
            painter.fillRect(rect, self._free if look.free else self._base)
            painter.fillRect(rect.adjusted(1, 1, -1, -1), self._kinds[look.place % len(self._kinds)])
        else:
            painter.fillRect(rect, self._away if look.away else self._free if look.free else self._base)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._chosen)
        if look.text:
            painter.setPen(self._bad if look.wrong == 2 else self._text)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, look.text)
        if look.wrong or look.pinned:
            self._marks(painter, rect, look.wrong, look.pinned)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._focus)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _marks(self, painter: QPainter, rect: QRect, wrong: int, pinned: bool) -> None:
        """Mark a breach by a corner (full where the rule is hard, an outline where it is soft), a pin by a dot."""
        if wrong:
            corner = rect.topRight()
            shape = QPolygon([corner, corner - QPoint(_EDGE, 0), corner + QPoint(0, _EDGE)])
            painter.setPen(self._bad)
            painter.setBrush(self._bad.color() if wrong == 2 else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(shape)
        if pinned:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._text.color())
            painter.drawEllipse(rect.left() + 2, rect.bottom() - 6, 4, 4)

    def _mix(self, now: QPalette) -> None:
        self._key = now.cacheKey()
        base, text = now.color(QPalette.ColorRole.Base), now.color(QPalette.ColorRole.Text)
        self._base = base
        self._free = mixed(base, text, 0.07)
        self._away = QBrush(mixed(base, text, 0.35), Qt.BrushStyle.DiagCrossPattern)
        self._kinds = [_brush(now, place) for place in range(len(_HUES))]
        accent = now.color(QPalette.ColorRole.Highlight)
        self._chosen = QColor(accent.red(), accent.green(), accent.blue(), 60)
        self._text, self._bad = QPen(text), QPen(ink(now, Hue.BAD))
        self._line, self._focus = QPen(quiet(now)), QPen(text, 2)


def _brush(now: QPalette, place: int) -> QBrush:
    """Return how the kind of shift at `place` of the legend looks: a tint, and from the second on a pattern."""
    if place == 0:
        return QBrush(tint(now, _HUES[0]))
    return QBrush(mixed(now.color(QPalette.ColorRole.Base), ink(now, _HUES[place]), 0.35), _PATTERNS[place])
