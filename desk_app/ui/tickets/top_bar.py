"""The bar above the list: a new call, the search box, refresh, theme, and the person's menu."""

import re
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from desk_app.app.actions import ACTIONS, GROUPS
from desk_app.app.icons import icon, put_icon
from desk_app.app.theme import GRID
from desk_app.i18n import tr
from desk_app.ui.widgets.buttons import PrimaryButton

PAUSE: Final = 220
"""How long typing must rest before the list is filtered, in milliseconds."""
_NUMBER: Final = re.compile(r"[\w./-]*\d[\w./-]*")


class TopBar(QWidget):
    """Shows `actions`. `searched` carries words, `asked_for` what may be a ticket's number, after Enter."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.search = SearchBox(self)
        self._register = PrimaryButton("", "phone-plus", self)
        self._register.clicked.connect(actions["register"].trigger)
        actions["register"].changed.connect(lambda: self._register.setEnabled(actions["register"].isEnabled()))
        self._tools = [self._tool(actions[name]) for name in ("refresh", "pane", "theme")]
        self.person = QToolButton(self)
        self.person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.person.setAutoRaise(True)
        put_icon(self.person, "user-circle")
        self._menu = QMenu(self.person)
        self.person.setMenu(self._menu)
        bar = QHBoxLayout(self)
        bar.setContentsMargins(GRID, GRID, GRID, GRID)
        bar.setSpacing(GRID)
        bar.addWidget(self._register)
        bar.addWidget(self.search, 1)
        for tool in self._tools:
            bar.addWidget(tool)
        bar.addWidget(self.person)
        self._fill_menu()

    def say_again(self, name: str) -> None:
        """Say everything in the language spoken now; `name` is the person's."""
        self.search.say_again()
        self._register.setText(tr("New call") + "  F2")
        self._register.setAccessibleName(tr("New call"))
        self._register.setToolTip(self._actions["register"].toolTip())
        for tool in self._tools:
            tool.setAccessibleName(tool.defaultAction().text())
        self.person.setText(name)
        self.person.setAccessibleName(tr("Menu of {name}", name=name))
        self._menu.setAccessibleName(self.person.accessibleName())

    def _tool(self, action: QAction) -> QToolButton:
        tool = QToolButton(self)
        tool.setDefaultAction(action)
        tool.setAutoRaise(True)
        tool.setIconSize(QSize(20, 20))
        tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return tool

    def _fill_menu(self) -> None:
        for group in GROUPS:
            if self._menu.actions():
                self._menu.addSeparator()
            for spec in ACTIONS:
                if spec.group == group:
                    self._menu.addAction(self._actions[spec.id])


class SearchBox(QLineEdit):
    """Filters while one types; Enter opens the ticket whose number was typed; Esc gives the list back."""

    searched = Signal(str)
    asked_for = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self.setMinimumHeight(4 * GRID)
        self.setMaxLength(200)
        self._lens = self.addAction(
            icon("search", QPalette.ColorRole.PlaceholderText), QLineEdit.ActionPosition.LeadingPosition
        )
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._entered)

    def say_again(self) -> None:
        """Say everything in the language and the colours in force now."""
        self._lens.setIcon(icon("search", QPalette.ColorRole.PlaceholderText))
        self.setPlaceholderText(tr("Search: words, a name, a number") + "   Ctrl+F")
        self.setAccessibleName(tr("Search and filter"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _entered(self) -> None:
        text = self.text().strip()
        if _NUMBER.fullmatch(text):
            self.asked_for.emit(text)
        elif text:
            self._pause.stop()
            self.searched.emit(text)
            self.left.emit()
