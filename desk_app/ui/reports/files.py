"""Where a report is saved: a name that says what it is, in the folder used last; and how it is opened then."""

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.app.desk import Desk
from desk_app.domain.errors import UserError
from desk_app.i18n import tr
from desk_app.reports.clean import clean
from desk_app.services.journals import Scope

FOLDER: Final = "reports.folder"
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST: Final = 80


def proposed_name(scope: Scope, system: str) -> str:
    """Return «Журнал 2026-10 Иванов» as any file system takes it; `system` is the label of what was chosen."""
    surname = (scope.specialist.name or scope.specialist.login).partition(" ")[0]
    return file_name(tr("Journal"), str(scope.month), surname, system)


def file_name(*parts: str) -> str:
    """Return what `parts` make together as any file system takes it."""
    name = " ".join(part.strip() for part in parts if part.strip())
    return " ".join(_FORBIDDEN.sub(" ", clean(name)).split())[:_LONGEST].rstrip(" .")


def ask_path(parent: QWidget, desk: Desk, name: str, suffix: str, kind: str, *, title: str = "") -> Path | None:
    """Ask where to save `name` + `suffix` (".pdf"), called `kind` in the dialog; remember the folder.

    `title` is the dialog's, where it is not the journal that is saved.
    """
    proposal = str(_folder(desk) / f"{name}{suffix}")
    chosen, _ = QFileDialog.getSaveFileName(parent, title or tr("Save the journal"), proposal, f"{kind} (*{suffix})")
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() != suffix:
        path = path.with_name(path.name + suffix)
        asked = tr("{name} is there already. Replace it?", name=path.name)
        if path.exists() and not desk.messages.ask(parent, asked, tr("Replace")):
            return None
    desk.settings.set(FOLDER, str(path.parent))
    return path


def show_file(parent: QWidget, desk: Desk, path: Path) -> None:
    """Open `path`, a file or a folder, in the program that the computer has for it."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        desk.messages.error(parent, UserError("This computer has no program to open {path} with.", path=path))


def _folder(desk: Desk) -> Path:
    kept = desk.settings.get(FOLDER, "")
    if kept and Path(kept).is_dir():
        return Path(kept)
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
