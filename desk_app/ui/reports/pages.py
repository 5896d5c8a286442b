"""The pages of a PDF, one below the other, each drawn when it comes into view."""

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, mixed, quiet
from desk_app.domain.errors import UserError
from desk_app.i18n import explain, tr
from desk_app.ui.reports import making
from desk_app.ui.reports.making import POINTS, Made

WHOLE: Final = 96 / POINTS
"""Pixels to a point at 100 %."""
ZOOMS: Final = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
_MARGIN: Final = 3 * GRID
_GAP: Final = 2 * GRID
_KEPT: Final = 120_000_000
"""Bytes of drawn pages that are kept."""


class PageView(QAbstractScrollArea):
    """Shows `Made` pages or a sentence. `moved` is sent when another page is in the middle or the zoom changed."""

    moved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._made: Made | None = None
        self._zoom: float | None = None  # None fits the width
        self._words = ""
        self._faded = False
        self._drawing = False
        self._tops: list[int] = []
        self._drawn: OrderedDict[int, tuple[float, QImage]] = OrderedDict()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _at: self.viewport().update())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    # -- what is shown --

    def show_pages(self, made: Made) -> None:
        """Show the pages of `made` from the first one on."""
        self._made, self._words, self._faded = made, "", False
        self._drawn.clear()
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._scrolled()

    def say(self, words: str) -> None:
        """Say `words` instead of pages."""
        self._made, self._words, self._faded = None, words, False
        self._drawn.clear()
        self._lay_out()
        self._scrolled()

    def fade(self) -> None:
        """Show that the pages are those of what was asked before."""
        self._faded = True
        self.viewport().update()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._tops)

    @property
    def current(self) -> int:
        """The page (from 0) in the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return max(sum(top <= middle for top in self._tops) - 1, 0)

    def drawn(self, index: int) -> QImage | None:
        """Return page `index` as it was drawn last, or None when it was not yet."""
        found = self._drawn.get(index)
        return found[1] if found else None

    # -- zoom --

    @property
    def zoom(self) -> float:
        """How large the pages are; 1.0 is 100 %."""
        return self._zoom if self._zoom is not None else self._fitting()

    @property
    def fits(self) -> bool:
        """Whether the pages are as wide as the view."""
        return self._zoom is None

    def fit(self) -> None:
        """Make the pages as wide as the view."""
        self._rescale(None)

    def zoom_in(self) -> None:
        """One step larger."""
        self._rescale(next((step for step in ZOOMS if step > self.zoom * 1.02), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """One step smaller."""
        self._rescale(next((step for step in reversed(ZOOMS) if step < self.zoom / 1.02), ZOOMS[0]))

    def go_to(self, index: int) -> None:
        """Scroll to page `index` (from 0)."""
        if 0 <= index < self.count:
            self.verticalScrollBar().setValue(self._tops[index] - _GAP)

    def _rescale(self, zoom: float | None) -> None:
        bar = self.verticalScrollBar()
        middle = bar.value() + self.viewport().height() / 2
        share = middle / max(bar.maximum() + self.viewport().height(), 1)
        self._zoom = zoom
        self._lay_out()
        bar.setValue(round(share * (bar.maximum() + self.viewport().height()) - self.viewport().height() / 2))
        self._scrolled()

    def _fitting(self) -> float:
        widest = max((width for width, _ in self._made.sizes), default=842.0) if self._made else 842.0
        return max((self.viewport().width() - 2 * _MARGIN) / widest / WHOLE, ZOOMS[0])

    # -- where things are --

    def _lay_out(self) -> None:
        self._tops = []
        top, widest = _MARGIN, 0
        for size in self._sizes():
            self._tops.append(top)
            top += size.height() + _GAP
            widest = max(widest, size.width())
        room = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(room.height())
        vertical.setSingleStep(5 * GRID)
        vertical.setRange(0, max(top - _GAP + _MARGIN - room.height(), 0) if self._tops else 0)
        horizontal.setPageStep(room.width())
        horizontal.setSingleStep(5 * GRID)
        horizontal.setRange(0, max(widest + 2 * _MARGIN - room.width(), 0) if not self.fits else 0)

    def _sizes(self) -> list[QSize]:
        sizes = self._made.sizes if self._made else ()
        return [making.screen_size(size, self.zoom * WHOLE).toSize() for size in sizes]

    def _frame(self, index: int) -> QRect:
        """Return where page `index` stands in the view."""
        assert self._made is not None
        size = making.screen_size(self._made.sizes[index], self.zoom * WHOLE).toSize()
        spare = self.viewport().width() - size.width()
        bar = self.horizontalScrollBar()
        along = bar.maximum() - bar.value() if self.isRightToLeft() else bar.value()
        left = spare // 2 if spare >= 2 * _MARGIN else _MARGIN - along
        return QRect(QPoint(left, self._tops[index] - self.verticalScrollBar().value()), size)

    def _visible(self) -> list[int]:
        """Return the pages in view, then the one after them."""
        if self._made is None:
            return []
        room = self.viewport().rect()
        seen = [index for index in range(self.count) if self._frame(index).intersects(room)]
        following = [seen[-1] + 1] if seen and seen[-1] + 1 < self.count else []
        return seen + following

    # -- drawing --

    def _scrolled(self) -> None:
        self.viewport().update()
        self._draw_next()
        self.moved.emit()

    def _draw_next(self) -> None:
        """Have one page drawn that is in view and not sharp; the next one when it is there."""
        made, scale = self._made, self._scale()
        if self._drawing or made is None:
            return
        missing = (index for index in self._visible() if self._drawn.get(index, (0.0, None))[0] != scale)
        index = next(missing, None)
        if index is None:
            return
        self._drawing = True
        pdf = made.pdf

        def take(image: QImage) -> None:
            self._drawing = False
            if self._made is made:
                self._keep(index, scale, image)
            self._draw_next()

        self._desk.work(self, lambda: making.draw(pdf, index, scale), take, self._not_drawn)

    def _scale(self) -> float:
        """Return how many pixels of the screen a point takes."""
        return self.zoom * WHOLE * self.devicePixelRatioF()

    def _keep(self, index: int, scale: float, image: QImage) -> None:
        self._drawn[index] = (scale, image)
        self._drawn.move_to_end(index)
        while len(self._drawn) > 2 and sum(kept.sizeInBytes() for _, kept in self._drawn.values()) > _KEPT:
            self._drawn.popitem(last=False)
        self.viewport().update()

    def _not_drawn(self, error: UserError) -> None:
        self._drawing = False
        self.say(explain(error))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            if self.hasFocus():
                painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
                painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._made is None:
                self._paint_words(painter)
                return
            for index in self._visible():
                frame = self._frame(index)
                if frame.intersects(event.rect()):
                    self._paint_page(painter, frame, self._drawn.get(index))

    def _paint_page(self, painter: QPainter, frame: QRect, drawn: tuple[float, QImage] | None) -> None:
        """Paint a sheet: white in every theme, for that is how it will print."""
        edge = quiet(self.palette())
        painter.fillRect(frame.adjusted(-1, -1, 1, 1), edge)
        painter.fillRect(
            QRect(frame.left() + 1, frame.bottom() + 2, frame.width(), 1), mixed(self._ground(), edge, 0.5)
        )
        painter.fillRect(frame, Qt.GlobalColor.white)
        if drawn is not None:
            painter.setOpacity(0.35 if self._faded else 1.0)
            scale, image = drawn
            if scale == self._scale():  # pixel for pixel
                image.setDevicePixelRatio(self.devicePixelRatioF())
                painter.drawImage(frame.topLeft(), image)
            else:
                painter.drawImage(QRectF(frame), image)
            painter.setOpacity(1.0)
        else:
            painter.setPen(mixed(QColor(Qt.GlobalColor.white), Qt.GlobalColor.black, 0.5))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, tr("Drawing the page…"))

    def _paint_words(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        room = self.viewport().rect().adjusted(8 * GRID, 0, -8 * GRID, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)

    def _ground(self) -> QColor:
        return self.palette().color(QPalette.ColorRole.Window)

    # -- events --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rescale(self._zoom)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.LayoutDirectionChange):
            self._scrolled()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif event.key() == Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif event.angleDelta().y() > 0:
            self.zoom_in()
        elif event.angleDelta().y() < 0:
            self.zoom_out()
