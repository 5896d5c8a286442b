"""An administrator adds colleagues; everybody sets their own password."""

import pytest
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk_app.services import passwords
from desk_app.storage import open_office
from desk_app.ui.people.accounts import AccountForm, AccountsDialog
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
    return dialog.findChildren(AccountForm)[-1]


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
