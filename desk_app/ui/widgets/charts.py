"""Charts on the screen: the shapes of `reports.chart_shapes` in the palette's colours, with patterns and values."""

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget

from desk_app.app.theme import GRID, Hue, high_contrast, mixed, quiet, with_tabular_figures
from desk_app.i18n import tr
from desk_app.reports.chart import Chart
from desk_app.reports.chart_shapes import CENTER, END, Bar, Mark, Path, Pen, Rule, Shape, Text, height_of, shapes

_PATTERNS: Final = {
    "rising": Qt.BrushStyle.BDiagPattern,
    "level": Qt.BrushStyle.HorPattern,
    "falling": Qt.BrushStyle.FDiagPattern,
    "crossed": Qt.BrushStyle.DiagCrossPattern,
    "upright": Qt.BrushStyle.VerPattern,
    "checked": Qt.BrushStyle.CrossPattern,
}
_DASHES: Final = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
)
_PALE: Final = 0.3
_STRONG: Final = 0.8
_MARK: Final = 3.6
_NEXT: Final = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK: Final = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class ChartView(QWidget):
    """Paints a chart. Its values are gone through by the arrow keys, each said as a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self.empty = ""
        self.current = -1
        """Which of the chart's values the keys are at; -1 is none."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(with_tabular_figures(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setMinimumWidth(38 * GRID)
        self._shapes: list[Shape] = []
        self._laid: tuple[float, float] = (0, 0)

    def show_chart(self, chart: Chart | None, empty: str) -> None:
        """Show `chart`; where it has nothing to show, say `empty`."""
        self.chart = None if chart is None or chart.empty else chart
        self.empty, self.current = empty, -1
        self._laid = (0, 0)
        self.setAccessibleName(chart.title if self.chart and chart else tr("Chart"))
        self.setAccessibleDescription(self.chart.told() if self.chart else empty)
        self.setMinimumHeight(ceil(self._height(self.width())) + 2 * GRID)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(60 * GRID, ceil(self._height(60 * GRID)) + 2 * GRID)

    # -- laying out --

    def _pen(self) -> Pen:
        metrics = QFontMetricsF(self.font())
        return Pen(metrics.horizontalAdvance, metrics.height())

    def _height(self, width: float) -> float:
        return height_of(self.chart, self._pen(), width - 4 * GRID) if self.chart else 12 * GRID

    def _lay(self) -> list[Shape]:
        room = (self.width() - 4.0 * GRID, self.height() - 2.0 * GRID)
        if self.chart is not None and self._laid != room:
            wanted = height_of(self.chart, self._pen(), room[0])
            self._shapes = shapes(self.chart, self._pen(), room[0], wanted)
            self._laid = room
        return self._shapes if self.chart else []

    def place_of(self, value: int) -> QRectF:
        """Return where the value of that number stands."""
        wanted = self.chart.values[value] if self.chart else (-1, 0)
        for shape in self._lay():
            if isinstance(shape, Bar | Mark) and (shape.category, shape.number) == wanted:
                if isinstance(shape, Bar):
                    return QRectF(shape.x, shape.y, max(shape.width, 3), shape.height).translated(2 * GRID, GRID)
                side = 4 * _MARK
                return QRectF(shape.x - side / 2, shape.y - side / 2, side, side).translated(2 * GRID, GRID)
        return QRectF()

    # -- painting --

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.chart is None:
                self._say(painter)
            else:
                painter.save()
                painter.translate(2 * GRID, GRID)
                for shape in self._lay():
                    self._draw(painter, self.chart, shape)
                painter.restore()
                self._mark_current(painter)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 4, 4)

    def _say(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        room = self.rect().adjusted(3 * GRID, GRID, -3 * GRID, -GRID)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty)

    def _draw(self, painter: QPainter, chart: Chart, shape: Shape) -> None:
        match shape:
            case Rule():
                painter.setPen(QPen(quiet(self.palette()), 1))
                painter.drawLine(QPointF(shape.x, shape.y), QPointF(shape.to_x, shape.to_y))
            case Bar():
                self._bar(painter, chart, shape)
            case Path():
                colour = self._colour(chart, shape.shade, 1)
                painter.setPen(QPen(colour, 2, _DASHES[shape.shade % len(_DASHES)]))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(QPolygonF([QPointF(*point) for point in shape.points]))
            case Mark():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colour(chart, shape.shade, 1))
                painter.drawPolygon(_marker(shape))
            case Text():
                self._text(painter, shape)

    def _bar(self, painter: QPainter, chart: Chart, bar: Bar) -> None:
        rect = QRectF(bar.x, bar.y, bar.width, bar.height)
        pattern = _PATTERNS.get(chart.shade(bar.shade).pattern)
        painter.setPen(QPen(self._colour(chart, bar.shade, 1), 1))
        painter.setBrush(self._colour(chart, bar.shade, _PALE if pattern else _STRONG))
        painter.drawRect(rect)
        if pattern:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(self._colour(chart, bar.shade, 1), pattern))
            painter.drawRect(rect)

    def _text(self, painter: QPainter, text: Text) -> None:
        role = QPalette.ColorRole.PlaceholderText if text.quiet else QPalette.ColorRole.Text
        painter.setPen(self.palette().color(role))
        font = QFont(self.font())
        font.setBold(text.bold)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(text.text)
        x = text.x - (wide if text.align == END else wide / 2 if text.align == CENTER else 0)
        painter.drawText(QPointF(x, text.y + (metrics.ascent() - metrics.descent()) / 2), text.text)

    def _colour(self, chart: Chart, shade: int, share: float) -> QColor:
        now = self.palette()
        base, text = now.color(QPalette.ColorRole.Base), now.color(QPalette.ColorRole.Text)
        colour = text if high_contrast() else QColor(Hue[chart.shade(shade).hue.upper()].value)
        return mixed(base, colour, share)

    def _mark_current(self, painter: QPainter) -> None:
        if self.current >= 0 and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 2))
            painter.drawRect(self.place_of(self.current).adjusted(-2, -2, 2, 2))

    # -- looking closer --

    def go_to(self, value: int) -> None:
        """Mark the value of that number, and say it."""
        if self.chart is None or not self.chart.values:
            return
        self.current = min(max(value, 0), len(self.chart.values) - 1)
        sentence = self.chart.sentence(*self.chart.values[self.current])
        self.setAccessibleDescription(sentence)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        place = self.place_of(self.current)
        QToolTip.showText(self.mapToGlobal(place.bottomRight().toPoint()), sentence, self)
        self._scroll_to(place)
        self.update()

    def _scroll_to(self, place: QRectF) -> None:
        port = self.parentWidget()
        area = port.parentWidget() if port else None
        if isinstance(area, QScrollArea):
            area.ensureVisible(int(place.center().x()), int(place.center().y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.chart.values) - 1 if self.chart else 0
        if event.key() in _NEXT:
            self.go_to(self.current + 1)
        elif event.key() in _BACK:
            self.go_to(self.current - 1)
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.go_to(last)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sentence_at(event.pos()), self)
            return True
        return super().event(event)

    def sentence_at(self, point: QPoint) -> str:
        """Return what is said of the value at `point`; "" where there is none."""
        for number in range(len(self.chart.values) if self.chart else 0):
            if self.chart and self.place_of(number).contains(QPointF(point)):
                return self.chart.sentence(*self.chart.values[number])
        return ""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._laid = (0, 0)
            self.update()


class ChartArea(QScrollArea):
    """A chart that is scrolled where it is higher than its room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ChartView()
        self.setWidget(self.view)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setBackgroundRole(QPalette.ColorRole.Base)
        self.view.setAutoFillBackground(True)


def _marker(mark: Mark) -> QPolygonF:
    """Return the mark of a line: a square, a triangle, a diamond or a bar."""
    r = _MARK
    corners = (
        ((-r, -r), (r, -r), (r, r), (-r, r)),
        ((-r, r), (r, r), (0, -r * 1.2)),
        ((0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0)),
        ((-r * 1.3, -r / 2), (r * 1.3, -r / 2), (r * 1.3, r / 2), (-r * 1.3, r / 2)),
    )[mark.shade % 4]
    return QPolygonF([QPointF(mark.x + x, mark.y + y) for x, y in corners])
