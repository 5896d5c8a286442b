"""What is done with a line of the day: called, moved, called off."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain.errors import N_
from desk_app.domain.moments import local_iso
from desk_app.domain.office import Step
from desk_app.i18n import tr
from desk_app.services import tickets
from desk_app.services.agenda import Part, Task
from desk_app.services.ports import TicketCard
from desk_app.ui.reports.notice import Notice


@dataclass(frozen=True, slots=True)
class Deed:
    """A button below the day: what it is called, its key, and the parts it is for (none is all of them)."""

    id: str
    text: str
    icon: str
    key: str
    tip: str
    parts: frozenset[Part] = frozenset()
    right: str = ""


DEEDS: Final = (
    Deed("open", N_("Open ticket"), "file-text", "", N_("Open the ticket in a window of its own (Enter)")),
    Deed(
        "called",
        N_("Called"),
        "check",
        "Ctrl+Return",
        N_("The promised call is made: take it off the day"),
        frozenset({Part.CALLS}),
        "remind",
    ),
    Deed(
        "move",
        N_("Move…"),
        "clock",
        "Ctrl+M",
        N_("Agree or promise another time"),
        frozenset({Part.CALLS, Part.MEETINGS}),
    ),
    Deed(
        "call-off",
        N_("Call off…"),
        "x",
        "",
        N_("The appointment will not take place"),
        frozenset({Part.MEETINGS}),
        "call-off",
    ),
    Deed(
        "promise", N_("Promise a call…"), "phone", "", N_("Remind me to call about this ticket"), frozenset(), "remind"
    ),
)
_CALLED: Final = {"appoint": N_("Agree a time"), "call-off": N_("Call off"), "remind": N_("Promise a call")}


class DayDeeds(QObject):
    """Does the deeds, over `parent`; what was done is said in `notice`, with the way back."""

    def __init__(self, desk: Desk, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._notice, self._parent = desk, notice, parent

    def possible(self, deed: Deed, task: Task | None) -> bool:
        """Tell whether `deed` can be done with `task`, and whether the person has the right to it."""
        if task is None or (deed.parts and task.part not in deed.parts):
            return False
        if deed.id == "promise" and task.part is Part.CALLS:
            return False
        right = self._verb(task) if deed.id == "move" else deed.right
        return not right or self._desk.office.may(self._desk.me, right)

    def do(self, deed: str, task: Task) -> None:
        """Do `deed` with `task`."""
        doing: dict[str, Callable[[], object]] = {
            "called": lambda: self._called(task),
            "move": lambda: self._ask(task, self._verb(task)),
            "call-off": lambda: self._ask(task, "call-off"),
            "promise": lambda: self._ask(task, "remind"),
        }
        doing[deed]()

    def _verb(self, task: Task) -> str:
        return "appoint" if task.part is Part.MEETINGS else "remind"

    def _called(self, task: Task) -> None:
        work = partial(tickets.do, ticket_id=task.ticket_id, verb="remind", raw={})
        self._desk.command(self, work, lambda _changes: self._tell(task))

    def _tell(self, task: Task) -> None:
        said = tr("Called: {subject}", subject=task.subject)
        self._notice.say(said, [(tr("Undo"), "arrow-back-up", lambda: self._promise_again(task))])

    def _promise_again(self, task: Task) -> None:
        self._notice.hide()
        raw = {"when": local_iso(task.at, self._desk.office.zone)}
        self._desk.command(self, partial(tickets.do, ticket_id=task.ticket_id, verb="remind", raw=raw))

    def _ask(self, task: Task, verb: str) -> None:
        """Ask what the step `verb` asks, of the ticket as it is now."""

        def ask(card: TicketCard) -> None:
            from desk_app.ui.editor.steps import StepDialog

            step = Step(verb, tr(_CALLED[verb]), frozenset(), "", frozenset(), ())
            StepDialog.open_for(self._desk, card.ticket, step, self._parent)

        self._desk.query(self, lambda reader: reader.card(task.ticket_id), ask)
