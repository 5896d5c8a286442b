"""The line below the pages: how much there is, which page is seen, how large."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desk_app.app.theme import GRID
from desk_app.i18n import tr
from desk_app.ui.editor.plain import plain_label
from desk_app.ui.reports.pages import PageView


class FootBar(QWidget):
    """Follows `pages`; `zooming` are the actions smaller, larger, fit width."""

    def __init__(self, pages: PageView, zooming: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._fit = zooming[-1]
        self.state, self.place, self.scale = (plain_label("", self) for _ in range(3))
        self.scale.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.scale.setMinimumWidth(7 * GRID)
        smaller, larger, fit = (self._tool(action) for action in zooming)
        fit.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID // 2)
        row.addWidget(self.state, 1)
        row.addWidget(self.place)
        row.addSpacing(2 * GRID)
        for part in (smaller, self.scale, larger, fit):
            row.addWidget(part)
        self._tools = (smaller, larger, fit)
        pages.moved.connect(self.say_again)

    def say(self, state: str) -> None:
        """Say what is going on, or how much there is."""
        self.state.setText(state)
        self.state.setAccessibleDescription(state)

    def say_again(self) -> None:
        """Say where the pages are, in the language spoken now."""
        pages = self._pages
        there = pages.count > 0
        self.place.setText(tr("Page {page} of {pages}", page=pages.current + 1, pages=pages.count) if there else "")
        self.scale.setText(f"{pages.zoom * 100:.0f} %" if there else "")
        self._fit.setChecked(pages.fits)
        self.state.setAccessibleName(tr("State"))
        self.place.setAccessibleName(tr("Page"))
        self.scale.setAccessibleName(tr("Zoom"))
        for tool in self._tools:
            tool.setEnabled(there)
            tool.setAccessibleName(tool.defaultAction().text())

    def _tool(self, action: QAction) -> QToolButton:
        tool = QToolButton(self)
        tool.setDefaultAction(action)
        tool.setAutoRaise(True)
        tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tool.setMinimumSize(int(3.5 * GRID), int(3.5 * GRID))
        tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return tool
