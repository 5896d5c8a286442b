"""An administrator adds colleagues; everybody sets their own password."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk_app.services import passwords, recovery
from desk_app.storage import open_office
from desk_app.ui.editor.verb_form import VerbForm
from desk_app.ui.people.accounts import AccountsDialog
from desk_app.ui.people.recovery_key import RecoveryKeyDialog
from desk_app.ui.tickets.bulk_dialog import BulkDialog
from tests.support.desk import sit_down

GOOD = "long enough"


@pytest.fixture
def root(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def admin(qtbot, office_path):
    seated = sit_down(office_path, "boss")
    yield seated
    seated.close()


def rows(dialog):
    table = dialog.ui.people
    return [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]


def form_of(dialog):
    return dialog.findChildren(VerbForm)[-1]


def test_a_colleague_is_added(qtbot, admin, root, office_path):
    dialog = AccountsDialog.open(admin, root)
    assert [row[1] for row in rows(dialog)] == ["boss", "ivanov", "kim"]
    dialog.ui.add.click()
    form = form_of(dialog)
    assert not form.ok.isEnabled()
    form.rows.fill({"name": "Сидорова Мария", "login": "sid", "role": "supervisor", "password": GOOD, "again": GOOD})
    form.save()
    qtbot.waitUntil(lambda: ["Сидорова Мария", "sid", "Head", "Specialists"] in rows(dialog))
    dialog.accept()


def test_a_login_taken_is_told_and_nothing_typed_is_lost(qtbot, admin, root):
    dialog = AccountsDialog.open(admin, root)
    dialog.ui.add.click()
    form = form_of(dialog)
    form.rows.fill({"name": "Another Kim", "login": "kim"})
    form.save()
    qtbot.waitUntil(lambda: bool(form.rows.rows["login"].said or form.remark.text()))
    assert form.rows.values()["name"] == "Another Kim"
    form.reject()
    dialog.accept()


SHORT = {"password": "short", "again": "short"}
TWO = {"password": GOOD, "again": "x"}


@pytest.mark.parametrize(("typed", "field"), [(SHORT, "password"), (TWO, "again")])
def test_a_password_that_will_not_do_is_told_beside_its_field(qtbot, desk, root, typed, field):
    dialog = AccountsDialog.open(desk, root)
    dialog.set_password()
    form = form_of(dialog)
    form.rows.fill(typed)
    form.save()
    qtbot.waitUntil(lambda: bool(form.rows.rows[field].said))
    form.reject()
    dialog.accept()


def test_a_technician_sees_and_changes_only_their_own_account(qtbot, desk, root, office_path):
    dialog = AccountsDialog.open(desk, root)
    assert [row[1] for row in rows(dialog)] == ["ivanov"]
    assert not dialog.ui.add.isVisible()
    dialog.set_password()
    form = form_of(dialog)
    form.rows.fill({"password": GOOD, "again": GOOD})
    form.save()
    qtbot.waitUntil(lambda: not isValid(form) or not form.isVisible())
    with open_office(office_path) as office_file:
        assert passwords.matches(GOOD, office_file.reader.account("ivanov").password_hash)
    dialog.accept()


def chosen(dialog, login):
    dialog.choose(next(person.id for person in dialog._shown if person.login == login))


def test_an_account_is_changed(qtbot, admin, root):
    dialog = AccountsDialog.open(admin, root)
    chosen(dialog, "kim")
    dialog.change()
    form = form_of(dialog)
    assert form.rows.values()["name"] == "Kim Olga"
    form.rows.fill({"name": "Petrova Olga", "role": "supervisor"})
    form.save()
    qtbot.waitUntil(lambda: ["Petrova Olga", "kim", "Head", "Specialists"] in rows(dialog))
    assert dialog.current().login == "kim"
    dialog.accept()


def test_who_leaves_hands_the_open_tickets_over(qtbot, admin, root, office_path):
    dialog = AccountsDialog.open(admin, root)
    chosen(dialog, "ivanov")
    dialog.change()
    form = form_of(dialog)
    form.rows.fill({"active": ""})
    form.save()
    qtbot.waitUntil(lambda: "12 open tickets" in dialog.notice.text.text() and dialog.notice.isVisible())
    assert "Ivanov Ivan (not active)" in [row[0] for row in rows(dialog)]
    dialog.notice.offers[0].click()
    qtbot.waitUntil(lambda: dialog.findChild(BulkDialog) is not None)
    bulk = dialog.findChild(BulkDialog)
    bulk.questions.fill({"to": "kim"})
    qtbot.waitUntil(bulk.ok.isEnabled)
    bulk.take()
    qtbot.waitUntil(lambda: not isValid(bulk) or not bulk.isVisible())
    qtbot.waitUntil(lambda: not dialog.notice.isVisible())
    with open_office(office_path) as office_file:
        assert {card.assignee for card in office_file.reader.tickets(range(1, 13))} == {_id(office_file, "kim")}
    dialog.accept()


def _id(office_file, login):
    return office_file.reader.account(login).person.id


def test_the_last_administrator_is_told_why_they_stay(qtbot, admin, root):
    dialog = AccountsDialog.open(admin, root)
    dialog.change()
    form = form_of(dialog)
    form.rows.fill({"active": ""})
    form.save()
    qtbot.waitUntil(lambda: "Make somebody else an administrator first" in form.remark.text())
    form.reject()
    dialog.accept()


def test_a_password_is_taken_away(qtbot, admin, root, office_path):
    dialog = AccountsDialog.open(admin, root)
    chosen(dialog, "kim")
    for typed in ({"password": GOOD, "again": GOOD}, {"without": "true"}):
        dialog.set_password()
        form = form_of(dialog)
        form.rows.fill(typed)
        form.rows.edited.emit()
        assert form.ok.isEnabled()
        form.save()
        qtbot.waitUntil(lambda form=form: not isValid(form) or not form.isVisible())
        with open_office(office_path) as office_file:
            assert bool(office_file.reader.account("kim").password_hash) == ("password" in typed)
    dialog.accept()


def test_an_administrator_makes_a_recovery_key(qtbot, admin, root, office_path):
    dialog = AccountsDialog.open(admin, root)
    dialog.ui.recovery.click()
    qtbot.waitUntil(lambda: dialog.findChild(RecoveryKeyDialog) is not None)
    shown = dialog.findChild(RecoveryKeyDialog)
    shown.copy()
    key = QGuiApplication.clipboard().text()
    assert key == shown.shown.text()
    with open_office(office_path) as office_file:
        assert recovery.check(office_file.reader.office(), key)
    shown.accept()
    dialog.accept()


def test_a_technician_makes_no_recovery_key(desk, root):
    dialog = AccountsDialog.open(desk, root)
    assert not dialog.ui.recovery.isVisible()
    dialog.accept()
