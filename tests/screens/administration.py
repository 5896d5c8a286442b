"""The administration as pictures: statuses, steps, rights, the catalogue, deadlines; what is wrong, what differs."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.domain.office import Item
from desk_app.profiles.write import TomlProfiles
from desk_app.ui.admin.difference import DifferenceDialog
from desk_app.ui.admin.window import AdministrationWindow
from tests.screens.stage import SIZES, close, seated, spin, until
from tests.support.desk import make_office

PROFILE = "service-catalogue"
SHOWN = ("", "status", "step", "role", "service", "deadline", "question")
WORDS = {"ru": ("Заморожена", "Мессенджер"), "en": ("Frozen", "Messenger")}


def administration(folder: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the window on every kind of section, then with changes on the way."""
    path = folder / f"admin-{language}.desk"
    if not path.exists():
        make_office(path, 2, PROFILE, language)
    with seated(path, "boss") as desk:
        root = QWidget()
        root.show()
        window = AdministrationWindow.open(desk, TomlProfiles(), root)
        window.resize(*SIZES[0])
        for section in SHOWN:
            window.go_to((section, "", ""))
            spin(150)
            yield f"administration-{section or 'office'}", window
        yield from changed(window, *WORDS[language])
        window.draft.put(window.draft.basis)
        window.close()
        close(root)


def changed(window: AdministrationWindow, status: str, channel: str) -> Iterator[tuple[str, QWidget]]:
    """Give what is wrong after a status without steps was added, and what saving a new channel would change."""
    window.go_to(("status", "", ""))
    window.page._add(Item("frozen", status, data={"meaning": "active"}))
    window.saving.look()
    spin(150)
    yield "administration-problems", window
    window.draft.undo()
    window.problems.hide()
    window.go_to(("channel", "", ""))
    window.page._add(Item("messenger", channel))
    window.go_to(("deadline", "", ""))
    window.page.act("down")
    window.saving.ask_save()
    until(lambda: window.findChild(DifferenceDialog) is not None)
    dialog = window.findChild(DifferenceDialog)
    yield "administration-difference", dialog
    dialog.reject()
