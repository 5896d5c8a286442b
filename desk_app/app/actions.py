"""Every action of the main window, as data: menus, toolbar and shortcut sheet are made of this table.

Shortcuts work whatever keyboard layout is on: function keys have no layout, and for Ctrl with a letter Qt
also tries the Latin letter of the same key (X11: the Latin layout beside the Cyrillic one, or US;
Windows: the virtual key). No shortcut is Ctrl+Alt, which types letters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desk_app.app.icons import put_icon
from desk_app.domain.errors import N_
from desk_app.i18n import tr

TICKET: Final = "ticket"
"""A ticket is current."""
SELECTION: Final = "selection"
"""At least one row is selected."""
RIGHT: Final = "right:"
"""Begins a need that the person's role gives."""
REASONS: Final = {TICKET: N_("Choose a ticket first."), SELECTION: N_("Choose rows first.")}
NOT_YOURS: Final = N_("Your role in this office does not do this.")
WHY: Final = "desk_why"
"""The property of an action that says why it cannot be done now."""


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
    everywhere: bool = False
    """Its keys work in the other windows of the program too, unless a dialog waits for its answer."""


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
        everywhere=True,
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
        "print-ticket",
        N_("Print form…"),
        "printer",
        ("Ctrl+P",),
        N_("The error form of the ticket or all of it, to print or save"),
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
    ActionSpec(
        "paste",
        N_("Paste rows…"),
        "clipboard-text",
        ("Ctrl+V",),
        N_("Take rows copied in Excel as new tickets"),
        "edit",
        ("right:import",),
    ),
    ActionSpec(
        "change-many",
        N_("Do with the selected…"),
        "checks",
        ("Ctrl+D",),
        N_("Assign, solve or close everything that is selected"),
        "edit",
        (SELECTION,),
    ),
    ActionSpec("find", N_("Find"), "search", ("Ctrl+F", "F3"), N_("Search and filter the list"), "edit"),
    ActionSpec("go-to", N_("Go to number…"), "hash", ("Ctrl+G",), N_("Open the ticket with a number"), "edit"),
    ActionSpec(
        "save-view",
        N_("Save view…"),
        "plus",
        ("Ctrl+Shift+S",),
        N_("Keep this search, order and columns under a name"),
        "view",
    ),
    ActionSpec("columns", N_("Columns…"), "columns", ("Ctrl+Shift+H",), N_("Choose the columns of the list"), "view"),
    ActionSpec(
        "group", N_("Group by…"), "list", ("Ctrl+Shift+G",), N_("Put the tickets of a list into groups"), "view"
    ),
    ActionSpec("today", N_("Today"), "home", ("Alt+Home",), N_("What is agreed, promised and due today"), "view"),
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
    ActionSpec(
        "export",
        N_("Export this list…"),
        "download",
        ("Ctrl+E",),
        N_("Write every row of this list to Excel, PDF or CSV"),
        "reports",
    ),
    ActionSpec("journal", N_("Journal"), "report", ("F7",), N_("The journal of a month, to print or save"), "reports"),
    ActionSpec(
        "acts",
        N_("Acts"),
        "notes",
        ("Shift+F7",),
        N_("The acts of a month: changes in the database, repeated errors"),
        "reports",
    ),
    ActionSpec(
        "statistics",
        N_("Statistics…"),
        "chart-bar",
        ("Ctrl+F7",),
        N_("What was done in a period, as a table and a chart"),
        "reports",
        ("right:statistics",),
    ),
    ActionSpec(
        "directory",
        N_("Directory…"),
        "books",
        ("F6",),
        N_("Requesters and organisations, with phones and rooms"),
        "reports",
    ),
    ActionSpec(
        "duty",
        N_("Duty schedule…"),
        "calendar-month",
        ("Ctrl+Shift+M",),
        N_("Who has duty when: the month, its versions, requests"),
        "reports",
    ),
    ActionSpec(
        "calendar",
        N_("Working calendar…"),
        "calendar",
        ("Ctrl+Shift+D",),
        N_("Working days and hours of a year, and the days the office set apart"),
        "reports",
    ),
    ActionSpec(
        "board",
        N_("What is going on…"),
        "info-circle",
        ("Ctrl+B",),
        N_("Mass incidents, and which systems do not work"),
        "reports",
    ),
    ActionSpec(
        "import",
        N_("Import a journal from Excel…"),
        "file-spreadsheet",
        ("Ctrl+I",),
        N_("Take over the journal that was kept in Excel so far"),
        "reports",
        ("right:import",),
    ),
    ActionSpec(
        "palette", N_("Find a command…"), "command", ("Ctrl+K",), N_("Every command, queue and step"), "program"
    ),
    ActionSpec("shortcuts", N_("Keys…"), "keyboard", ("F1", "?"), N_("All keys, and how to change them"), "program"),
    ActionSpec(
        "tray",
        N_("Messages about my tickets"),
        "message",
        (),
        N_("Show a message when somebody gives me a ticket or writes about mine"),
        "program",
        (),
        True,
    ),
    ActionSpec(
        "accounts",
        N_("Accounts…"),
        "users",
        ("Ctrl+Shift+A",),
        N_("Who works here: add colleagues, set passwords"),
        "program",
        ("right:staff",),
    ),
    ActionSpec(
        "office",
        N_("Office settings…"),
        "settings",
        ("Ctrl+Shift+E",),
        N_("Statuses, steps, services, deadlines, roles: what the office consists of"),
        "program",
        ("right:office",),
    ),
    ActionSpec(
        "backups",
        N_("Backups…"),
        "database",
        ("Ctrl+Shift+B",),
        N_("What is kept of the office, and the way back to it"),
        "program",
        ("right:restore",),
    ),
    ActionSpec("password", N_("My password…"), "key", ("Ctrl+Shift+P",), N_("Set your own password"), "program"),
    ActionSpec(
        "other-person", N_("Sign in as another…"), "login", ("Ctrl+Shift+L",), N_("Let a colleague sit down"), "program"
    ),
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
        context = Qt.ShortcutContext.ApplicationShortcut if spec.everywhere else Qt.ShortcutContext.WindowShortcut
        action = QAction(parent, checkable=spec.checkable, shortcutContext=context)
        put_icon(action, spec.icon)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.triggered.connect(lambda _checked, handle=handlers[spec.id]: handle())
        parent.addAction(action)
        made[spec.id] = action
    say(made)
    return made


def say(actions: Mapping[str, QAction]) -> None:
    """Write the texts in the language spoken now, with the keys the actions have now."""
    for spec in ACTIONS:
        action = actions[spec.id]
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setText(tr(spec.text))
        action.setToolTip(f"{tr(spec.tip)} ({keys})" if keys else tr(spec.tip))
        action.setStatusTip(tr(spec.tip))


def enable(actions: Mapping[str, QAction], given: Callable[[str], bool]) -> None:
    """Enable each action whose every need is `given`; the others know which one is not."""
    for spec in ACTIONS:
        missing = next((need for need in spec.needs if not given(need)), "")
        actions[spec.id].setEnabled(not missing)
        actions[spec.id].setProperty(WHY, missing)


def why_not(action: QAction) -> str:
    """Return why `action` cannot be done now; "" when it can."""
    missing = str(action.property(WHY) or "")
    return tr(NOT_YOURS if missing.startswith(RIGHT) else REASONS[missing]) if missing else ""
