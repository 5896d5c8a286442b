"""The accounts of the office: an administrator sees and changes all; everybody sets their own password."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidgetItem, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.theme import ROW_HEIGHT, Hue
from desk_app.domain.errors import N_
from desk_app.domain.office import Office, Person
from desk_app.domain.view import View
from desk_app.i18n import tr, trn
from desk_app.services import people
from desk_app.services.ports import Changes, Reader
from desk_app.ui.editor.plain import scaled
from desk_app.ui.editor.verb_form import VerbForm
from desk_app.ui.generated.ui_accounts import Ui_AccountsDialog
from desk_app.ui.people.account_forms import ask_change, ask_new, ask_password
from desk_app.ui.reports.notice import Notice
from desk_app.ui.tickets.bulk_text import steps_for_many

_RIGHT: Final = "staff"
_HEADERS: Final = (N_("Name"), N_("Login"), N_("Role"), N_("Line"))
_MANY: Final = 100_000
"""More open tickets than anybody has."""


class AccountsDialog(QDialog):
    """Everybody who works here; who may not manage accounts sees their own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: list[Person] = []
        self.ui = Ui_AccountsDialog()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.notice = Notice(self.ui.notice_holder)
        column = QVBoxLayout(self.ui.notice_holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        scaled(self.ui.title, 1.35)
        buttons = (
            (self.ui.add, "user-plus"),
            (self.ui.change, "pencil"),
            (self.ui.set_password, "key"),
            (self.ui.recovery, "lock"),
        )
        for button, symbol in buttons:
            put_icon(button, symbol)
            button.setAutoDefault(False)
        self.ui.add.clicked.connect(self.add)
        self.ui.change.clicked.connect(self.change)
        self.ui.set_password.clicked.connect(self.set_password)
        self.ui.recovery.clicked.connect(self.make_recovery_key)
        self.ui.done.clicked.connect(self.accept)
        self.ui.people.verticalHeader().hide()
        self.ui.people.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.ui.people.horizontalHeader().setHighlightSections(False)
        self.ui.people.doubleClicked.connect(lambda _index: self._change_or_password())
        self.ui.people.itemSelectionChanged.connect(self._look_what_is_left)
        desk.changed.connect(self._changed)
        self.resize(760, 460)
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
        ask_new(self._desk, self)

    def change(self) -> None:
        """Ask what is different with the person chosen."""
        if person := self.current():
            ask_change(self._desk, person, self)

    def set_password(self) -> None:
        """Ask for a new password of the person chosen."""
        if person := self.current():
            title = tr("A new password for {name}", name=person.name or person.login)
            ask_password(self._desk, person, title, self)

    def make_recovery_key(self) -> None:
        """Make the key that lets an administrator in when none is left."""
        from desk_app.ui.people.recovery_key import make_key

        make_key(self._desk, self)

    def current(self) -> Person | None:
        """Return the person chosen."""
        place = self.ui.people.currentRow()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def choose(self, person_id: int) -> None:
        """Choose the person with this id, or else the first."""
        ids = [person.id for person in self._shown]
        self.ui.people.selectRow(ids.index(person_id) if person_id in ids else 0)

    # -- what is left with those who left --

    def _look_what_is_left(self) -> None:
        """Count the open tickets of a person who is no longer active."""
        person = self.current()
        if person is None or person.active:
            self.notice.hide()
            return
        view, me = people.open_tickets(person), self._desk.me
        self._desk.query(self, lambda reader: reader.count(view, me), lambda left: self._say_left(person, left))

    def _say_left(self, person: Person, left: int) -> None:
        if self.current() != person:
            return
        name = person.name or person.login
        said = trn(
            "{name} is not active, and {n} open ticket is still assigned to them.",
            "{name} is not active, and {n} open tickets are still assigned to them.",
            left,
            name=name,
        )
        offer = (tr("Hand them over…"), "arrows-exchange", lambda: self.hand_over(person))
        if left:
            self.notice.say(said, [offer], Hue.WAITING)
        else:
            self.notice.hide()

    def hand_over(self, person: Person) -> None:
        """Ask who gets the open tickets of `person`."""
        view, me = people.open_tickets(person), self._desk.me

        def ids(reader: Reader) -> list[int]:
            return _all_ids(reader, view, me)

        self._desk.query(self, ids, self._assign)

    def _assign(self, ids: list[int]) -> None:
        from desk_app.ui.tickets.bulk_dialog import BulkDialog

        step = next((step for step in steps_for_many(self._desk.office, self._desk.me) if step.verb == "assign"), None)
        if ids and step:
            dialog = BulkDialog.open(self._desk, ids, step, self)
            dialog.finished.connect(self._look_what_is_left)

    # -- the list --

    def _change_or_password(self) -> None:
        (self.change if self._desk.office.may(self._desk.me, _RIGHT) else self.set_password)()

    def _changed(self, changes: Changes) -> None:
        if changes.staff or changes.office:
            self._fill()

    def _fill(self) -> None:
        office, me = self._desk.office, self._desk.me
        may = office.may(me, _RIGHT)
        for button in (self.ui.add, self.ui.change, self.ui.recovery):
            button.setVisible(may)
        before = self.current()
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
        self.choose(before.id if before else me.id)
        self._look_what_is_left()


def open_own_password(desk: Desk, parent: QWidget) -> VerbForm:
    """Ask for a new password of the person who sits here."""
    return ask_password(desk, desk.me, tr("Your new password"), parent)


def _all_ids(reader: Reader, view: View, me: Person) -> list[int]:
    return reader.ids(view, me, 0, _MANY)


def _cells(office: Office, person: Person) -> tuple[str, str, str, str]:
    name = person.name if person.active else tr("{name} (not active)", name=person.name)
    role, line = office.choices("role").label(person.role), office.choices("line").label(person.line)
    return name, person.login, role, line
