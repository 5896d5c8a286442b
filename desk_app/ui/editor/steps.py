"""What a step of the workflow asks, and the step taken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.app.drafts import Draft
from desk_app.domain.asks import ASKS
from desk_app.domain.errors import BadInput, Conflict, UserError
from desk_app.domain.office import Office, Person, Step
from desk_app.domain.tickets import Ticket
from desk_app.domain.workflow import may_check
from desk_app.i18n import explain, tr
from desk_app.services import tickets
from desk_app.services.ports import Changes, Session, TicketCard
from desk_app.services.story import meanwhile
from desk_app.ui.editor import validator
from desk_app.ui.editor.ask_inputs import ask_row
from desk_app.ui.editor.inputs import FlagInput, LineInput, MomentInput, TextInput
from desk_app.ui.editor.keeping import DraftBar, Keeping
from desk_app.ui.editor.plain import Remark, caption, plain_label, quiet_button, scaled, small
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.editor.step_known import known, needs
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.growing import Growing

_AT: Final = "at"
_STEP: Final = "step-"


class StepDialog(QDialog):
    """Asks what a step asks, and takes it. It stays open until the step is taken, so that nothing typed is lost."""

    def __init__(self, desk: Desk, ticket: Ticket, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ticket = ticket
        self._step = step
        self._saving = False
        self.rows = Rows(self)
        self.remark = Remark(self)
        self.and_close: FlagInput | None = None
        self.setWindowTitle(step.label)
        self.setMinimumWidth(460)
        self._build()
        Growing(self)
        self.dirty = False
        self.keeping = Keeping(desk, self, self._typed)
        self._give_back(self.keeping.begin(step_kind(step.verb), ticket.id, ticket.version))
        self.rows.edited.connect(self._edited)
        self.finished.connect(self._finished)
        desk.presence.begin(self, ticket.id)
        self._gate()

    @classmethod
    def open_for(cls, desk: Desk, ticket: Ticket, step: Step, parent: QWidget) -> "StepDialog | None":
        """Ask for `step` over `parent`; a step that asks nothing is taken at once, and None returned."""
        if not ASKS.get(step.verb):
            desk.command(parent, partial(tickets.do, ticket_id=ticket.id, verb=step.verb, version=ticket.version))
            return None
        dialog = cls(desk, ticket, step, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.rows.begin()
        return dialog

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(12)
        title = scaled(plain_label(self._step.label, self), 1.2)
        title.setWordWrap(True)
        column.addWidget(title)
        number = self._ticket.number or tr("Not registered")
        about = small(plain_label(f"{number} · {self._ticket.description.partition(chr(10))[0][:90]}", self))
        about.setWordWrap(True)
        column.addWidget(about)
        self.draft = DraftBar(self)
        self.draft.discarded.connect(self._drop)
        column.addWidget(self.draft)
        self._ask()
        if self._desk.office.may(self._desk.me, "backdate"):
            box = MomentInput(self._local_now(), optional=True)
            self.rows.add(Row(_AT, tr("When it happened, if not now"), box, required=False))
        column.addWidget(self.rows)
        if closes_after(self._desk.office, self._ticket, self._step, self._desk.me):
            self.and_close = FlagInput(tr("And close the ticket"), self)
            self.and_close.setAccessibleName(tr("And close the ticket"))
            self.and_close.edited.connect(self._touch)
            column.addWidget(self.and_close)
        column.addWidget(self.remark)
        self.look = quiet_button("eye", tr("Look at the ticket"), self)
        self.look.clicked.connect(self._look)
        self.look.hide()
        column.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()
        column.addWidget(self._buttons())

    def _ask(self) -> None:
        """Ask everything of the step, with what is known beforehand filled in."""
        office, ticket = self._desk.office, self._ticket
        needed = {*self._step.requires, *needs(office, ticket, self._step.verb)}
        for ask in ASKS[self._step.verb]:
            row = ask_row(self._desk, ask, ask.required or ask.key in needed, ticket)
            if row is not None:
                self.rows.add(row)
        self.rows.fill(known(office, ticket, self._step.verb, self._local_now()))

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        self.ok = PrimaryButton(caption(self._step.label), "", self)
        box.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        keys = QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText)
        self.ok.setToolTip(keys)
        box.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.take)
        box.rejected.connect(self.reject)
        for sequence in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(sequence), self, self.take)
        return box

    def take(self) -> None:
        """Take the step with what was answered."""
        if self._saving or not self.ok.isEnabled():
            return
        errors = validator.problems(self.rows.values(), self._required())
        self.rows.blame(errors)
        if errors:
            return
        self._busy(True)
        self._desk.command(self, self._work(), lambda _changes: self.accept(), failed=self._failed)

    def _work(self) -> Callable[[Session], Changes]:
        raw: dict[str, object] = {key: value for key, value in self.rows.values().items() if value}
        ticket = self._ticket
        if self.and_close is not None and self.and_close.isChecked():
            return partial(solve_and_close, ticket_id=ticket.id, raw=raw, version=ticket.version)
        return partial(tickets.do, ticket_id=ticket.id, verb=self._step.verb, raw=raw, version=ticket.version)

    def _failed(self, error: UserError) -> None:
        self._busy(False)
        names = self.rows.names()
        rest = self.rows.blame([error]) if isinstance(error, BadInput) else [error]
        self.remark.say(" ".join(explain(trouble, names) for trouble in rest))
        if isinstance(error, Conflict):
            number = self._ticket.id
            self._desk.query(self, lambda reader: reader.card(number), self._renewed)

    def _renewed(self, card: TicketCard) -> None:
        """Say who did what meanwhile; the step can be taken again upon that."""
        done = meanwhile(self._desk.office, self._desk.people, card, self._ticket.version)
        self.remark.say("\n".join([self.remark.text(), *done]))
        self._ticket = card.ticket
        self.look.show()

    def _look(self) -> None:
        from desk_app.ui.editor.window import TicketWindow

        TicketWindow.open(self._desk, self._ticket.id, self)

    def _typed(self) -> dict[str, Any]:
        """Return what would be lost; a tick or a day alone is nothing that was typed."""
        if not self.dirty or not self._has_text():
            return {}
        values: dict[str, Any] = {"fields": self.rows.values()}
        return {**values, "close": self.and_close.value()} if self.and_close is not None else values

    def _has_text(self) -> bool:
        shown = [row for row in self.rows.rows.values() if isinstance(row.input, TextInput | LineInput)]
        return any(row.input.value().strip() for row in shown)

    def _give_back(self, draft: Draft | None) -> None:
        self.draft.show_draft(self._desk, draft)
        if draft is not None:
            self._began = self.rows.values()
            found = {code: str(text) for code, text in draft.values.get("fields", {}).items()}
            self.keeping.fill(lambda: self.rows.fill(found))
            self.dirty = True
            if self.and_close is not None:
                self.and_close.set_value(str(draft.values.get("close", "")))

    def _drop(self) -> None:
        """Go on without what was left here."""
        self.rows.fill(self._began)
        self.dirty = False
        self.keeping.forget()
        self.draft.hide()
        self._gate()

    def _finished(self) -> None:
        self.keeping.forget()
        self.keeping.leave()
        self._desk.presence.end(self)

    def _busy(self, saving: bool) -> None:
        self._saving = saving
        self.rows.setEnabled(not saving)
        self._gate()

    def _touch(self) -> None:
        self.keeping.touch()

    def _edited(self) -> None:
        self.dirty = True
        self._touch()
        self.remark.say("")
        self.look.hide()
        self._gate()

    def _gate(self) -> None:
        values = self.rows.values()
        missing = any(not values[key].strip() for key in self._required())
        self.ok.setEnabled(not missing and not self._saving)

    def _required(self) -> list[str]:
        return [key for key, row in self.rows.rows.items() if row.required]

    def _local_now(self) -> datetime:
        return datetime.now(self._desk.office.zone)

    def reject(self) -> None:
        if self._saving:
            return
        if self._typed() and not self._desk.messages.ask(
            self, tr("What you typed is not saved yet."), tr("Discard"), tr("Keep editing")
        ):
            return
        super().reject()


def step_kind(verb: str) -> str:
    """Return the kind of the draft that is kept of what a step asks."""
    return f"{_STEP}{verb}"


def verb_of(kind: str) -> str:
    """Return the verb of the step whose drafts are of `kind`."""
    return kind.removeprefix(_STEP)


def closes_after(office: Office, ticket: Ticket, step: Step, person: Person) -> bool:
    """Tell whether solving by `step` can be followed by closing at once, without another question."""
    solved = replace(ticket, status=step.target)
    if step.verb != "solve" or not office.may(person, "close") or not may_check(office, solved, person, "close"):
        return False
    return any(
        after.verb == "close"
        and (not after.sources or step.target in after.sources)
        and (not after.kinds or ticket.kind in after.kinds)
        and not after.requires
        for after in office.steps
    )


def solve_and_close(db: Session, ticket_id: int, raw: dict[str, object], version: int) -> Changes:
    """Solve and close a ticket in one transaction."""
    changes = tickets.do(db, ticket_id, "solve", raw, version)
    tickets.do(db, ticket_id, "close", {key: raw[key] for key in raw if key == _AT})
    return changes
