"""An office of a profile, with somebody at its windows and colleagues who write behind them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desk_app.app.desk import Desk
from desk_app.domain.tickets import Ticket
from desk_app.services import tickets
from desk_app.services.ports import TicketCard
from desk_app.storage import open_office
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.window import TicketWindow
from tests.support.desk import follow, make_office, sit_down, write
from tests.support.keys import type_text

USER = {"name": "Serikov Arman", "organisation": "City office", "phone": "2-44-90"}
ERROR = {"description": "The report fails", "service": "system-error", "requester": USER}
ACCOUNT = {
    "description": "A desk for the new accountant",
    "service": "desk-automation",
    "requester": USER,
    "answers": {"position": "Accountant", "access_level": "Read"},
}


class Office:
    """An office of a profile with Ivanov at a desk; others write behind it."""

    def __init__(self, qtbot: QtBot, path: Path, desk: Desk, root: QWidget) -> None:
        self.qtbot, self.path, self.desk, self.root = qtbot, path, desk, root
        self.registered: list[int] = []

    def call(self) -> RegistrationWindow:
        """Open a new call."""
        window = RegistrationWindow.open(self.desk, self.root)
        self.qtbot.waitExposed(window)
        window.registered.connect(self.registered.append)
        return window

    def saved(self) -> TicketCard:
        """Wait until a call is registered; return it as it is in the office file."""
        self.qtbot.waitUntil(lambda: bool(self.registered))
        return self.card(self.registered.pop())

    def there(self, raw: dict[str, Any], ago: timedelta = timedelta()) -> int:
        """Register a call without the window, some time `ago`; return its id."""
        taken = datetime.now(UTC) - ago
        done = write(self.path, "ivanov", lambda db: tickets.register(db, raw, taken=taken))
        follow(self.qtbot, self.desk)
        return done.tickets[0]

    def do(self, ticket_id: int, verb: str, login: str = "ivanov", **raw: object) -> None:
        """Take a step without the window."""
        write(self.path, login, lambda db: tickets.do(db, ticket_id, verb, raw))
        follow(self.qtbot, self.desk)

    def open(self, ticket_id: int) -> TicketWindow:
        """Open the card of a ticket."""
        window = TicketWindow.open(self.desk, ticket_id, self.root)
        self.qtbot.waitUntil(lambda: window.pane.card is not None)
        return window

    def card(self, ticket_id: int) -> TicketCard:
        """Return the ticket as it is in the office file."""
        with open_office(self.path) as file:
            return file.reader.card(ticket_id)

    def ticket(self, ticket_id: int) -> Ticket:
        return self.card(ticket_id).ticket

    def asked(self, window: TicketWindow, verb: str) -> StepDialog:
        """Press the button of a step; return what it asks."""
        button = window.pane.steps.findChild(QPushButton, verb)
        assert button is not None, [step.verb for step in window.pane.steps.possible]
        button.click()
        dialog = window.findChild(StepDialog)
        self.qtbot.waitUntil(dialog.isVisible)
        return dialog

    def shows(self, widget: QWidget, *said: str) -> None:
        """Wait until all of `said` stands on `widget`."""
        self.qtbot.waitUntil(lambda: all(text in texts(widget) for text in said))

    def take(self, window: TicketWindow, dialog: StepDialog, **answers: str) -> None:
        """Answer what a step asks, take it, and wait for the card that shows it."""
        assert window.pane.card is not None
        before = window.pane.card.ticket.version
        dialog.rows.fill(answers)
        assert dialog.ok.isEnabled()
        dialog.ok.click()
        self.qtbot.waitUntil(lambda: window.pane.card is not None and window.pane.card.ticket.version > before)


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Give a way to open an office of a profile."""
    seated: list[Desk] = []
    root = QWidget()
    qtbot.addWidget(root)
    root.show()

    def make(profile: str, login: str = "ivanov", language: str = "en") -> Office:
        path = tmp_path / f"{profile}.desk"
        if not path.exists():
            make_office(path, 0, profile, language)
        seated.append(sit_down(path, login))
        return Office(qtbot, path, seated[-1], root)

    yield make
    for window in root.findChildren(QWidget):
        if isinstance(window, RegistrationWindow):
            window.form.dirty = False
        if isinstance(window, RegistrationWindow | TicketWindow):
            window.close()
    for desk in seated:
        desk.close()


def choose(window: RegistrationWindow, service: str) -> None:
    """Choose a service by typing a part of its name."""
    box = window.form.rows["service"].input.box
    box.setFocus()
    box.lineEdit().clear()
    type_text(window, service[:6])
    box.completer().popup().hide()
    box.setEditText(service)


def texts(widget: QWidget) -> str:
    """Return every text that stands on `widget`."""
    parts = [*widget.findChildren(QLabel), *widget.findChildren(QToolButton)]
    return "\n".join(part.text() for part in parts if part.isVisibleTo(widget))
