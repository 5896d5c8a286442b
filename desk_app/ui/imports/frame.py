"""The frame around the steps of an import: title, notice, pages, and a foot with progress and buttons."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk_app.app.theme import GRID
from desk_app.i18n import tr
from desk_app.ui.editor.plain import plain_label, scaled, small
from desk_app.ui.reports.notice import Notice
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.lines import Line


class Frame(QDialog):
    """Knows nothing of what stands on the pages."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = scaled(plain_label(title, self), 1.35)
        self.source = small(plain_label("", self))
        self.notice = Notice(self)
        self.pages = QStackedWidget(self)
        self.progress = QProgressBar(self)
        self.state = plain_label("", self)
        self.back = QPushButton(tr("Back"), self)
        self.stop = QPushButton(tr("Stop"), self)
        self.leave_button = QPushButton(tr("Cancel"), self)
        self.next = PrimaryButton("", "", self)
        self.setWindowTitle(title)
        self._lay_out()

    def _lay_out(self) -> None:
        self.progress.setMaximumWidth(28 * GRID)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.state.setAccessibleName(tr("State"))
        top = QVBoxLayout()
        top.setSpacing(2)
        top.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        top.addWidget(self.title)
        top.addWidget(self.source)
        middle = QVBoxLayout()
        middle.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        middle.addWidget(self.pages)
        foot = QHBoxLayout()
        foot.setContentsMargins(3 * GRID, GRID, 3 * GRID, 2 * GRID)
        foot.setSpacing(GRID)
        foot.addWidget(self.progress)
        foot.addWidget(self.state, 1)
        for button in (self.stop, self.back, self.leave_button, self.next):
            button.setMinimumHeight(4 * GRID)
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addLayout(middle, 1)
        column.addWidget(Line(self))
        column.addLayout(foot)
