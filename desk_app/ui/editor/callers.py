"""Who is calling: found while typing any part of the name, the organisation, the number or the room."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.domain.moments import from_seconds
from desk_app.domain.tickets import Requester
from desk_app.i18n import format_date, tr
from desk_app.services.ports import Reader, TicketRow
from desk_app.ui.editor.found_input import SHOWN, FoundInput
from desk_app.ui.editor.plain import Elided, plain_label, small, tip
from desk_app.ui.editor.rows import heading


class CallerInput(FoundInput[Requester]):
    """The name of the caller, with the people of the directory below. A new name stays a new name."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, tr("Callers found"), parent)
        self.setPlaceholderText(tr("Name, organisation, number or room"))

    def look_up(self, reader: Reader, text: str) -> list[Requester]:
        return reader.find_requesters(text, SHOWN)

    def worded(self, found: Requester) -> str:
        return described(found)

    def take(self, found: Requester) -> None:
        self.set_value(found.name)
        self.edited.emit()
        self.chosen.emit(found)


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
