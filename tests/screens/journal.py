"""The journal's preview as pictures: last month, its last page, a file just saved, a month without requests."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.ui.reports.journal_window import JournalWindow
from tests.screens.stage import SIZES, close, spin, until

OFFERED = 36


def journal(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """Give the journal window in every size, then in its states."""
    root = QWidget()
    for size in reversed(SIZES):
        window = JournalWindow.open(desk, root)
        window.resize(*size)
        settle(window)
        yield ("journal" if size == SIZES[0] else f"journal-{size[0]}"), window
    window.say_saved(Path("/home/ivanov/Documents") / f"{window.file_name()}.pdf")
    QTest.keyClick(window.pages, Qt.Key.Key_End)
    for _ in range(4):
        window.pages.zoom_out()
    QTest.keyClick(window.pages, Qt.Key.Key_End)
    settle(window)
    yield "journal-saved", window
    window.pages.fit()
    window.scope.step(-OFFERED)
    settle(window)
    yield "journal-no-requests", window
    window.close()
    close(root)


def settle(window: JournalWindow) -> None:
    """Wait until the pages in view are drawn as large as they are shown."""

    def sharp() -> bool:
        page = window.pages.current
        seen = window.pages.drawn(page)
        return window._made is not None and seen is not None and seen.width() == window.pages._frame(page).width()

    until(sharp, 30)
    spin(300)
