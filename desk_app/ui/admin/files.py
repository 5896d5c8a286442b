"""The files of a service of the catalogue: kept beside the office, named in the service, given with its answer."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.app.attaching import FileJob
from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.attachments import harmless_name, numbered
from desk_app.i18n import tr
from desk_app.services import attachments
from desk_app.services.files import Kept
from desk_app.ui.admin.inputs import SmallList
from desk_app.ui.editor.plain import quiet_button

_ROWS: int = 4


class FileList(QWidget):
    """The values are {sha256, name, size} of each file; attaching copies the content at once."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._files: list[dict[str, Any]] = []
        self.list = SmallList(self)
        self.list.setFixedHeight(_ROWS * 3 * GRID)
        self.attach = quiet_button("paperclip", tr("Attach…"), self)
        self.remove = quiet_button("trash", tr("Remove"), self)
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        row.addWidget(self.attach)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.list)
        column.addLayout(row)
        self.attach.clicked.connect(self._ask)
        self.remove.clicked.connect(self._remove)
        self.list.itemSelectionChanged.connect(self._gate)
        self._show()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # noqa: N802
        self.list.setFocus(reason)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        self.list.setAccessibleName(name)

    def values(self) -> list[dict[str, Any]]:
        """Return what the service keeps of its files."""
        return [dict(file) for file in self._files]

    def set_values(self, values: Sequence[dict[str, Any]]) -> None:
        """Show these files."""
        self._files = [dict(file) for file in values]
        self._show()

    def attach_file(self, path: Path) -> FileJob:
        """Copy the file at `path` beside the office, then name it here."""
        limit = self._desk.office.attachment_limit
        job = FileJob(self._desk, self, partial(self._attached, path.name))
        return job.start(lambda files, tick: attachments.keep_file(files, path, limit, tick))

    def _ask(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr("Files of the service"))
        for name in names:
            self.attach_file(Path(name))

    def _attached(self, name: str, kept: Kept) -> None:
        called = numbered(harmless_name(name), {str(file["name"]).casefold() for file in self._files})
        if not any(file["sha256"] == kept.sha256 for file in self._files):
            self._files.append({"sha256": kept.sha256, "name": called, "size": kept.size})
            self._show()
            self.edited.emit()

    def _remove(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._files):
            del self._files[row]
            self._show()
            self.edited.emit()

    def _show(self) -> None:
        self.list.clear()
        for file in self._files:
            self.list.addItem(f"{file['name']} · {max(1, round(int(file['size']) / 1024))} KB")
        self._gate()

    def _gate(self) -> None:
        self.remove.setEnabled(self.list.currentRow() >= 0 and bool(self._files))
