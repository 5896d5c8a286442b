"""The program with somebody at it: python -m tests.ui.editor.typist OFFICE LOGIN type-call|type-card|look.

What is typed is printed letter by letter, with the moment; `look` prints what the next start gives back.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desk_app import bootstrap
from desk_app.services import people
from desk_app.ui.editor.offer import DraftsDialog
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.main_window import MainWindow
from tests.support.keys import type_text

PAUSE = 15
LONGEST = 40
"""After so many seconds it gives up."""


def type_call(main: MainWindow) -> None:
    """Type into a new call for ever."""
    window = RegistrationWindow.open(main._desk, main)
    window.form.rows["description"].input.setFocus()
    keep_typing(window)


def type_card(main: MainWindow) -> None:
    """Type into the note of the first ticket, and into its comment, for ever."""
    main.pane.show_ticket(1)
    when(
        lambda: main.pane.card is not None,
        lambda: (
            main.pane.comment.text.set_value("half a comment"),
            main.pane.edit(),
            main.pane.editor.rows.rows["note"].input.setFocus(),
            keep_typing(main),
        ),
    )


def keep_typing(window) -> None:
    numbers = count()

    def letter() -> None:
        number = next(numbers)
        type_text(window, chr(ord("а") + number % 32))
        print(json.dumps([number + 1, time.time()]), flush=True)

    timer = QTimer(window)
    timer.timeout.connect(letter)
    timer.start(PAUSE)


def look(main: MainWindow) -> None:
    """Print what is offered, what opens, and what the card of the first ticket shows."""

    def offered() -> None:
        dialog = main.findChild(DraftsDialog)
        titles = [line.open.accessibleName() for line in dialog.lines]
        calls = [line for line in dialog.lines if not line.draft.key.ticket]
        for line in calls:
            line.open.click()
        windows = main.findChildren(RegistrationWindow)
        texts = [window.form.values()["description"] for window in windows]
        bars = [window.draft.isVisible() for window in windows]
        main.pane.show_ticket(1)
        when(lambda: main.pane.card is not None, partial(tell, main, {"titles": titles, "calls": texts, "bars": bars}))

    when(lambda: main.findChild(DraftsDialog) is not None, offered)


def tell(main: MainWindow, found: dict) -> None:
    editor = main.pane.editor
    found["note"] = editor.rows.values()["note"] if editor else None
    found["bar"] = editor.draft.text.text() if editor else None
    found["comment"] = main.pane.comment.text.value()
    print(json.dumps(found), flush=True)
    QApplication.exit(0)


def when(ready: Callable[[], bool], work: Callable[[], object]) -> None:
    """Call `work` once `ready`."""
    timer = QTimer(QApplication.instance())

    def tick() -> None:
        if ready():
            timer.stop()
            work()

    timer.timeout.connect(tick)
    timer.start(20)


if __name__ == "__main__":
    path, login, what = sys.argv[1:]
    people.os_login = lambda: login
    watch = threading.Timer(LONGEST, os._exit, [9])
    watch.daemon = True
    watch.start()
    acts = {"type-call": type_call, "type-card": type_card, "look": look}
    bootstrap.shown = lambda main: QTimer.singleShot(0, main, partial(acts[what], main))
    sys.exit(bootstrap.window(Path(path), login, "en"))
