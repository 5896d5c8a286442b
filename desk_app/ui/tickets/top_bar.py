"""The bar above the list: a new call, the search box, refresh, theme, and the person's menu."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desk_app.app.actions import ACTIONS, GROUPS
from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID
from desk_app.domain.errors import BadInput
from desk_app.domain.filter_text import KEYS, Around
from desk_app.i18n import explain, language, tr
from desk_app.ui.editor.plain import Remark
from desk_app.ui.tickets.search_box import SearchBox
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.tabs import tab_order

_NATIVE: Final = QKeySequence.SequenceFormat.NativeText


class TopBar(QWidget):
    """Shows `actions` and the search box, with a sentence under it when it asks for what there is not."""

    def __init__(
        self,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
        around: Callable[[], Around] | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self.search = SearchBox(self, around)
        self.trouble = Remark(self)
        self.search.puzzled.connect(self._say_trouble)
        self._register = PrimaryButton("", "phone-plus", self)
        self._register.clicked.connect(actions["register"].trigger)
        actions["register"].changed.connect(lambda: self._register.setEnabled(actions["register"].isEnabled()))
        self._tools = [self._tool(actions[name]) for name in ("refresh", "pane", "theme")]
        self.person = QToolButton(self)
        self.person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.person.setAutoRaise(True)
        self.person.setMinimumHeight(4 * GRID)
        put_icon(self.person, "user-circle")
        self.menu = QMenu(self.person)
        self.person.setMenu(self.menu)
        bar = QHBoxLayout(self)
        bar.setContentsMargins(GRID, GRID, GRID, GRID)
        bar.setSpacing(GRID)
        top = Qt.AlignmentFlag.AlignTop
        bar.addWidget(self._register, 0, top)
        asking = QVBoxLayout()
        asking.setSpacing(2)
        asking.addWidget(self.search)
        asking.addWidget(self.trouble)
        bar.addLayout(asking, 1)
        for tool in self._tools:
            bar.addWidget(tool, 0, top)
        bar.addWidget(self.person, 0, top)
        tab_order(self._register, self.search, *self._tools, self.person)
        self._fill_menu()

    def say_again(self, name: str) -> None:
        """Say everything in the language spoken now; `name` is the person's."""
        self.search.say_again()
        self._register.setText(
            self._actions["register"].text() + "  " + self._actions["register"].shortcut().toString(_NATIVE)
        )
        self._register.setAccessibleName(tr("New call"))
        self._register.setToolTip(self._actions["register"].toolTip())
        for tool in self._tools:
            tool.setAccessibleName(tool.defaultAction().text())
        self.person.setText(name)
        self.person.setAccessibleName(tr("Menu of {name}", name=name))
        self.menu.setAccessibleName(self.person.accessibleName())

    def _say_trouble(self, why: BadInput | None) -> None:
        """Say under the box why its text asks for nothing; the list stays as it is."""
        spoken = 1 if language() == "ru" else 0
        self.trouble.say(explain(why, {key: words[spoken] for key, words in KEYS.items()}) if why else "")
        self.search.setAccessibleDescription(self.trouble.text() or tr("F1 shows what can be asked for."))

    def _tool(self, action: QAction) -> QToolButton:
        tool = QToolButton(self)
        tool.setDefaultAction(action)
        tool.setAutoRaise(True)
        tool.setIconSize(QSize(20, 20))
        tool.setMinimumSize(4 * GRID, 4 * GRID)
        tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return tool

    def _fill_menu(self) -> None:
        for group in GROUPS:
            if self.menu.actions():
                self.menu.addSeparator()
            for spec in ACTIONS:
                if spec.group == group:
                    self.menu.addAction(self._actions[spec.id])
