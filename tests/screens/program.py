"""The first run, the palette and the sheet of keys as pictures."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desk_app.app import recent
from desk_app.app.desk import Desk
from desk_app.app.keys import KeyMap
from desk_app.app.messages import Messages
from desk_app.app.settings import Settings
from desk_app.domain.errors import Unavailable
from desk_app.domain.view import Queue
from desk_app.first_run import FirstRun
from desk_app.i18n import tr
from desk_app.ui.palette import Palette
from desk_app.ui.shortcuts import ShortcutSheet
from desk_app.ui.start import StartDialog
from tests.screens.stage import close, main_window, spin, until

PEOPLE = {"ru": "Иванова Анна Сергеевна", "en": "Anna Ivanova"}
OFFICES = {"ru": "Управление образования", "en": "Education department"}
LETTERS = {"ru": "за", "en": "re"}


class Known(FirstRun):
    """The program's own first run, with a login that every picture shares."""

    login = "ivanova"


def first_run(language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the start page with recent files and with trouble, then the five steps."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.json")
        yield from _start_pages(settings, Path(folder))
        dialog = StartDialog(Known(), settings, Messages())
        dialog.show()
        spin(200)
        yield from _steps(dialog, language, Path(folder))
        dialog.making.close_down()
        close(dialog)


def _start_pages(settings: Settings, folder: Path) -> Iterator[tuple[str, QWidget]]:
    bare = StartDialog(Known(), settings, Messages())
    bare.show()
    spin(100)
    yield "start", bare
    close(bare)
    for name in ("gone.desk", "office.desk"):
        recent.remember(settings, folder / name)
    (folder / "office.desk").write_text("")
    recents = StartDialog(Known(), settings, Messages(), _trouble(folder / "gone.desk"))
    recents.show()
    until(lambda: not recents.welcome.recents._looks)
    yield "start-recent", recents
    close(recents)


def _steps(dialog: StartDialog, language: str, folder: Path) -> Iterator[tuple[str, QWidget]]:
    dialog.begin()
    until(lambda: dialog.step == 1)
    yield "first-run-2-kind", dialog
    dialog.go_on()
    dialog._place.rows.fill({"name": OFFICES[language], "zone": "Asia/Almaty"})
    dialog._place.place.set_value(str(folder / "office.desk"))
    dialog.go_on()
    until(lambda: not dialog.making.busy)
    yield "first-run-3-place", dialog
    dialog._place.place.set_value(str(folder / "new.desk"))
    dialog.go_on()
    until(lambda: dialog.step == 3)
    dialog._you.rows.fill({"full_name": PEOPLE[language], "password": "short", "again": "short"})
    dialog.go_on()
    spin(100)
    yield "first-run-4-you", dialog
    dialog._you.rows.fill({"password": "", "again": ""})
    dialog.go_on()
    until(lambda: dialog.step == 4)
    yield "first-run-5-beginning", dialog
    dialog._show(dialog.making)
    dialog.making._said.setText(tr("Making half a year of calls to look at…"))
    dialog.making.bar.setRange(0, 100)
    dialog.making.bar.setValue(42)
    yield "first-run-making", dialog


def commands(desk: Desk, path: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the palette and the sheet of keys, as they open from the main window."""
    with main_window(desk, path) as window:
        window.queues.choose(Queue.OPEN)
        until(lambda: window.table.tickets.rowCount() > 2)
        window.table.select_row(2)
        until(lambda: window.pane.card is not None)
        palette = Palette(window.program.commands(), window)
        palette.show()
        spin(150)
        yield "palette", palette
        palette.search.setText(LETTERS[language])
        spin(100)
        yield "palette-found", palette
        close(palette)
        sheet = ShortcutSheet(KeyMap(desk.settings), lambda: None, window)
        sheet.show()
        spin(150)
        yield "keys", sheet
        sheet.choose("refresh")
        sheet.begin()
        QTest.keyClick(sheet.input, Qt.Key.Key_F2)
        spin(100)
        yield "keys-taken", sheet
        close(sheet)


def _trouble(path: Path) -> Unavailable:
    return Unavailable(
        "There is no office file {path}. Check the name and the connection to the shared drive, or make a new office.",
        path=path,
    )
