"""What stands on the pictures: every screen, in a state that a working day would bring it to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain import workflow
from desk_app.domain.view import Queue, TicketFilter, View
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.people.accounts import AccountsDialog
from desk_app.ui.people.sign_in import SignInDialog
from tests.screens.stage import SIZES, close, main_window, spin, until
from tests.support.keys import type_text

Picture = tuple[str, QWidget]
WORDS = {"ru": "журнал", "en": "journal"}
CALL = {
    "ru": ("Не открывается журнал 5 «Б» класса: крутится колесо, потом «сервер не отвечает».", "Браузер, 24-я версия"),
    "en": ("The class journal of 5B does not open: the wheel turns, then “no answer”.", "Browser, version 24"),
}


def windows(desk: Desk, path: Path, language: str) -> Iterator[Picture]:
    """Give the main window with five hundred rows, and filtered, in every size."""
    for size in SIZES:
        with main_window(desk, path, size) as window:
            window.queues.choose(Queue.ALL)
            spin(700)
            select_busiest(window)
            yield f"window-{size[0]}", window
            window.top.search.setText(WORDS[language])
            spin(900)
            yield f"filtered-{size[0]}", window


def empty(desk: Desk, path: Path) -> Iterator[Picture]:
    """Give the main window of an office on its first day."""
    for size in SIZES:
        with main_window(desk, path, size) as window:
            yield f"empty-{size[0]}", window


def registration(desk: Desk, language: str) -> Iterator[Picture]:
    """Give a new call: the caller found, filled in, answered at once, something missing, saved."""
    with parent() as root:
        window = RegistrationWindow.open(desk, root)
        type_text(window, a_caller(desk).split()[0][:4])
        until(window.form.rows["name"].input.popup.isVisible)
        yield "registration-caller", window
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(window.form.rows["name"].input, key)
        spin()
        window.save()
        spin(100)
        yield "registration-missing", window
        description, more = CALL[language]
        window.form.fill({"description": description, "additional_info": more, "system": "school-journal"})
        window.form.rows["additional_info"].input.setFocus()
        spin(100)
        yield "registration", window
        window.ui.answered.click()
        spin(100)
        yield "registration-answered", window
        window.form.dirty = False


def cards(desk: Desk) -> Iterator[Picture]:
    """Give the card, its history, its fields as inputs, and what solving asks."""
    with parent() as root:
        ticket_id = a_ticket(desk)
        window = TicketWindow.open(desk, ticket_id, root)
        until(lambda: window.pane.card is not None)
        yield "card", window
        longest = TicketWindow.open(desk, a_ticket(desk, Queue.ALL), root)
        until(lambda: longest.pane.card is not None)
        yield "history", longest
        if longest is not window:
            longest.close()
        window.pane.edit()
        spin(100)
        yield "card-edit", window
        ticket = window.pane.card.ticket
        steps = workflow.next_steps(desk.office, ticket, desk.me)
        for verb in ("solve", "assign"):
            for step in [step for step in steps if step.verb == verb]:
                dialog = StepDialog.open_for(desk, ticket, step, root)
                spin(100)
                yield f"step-{verb}", dialog
                dialog.reject()
        window.pane._close_editor()


def people(desk: Desk) -> Iterator[Picture]:
    """Give the sign-in and the accounts."""
    with parent() as root:
        logins = [person.login for person in desk.people.values()]
        dialog = SignInDialog(lambda _login, _password: desk.me, desk.me.login, logins, root)
        dialog.ui.password.setText("desk-demo")
        dialog.show()
        spin(100)
        yield "sign-in", dialog
        accounts = AccountsDialog.open(desk, root)
        spin(100)
        yield "accounts", accounts
        accounts.add()
        spin(100)
        yield "account-add", accounts.findChildren(QWidget, "VerbForm")[0]


@contextmanager
def parent() -> Iterator[QWidget]:
    """Give a window to open others over; they are gone with it."""
    root = QWidget()
    root.show()
    try:
        yield root
    finally:
        close(root)


def select_busiest(window) -> None:
    """Choose a row so that the card beside the list has something to show."""
    window.table.select_row(2)
    until(lambda: window.pane.card is not None)


def a_ticket(desk: Desk, queue: Queue = Queue.OPEN) -> int:
    """Return the ticket of `queue` with the longest history; of the open ones, one that can be solved."""
    found: list[int] = []

    def look(reader):
        ids = reader.ids(View(TicketFilter(queue=queue)), desk.me, 0, 200)
        cards = [reader.card(ticket_id) for ticket_id in ids]
        able = [card for card in cards if queue is Queue.ALL or can_solve(desk, card)]
        return max(able or cards, key=lambda card: (len(card.history), card.ticket.id)).ticket.id

    desk.query(desk, look, found.append)
    until(lambda: found)
    return found[0]


def can_solve(desk: Desk, card) -> bool:
    """Tell whether solving is among the next steps of `card`."""
    return any(step.verb == "solve" for step in workflow.next_steps(desk.office, card.ticket, desk.me))


def a_caller(desk: Desk) -> str:
    """Return the name of somebody who called before."""
    found: list[str] = []
    desk.query(
        desk,
        lambda reader: reader.rows(reader.ids(View(), desk.me, 3, 1))[0].requester,
        found.append,
    )
    until(lambda: found)
    return found[0]
