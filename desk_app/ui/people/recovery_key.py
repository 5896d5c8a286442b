"""The recovery key of the office: made anew, shown this once, copied or printed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID
from desk_app.domain.errors import Unavailable
from desk_app.i18n import tr
from desk_app.services import people, recovery
from desk_app.services.ports import Changes
from desk_app.ui.editor.plain import Remark, copyable, plain_label, scaled
from desk_app.ui.widgets.buttons import PrimaryButton


class RecoveryKeyDialog(QDialog):
    """Shows a key that nobody will see again."""

    def __init__(self, desk: Desk, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._key = key
        self.setWindowTitle(tr("Recovery key"))
        self.setMinimumWidth(60 * GRID)
        self.shown = scaled(copyable(key, tr("Recovery key"), self), 1.6)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.remark = Remark(self)
        about = plain_label(_about(), self)
        about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(scaled(plain_label(tr("Recovery key"), self), 1.35))
        for part in (about, self.shown, self.remark):
            column.addWidget(part)
        column.addLayout(self._buttons())

    @classmethod
    def open(cls, desk: Desk, key: str, parent: QWidget) -> "RecoveryKeyDialog":  # type: ignore[override]
        """Show `key` over `parent`."""
        dialog = cls(desk, key, parent)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)
        return dialog

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, symbol, act in ((tr("Copy"), "copy", self.copy), (tr("Print…"), "printer", self.print)):
            row.addWidget(_button(text, symbol, act, self))
        row.addStretch()
        self.close_button = PrimaryButton(tr("Close"), "", self)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.close_button)
        return row

    def copy(self) -> None:
        """Put the key on the clipboard."""
        QGuiApplication.clipboard().setText(self._key)
        self.remark.say(tr("Copied. Paste it where only you can read it."), None)

    def print(self) -> None:
        """Print the key with what it is for."""
        if not QPrinterInfo.availablePrinterNames():
            self._desk.messages.error(
                self, Unavailable("No printer is set up on this computer. Write the key down, or copy it.")
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(tr("Recovery key"))
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            paper = QTextDocument()
            paper.setPlainText("\n\n".join((self._desk.office.name, tr("Recovery key"), self._key, _about())))
            paper.print_(printer)
        dialog.deleteLater()


def make_key(desk: Desk, parent: QWidget) -> None:
    """Make a new key, where the person means it, and show it."""
    question = tr("A new recovery key takes the place of the old one, which then opens nothing any more.")
    if not desk.messages.ask(parent, question, tr("Make a new key")):
        return
    key = recovery.new_key()

    def show(_changes: Changes) -> None:
        RecoveryKeyDialog.open(desk, key, parent)

    def keep(kept: people.Hash) -> None:
        desk.command(parent, lambda db: recovery.keep_key(db, kept), show)

    desk.work(parent, lambda: recovery.hashed(key), keep)


def _about() -> str:
    return tr(
        "When no administrator is left who can sign in, IT types it into “desk-app recover”. It is shown this once: "
        "print it and lock it away. Used once, it is spent, and another one is printed."
    )


def _button(text: str, symbol: str, act: Callable[[], object], parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    put_icon(button, symbol)
    button.setAutoDefault(False)
    button.setMinimumHeight(4 * GRID)
    button.clicked.connect(lambda _checked: act())
    return button
