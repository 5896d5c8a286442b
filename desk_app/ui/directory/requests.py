"""The requests of one person."""

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.moments import from_seconds
from desk_app.domain.office import Office
from desk_app.i18n import format_date, tr
from desk_app.services.directory_ports import Contact
from desk_app.services.ports import Changes, Reader, TicketRow
from desk_app.ui.editor.plain import plain_label, scaled
from desk_app.ui.imports.rows_table import RowsTable
from desk_app.ui.widgets.buttons import even_buttons

LIMIT = 1000
"""The newest so many are shown."""


class RequestsDialog(QDialog):
    """Newest first; Enter or a double click opens the card."""

    def __init__(self, desk: Desk, contact: Contact, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._contact = contact
        self.setObjectName("RequestsDialog")
        self.setWindowTitle(tr("Requests of {name}", name=contact.name))
        title = scaled(plain_label(self.windowTitle(), self), 1.2)
        title.setWordWrap(True)
        self.table = RowsTable(self.windowTitle(), self)
        self.table.activated.connect(self._open_ticket)
        box = QDialogButtonBox(self)
        close = box.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAccessibleName(tr("Close"))
        close.setAutoDefault(False)
        even_buttons(box)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(title)
        column.addWidget(self.table, 1)
        column.addWidget(box)
        self.resize(820, 460)
        desk.changed.connect(self._changed)
        self._load()

    @classmethod
    def open(cls, desk: Desk, contact: Contact, parent: QWidget) -> "RequestsDialog":  # type: ignore[override]
        """Open the list over `parent`."""
        dialog = cls(desk, contact, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        return dialog

    def _changed(self, news: Changes) -> None:
        if news.tickets:
            self._load()

    def _load(self) -> None:
        contact = self._contact.id

        def read(reader: Reader) -> list[TicketRow]:
            ids = sorted((ticket for ticket, _ in reader.directory.own_tickets(contact)), reverse=True)[:LIMIT]
            return sorted(reader.rows(ids), key=lambda row: -row.received_at)

        self._desk.query(self, read, self._show)

    def _show(self, rows: list[TicketRow]) -> None:
        titles = (tr("Number"), tr("Received"), tr("Subject"), tr("Status"))
        self.table.lines.show_rows(titles, rows, partial(_cells, self._desk.office))
        self.table.set_widths(16, 13, 54)
        self.table.empty_text = tr("No requests point to this entry.")
        if rows:
            self.table.selectRow(0)
            self.table.setFocus()

    def _open_ticket(self, index: QModelIndex) -> None:
        from desk_app.ui.editor.window import TicketWindow

        parent = self.parentWidget()
        above = parent.parentWidget() if parent else None
        TicketWindow.open(self._desk, self.table.lines.rows[index.row()].id, above or self)


def _cells(office: Office, row: TicketRow) -> tuple[str, str, str, str]:
    status = office.choices("status").by_id(row.status)
    day = format_date(from_seconds(row.received_at).astimezone(office.zone))
    return row.number or "—", day, row.subject, status.label if status else ""
