"""What windows of prints can do, as data: texts, icons, keys."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desk_app.app.actions import ActionSpec
from desk_app.app.icons import put_icon
from desk_app.domain.errors import N_
from desk_app.i18n import tr

COMMANDS: Final = (
    ActionSpec("pdf", N_("PDF…"), "file-type-pdf", ("Ctrl+S",), N_("Save these pages as a PDF file"), "file"),
    ActionSpec(
        "excel", N_("Excel…"), "file-spreadsheet", ("Ctrl+E",), N_("Save the same rows as an Excel file"), "file"
    ),
    ActionSpec("print", N_("Print…"), "printer", ("Ctrl+P",), N_("Print these pages"), "file"),
    ActionSpec("earlier", N_("Month before"), "chevron-left", ("Ctrl+PgUp",), N_("Month before"), "scope"),
    ActionSpec("later", N_("Month after"), "chevron-right", ("Ctrl+PgDown",), N_("Month after"), "scope"),
    ActionSpec("smaller", N_("Smaller"), "zoom-out", ("Ctrl+-",), N_("Smaller"), "view"),
    ActionSpec("larger", N_("Larger"), "zoom-in", ("Ctrl++", "Ctrl+="), N_("Larger"), "view"),
    ActionSpec("fit", N_("Fit width"), "arrows-exchange", ("Ctrl+0",), N_("As wide as the window"), "view", (), True),
    ActionSpec("update", N_("Make it again"), "refresh", ("F5",), N_("Read it again and make the pages anew"), "view"),
    ActionSpec("close", N_("Close"), "x", ("Esc", "Ctrl+W"), N_("Close the window"), "view"),
)


def actions(window: QWidget, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Return the actions by id that `handlers` has, each connected and added to `window` so that its keys work."""
    made = {}
    for spec in [spec for spec in COMMANDS if spec.id in handlers]:
        action = QAction(window)
        put_icon(action, spec.icon)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.triggered.connect(lambda _checked, handle=handlers[spec.id]: handle())
        window.addAction(action)
        made[spec.id] = action
    return made


def say(made: Mapping[str, QAction]) -> None:
    """Write the texts in the language spoken now."""
    for spec in [spec for spec in COMMANDS if spec.id in made]:
        keys = QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        made[spec.id].setText(tr(spec.text))
        made[spec.id].setIconText(tr(spec.text))  # Qt would leave the … out
        made[spec.id].setToolTip(f"{tr(spec.tip)} ({keys})")
