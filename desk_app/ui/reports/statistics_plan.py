"""What the office planned, beside what it came to (E-9): a line each, told by a sign, a word and a colour."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desk_app.app.theme import GRID, Hue, ink
from desk_app.domain.indicators import Target
from desk_app.i18n import tr
from desk_app.reports.statistics import plan_words
from desk_app.ui.editor.plain import plain_label, scaled

_SIGNS = {True: "✓", False: "✗", None: "–"}
_HUES = {True: Hue.GOOD, False: Hue.BAD, None: Hue.PAST}


class PlanView(QWidget):
    """Hidden where the office planned nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(1, 1)
        self.lines: list[tuple[QLabel, ...]] = []
        self._heads: list[QLabel] = []
        self.hide()

    def show_targets(self, targets: tuple[Target, ...]) -> None:
        """Show `targets` in place of what was there."""
        for label in (*self._heads, *(label for line in self.lines for label in line)):
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self.lines, self._heads = [], []
        if targets:
            self._head()
        for row, target in enumerate(targets, 1):
            self.lines.append(self._line(row, target))
        self.setVisible(bool(targets))

    def _head(self) -> None:
        title = scaled(plain_label(tr("Planned indicators"), self), 1.0)
        self._heads = [title, *(plain_label(text, self) for text in (tr("Planned"), tr("Actual")))]
        self._grid.addWidget(title, 0, 0, 1, 2)
        for column, label in enumerate(self._heads[1:], 2):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self._grid.addWidget(label, 0, column, Qt.AlignmentFlag.AlignTrailing)

    def _line(self, row: int, target: Target) -> tuple[QLabel, ...]:
        bounds, actual, verdict = plan_words(target)
        sign = plain_label(f"{_SIGNS[target.met]} {verdict}", self)
        now = QPalette(QGuiApplication.palette())
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            now.setColor(role, ink(now, _HUES[target.met]))
        sign.setPalette(now)
        name = plain_label(target.label, self)
        name.setWordWrap(True)
        found = (sign, name, plain_label(bounds, self), plain_label(actual, self))
        for column, label in enumerate(found):
            side = Qt.AlignmentFlag.AlignTrailing if column > 1 else Qt.AlignmentFlag(0)
            self._grid.addWidget(label, row, column, side)
        return found
