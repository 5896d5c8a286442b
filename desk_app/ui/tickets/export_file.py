"""Where the list is written to: a spreadsheet, a PDF or CSV."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.app.desk import Desk
from desk_app.i18n import tr
from desk_app.ui.reports.files import FOLDER

_KIND: Final = "tickets.export"
_SUFFIXES: Final = (".xlsx", ".pdf", ".csv")


def ask_file(parent: QWidget, desk: Desk, name: str) -> Path | None:
    """Ask where to write `name`; remember the folder and the kind of file."""
    kept = desk.settings.get(_KIND, _SUFFIXES[0])
    usual = kept if kept in _SUFFIXES else _SUFFIXES[0]
    kinds = {tr("Excel (*.xlsx)"): ".xlsx", tr("PDF (*.pdf)"): ".pdf", tr("CSV (*.csv)"): ".csv"}
    first = next(words for words, suffix in kinds.items() if suffix == usual)
    proposal = str(_folder(desk) / f"{name}{usual}")
    chosen, kind = QFileDialog.getSaveFileName(
        parent, tr("Export this list, all rows"), proposal, ";;".join(kinds), first
    )
    if not chosen:
        return None
    path, suffix = Path(chosen), kinds.get(kind, usual)
    if path.suffix.lower() not in _SUFFIXES:
        path = path.with_name(path.name + suffix)
    elif path.suffix.lower() != suffix and path.stem == name:
        path = path.with_suffix(suffix)  # the kind was changed in the dialog, the name was not
    asked = tr("{name} is there already. Replace it?", name=path.name)
    if str(path) != chosen and path.exists() and not desk.messages.ask(parent, asked, tr("Replace")):
        return None
    desk.settings.update({FOLDER: str(path.parent), _KIND: path.suffix.lower()})
    return path


def _folder(desk: Desk) -> Path:
    kept = desk.settings.get(FOLDER, "")
    if kept and Path(kept).is_dir():
        return Path(kept)
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
