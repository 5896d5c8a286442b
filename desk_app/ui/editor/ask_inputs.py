"""The input for each kind of thing that a step asks, in the card and for many tickets alike."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.domain import approvals
from desk_app.domain.asks import Ask
from desk_app.domain.office import Office
from desk_app.domain.tickets import Ticket
from desk_app.i18n import tr
from desk_app.ui.editor.chain_words import needed_words
from desk_app.ui.editor.due_input import DueInput
from desk_app.ui.editor.file_input import FileInput
from desk_app.ui.editor.inputs import FlagInput, LineInput, MomentInput, TextInput
from desk_app.ui.editor.number_input import NumberInput
from desk_app.ui.editor.plain import plain_label, small
from desk_app.ui.editor.receiver_input import ReceiverInput, outsiders, receivers
from desk_app.ui.editor.rows import Row
from desk_app.ui.editor.score_input import ScoreInput

_OF_ONE: Final = frozenset({"file", "chain"})
"""Kinds that are about one ticket: with many at once nobody is asked."""


def ask_row(desk: Desk, ask: Ask, required: bool, ticket: Ticket | None = None) -> Row | None:
    """Return the row that asks `ask` about `ticket`, which is None where many are asked about.

    Return None where it has no sense for many, or is not the person's to say.
    """
    if (ticket is None and ask.kind in _OF_ONE) or (ask.right and not desk.office.may(desk.me, ask.right)):
        return None
    made = _input(desk, ask, required, ticket)
    own_words = ask.kind == "flag"
    row = Row(ask.key, "" if own_words else tr(ask.label), made, required)
    row.label = tr(ask.label)
    if own_words:
        made.setAccessibleName(tr(ask.label))
    return row


def _input(desk: Desk, ask: Ask, required: bool, ticket: Ticket | None) -> Any:
    now = datetime.now(desk.office.zone)
    makers: dict[str, Callable[[], Any]] = {
        "text": lambda: TextInput(4 if required and ticket is not None else 2),
        "moment": lambda: MomentInput(_next_hour(now) if required else now, optional=not required),
        "day": lambda: MomentInput(now + timedelta(days=1), optional=not required, day_only=True),
        "due": lambda: DueInput(later_than_due(ticket, now)),
        "flag": lambda: FlagInput(tr(ask.label)),
        "receiver": lambda: ReceiverInput(receivers(desk)),
        "addressee": lambda: ReceiverInput(outsiders(desk)),
        "score": ScoreInput,
        "number": lambda: NumberInput(whole=True),
    }
    if ticket is not None:
        makers["file"] = lambda: FileInput(desk, ticket.id)
        makers["chain"] = lambda: ChainInput(desk.office, ticket)
    return makers.get(ask.kind, LineInput)()


class ChainInput(QWidget):
    """The step of the approval chain whose turn it is; nothing else can be recorded."""

    edited = Signal()

    def __init__(self, office: Office, ticket: Ticket, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = approvals.next_step(office, ticket)
        steps = approvals.chain(office, ticket)
        given = len(steps) - len(approvals.missing(office, ticket))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.text = plain_label(self._step.label if self._step else "—", self)
        self.text.setWordWrap(True)
        column.addWidget(self.text)
        about = [tr("Step {number} of {count}", number=given + 1, count=len(steps))] if len(steps) > 1 else []
        about += [needed_words(self._step)] if self._step and needed_words(self._step) else []
        self.about: QLabel = small(plain_label("\n".join(about), self))
        self.about.setVisible(bool(about))
        column.addWidget(self.about)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def value(self) -> str:
        """Return the code of the step; the only one of a type has none of its own, so it is named by its words."""
        if self._step is None:
            return ""
        return self._step.label if self._step.code == approvals.SINGLE else self._step.code

    def set_value(self, value: str) -> None:
        """The order of the steps is the office's: nothing changes it."""


def later_than_due(ticket: Ticket | None, now: datetime) -> datetime:
    """Return a day after the ticket is due and after `now`, which is local."""
    due = ticket.due_at if ticket is not None else None
    return max(now, due.astimezone(now.tzinfo) if due else now) + timedelta(days=1)


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
