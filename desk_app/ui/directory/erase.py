"""Erasing a person: what it reaches, what it cannot, and the name typed once more before it is done."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desk_app.app.batch import Batch
from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, Hue
from desk_app.domain.errors import UserError
from desk_app.domain.text import normalise
from desk_app.i18n import explain, tr, trn
from desk_app.services import erasure
from desk_app.services.directory_ports import Contact
from desk_app.services.erasure import ErasePlan
from desk_app.services.ports import Changes
from desk_app.ui.editor.inputs import LineInput
from desk_app.ui.editor.plain import Remark, plain_label, scaled
from desk_app.ui.editor.rows import Row, heading
from desk_app.ui.widgets.buttons import PrimaryButton


class EraseDialog(QDialog):
    """Looks everywhere first. What was erased until it is stopped stays erased; running it again goes on."""

    def __init__(self, desk: Desk, contact: Contact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._contact = contact
        self._batch: Batch | None = None
        self._writing = False
        self.plan: ErasePlan | None = None
        self.setObjectName("EraseDialog")
        self.setWindowTitle(tr("Erase a person"))
        self.found = plain_label(tr("Looking for this person everywhere…"), self)
        self.name = LineInput(self)
        self.row = Row("name", tr("Type the full name to confirm"), self.name, required=True)
        self.remark = Remark(self)
        self.progress = QProgressBar(self)
        self.stop = QPushButton(tr("Stop"), self)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.erase = PrimaryButton(tr("Erase for ever"), "trash", self)
        self._lay_out()
        self.name.edited.connect(self._gate)
        self.stop.clicked.connect(self._stop)
        self.cancel.clicked.connect(self.reject)
        self.erase.clicked.connect(self.run)
        self._gate()
        self.look()

    @classmethod
    def open(cls, desk: Desk, contact: Contact, parent: QWidget) -> "EraseDialog":  # type: ignore[override]
        """Open the dialog over `parent`."""
        dialog = cls(desk, contact, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        return dialog

    def _lay_out(self) -> None:
        self.setMinimumWidth(78 * GRID)
        who = " · ".join(part for part in (self._contact.name, self._contact.organisation) if part)
        title = scaled(plain_label(tr("Erase {name}?", name=who), self), 1.2)
        self.found.setAccessibleName(tr("What would change"))
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setTextVisible(False)
        limits = plain_label(_limits(), self)
        for label in (title, self.found, limits):
            label.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.progress, 1)
        foot.addStretch(1)
        for button in (self.stop, self.cancel, self.erase):
            button.setAccessibleName(button.text())
            button.setMinimumHeight(4 * GRID)
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for part in (title, heading(tr("What would change"), self), self.found):
            column.addWidget(part)
        column.addSpacing(GRID)
        for part in (heading(tr("What it cannot reach"), self), limits):
            column.addWidget(part)
        column.addSpacing(GRID)
        column.addWidget(self.row)
        column.addWidget(self.remark)
        column.addStretch(1)
        column.addLayout(foot)
        self.name.setFocus()
        self.resize(78 * GRID, 48 * GRID)

    def _gate(self) -> None:
        busy = self._batch is not None
        named = normalise(self.name.value()) == normalise(self._contact.name)
        self.erase.setEnabled(self.plan is not None and named and not busy)
        self.name.setEnabled(not self._writing)
        self.progress.setVisible(busy)
        self.stop.setVisible(busy and self._writing)
        self.cancel.setVisible(not self._writing)

    # -- looking --

    def look(self) -> None:
        """Look for the person in every ticket and in the whole history."""
        me, contact = self._desk.me, self._contact.id
        self.progress.setRange(0, 0)
        self._batch = self._desk.batch(
            self, lambda reader, _uow, _tick: erasure.plan(reader, me, contact), self._found, self._failed
        )
        self._gate()

    def _found(self, plan: ErasePlan) -> None:
        self._batch = None
        self.plan = plan
        lines = _reach(plan)
        self.found.setText("\n".join(f"•  {line}" for line in lines))
        self._gate()
        self._fit()

    def _fit(self) -> None:
        """Be as high as the wrapped lines need."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setMinimumHeight(layout.heightForWidth(max(self.width(), self.minimumWidth())))

    # -- erasing --

    def run(self) -> None:
        """Erase the person."""
        plan = self.plan
        if plan is None or self._batch is not None:
            return
        self._writing = True
        self.remark.say("")
        self.progress.setRange(0, 0)
        self._batch = self._desk.batch(
            self, lambda _reader, uow, tick: erasure.run(uow, plan, tick), self._erased, self._failed, self._moved
        )
        self._batch.stopped.connect(self._stopped)
        self._gate()

    def _moved(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)

    def _erased(self, _changes: Changes) -> None:
        self._over()
        self._desk.messages.info(tr("The person is erased."))
        self.accept()

    def _stop(self) -> None:
        if self._batch:
            self._batch.stop()

    def _stopped(self) -> None:
        self._over()
        self.plan = None
        self.remark.say(tr("Stopped. What was erased until then stays erased; erase again to go on."), Hue.WAITING)
        self.look()

    def _failed(self, error: UserError) -> None:
        self._over()
        self.remark.say(explain(error))

    def _over(self) -> None:
        self._batch = None
        self._writing = False
        self._gate()

    def done(self, answer: int) -> None:
        """Close, and stop what is going on."""
        if self._batch:
            self._batch.stop()
        super().done(answer)


def _reach(plan: ErasePlan) -> list[str]:
    own = trn(
        "{n} request of this person: name, phone, e-mail and room are replaced.",
        "{n} requests of this person: name, phone, e-mail and room are replaced.",
        len(plan.own),
    )
    others = trn(
        "{n} other request that names the person: the name is replaced in its text.",
        "{n} other requests that name the person: the name is replaced in their text.",
        len(plan.mentions),
    )
    rewritten = trn("{n} entry of the history is rewritten.", "{n} entries of the history are rewritten.", plan.entries)
    counted = ((plan.own, own), (plan.mentions, others), (plan.entries, rewritten))
    return [tr("The entry in the directory goes."), *(line for count, line in counted if count)]


def _limits() -> str:
    lines = (
        tr("Backups and copies of the office file keep the person until they are deleted."),
        tr("What was printed, exported or sent stays as it is; so does the inside of attached files."),
        tr("Other spellings and declined forms of the name in free text may stay: search for them afterwards."),
        tr("It cannot be undone."),
    )
    return "\n".join(f"•  {line}" for line in lines)
