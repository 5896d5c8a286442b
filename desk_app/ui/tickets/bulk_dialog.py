"""One step with many tickets: looked at first, asked once, done with progress, and what could not be done."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.batch import Batch, Progress
from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, Hue
from desk_app.domain.asks import ASKS
from desk_app.domain.errors import BadInput, UserError
from desk_app.domain.office import Step
from desk_app.i18n import explain, tr, trn
from desk_app.services import bulk
from desk_app.services.bulk import BulkResult
from desk_app.services.ports import Reader, UnitOfWork
from desk_app.ui.editor import validator
from desk_app.ui.editor.ask_inputs import ask_row
from desk_app.ui.editor.plain import Remark, caption, plain_label, scaled
from desk_app.ui.editor.rows import Rows
from desk_app.ui.tickets.bulk_text import grouped, required, told
from desk_app.ui.widgets.buttons import PrimaryButton

SLICE: Final = 500
"""Tickets looked at in one reading."""


class BulkDialog(QDialog):
    """`taken` carries how many tickets took the step, once all is done."""

    taken = Signal(int)

    def __init__(self, desk: Desk, ids: Sequence[int], step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ids = list(ids)
        self._step = step
        self._looked = BulkResult()
        self._batch: Batch | None = None
        self._rest: list[int] = []
        self._over = False
        self.result_ = BulkResult()
        self.questions = Rows(self)
        self.summary, self.refused = plain_label("", self), QPlainTextEdit(self)
        self.bar, self.remark = QProgressBar(self), Remark(self)
        self.setWindowTitle(step.label)
        self.setMinimumWidth(68 * GRID)
        self._build()
        self._look_from(0)

    @classmethod
    def open(cls, desk: Desk, ids: Sequence[int], step: Step, parent: QWidget) -> "BulkDialog":  # type: ignore[override]
        """Look at `ids` over `parent`, and ask for `step`."""
        dialog = cls(desk, ids, step, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()
        return dialog

    # -- made of --

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(12)
        many = trn("{n} ticket", "{n} tickets", len(self._ids))
        column.addWidget(scaled(plain_label(f"{self._step.label} · {many}", self), 1.2))
        self.summary.setWordWrap(True)
        self.refused.setReadOnly(True)
        self.refused.setAccessibleName(tr("What cannot be done, and why"))
        self.refused.setFixedHeight(14 * GRID)
        self.refused.hide()
        self.bar.setRange(0, len(self._ids))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(GRID)
        self.bar.setAccessibleName(tr("Progress"))
        asks = ASKS.get(self._step.verb, ())
        needed = required(self._desk.office, self._step.verb)
        for ask in asks:
            row = ask_row(self._desk, ask, ask.required or ask.key in needed)
            if row is not None:
                self.questions.add(row)
        self.questions.setVisible(bool(asks))
        self.questions.edited.connect(self._gate)
        for part in (self.summary, self.bar, self.refused, self.questions, self.remark):
            column.addWidget(part)
        column.addStretch()
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        self.ok = PrimaryButton(caption(self._step.label), "", self)
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        self.copy = QPushButton(tr("Copy the list"), self)
        self.copy.hide()
        self.leave_button = QPushButton(tr("Cancel"), self)
        box.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(self.copy, QDialogButtonBox.ButtonRole.ResetRole)
        box.addButton(self.leave_button, QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.take)
        box.rejected.connect(self.reject)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.refused.toPlainText()))
        return box

    # -- looked at first --

    def _look_from(self, start: int) -> None:
        """Look at a slice of the tickets, then at the next one."""
        me, verb, some = self._desk.me, self._step.verb, self._ids[start : start + SLICE]
        self.bar.setValue(start)
        self.summary.setText(tr("Looking at what can be done…"))

        def look(reader: Reader) -> BulkResult:
            return bulk.preview(reader, me, some, verb)

        self._desk.query(self, look, lambda found: self._looked_at(start, found), self._failed)

    def _looked_at(self, start: int, found: BulkResult) -> None:
        self._looked.done += found.done
        self._looked.refused += found.refused
        if start + SLICE < len(self._ids):
            self._look_from(start + SLICE)
        else:
            self._rest = list(self._looked.done)
            self._show_preview()

    def _show_preview(self) -> None:
        able = len(self._looked.done)
        self.bar.hide()
        self.summary.setText(
            trn("{n} ticket can take this step.", "{n} tickets can take this step.", able)
            if able
            else tr("None of these tickets can take this step now.")
        )
        self._show_refused(
            self._looked, trn("{n} ticket cannot, and stays as it is:", "{n} tickets cannot, and stay as they are:",
                              len(self._looked.refused))
        )  # fmt: skip
        self.ok.setText(f"{caption(self._step.label)} · {able}")
        self.questions.setVisible(bool(self.questions.rows) and able > 0)
        self._gate()
        for row in list(self.questions.rows.values())[:1]:
            row.input.setFocus()

    def _show_refused(self, result: BulkResult, heading: str) -> None:
        there = bool(result.refused)
        self.refused.setVisible(there)
        if there:
            self.summary.setText(f"{self.summary.text()} {heading}")
            self.refused.setPlainText(told(grouped(result.refused, self._step)))
        self.copy.setVisible(there)

    # -- done --

    def take(self) -> None:
        """Take the step with every ticket that can."""
        if self._over:
            self.accept()
            return
        if self._batch is not None or not self.ok.isEnabled():
            return
        errors = validator.problems(self.questions.values(), self._required())
        self.questions.blame(errors)
        if errors:
            return
        raw = {key: value for key, value in self.questions.values().items() if value}
        self._busy(True)
        run = _taking(list(self._rest), self._step.verb, raw, self.result_)
        self._batch = self._desk.batch(self, run, lambda _none: self._done(""), self._failed, self._moved)
        self._batch.stopped.connect(lambda: self._done(tr("Stopped. What was done stays done.")))

    def _moved(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.summary.setText(tr("{done} of {total}", done=done, total=total))

    def _done(self, why: str) -> None:
        self._busy(False)
        done = len(self.result_.done)
        self.taken.emit(done)
        if not why and not self.result_.refused:
            self.accept()
            return
        self._over = True
        self.summary.setText(trn("{n} ticket took the step.", "{n} tickets took the step.", done))
        self._show_refused(self.result_, trn("{n} could not:", "{n} could not:", len(self.result_.refused)))
        self.remark.say(why, None)
        self.questions.hide()
        self.ok.setText(tr("Close"))
        self.ok.setEnabled(True)
        self.leave_button.hide()

    def _failed(self, error: UserError) -> None:
        """Say what went wrong; what is left over can be tried again."""
        self._busy(False)
        touched = {*self.result_.done, *(one.ticket_id for one in self.result_.refused)}
        self._rest = [ticket for ticket in self._rest if ticket not in touched]
        rest = self.questions.blame([error]) if isinstance(error, BadInput) else [error]
        said = " ".join(explain(trouble, self.questions.names()) for trouble in rest)
        if touched:
            said += " " + tr("{done} are done, {rest} are left.", done=len(self.result_.done), rest=len(self._rest))
        self.remark.say(said.strip(), Hue.BAD)

    def _busy(self, working: bool) -> None:
        if not working:
            self._batch = None
        self.bar.setVisible(working)
        self.bar.setValue(0)
        self.questions.setEnabled(not working)
        self.ok.setEnabled(not working)
        self.leave_button.setEnabled(True)
        self.leave_button.setText(tr("Stop") if working else tr("Cancel"))
        self.remark.say("")

    def _gate(self) -> None:
        values = self.questions.values()
        missing = any(not values[key].strip() for key in self._required())
        self.ok.setEnabled(bool(self._rest) and not missing and self._batch is None)

    def _required(self) -> list[str]:
        return [key for key, row in self.questions.rows.items() if row.required]

    def reject(self) -> None:
        if self._batch is None:
            super().reject()
            return
        self.leave_button.setEnabled(False)
        self._batch.stop()


def _taking(
    ids: Sequence[int], verb: str, raw: dict[str, str], result: BulkResult
) -> Callable[[Reader, UnitOfWork, Progress], None]:
    """Return the work that takes `verb` with `ids`; `result` holds what was done, however it ends."""

    def run(_reader: Reader, uow: UnitOfWork, tick: Progress) -> None:
        for start in range(0, len(ids), bulk.CHUNK):
            tick(start, len(ids))
            part = bulk.apply(uow, ids[start : start + bulk.CHUNK], verb, raw)
            result.done += part.done
            result.refused += part.refused
        tick(len(ids), len(ids))

    return run
