"""What to do with a ticket next: the office's steps as buttons, and what each one asks."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.domain import workflow
from desk_app.domain.errors import BadInput, Conflict, UserError
from desk_app.domain.office import Office, Person, Step
from desk_app.domain.tickets import Ticket
from desk_app.domain.workflow import Ask
from desk_app.i18n import explain, tr
from desk_app.services import tickets
from desk_app.services.ports import Changes, Session, TicketCard
from desk_app.ui.editor import validator
from desk_app.ui.editor.inputs import FlagInput, LineInput, MomentInput, ReceiverInput, TextInput
from desk_app.ui.editor.plain import Remark, caption, plain_label, scaled, small, tip
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.widgets.buttons import PrimaryButton

_IN_SIGHT: Final = 4
"""How many steps besides the first stand as buttons; the others are under “More”."""
_AT: Final = "at"


class StepsBar(QWidget):
    """The steps possible now: the primary one large, the next ones in pairs, the rest under “More”."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.primary: QPushButton | None = None
        self._shown: tuple[Step, ...] | None = None

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show `steps`, which stand in the office's order."""
        if steps == self._shown:
            return
        self._shown = steps
        self._clear()
        ordered = sorted(steps, key=lambda step: not step.primary)
        first = ordered[0] if ordered and ordered[0].primary else None
        rest = ordered[1:] if first else ordered
        if first:
            keys = QKeySequence("F8").toString(QKeySequence.SequenceFormat.NativeText)
            self.primary = self._button(first, PrimaryButton(f"{caption(first.label)}  {keys}", "", self))
            self._grid.addWidget(self.primary, 0, 0, 1, 2)
        whole = len(rest) <= _IN_SIGHT
        for place, step in enumerate(rest if whole else rest[: _IN_SIGHT - 1]):
            self._grid.addWidget(self._button(step), 1 + place // 2, place % 2)
        if not whole:
            place = _IN_SIGHT - 1
            self._grid.addWidget(self._more(rest[place:]), 1 + place // 2, place % 2)

    def go(self) -> None:
        """Take the primary step."""
        if self.primary is not None and self.primary.isVisible():
            self.primary.click()

    def _button(self, step: Step, made: QPushButton | None = None) -> QPushButton:
        button = made or QPushButton(caption(step.label), self)
        button.setMinimumHeight(30)
        button.setMinimumWidth(60)
        button.setObjectName(step.verb)
        button.setToolTip(tip(step.label))
        button.clicked.connect(lambda: self.asked.emit(step))
        return button

    def _more(self, steps: Sequence[Step]) -> QPushButton:
        button = QPushButton(tr("More"), self)
        button.setMinimumHeight(30)
        menu = QMenu(button)
        for step in steps:
            action = menu.addAction(caption(step.label))
            action.triggered.connect(lambda _checked=False, step=step: self.asked.emit(step))
        button.setMenu(menu)
        return button

    def _clear(self) -> None:
        self.primary = None
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


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
        self.dirty = False
        self.rows.edited.connect(self._edited)
        self._gate()

    @classmethod
    def open_for(cls, desk: Desk, ticket: Ticket, step: Step, parent: QWidget) -> "StepDialog | None":
        """Ask for `step` over `parent`; a step that asks nothing is taken at once, and None returned."""
        if not workflow.ASKS.get(step.verb):
            desk.command(parent, partial(tickets.do, ticket_id=ticket.id, verb=step.verb, version=ticket.version))
            return None
        dialog = cls(desk, ticket, step, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        next(iter(dialog.rows.rows.values())).input.setFocus()
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
        for ask in workflow.ASKS[self._step.verb]:
            self.rows.add(self._row(ask))
        if self._desk.office.may(self._desk.me, "backdate"):
            box = MomentInput(self._local_now(), optional=True)
            self.rows.add(Row(_AT, tr("When it happened, if not now"), box, required=False))
        column.addWidget(self.rows)
        if closes_after(self._desk.office, self._ticket, self._step, self._desk.me):
            self.and_close = FlagInput(tr("And close the ticket"), self)
            self.and_close.setAccessibleName(tr("And close the ticket"))
            column.addWidget(self.and_close)
        column.addWidget(self.remark)
        column.addStretch()
        column.addWidget(self._buttons())

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

    def _row(self, ask: Ask) -> Row:
        required = ask.required or ask.key in self._step.requires
        made = self._input(ask)
        row = Row(ask.key, "" if ask.kind == "flag" else tr(ask.label), made, required)
        if ask.kind == "flag":
            made.setAccessibleName(tr(ask.label))
        if ask.key in ("solution", "cause"):
            made.set_value(getattr(self._ticket, ask.key))
        return row

    def _input(self, ask: Ask) -> Any:
        match ask.kind:
            case "text":
                return TextInput(4 if ask.required or ask.key in self._step.requires else 2)
            case "moment":
                return MomentInput(self._local_now(), optional=True)
            case "day":
                return MomentInput(self._local_now() + timedelta(days=1), optional=not ask.required, day_only=True)
            case "flag":
                return FlagInput(tr(ask.label))
            case "receiver":
                return ReceiverInput(receivers(self._desk))
        return LineInput()

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
        self._ticket = card.ticket

    def _busy(self, saving: bool) -> None:
        self._saving = saving
        self.rows.setEnabled(not saving)
        self._gate()

    def _edited(self) -> None:
        self.dirty = True
        self.remark.say("")
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
        typed = self.dirty and any(
            isinstance(row.input, TextInput | LineInput) and row.input.value() for row in self.rows.rows.values()
        )
        if self._saving:
            return
        if typed and not self._desk.messages.ask(
            self, tr("What you typed is not saved yet."), tr("Discard"), tr("Keep editing")
        ):
            return
        super().reject()


def receivers(desk: Desk) -> list[tuple[str, str]]:
    """Return (login or line, label) of everybody and every line a ticket can go to."""
    lines = {item.code: item.label for item in desk.office.choices("line")}
    people = [
        (person.login, f"{person.name} · {lines[person.line]}" if person.line in lines else person.name)
        for person in desk.people.values()
        if person.active and person.login
    ]
    return [*people, *((label, tr("{line} (the whole line)", line=label)) for label in lines.values())]


def closes_after(office: Office, ticket: Ticket, step: Step, person: Person) -> bool:
    """Tell whether solving by `step` can be followed by closing at once, without another question."""
    if step.verb != "solve" or not office.may(person, "close"):
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
