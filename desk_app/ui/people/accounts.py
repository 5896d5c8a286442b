"""The accounts of the office: an administrator sees all and adds more; everybody sets their own password."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTableWidgetItem, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.theme import ROW_HEIGHT
from desk_app.domain.errors import N_, BadInput, UserError
from desk_app.domain.office import Office, Person
from desk_app.i18n import explain, tr
from desk_app.services import people
from desk_app.services.ports import Changes, Session
from desk_app.ui.editor.fields import choices
from desk_app.ui.editor.inputs import ChoiceInput, LineInput
from desk_app.ui.editor.plain import Remark, plain_label, scaled
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.generated.ui_accounts import Ui_AccountsDialog
from desk_app.ui.widgets.buttons import PrimaryButton

_RIGHT: Final = "staff"
_HEADERS: Final = (N_("Name"), N_("Login"), N_("Role"), N_("Line"))


class AccountsDialog(QDialog):
    """Everybody who works here; who may not manage accounts sees their own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: list[Person] = []
        self.ui = Ui_AccountsDialog()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        scaled(self.ui.title, 1.35)
        put_icon(self.ui.add, "user-plus")
        put_icon(self.ui.set_password, "key")
        for button in (self.ui.add, self.ui.set_password):
            button.setAutoDefault(False)
        self.ui.add.clicked.connect(self.add)
        self.ui.set_password.clicked.connect(self.set_password)
        self.ui.done.clicked.connect(self.accept)
        self.ui.people.verticalHeader().hide()
        self.ui.people.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.ui.people.doubleClicked.connect(lambda _index: self.set_password())
        desk.changed.connect(self._changed)
        self.resize(680, 420)
        self._fill()

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "AccountsDialog":  # type: ignore[override]
        """Open the list over `parent`."""
        dialog = cls(desk, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        return dialog

    def add(self) -> None:
        """Ask for a new colleague."""
        dialog = AccountForm(self._desk, _new_account(self._desk), people.add_staff, tr("Add a colleague"), self)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def set_password(self) -> None:
        """Ask for a new password of the person chosen."""
        place = self.ui.people.currentRow()
        if not 0 <= place < len(self._shown):
            return
        person = self._shown[place]
        title = tr("A new password for {name}", name=person.name or person.login)
        dialog = AccountForm(self._desk, _new_password(), partial(_set_password, person.login), title, self)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def _changed(self, changes: Changes) -> None:
        if changes.staff or changes.office:
            self._fill()

    def _fill(self) -> None:
        office, me = self._desk.office, self._desk.me
        may = office.may(me, _RIGHT)
        self.ui.add.setVisible(may)
        self._shown = [person for person in self._desk.people.values() if may or person.id == me.id]
        table = self.ui.people
        table.setColumnCount(len(_HEADERS))
        for column, header in enumerate(_HEADERS):
            item = QTableWidgetItem(tr(header))
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
            table.setHorizontalHeaderItem(column, item)
        table.setRowCount(len(self._shown))
        for row, person in enumerate(self._shown):
            for column, text in enumerate(_cells(office, person)):
                table.setItem(row, column, QTableWidgetItem(text))
        table.resizeColumnsToContents()
        for column in range(1, len(_HEADERS)):
            table.setColumnWidth(column, table.columnWidth(column) + 24)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        ids = [person.id for person in self._shown]
        table.selectRow(ids.index(me.id) if me.id in ids else 0)


class AccountForm(QDialog):
    """A few fields and one verb; stays open, with what was typed, until the verb is done."""

    def __init__(
        self,
        desk: Desk,
        rows: Rows,
        work: Callable[[Session, dict[str, object]], Changes],
        title: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._work = work
        self.rows = rows
        self.remark = Remark(self)
        self.setWindowTitle(title)
        self.setObjectName("AccountForm")
        self.setMinimumWidth(400)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        heading = scaled(plain_label(title, self), 1.2)
        heading.setWordWrap(True)
        column.addWidget(heading)
        box = QDialogButtonBox(self)
        self.ok = PrimaryButton(tr("Save"), "", self)
        self.ok.setDefault(True)
        box.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.save)
        box.rejected.connect(self.reject)
        for widget in (rows, self.remark, box):
            column.addWidget(widget)
        rows.edited.connect(self._gate)
        self._gate()
        next(iter(rows.rows.values())).input.setFocus()

    def save(self) -> None:
        """Do the verb with what was typed."""
        raw: dict[str, object] = {code: value for code, value in self.rows.values().items() if value}
        if raw.get("password", "") != raw.pop("again", ""):
            self.rows.blame([BadInput("The two passwords differ. Type the same one twice.", field="again")])
            return
        self.ok.setEnabled(False)
        self._desk.work(self, lambda: people.prepared(raw), self._write, failed=self._failed)

    def _write(self, raw: dict[str, object]) -> None:
        self._desk.command(self, lambda db: self._work(db, raw), lambda _changes: self.accept(), failed=self._failed)

    def _failed(self, error: UserError) -> None:
        self._gate()
        names = self.rows.names()
        rest = self.rows.blame([error]) if isinstance(error, BadInput) else [error]
        self.remark.say(" ".join(explain(trouble, names) for trouble in rest))

    def _gate(self) -> None:
        self.remark.say("")
        values = self.rows.values()
        needed = (code for code, row in self.rows.rows.items() if row.required)
        self.ok.setEnabled(all(values[code].strip() for code in needed))


def open_own_password(desk: Desk, parent: QWidget) -> AccountForm:
    """Ask for a new password of the person who sits here."""
    title = tr("Your new password")
    dialog = AccountForm(desk, _new_password(), partial(_set_password, desk.me.login), title, parent)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)
    return dialog


def _cells(office: Office, person: Person) -> tuple[str, str, str, str]:
    name = person.name if person.active else tr("{name} (not active)", name=person.name)
    role, line = office.choices("role").label(person.role), office.choices("line").label(person.line)
    return name, person.login, role, line


def _set_password(login: str, db: Session, raw: dict[str, object]) -> Changes:
    return people.set_password(db, login, raw.get("password"))


def _new_account(desk: Desk) -> Rows:
    rows, office = Rows(), desk.office
    rows.add(Row("name", tr("Name"), LineInput(), required=True))
    rows.add(Row("login", tr("Login"), LineInput(), required=True))
    rows.add(Row("role", tr("Role"), ChoiceInput(choices(office, "role"), optional=False), required=True), wide=False)
    rows.add(Row("line", tr("Line"), ChoiceInput(choices(office, "line"), optional=False), required=False), wide=False)
    _add_password(rows, required=False)
    return rows


def _new_password() -> Rows:
    rows = Rows()
    _add_password(rows, required=True)
    return rows


def _add_password(rows: Rows, required: bool) -> None:
    for code, label in (("password", tr("Password")), ("again", tr("The same once more"))):
        typed = LineInput()
        typed.setEchoMode(LineInput.EchoMode.Password)
        rows.add(Row(code, label, typed, required), wide=False)
