"""The one seam through which the program tells people things; tests install a recorder."""

import logging
import traceback
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from desk_app.domain.errors import N_, UserError
from desk_app.i18n import explain, tr

BUG: Final = N_("Something went wrong inside the program. What was saved is safe; you can go on working.")
_log = logging.getLogger("desk_app")


class Messages(QObject):
    """Says things in dialogs; `said` carries passing remarks for the main window's status bar."""

    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._bugs: set[str] = set()

    def error(self, parent: QWidget | None, error: UserError) -> None:
        """Say what went wrong and what to do. Does not wait for the answer."""
        _box(parent, QMessageBox.Icon.Warning, explain(error)).open()

    def info(self, text: str) -> None:
        """Remark something that needs no answer."""
        self.said.emit(text)

    def ask(self, parent: QWidget | None, text: str, yes: str, no: str | None = None, careful: bool = False) -> bool:
        """Ask `text`; `yes` and `no` are what the buttons say. Closing the dialog means no.

        With `careful` Enter means no as well: for what must not be done without reading.
        """
        box = _box(parent, QMessageBox.Icon.Question, text, QMessageBox.StandardButton.NoButton)
        accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refuse = box.addButton(no or tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refuse if careful else accept)
        box.setEscapeButton(refuse)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # it still has to say what was clicked
        box.exec()
        box.deleteLater()
        return box.clickedButton() is accept

    def choose(self, parent: QWidget | None, text: str, answers: Sequence[str]) -> int:
        """Ask `text` and return the place of the answer taken; closing the dialog is the last one."""
        box = _box(parent, QMessageBox.Icon.Question, text, QMessageBox.StandardButton.NoButton)
        roles = (QMessageBox.ButtonRole.AcceptRole, QMessageBox.ButtonRole.DestructiveRole)
        last = len(answers) - 1
        buttons = [
            box.addButton(answer, QMessageBox.ButtonRole.RejectRole if place == last else roles[min(place, 1)])
            for place, answer in enumerate(answers)
        ]
        box.setDefaultButton(buttons[0])
        box.setEscapeButton(buttons[last])
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        box.exec()
        box.deleteLater()
        return next((place for place, button in enumerate(buttons) if button is box.clickedButton()), last)

    def bug(self, error: BaseException, silent: bool = False) -> None:
        """Log `error` with its trace; unless `silent`, tell of it once, however often it happens."""
        trace = "".join(traceback.format_exception(error))
        _log.error("unexpected: %s", trace)
        place = traceback.extract_tb(error.__traceback__)[-1:]
        key = f"{type(error).__name__} {[(frame.filename, frame.lineno) for frame in place]}"
        if key in self._bugs or silent or QApplication.instance() is None:
            return
        self._bugs.add(key)
        box = _box(QApplication.activeWindow(), QMessageBox.Icon.Critical, tr(BUG))
        box.setInformativeText(tr("If it happens again, send the details to whoever looks after the program."))
        box.setDetailedText(trace)
        box.open()


def _box(
    parent: QWidget | None,
    icon: QMessageBox.Icon,
    text: str,
    buttons: QMessageBox.StandardButton = QMessageBox.StandardButton.Ok,
) -> QMessageBox:
    box = QMessageBox(icon, QApplication.applicationDisplayName(), "", buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
