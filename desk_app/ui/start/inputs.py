"""Inputs of the first run: a time zone, and where a file is to be."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import QSignalBlocker, QStandardPaths, QTimeZone, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID, ROW_HEIGHT
from desk_app.i18n import tr
from desk_app.ui.editor.inputs import LineInput
from desk_app.ui.editor.receiver_input import ReceiverInput
from desk_app.ui.start.starter import SUFFIX

_PLACES: Final = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class ZoneInput(ReceiverInput):
    """A time zone, found by typing any part of its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__([("", [(name, f"{name} ({offset})") for name, offset in zones()])], parent)
        self.setMinimumHeight(ROW_HEIGHT)

    def is_known(self) -> bool:
        """Tell whether what is typed is a zone."""
        return self.value() in dict(zones())


class PlaceInput(QWidget):
    """The path of a file that is to be made, typed or chosen."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineInput(self)
        self.line.setMinimumHeight(ROW_HEIGHT)
        self.browse = QPushButton(tr("Choose…"), self)
        self.browse.setAccessibleName(tr("Choose where to keep it"))
        self.browse.setAutoDefault(False)
        self.browse.setMinimumHeight(ROW_HEIGHT)
        put_icon(self.browse, "folder-open")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.setFocusProxy(self.line)
        self.line.edited.connect(self.edited)
        self.browse.clicked.connect(self._browse)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleDescription(text)
        self.line.setAccessibleDescription(text)

    def value(self) -> str:
        return self.line.value().strip().strip('"')

    def set_value(self, value: str) -> None:
        with QSignalBlocker(self.line):
            self.line.set_value(value)

    def path(self) -> Path:
        """Return the path, with the suffix of office files where none was typed."""
        path = Path(self.value()).expanduser()
        return path if path.suffix else path.with_name(path.name + SUFFIX)

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            tr("Where to keep the office file"),
            self.value(),
            pattern(),
            options=QFileDialog.Option.DontConfirmOverwrite,  # a file that is there is refused, never written over
        )
        if name:
            self.set_value(name)
            self.edited.emit()


def pattern() -> str:
    """Return what dialogs of files show."""
    return tr("Office files") + f" (*{SUFFIX})"


def suggested_place() -> str:
    """Return a new name in the folder of the person's documents."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or ".")
    names = [f"office{SUFFIX}", *(f"office-{number}{SUFFIX}" for number in range(2, 100))]
    return str(next((folder / name for name in names if not (folder / name).exists()), folder / names[0]))


def likely_zone(of_kind: str) -> str:
    """Return the computer's time zone, or that of the kind of office where the computer has none of a place."""
    here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return here if here in dict(zones()) else of_kind


@cache
def zones() -> Sequence[tuple[str, str]]:
    """Return the names of the zones of places, each with its distance from UTC now."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in _PLACES)
    return [(name, f"UTC{datetime.now(ZoneInfo(name)).isoformat()[-6:]}") for name in names]
