"""The office away, as pictures: what waits stands in its ticket, is found, and is asked about before leaving."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk_app.app.desk import Desk
from desk_app.app.outbox import new_entry
from desk_app.domain.view import Queue
from desk_app.services.outbox import Entry, Kind
from desk_app.ui.editor.window import TicketWindow
from tests.screens.stage import close, main_window, seated, spin, until
from tests.support.desk import call, make_office

WORDS = {
    "ru": ("Не виден сетевой диск", "Перезвонил: диск отключили на время обновления", "диск"),
    "en": ("The network disk is not there", "I called back: the disk is off for an update", "disk"),
}


def away(folder: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the main window while something that waits is found, the ticket it belongs to, and the last question."""
    share = folder / f"share-{language}"
    if not share.exists():
        share.mkdir()
        make_office(share / "office.desk", 12, language=language)
    with seated(share / "office.desk", "ivanov") as desk:
        gone = share.rename(folder / f"gone-{language}")
        try:
            desk.look()
            until(lambda: desk.reach.away is not None)
            yield from _pictures(desk, share / "office.desk", *WORDS[language])
        finally:
            for entry in desk.outbox.entries:
                desk.outbox.drop(entry)
            gone.rename(share)


def _pictures(desk: Desk, office: Path, text: str, said: str, word: str) -> Iterator[tuple[str, QWidget]]:
    _keep(desk, Kind.REGISTER, raw=call(1, description=text))
    _keep(desk, Kind.COMMENT, raw={"text": said, "public": False}, ticket=1)
    with main_window(desk, office) as window:
        window.queues.choose(Queue.ALL)
        window.pane.show_ticket(1)
        window.top.search.setText(word)
        window.top.search.textEdited.emit(word)
        until(window.outbox.found.isVisible)
        yield "away-1280", window
        ticket = TicketWindow.open(desk, 1, window)
        until(lambda: ticket.pane.card is not None)
        spin()
        yield "away-ticket", ticket
        close(ticket)
        yield "away-leave", _question(window)
        for entry in desk.outbox.entries:
            desk.outbox.drop(entry)


def _keep(desk: Desk, kind: Kind, **payload: object) -> None:
    kept: list[Entry] = []
    desk.outbox.send(desk, new_entry(kind, payload), print, kept.append, print)
    until(lambda: kept)


def _question(window: QWidget) -> QWidget:
    """Return a picture of what is asked when the window is closed; it is answered with staying."""
    shown = QLabel()

    def look() -> None:
        box = QApplication.activeModalWidget()
        if box is None:
            QTimer.singleShot(50, look)
            return
        shown.setPixmap(box.grab())
        shown.adjustSize()
        box.close()

    QTimer.singleShot(50, look)
    window.close()
    return shown
