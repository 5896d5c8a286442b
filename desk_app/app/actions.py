"""Every action of the main window, as data: menus, toolbar and shortcut sheet are made of this table.

Shortcuts work whatever keyboard layout is on: function keys have no layout, and for Ctrl with a letter Qt
also tries the Latin letter of the same key (X11: the Latin layout beside the Cyrillic one, or US;
Windows: the virtual key). No shortcut is Ctrl+Alt, which types letters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desk_app.app.icons import put_icon
from desk_app.domain.errors import N_
from desk_app.i18n import tr

TICKET: Final = "ticket"
"""A ticket is current."""
SELECTION: Final = "selection"
"""At least one row is selected."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing the window can do. Texts are msgids; `needs` are conditions of the moment, or "right:…"."""

    id: str
    text: str
    icon: str
    keys: tuple[str, ...]
    tip: str
    group: str
    needs: tuple[str, ...] = ()
    checkable: bool = False


GROUPS: Final = {
    "ticket": N_("&Ticket"),
    "edit": N_("&Edit"),
    "view": N_("&View"),
    "reports": N_("&Reports"),
    "program": N_("&Program"),
}

ACTIONS: Final = (
    ActionSpec(
        "register",
        N_("New call"),
        "phone-plus",
        ("F2",),
        N_("Register a call"),
        "ticket",
        ("right:register",),
    ),
    ActionSpec(
        "open",
        N_("Open ticket"),
        "file-text",
        ("Ctrl+O",),
        N_("Open the ticket in a window of its own"),
        "ticket",
        (TICKET,),
    ),
    ActionSpec(
        "copy",
        N_("Copy rows"),
        "copy",
        ("Ctrl+C",),
        N_("Copy the selected rows with headers"),
        "edit",
        (SELECTION,),
    ),
    ActionSpec("find", N_("Find"), "search", ("Ctrl+F", "F3"), N_("Search and filter the list"), "edit"),
    ActionSpec("refresh", N_("Refresh"), "refresh", ("F5",), N_("Look for changes now"), "view"),
    ActionSpec(
        "pane",
        N_("Card beside the list"),
        "layout-sidebar-right",
        ("F9",),
        N_("Show or hide the card"),
        "view",
        (),
        True,
    ),
    ActionSpec("theme", N_("Light or dark"), "contrast", ("Ctrl+F9",), N_("Change between light and dark"), "view"),
    ActionSpec("journal", N_("Journal"), "report", ("F7",), N_("The journal of a month, to print or save"), "reports"),
    ActionSpec(
        "open-office",
        N_("Open office file…"),
        "folder-open",
        ("Ctrl+Shift+O",),
        N_("Work with another office file"),
        "program",
    ),
    ActionSpec("quit", N_("Quit"), "logout", ("Ctrl+Q",), N_("Close the program"), "program"),
)


def build(parent: QWidget, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Return the actions by id, each connected to its handler and added to `parent` so that its keys work."""
    made = {}
    for spec in ACTIONS:
        action = QAction(parent)
        put_icon(action, spec.icon)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.triggered.connect(lambda _checked, handle=handlers[spec.id]: handle())
        parent.addAction(action)
        made[spec.id] = action
    say(made)
    return made


def say(actions: Mapping[str, QAction]) -> None:
    """Write the texts in the language spoken now."""
    for spec in ACTIONS:
        keys = QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        actions[spec.id].setText(tr(spec.text))
        actions[spec.id].setToolTip(f"{tr(spec.tip)} ({keys})")
        actions[spec.id].setStatusTip(tr(spec.tip))


def enable(actions: Mapping[str, QAction], given: Callable[[str], bool]) -> None:
    """Enable each action whose every need is `given`."""
    for spec in ACTIONS:
        actions[spec.id].setEnabled(all(given(need) for need in spec.needs))
