"""What waits to be sent is seen where it was written, where it is searched, and when the program is left."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_app.app.desk import Desk
from desk_app.app.outbox import new_entry
from desk_app.domain.view import Queue
from desk_app.services.outbox import Entry, Kind, search_words
from desk_app.ui.editor.history import Bubble
from desk_app.ui.editor.pane import TicketPane
from desk_app.ui.editor.plain import Fold, Remark
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.main_window import MainWindow
from desk_app.ui.outbox.waiting import WaitingDialog
from tests.support.desk import call, sit_down
from tests.support.keys import CTRL, target, type_text
from tests.support.share import Share

LONG = 20_000


@pytest.fixture
def share(tmp_path: Path) -> Share:
    return Share(tmp_path)


@pytest.fixture
def desk(qtbot: QtBot, share: Share) -> Iterator[Desk]:
    seated = sit_down(share.office)
    yield seated
    seated.close()


@pytest.fixture
def main(qtbot: QtBot, desk: Desk, share: Share) -> MainWindow:
    window = MainWindow(desk, share.office)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    with qtbot.waitSignal(window.table.tickets.loaded):
        window.show()
        window.queues.choose(Queue.OPEN)
    return window


def gone(qtbot: QtBot, desk: Desk, share: Share) -> None:
    share.go()
    desk.look()
    qtbot.waitUntil(lambda: desk.reach.away is not None)


def come(qtbot: QtBot, desk: Desk, share: Share) -> None:
    share.come()
    desk.look()
    qtbot.waitUntil(lambda: not desk.outbox.entries, timeout=LONG)


def keep(qtbot: QtBot, desk: Desk, kind: Kind, **payload: object) -> Entry:
    kept: list[Entry] = []
    desk.outbox.send(desk, new_entry(kind, payload), print, kept.append, print)
    qtbot.waitUntil(lambda: bool(kept))
    return kept[0]


def keep_call(qtbot: QtBot, desk: Desk, text: str) -> Entry:
    return keep(qtbot, desk, Kind.REGISTER, raw=call(1, description=text))


def opened(qtbot: QtBot, main: MainWindow) -> TicketWindow:
    window = TicketWindow.open(main._desk, 1, main)
    qtbot.waitUntil(lambda: window.pane.card is not None)
    qtbot.waitUntil(window.isActiveWindow)
    return window


def say(qtbot: QtBot, window: TicketWindow, text: str) -> None:
    window.pane.comment.text.setFocus()
    type_text(window, text)
    QTest.keyClick(target(window), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not window.pane.comment.text.value())


def waiting(pane: TicketPane) -> list[str]:
    """Return what stands in the card as not sent yet, each with its state."""
    if not pane.unsent.isVisibleTo(pane):
        return []
    said = [bubble.findChild(Fold)._text for bubble in pane.unsent.findChildren(Bubble) if bubble.isVisibleTo(pane)]
    remarks = [remark.text() for remark in pane.unsent.findChildren(Remark) if remark.isVisibleTo(pane)]
    return [f"{state}: {text}" for state, text in zip(remarks, said, strict=True)]


def told(pane: TicketPane) -> list[str]:
    return [chapter.speech for chapter in pane.history._told if chapter.verb == "comment"]


# -- a comment --


def test_a_comment_that_waits_stands_in_its_ticket_until_the_office_has_it(qtbot, main, desk, share) -> None:
    gone(qtbot, desk, share)
    window = opened(qtbot, main)
    main.pane.show_ticket(1)
    say(qtbot, window, "I called back")
    for pane in (window.pane, main.pane):
        assert waiting(pane) == ["Waiting to be sent: I called back"]
        assert "“I called back”" in pane.unsent.note.text()
    window.close()
    again = opened(qtbot, main)
    assert again is not window
    assert waiting(again.pane) == ["Waiting to be sent: I called back"]
    main.pane.show_ticket(2)
    assert waiting(main.pane) == []
    assert main.pane.unsent.note.isHidden()
    come(qtbot, desk, share)
    qtbot.waitUntil(lambda: told(again.pane) == ["I called back"], timeout=LONG)
    assert waiting(again.pane) == []
    assert again.pane.unsent.note.isHidden()
    again.close()


def test_a_comment_that_waits_is_there_after_the_program_was_started_again(qtbot, main, desk, share) -> None:
    gone(qtbot, desk, share)
    raw = {"text": "Said before", "public": True}
    keep(qtbot, desk, Kind.COMMENT, raw=raw, ticket=2, number="2026-000002")
    later = sit_down(share.office)
    pane = TicketPane(later)
    qtbot.addWidget(pane)
    pane.show_ticket(2)
    qtbot.waitUntil(lambda: pane.card is not None)
    assert waiting(pane) == ["Waiting to be sent: Said before"]
    later.close()


def test_a_comment_that_was_not_taken_says_so_in_its_ticket(qtbot, main, desk, share) -> None:
    gone(qtbot, desk, share)
    keep(qtbot, desk, Kind.COMMENT, raw={"text": "To another", "public": False}, ticket=1, number="no such")
    share.come()
    with qtbot.waitSignal(desk.outbox.refused, timeout=LONG):
        desk.look()
    main.pane.show_ticket(1)
    qtbot.waitUntil(lambda: main.pane.card is not None)
    (said,) = waiting(main.pane)
    assert said.startswith("Not taken: ")
    assert said.endswith(": To another")
    assert main.pane.unsent.note.isHidden()


def test_the_window_of_a_ticket_says_that_the_office_is_away(qtbot, main, desk, share) -> None:
    window = opened(qtbot, main)
    assert window.banner.isHidden()
    gone(qtbot, desk, share)
    assert "cannot be reached since" in window.banner.text.text()
    assert window.banner.isVisible()
    say(qtbot, window, "I called back")
    qtbot.waitUntil(lambda: len(window.banner.offers) == 2)
    window.banner.offers[1].click()
    (dialog,) = window.findChildren(WaitingDialog)
    dialog.close()
    come(qtbot, desk, share)
    qtbot.waitUntil(window.banner.isHidden)
    window.close()


# -- leaving --


def test_who_leaves_with_something_unsent_is_asked(qtbot, main, desk, share) -> None:
    gone(qtbot, desk, share)
    keep_call(qtbot, desk, "The disk is full")
    keep(qtbot, desk, Kind.COMMENT, raw={"text": "One", "public": False}, ticket=1)
    keep(qtbot, desk, Kind.COMMENT, raw={"text": "Two", "public": False}, ticket=1)
    window = opened(qtbot, main)
    desk.messages.answers = [False]
    main.actions_by_id["quit"].trigger()
    (question,) = desk.messages.questions
    assert question.startswith("Not sent to the office yet: 1 call, 2 comments. It stays on this computer")
    assert main.isVisible()
    assert window.isVisible()
    main.actions_by_id["quit"].trigger()
    assert len(desk.messages.questions) == 2
    assert not main.isVisible()


def test_who_leaves_nothing_behind_is_not_asked(qtbot, main, desk, share) -> None:
    gone(qtbot, desk, share)
    keep_call(qtbot, desk, "The disk is full")
    come(qtbot, desk, share)
    assert main.close()
    assert not desk.messages.questions


def test_the_end_of_the_computers_session_is_not_held_up(qtbot, main, desk, share) -> None:
    gone(qtbot, desk, share)
    keep_call(qtbot, desk, "The disk is full")
    assert QApplication.instance().receivers(SIGNAL("commitDataRequest(QSessionManager&)")) >= 1
    main.outbox.end_session()
    assert main.close()
    assert not desk.messages.questions


# -- searching --


def search(qtbot: QtBot, main: MainWindow, text: str, ready: Callable[[], bool]) -> None:
    main.activateWindow()
    main._find()
    type_text(main.top.search, text)
    qtbot.waitUntil(lambda: main.listing.asked() == text and ready())


def test_calls_that_wait_are_found_by_their_words(qtbot, main, desk, share) -> None:
    gone(qtbot, desk, share)
    for text in ("The disk is full", "The disk of room 2", "A letter"):
        keep_call(qtbot, desk, text)
    found = main.outbox.found
    assert found.isHidden()
    search(qtbot, main, "disk", lambda: main.table.tickets.rowCount() == 0)
    assert "these words: L-1, L-2." in found.text.text()
    assert "3 more calls wait to be sent" in main.table.empty_text
    found.offers[0].click()
    (dialog,) = main.findChildren(WaitingDialog)
    dialog.close()
    main.top.search.clear()
    search(qtbot, main, '"room 2"', lambda: main.table.tickets.rowCount() == 1)
    qtbot.waitUntil(lambda: "these words: L-2." in found.text.text())
    main.top.search.clear()
    search(qtbot, main, "disk status:solved", lambda: True)
    qtbot.waitUntil(found.isHidden)
    main.top.search.clear()
    search(qtbot, main, "disk", found.isVisible)
    come(qtbot, desk, share)
    assert found.isHidden()
    qtbot.waitUntil(lambda: main.table.tickets.rowCount() == 2, timeout=LONG)
    assert "more call" not in main.table.empty_text


def test_what_waits_is_found_by_whatever_a_ticket_is_found_by(desk) -> None:
    who = {"name": "Petrova", "organisation": "School 5", "phone": "2-44-90", "email": "p@x.org", "room": "7"}
    raw = {"description": "Text", "system": next(iter(desk.office.choices("system"))).code, "requester": who}
    entry = new_entry(Kind.ANSWER, {"raw": raw, "solution": "Restarted"})
    words = search_words(entry, desk.office)
    for part in ("petrova", "school 5", "24490", "restarted", "text"):
        assert part in words
    label = next(iter(desk.office.choices("system"))).label.casefold().split()[0]
    assert label in words
