"""An office, a desk, and a parent for the windows of a test."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk_app.services import tickets
from desk_app.services.ports import TicketCard
from desk_app.storage import open_office
from desk_app.ui.editor.registration import RegistrationWindow
from tests.support.desk import follow, write

CALLER = {
    "name": "Petrova Anna",
    "organisation": "Lyceum 77",
    "phone": "2-44-90",
    "email": "petrova@school5.example",
    "room": "91",
}


@pytest.fixture
def root(qtbot):
    """Give a window that others are opened over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def caller(request, qtbot, office_path):
    """Put a caller with one request into the directory; a desk of the test knows it."""
    write(office_path, "ivanov", lambda db: tickets.register(db, {"description": "No paper", "requester": CALLER}))
    if "desk" in request.fixturenames:
        follow(qtbot, request.getfixturevalue("desk"))
    return CALLER


@pytest.fixture
def card(office_path) -> Callable[[int], TicketCard]:
    """Give a way to read a ticket as it is in the office file."""

    def read(ticket_id: int) -> TicketCard:
        with open_office(office_path) as office_file:
            return office_file.reader.card(ticket_id)

    return read


@pytest.fixture
def registration(qtbot, desk, root):
    """Give a new call, and throw away what was typed at the end."""
    window = RegistrationWindow.open(desk, root)
    qtbot.waitExposed(window)
    registered: list[int] = []
    window.registered.connect(registered.append)
    window.numbers = registered
    yield window
    if isValid(window):
        window.form.dirty = False
        window.close()
