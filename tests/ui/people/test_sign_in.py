"""Signing in: the right password, a wrong one, and a dialog that does not stand still meanwhile."""

import time

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desk_app.domain.errors import NotAllowed
from desk_app.domain.office import Person
from desk_app.ui.people.sign_in import SignInDialog, sign_in

IVANOV = Person(2, "ivanov", "Ivanov Ivan", "technician")


def check(login, password):
    time.sleep(0.05)
    if password != "correct horse":
        raise NotAllowed("The password of “{login}” is wrong. Try again.", login=login)
    return IVANOV


@pytest.fixture
def dialog(qtbot):
    dialog = SignInDialog(check, "ivanov", ["ivanov", "kim"])
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_wrong_password_says_so_and_stays_for_another_try(qtbot, dialog):
    QTest.keyClicks(dialog.ui.password, "wrong")
    QTest.keyClick(dialog.ui.password, Qt.Key.Key_Return)
    assert not dialog.ui.enter.isEnabled()
    qtbot.waitUntil(lambda: "is wrong" in dialog.remark.text())
    assert dialog.isVisible()
    assert dialog.ui.password.selectedText()
    QTest.keyClicks(dialog.ui.password, "correct horse")
    QTest.keyClick(dialog.ui.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.person == IVANOV)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_the_window_lives_while_the_password_is_checked(qtbot, dialog):
    beats = []
    timer = QTimer(dialog, interval=5)
    timer.timeout.connect(lambda: beats.append(1))
    timer.start()
    dialog.enter()
    qtbot.waitUntil(lambda: bool(dialog.remark.text()) and dialog.ui.enter.isEnabled())
    assert len(beats) >= 3
    dialog.reject()


def test_closing_while_checking_leaves_no_thread(dialog):
    dialog.enter()
    thread = dialog._thread
    dialog.reject()
    assert not thread.is_alive()


def test_the_password_is_not_shown(dialog):
    assert dialog.ui.password.displayText() != "secret"
    assert dialog.ui.password.echoMode() == dialog.ui.password.EchoMode.Password


def test_nobody_is_signed_in_by_closing(qtbot):
    QTimer.singleShot(50, lambda: QApplication.activeModalWidget().reject())
    assert sign_in(None, check, "ivanov", []) is None


def test_the_person_is_given_back(qtbot):
    def enter():
        dialog = QApplication.activeModalWidget()
        dialog.ui.password.setText("correct horse")
        dialog.enter()

    QTimer.singleShot(50, enter)
    assert sign_in(None, check, "ivanov", ["ivanov"]) == IVANOV
