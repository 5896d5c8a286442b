"""The search box: words, conditions that complete while one types, and a ticket's number."""

import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.app.icons import icon
from desk_app.app.theme import GRID
from desk_app.domain.errors import BadInput
from desk_app.domain.filter_text import Around, Completion, complete, parse
from desk_app.domain.view import TicketFilter
from desk_app.i18n import tr
from desk_app.ui.tickets.suggestions import Suggestions, key_hints

PAUSE: Final = 220
"""How long typing must rest before the list is filtered, in milliseconds."""
_NUMBER: Final = re.compile(r"[\w./-]*\d[\w./-]*")
_MOVES: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class SearchBox(QLineEdit):
    """Filters while one types; Enter opens the ticket whose number was typed; Esc gives the list back.

    `searched` carries the text and the TicketFilter it asks for; `puzzled` the BadInput that says why it asks for
    none, or None once it does; `asked_for` what may be a ticket's number.
    """

    searched = Signal(str, object)
    puzzled = Signal(object)
    asked_for = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None, around: Callable[[], Around] | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._completions: list[Completion] = []
        self._told = ""
        self.popup = Suggestions(self)
        self.popup.taken.connect(self._take)
        self.setClearButtonEnabled(True)
        self.setMinimumHeight(4 * GRID)
        self.setMaxLength(200)
        self._lens = self.addAction(
            icon("search", QPalette.ColorRole.PlaceholderText), QLineEdit.ActionPosition.LeadingPosition
        )
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._rested)
        self.textChanged.connect(lambda _text: self._pause.start())
        self.textEdited.connect(lambda _text: self._suggest())
        self.returnPressed.connect(self._entered)

    def say_again(self) -> None:
        """Say everything in the language and the colours in force now."""
        self._lens.setIcon(icon("search", QPalette.ColorRole.PlaceholderText))
        self.setPlaceholderText(tr("Search: words, a name, a number, status:…") + "   Ctrl+F")
        self.setAccessibleName(tr("Search and filter"))
        self.setAccessibleDescription(tr("F1 shows what can be asked for."))
        self.popup.say_again()

    def put(self, text: str) -> None:
        """Put `text` into the box; what it asks for is known already."""
        self.popup.hide()
        self.setText(text)
        self._pause.stop()
        self._told = text.strip()
        self.puzzled.emit(None)

    def type_on(self, text: str) -> None:
        """Begin anew with `text`, as if it was typed here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.popup.hide()
        self.setText(text)

    # -- keys --

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_F1:
                event.accept()
                return True
            tab = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab
            if tab and self.popup.isVisible() and self._completions:
                self._take(max(self.popup.marked(), 0))
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shown = event.key(), self.popup.isVisible()
        if key == Qt.Key.Key_F1:
            self._hint()
        elif key == Qt.Key.Key_Escape:
            self._escape(shown)
        elif key in _MOVES and shown:
            self.popup.move_by(_MOVES[Qt.Key(key)])
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and shown and self.popup.marked() >= 0:
            self._take(self.popup.marked())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.text() and event.reason() in (Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.MouseFocusReason):
            self._hint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.popup.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text():
            self._hint()

    def _escape(self, shown: bool) -> None:
        self.popup.hide()
        if not shown or not self.text():
            self.clear()
            self.left.emit()

    # -- suggestions --

    def _suggest(self) -> None:
        if self._around is None:
            return
        if not self.text():
            self._hint()
            return
        text, cursor = self.text(), self.cursorPosition()
        found = complete(text, cursor, self._around())
        self._completions = [one for one in found if one.text.strip() != text[one.start : cursor].strip()]
        self.popup.offer([(one.text.strip(), one.label) for one in self._completions])

    def _hint(self) -> None:
        """Show what can be asked for, each with an example."""
        if self._around is None:
            return
        hints = key_hints(self._around())
        self._completions = [Completion(self.cursorPosition(), key) for key, _example in hints]
        self.popup.offer(hints)

    def _take(self, row: int) -> None:
        """Put what is in line `row` in place of what was typed of it."""
        if not 0 <= row < len(self._completions):
            return
        chosen, text, cursor = self._completions[row], self.text(), self.cursorPosition()
        before, after = text[: chosen.start], text[cursor:].lstrip()
        if before and not before[-1].isspace() and chosen.start == cursor and not before.endswith(":"):
            before += " "
        self.popup.hide()
        self.setText(before + chosen.text + after)
        self.setCursorPosition(len(before + chosen.text))
        if chosen.text.endswith(":"):
            self._suggest()

    # -- asking --

    def _rested(self) -> None:
        self._search(self.text().strip(), patient=self.popup.isVisible() and self._unfinished())

    def _unfinished(self) -> bool:
        """Tell whether the cursor stands in a condition that may become another one."""
        return ":" in self.text()[: self.cursorPosition()].rpartition(" ")[2]

    def _search(self, text: str, patient: bool = False) -> bool:
        """Ask for what `text` says; False when it says nothing that can be asked for (`patient`: not yet)."""
        if self._around is None:
            self.searched.emit(text, TicketFilter(words=text))
            return True
        try:
            found = parse(text, self._around())
        except BadInput as why:
            self.puzzled.emit(None if patient else why)
            return False
        self.puzzled.emit(None)
        if text != self._told:
            self._told = text
            self.searched.emit(text, found)
        return True

    def _entered(self) -> None:
        self.popup.hide()
        self._pause.stop()
        text = self.text().strip()
        found = self._search(text)  # before the number: where no ticket has it, the list shows what was asked for
        if may_be_number(text):
            self.asked_for.emit(text)
        elif found and text:
            self.left.emit()


def may_be_number(text: str) -> bool:
    """Tell whether `text` may be a ticket's number, or the last digits of one."""
    return _NUMBER.fullmatch(text) is not None
