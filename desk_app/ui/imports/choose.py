"""The first page: which file, or the rows on the clipboard."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.app.theme import GRID
from desk_app.i18n import tr
from desk_app.ui.editor.plain import plain_label, quiet_button, small
from desk_app.ui.editor.taking import local_files
from desk_app.ui.widgets.buttons import PrimaryButton


class ChoosePage(QWidget):
    """`chosen` carries a path, `pasted` the text of the clipboard. A file may be dropped anywhere on it."""

    chosen = Signal(object)
    pasted = Signal(str)

    def __init__(self, intro: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.file = PrimaryButton(tr("Choose an Excel file…"), "file-spreadsheet", self)
        self.file.setAccessibleName(tr("Choose an Excel file…"))
        self.clipboard = quiet_button("clipboard-text", tr("Paste rows from the clipboard"), self)
        self.clipboard.setIconSize(QSize(20, 20))
        self.clipboard.setMinimumHeight(4 * GRID)
        self.file.clicked.connect(self.ask)
        self.clipboard.clicked.connect(self.paste)
        words = plain_label(intro, self)
        words.setWordWrap(True)
        words.setMaximumWidth(80 * GRID)
        hint = small(
            plain_label(tr("You can also drop the file here. Nothing is changed before you have seen it."), self)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3 * GRID, 0, 3 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(words)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.file, self.clipboard):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(hint)
        column.addStretch(1)

    def ask(self) -> None:
        """Ask for the file."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            tr("Choose an Excel file"),
            "",
            tr("Excel files") + " (*.xlsx *.xlsm *.xls);;" + tr("All files") + " (*)",
        )
        if name:
            self.chosen.emit(Path(name))

    def paste(self) -> None:
        """Take what is on the clipboard."""
        self.pasted.emit(QGuiApplication.clipboard().text())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        files = local_files(event.mimeData())
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.chosen.emit(Path(files[0]))
