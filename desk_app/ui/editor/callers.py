"""Who is calling: found while typing any part of the name, the organisation, the number or the room."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.domain.moments import from_seconds
from desk_app.domain.tickets import Requester
from desk_app.i18n import format_date, tr
from desk_app.services.ports import TicketRow
from desk_app.ui.editor.inputs import LineInput
from desk_app.ui.editor.plain import Elided, plain_label, small, tip
from desk_app.ui.editor.rows import heading

PAUSE: Final = 120
"""How long the typing has to rest before the directory is asked, in milliseconds."""
SHORTEST: Final = 2
_SHOWN: Final = 8


class CallerInput(LineInput):
    """The name of the caller, with the people of the directory below. A new name stays a new name."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: list[Requester] = []
        self.popup = QListWidget(self)
        self.popup.hide()
        self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.popup.setAccessibleName(tr("Callers found"))
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.popup.itemClicked.connect(lambda _item: self._choose())
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PAUSE)
        self._rest.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)
        self.setPlaceholderText(tr("Name, organisation, number or room"))

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
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.popup.currentRow() >= 0 and not event.modifiers():
                self._choose()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.popup.hide()

    def _typed(self) -> None:
        if len(self.text().strip()) < SHORTEST:
            self._rest.stop()
            self.popup.hide()
        else:
            self._rest.start()

    def _ask(self) -> None:
        text = self.text()
        self._desk.query(
            self, lambda reader: reader.find_requesters(text, _SHOWN), lambda found: self._show(text, found)
        )

    def _show(self, text: str, found: list[Requester]) -> None:
        if text != self.text() or not self.hasFocus():
            return
        self._found = found
        self.popup.clear()
        self.popup.addItems([described(requester) for requester in found])
        self.popup.setCurrentRow(-1)
        self.popup.setVisible(bool(found))
        if found:
            self._place()

    def _place(self) -> None:
        window = self.window()
        self.popup.setParent(window)
        height = self.popup.sizeHintForRow(0) * self.popup.count() + 2 * self.popup.frameWidth()
        self.popup.setGeometry(0, 0, max(self.width(), 440), height)
        corner = self.mapTo(window, QPoint(0, self.height()))
        if self.isRightToLeft():
            corner.setX(corner.x() + self.width() - self.popup.width())
        self.popup.move(corner)
        self.popup.show()
        self.popup.raise_()

    def _choose(self) -> None:
        requester = self._found[self.popup.currentRow()]
        self.popup.hide()
        self.set_value(requester.name)
        self.edited.emit()
        self.chosen.emit(requester)


class CallerSide(QWidget):
    """What is known of the caller, and their last requests."""

    asked = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.show_caller(None)

    def show_caller(self, requester: Requester | None) -> None:
        """Show the last requests of `requester`; None or a new one: what will stand here."""
        self._clear()
        if requester is None or not requester.id:
            hint = small(plain_label(tr("The last requests of the caller appear here."), self))
            hint.setWordWrap(True)
            self._column.addWidget(hint)
            self._column.addStretch()
            return
        self._desk.query(
            self,
            lambda reader: reader.requester_tickets(requester.id),
            lambda rows: self._show(requester, rows),
        )

    def _show(self, requester: Requester, rows: list[TicketRow]) -> None:
        self._clear()
        self._column.addWidget(heading(tr("Last requests"), self))
        if not rows:
            self._column.addWidget(small(plain_label(tr("None yet."), self)))
        for row in rows:
            self._column.addWidget(self._button(row))
        self._column.addStretch()

    def _button(self, row: TicketRow) -> QPushButton:
        status = self._desk.office.choices("status").by_id(row.status)
        moment = from_seconds(row.registered_at or row.received_at)
        day = format_date(moment.astimezone(self._desk.office.zone)) if moment else ""
        parts = (row.number or "—", day, status.label if status else "")
        first = " · ".join(part for part in parts if part)
        button = _TwoLines(first, row.subject, self)
        button.setObjectName("last-request")
        button.clicked.connect(lambda: self.asked.emit(row.id))
        return button

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


class _TwoLines(QPushButton):
    """A flat button that shows a quiet line and a plain one."""

    def __init__(self, quiet: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFlat(True)
        self.setAccessibleName(f"{quiet}. {text}")
        self.setToolTip(tip(text))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        for label in (small(Elided(quiet, self)), Elided(text, self)):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        self.setMinimumHeight(column.sizeHint().height())


def described(requester: Requester) -> str:
    """Return `requester` on one line."""
    room = tr("room {room}", room=requester.room) if requester.room else ""
    parts = (requester.name, requester.organisation, requester.phone, room)
    return " · ".join(part for part in parts if part)
