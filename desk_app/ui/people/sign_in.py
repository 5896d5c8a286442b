"""Who sits at this computer: asked once, when the program starts."""

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desk_app.domain.errors import UserError
from desk_app.domain.office import Person
from desk_app.i18n import explain, tr
from desk_app.ui.editor.plain import Remark, scaled, small
from desk_app.ui.generated.ui_sign_in import Ui_SignInDialog

Check = Callable[[str, str | None], Person]
"""Gives the person of a login and a password, or raises UserError. May take its time; called on a thread."""


def sign_in(parent: QWidget | None, check: Check, login_hint: str, logins: Sequence[str]) -> Person | None:
    """Ask who is there until `check` agrees; None when the dialog is closed."""
    dialog = SignInDialog(check, login_hint, logins, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    person = dialog.person if accepted else None
    dialog.deleteLater()
    return person


class SignInDialog(QDialog):
    """A login and a password. Checking happens on a thread, so that the dialog does not stand still."""

    _checked = Signal(object)

    def __init__(self, check: Check, login_hint: str, logins: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self._thread: threading.Thread | None = None
        self.person: Person | None = None
        self.ui = Ui_SignInDialog()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        scaled(self.ui.title, 1.5)
        small(self.ui.hint)
        self.remark = Remark(self.ui.remark_holder)
        column = QVBoxLayout(self.ui.remark_holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.remark)
        self.setMinimumWidth(380)
        self.ui.login.addItems(list(logins))
        self.ui.login.setCurrentText(login_hint)
        for widget in (self.ui.login, self.ui.password, self.ui.enter, self.ui.cancel):
            widget.setMinimumHeight(30)
        self.ui.enter.clicked.connect(self.enter)
        self.ui.cancel.clicked.connect(self.reject)
        self._checked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        (self.ui.password if login_hint else self.ui.login).setFocus()

    def enter(self) -> None:
        """Have the login and the password checked."""
        if self._thread is not None:
            return
        login, password = self.ui.login.currentText().strip(), self.ui.password.text() or None
        self._busy(True)
        self._thread = threading.Thread(target=self._try, args=(login, password), name="sign-in", daemon=True)
        self._thread.start()

    def reject(self) -> None:
        self._wait()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._wait()
        super().closeEvent(event)

    def _try(self, login: str, password: str | None) -> None:
        try:
            answer: Person | Exception = self._check(login, password)
        except Exception as error:
            answer = error
        self._checked.emit(answer)

    def _answer(self, answer: Person | Exception) -> None:
        self._wait()
        self._busy(False)
        if isinstance(answer, Person):
            self.person = answer
            self.accept()
        elif isinstance(answer, UserError):
            self.remark.say(explain(answer, {"login": tr("Login"), "password": tr("Password")}))
            self.ui.password.setFocus()
            self.ui.password.selectAll()
        else:
            raise answer

    def _wait(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def _busy(self, busy: bool) -> None:
        for widget in (self.ui.login, self.ui.password, self.ui.enter):
            widget.setEnabled(not busy)
        self.remark.say(tr("Checking…") if busy else "", None)
