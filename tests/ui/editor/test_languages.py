"""Every window of this part opens in every language, with every control named, whole on a small screen."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from desk_app import i18n
from desk_app.app import qt_i18n
from desk_app.domain.asks import ASKS
from desk_app.domain.office import Step
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.verb_form import VerbForm
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.people.accounts import AccountsDialog
from desk_app.ui.people.sign_in import SignInDialog
from tests.support.desk import make_office, sit_down

CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTableView)
SCREEN = (1280, 680)


@pytest.fixture(params=i18n.LANGUAGES)
def language(request, qtbot):
    qt_i18n.install(QApplication.instance(), request.param)
    yield request.param
    qt_i18n.install(QApplication.instance(), "en")


@pytest.fixture(params=["situation-centre", "municipal", "service-catalogue"])
def seated(request, language, qtbot, tmp_path):
    desk = sit_down(make_office(tmp_path / "office.desk", 1, request.param, language), "boss")
    yield desk
    desk.close()


@pytest.fixture
def over(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def check(window):
    """Fail for a control without a name, or a window larger than a small screen."""
    nameless = [
        control
        for control in window.findChildren(QWidget)
        if isinstance(control, CONTROLS)
        and control.isVisible()
        and not control.objectName().startswith("qt_")
        and not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and control.text())
        and not isinstance(control.parentWidget(), QAbstractSpinBox | QComboBox | QTableView)
    ]
    assert not nameless
    assert window.minimumSizeHint().width() <= SCREEN[0]
    assert window.minimumSizeHint().height() <= SCREEN[1]
    window.grab()


def test_registration(seated, over):
    window = RegistrationWindow.open(seated, over)
    check(window)
    window.close()


def test_the_card_and_its_edit(qtbot, seated, over):
    window = TicketWindow.open(seated, 1, over)
    qtbot.waitUntil(lambda: window.pane.card is not None)
    check(window)
    window.pane.edit()
    check(window)
    window.close()


def test_every_step(qtbot, seated, over):
    window = TicketWindow.open(seated, 1, over)
    qtbot.waitUntil(lambda: window.pane.card is not None)
    for verb, asks in ASKS.items():
        if asks:
            step = Step(verb, verb, frozenset(), "", frozenset(), ())
            dialog = StepDialog.open_for(seated, window.pane.card.ticket, step, over)
            check(dialog)
            dialog.reject()
    window.close()


def test_people(seated, over):
    dialog = AccountsDialog.open(seated, over)
    check(dialog)
    dialog.add()
    check(dialog.findChild(VerbForm))
    dialog.findChild(VerbForm).reject()
    dialog.accept()


def test_sign_in(language, qtbot):
    dialog = SignInDialog(lambda _login, _password: None, "ivanov", ["ivanov"])
    qtbot.addWidget(dialog)
    dialog.show()
    check(dialog)
    dialog.reject()


def test_keys_are_called_as_they_are_on_the_keyboard(language):
    shown = QKeySequence("Ctrl+Shift+Return").toString(QKeySequence.SequenceFormat.NativeText)
    assert "Shift" in shown, shown  # and not as a shift of duty, which the catalogue has, too
