"""Go to the ticket with a number."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.errors import UserError
from desk_app.i18n import explain, tr
from desk_app.ui.editor.inputs import LineInput
from desk_app.ui.editor.plain import Remark
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.widgets.buttons import PrimaryButton


class GoToDialog(QDialog):
    """Stays until the number is one of this office. `found` carries the ticket's id."""

    found = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(tr("Go to a ticket"))
        self.setMinimumWidth(44 * GRID)
        self.number = LineInput()
        self.number.setMaxLength(60)
        self.remark = Remark(self)
        rows = Rows(self)
        rows.add(Row("number", tr("Number, or its last digits"), self.number, required=False))
        box = QDialogButtonBox(self)
        self.ok = PrimaryButton(tr("Open ticket"), "", self)
        self.ok.setDefault(True)
        box.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self._look)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for part in (rows, self.remark, box):
            column.addWidget(part)
        self.number.textEdited.connect(lambda _text: self.remark.say(""))
        self.finished.connect(self.deleteLater)
        self.number.setFocus()

    def _look(self) -> None:
        typed = self.number.text().strip()
        if typed:
            self._desk.query(self, lambda reader: reader.find_ticket(typed), self._go, self._missing)

    def _go(self, ticket: int) -> None:
        self.found.emit(ticket)
        self.accept()

    def _missing(self, error: UserError) -> None:
        self.remark.say(explain(error))
        self.number.selectAll()
        self.number.setFocus()
