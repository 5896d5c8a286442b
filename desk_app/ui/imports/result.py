"""The last page: what was done."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk_app.app.theme import GRID
from desk_app.ui.editor.plain import plain_label, scaled


class ResultPage(QWidget):
    """A heading, and lines below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = scaled(plain_label("", self), 1.2)
        self.heading.setWordWrap(True)
        self.lines: list[QLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 3 * GRID, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addWidget(self.heading)
        self._column.addStretch(1)

    def say(self, heading: str, lines: Sequence[str]) -> None:
        """Say `heading`, and `lines` below it."""
        self.heading.setText(heading)
        for label in self.lines:
            label.deleteLater()
        self.lines = [plain_label(line, self) for line in lines]
        for place, label in enumerate(self.lines, 1):
            label.setWordWrap(True)
            self._column.insertWidget(place, label)
