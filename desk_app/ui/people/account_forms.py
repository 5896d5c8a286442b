"""What is asked of an account: a new one, what is different with it, and its password."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain.office import Person
from desk_app.i18n import tr
from desk_app.services import people
from desk_app.services.ports import Changes, Session
from desk_app.ui.editor.fields import choices
from desk_app.ui.editor.inputs import ChoiceInput, FlagInput, LineInput
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.editor.verb_form import Raw, VerbForm

_WITHOUT = "without"


def ask_new(desk: Desk, parent: QWidget) -> VerbForm:
    """Ask for a new colleague."""
    rows = Rows()
    rows.add(Row("name", tr("Name"), LineInput(), required=True))
    rows.add(Row("login", tr("Login"), LineInput(), required=True))
    _add_places(desk, rows)
    _add_password(rows, required=False)
    title = tr("Add a colleague")
    return VerbForm.ask(desk, rows, people.add_staff, title, parent, prepare=people.prepared)


def ask_change(desk: Desk, person: Person, parent: QWidget) -> VerbForm:
    """Ask what is different with `person`."""
    rows = Rows()
    rows.add(Row("name", tr("Name"), LineInput(), required=True))
    _add_places(desk, rows)
    active = FlagInput(tr("Works here: may sign in and be assigned tickets"))
    rows.add(Row("active", "", active, required=False))
    active.setAccessibleName(active.text())
    rows.fill({name: str(getattr(person, name)) for name in ("name", "role", "line")})
    active.setChecked(person.active)
    title = tr("Change the account “{login}”", login=person.login)
    return VerbForm.ask(desk, rows, partial(_change, person.login), title, parent)


def ask_password(desk: Desk, person: Person, title: str, parent: QWidget) -> VerbForm:
    """Ask for a new password of `person`, or for none any more."""
    rows = Rows()
    _add_password(rows, required=True)
    without = FlagInput(tr("No password: only the computer's user “{login}” comes in", login=person.login))
    without.setAccessibleName(without.text())

    def switch(off: bool) -> None:
        for code in ("password", "again"):
            row = rows.rows[code]
            row.required = not off
            row.setEnabled(not off)
            if off:
                row.input.set_value("")

    without.toggled.connect(switch)  # before the form looks at what is required
    rows.add(Row(_WITHOUT, "", without, required=False))
    return VerbForm.ask(desk, rows, partial(_set_password, person.login), title, parent, prepare=people.prepared)


def _add_places(desk: Desk, rows: Rows) -> None:
    for section, label, required in (("role", tr("Role"), True), ("line", tr("Line"), False)):
        former = {item.code: item.label for item in desk.office.choices(section) if item.retired}
        made = ChoiceInput(choices(desk.office, section), optional=False, former=former)
        rows.add(Row(section, label, made, required), wide=False)


def _add_password(rows: Rows, required: bool) -> None:
    for code, label in (("password", tr("Password")), ("again", tr("The same once more"))):
        typed = LineInput()
        typed.setEchoMode(LineInput.EchoMode.Password)
        rows.add(Row(code, label, typed, required), wide=False)


def _change(login: str, db: Session, raw: Raw) -> Changes:
    return people.edit_staff(db, login, {**raw, "active": bool(raw.get("active"))})


def _set_password(login: str, db: Session, raw: Raw) -> Changes:
    return people.set_password(db, login, raw.get("password"))
