"""Marks from 1 to 5: given by mouse, by the arrows or by typing the digit (E-6.3c)."""

from math import cos, pi, sin
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desk_app.app.theme import ROW_HEIGHT, Hue, ink, tint
from desk_app.domain.errors import N_
from desk_app.i18n import tr

MARKS: Final = {
    5: N_("excellent"),
    4: N_("good"),
    3: N_("fair"),
    2: N_("poor"),
    1: N_("very poor"),
}
"""What each mark means, the best first."""
_SIDE: Final = 16
_POINTS: Final = 5


class ScoreInput(QWidget):
    """One of the marks, each with its word and its stars; none is chosen at first."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.buttons: dict[int, QRadioButton] = {}
        for mark in MARKS:
            button = QRadioButton(said_mark(mark), self)
            button.setMinimumHeight(ROW_HEIGHT)
            button.clicked.connect(self.edited)
            self._group.addButton(button)
            self.buttons[mark] = button
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(Stars(mark, self))
            row.addWidget(button, 1)
            column.addLayout(row)
        self.setFocusProxy(self.buttons[_POINTS])

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        for mark, button in self.buttons.items():
            button.setAccessibleName(f"{name}: {said_mark(mark)}")

    def value(self) -> str:
        return next((str(mark) for mark, button in self.buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        self._group.setExclusive(False)
        for mark, button in self.buttons.items():
            button.setChecked(str(mark) == value)
        self._group.setExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed.isdigit() and int(typed) in self.buttons:
            button = self.buttons[int(typed)]
            button.setChecked(True)
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()
        else:
            super().keyPressEvent(event)


class Stars(QWidget):
    """So many stars of five; the word beside them says the same."""

    def __init__(self, count: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = count
        self.setFixedSize(self.sizeHint())

    def say(self, count: int) -> None:
        """Show `count` stars."""
        self.count = count
        self.setAccessibleName(said_mark(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_POINTS * _SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = QGuiApplication.palette()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place in range(_POINTS):
                given = place < self.count
                seen = place if not self.isRightToLeft() else _POINTS - 1 - place
                painter.setPen(ink(now, Hue.WAITING) if given else now.color(QPalette.ColorRole.Mid))
                painter.setBrush(ink(now, Hue.WAITING) if given else tint(now, Hue.PAST))
                painter.drawPolygon(_star(seen * _SIDE + _SIDE / 2, _SIDE / 2))


def said_mark(mark: int) -> str:
    """Return `mark` with the word that it means."""
    return tr("{mark}: {word}", mark=mark, word=tr(MARKS[mark])) if mark in MARKS else str(mark)


def _star(x: float, y: float) -> QPolygonF:
    outer, inner = _SIDE / 2 - 1.5, _SIDE / 5
    points = []
    for corner in range(2 * _POINTS):
        radius, angle = (inner if corner % 2 else outer), corner * pi / _POINTS - pi / 2
        points.append(QPointF(x + radius * cos(angle), y + radius * sin(angle)))
    return QPolygonF(points)
