"""Time as pictures: the card of what is late, why it is due then, more time, what is overdue, the calendar."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain.view import Queue
from desk_app.services import tickets
from desk_app.ui.calendar.window import CalendarWindow
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.why_due import WhyDueDialog
from desk_app.ui.editor.window import TicketWindow
from tests.screens.stage import close, main_window, seated, spin, until
from tests.support.desk import make_office, write

YEAR = 2026
WORDS = {
    "ru": ("Не печатает принтер в кабинете 12", "Петрова Анна", "Нет на месте", "Картридж ещё в пути"),
    "en": ("The printer of room 12 is silent", "Petrova Anna", "Not there", "The cartridge is on its way"),
}


def times(folder: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the screens of an office with time limits."""
    path = folder / f"town-{language}.desk"
    if not path.exists():
        make_office(path, profile="municipal", language=language)
        play(path, language)
    with seated(path, "boss") as desk:
        yield from of_ticket(desk)
        with main_window(desk, path) as window:
            window.queues.choose(Queue.OVERDUE)
            spin(600)
            yield "overdue", window
        yield from calendar(desk)


def play(path: Path, language: str) -> None:
    """Let a request wait, get more time and run out, and register another today."""
    what, who, waits, why = WORDS[language]
    call = {"description": what, "kind": "request", "requester": {"name": who, "phone": "2-44-90"}}
    began = {"received_at": f"{YEAR}-04-29T09:00", "registered_at": f"{YEAR}-04-29T09:10"}
    write(path, "boss", lambda db: tickets.register(db, {**call, **began}))
    for verb, answer in (
        ("wait", {"reason": waits, "at": f"{YEAR}-04-30T15:00"}),
        ("resume", {"at": f"{YEAR}-05-04T09:00"}),
        ("extend", {"due": f"{YEAR}-05-15", "reason": why, "at": f"{YEAR}-05-05T10:00"}),
    ):
        write(path, "boss", partial(tickets.do, ticket_id=1, verb=verb, raw=answer))
    write(path, "boss", lambda db: tickets.register(db, call))


def of_ticket(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """Give the card of what is late, its reasons, and the question until when."""
    root = QWidget()
    root.show()
    window = TicketWindow.open(desk, 1, root)
    until(lambda: window.pane.card is not None)
    yield "card-late", window
    window.pane.due.why.click()
    dialog = window.findChild(WhyDueDialog)
    spin(100)
    yield "why-due", dialog
    dialog.reject()
    step = next(step for step in desk.office.steps if step.verb == "extend")
    asked = StepDialog.open_for(desk, window.pane.card.ticket, step, root)
    spin(100)
    yield "extend", asked
    asked.reject()
    window.close()
    close(root)


def calendar(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """Give the calendar of a year, and of one that is missing."""
    root = QWidget()
    root.show()
    window = CalendarWindow(desk, root, YEAR)
    window.show()
    window.table.setCurrentIndex(window.model.index_of(date(YEAR, 4, 30)))
    spin(200)
    yield "calendar", window
    window.show_year(YEAR + 9)
    spin(100)
    yield "calendar-missing", window
    window.reject()
    close(root)
