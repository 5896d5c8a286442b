"""One line of text with what the directory has of it below, found while typing."""

from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import calm_selection, show_edges
from desk_app.services.ports import Reader
from desk_app.ui.editor.inputs import LineInput

PAUSE: Final = 120
"""How long the typing has to rest before the directory is asked, in milliseconds."""
SHORTEST: Final = 2
SHOWN: Final = 8
"""So many are offered at most."""
_WIDTH: Final = 440
Found = TypeVar("Found")


class FoundInput(LineInput, Generic[Found]):
    """Offers what is found below itself: an arrow and Enter, Tab or a click take it. Anything else stays as typed."""

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: list[Found] = []
        self.popup = QListWidget(self)
        self.popup.hide()
        self._dress()
        self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.popup.setAccessibleName(name)
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.popup.itemClicked.connect(lambda _item: self._choose())
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PAUSE)
        self._rest.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._dress()

    def _dress(self) -> None:
        calm_selection(self.popup)
        show_edges(self.popup)

    def look_up(self, reader: Reader, text: str) -> list[Found]:
        """Return what there is of `text`."""
        raise NotImplementedError

    def worded(self, found: Found) -> str:
        """Return `found` on one line."""
        raise NotImplementedError

    def take(self, found: Found) -> None:
        """Put what was chosen where it belongs, and go on to what follows."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride and not self.popup.isHidden():
            event.accept()  # it closes the list first, not the form
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.popup.isHidden():
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                count = self.popup.count()
                self.popup.setCurrentRow(max(0, min(self.popup.currentRow() + step, count - 1)))
            case Qt.Key.Key_Escape:
                self.popup.hide()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._is_chosen() and not event.modifiers():
                self._choose()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: N802 - Qt's name
        if on and self._is_chosen():
            self._choose()
            return True
        return super().focusNextPrevChild(on)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.popup.hide()

    def _is_chosen(self) -> bool:
        return not self.popup.isHidden() and self.popup.currentRow() >= 0

    def _typed(self) -> None:
        if len(self.text().strip()) < SHORTEST:
            self._rest.stop()
            self.popup.hide()
        else:
            self._rest.start()

    def _ask(self) -> None:
        text = self.text()
        self._desk.query(self, lambda reader: self.look_up(reader, text), lambda found: self._show(text, found))

    def _show(self, text: str, found: list[Found]) -> None:
        if text != self.text() or not self.hasFocus():
            return
        self._found = found
        self.popup.clear()
        self.popup.addItems([self.worded(one) for one in found])
        self.popup.setCurrentRow(-1)
        self.popup.setVisible(bool(found))
        if found:
            self._place()

    def _place(self) -> None:
        """Show the list below, or above where there is no room below."""
        window: Any = self.window()
        self.popup.setParent(window)
        height = self.popup.sizeHintForRow(0) * self.popup.count() + 2 * self.popup.frameWidth()
        self.popup.setGeometry(0, 0, min(max(self.width(), _WIDTH), window.width()), height)
        corner = self.mapTo(window, QPoint(0, self.height()))
        if corner.y() + height > window.height() and corner.y() - self.height() >= height:
            corner.setY(corner.y() - self.height() - height)
        if self.isRightToLeft():
            corner.setX(corner.x() + self.width() - self.popup.width())
        corner.setX(max(0, min(corner.x(), window.width() - self.popup.width())))
        self.popup.move(corner)
        self.popup.show()
        self.popup.raise_()

    def _choose(self) -> None:
        found = self._found[self.popup.currentRow()]
        self.popup.hide()
        self.take(found)
