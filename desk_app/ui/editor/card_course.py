"""The course of the ticket in its card: what was agreed, the chain, who had it, and the keys of its steps."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain import workflow
from desk_app.domain.errors import N_
from desk_app.domain.office import Office, Person, Step
from desk_app.domain.tickets import Ticket
from desk_app.i18n import tr
from desk_app.services import tickets
from desk_app.services.ports import TicketCard
from desk_app.ui.editor.chain_words import chain_sentence, may_record
from desk_app.ui.editor.entry_keys import CONVERT_KEY, ESCALATE_KEY

if TYPE_CHECKING:
    from desk_app.ui.editor.pane import TicketPane

_FREE: Final[Mapping[str, str]] = {
    "link": N_("Link"),
    "appoint": N_("Agree a time"),
    "call-off": N_("Call the appointment off"),
    "remind": N_("Promise a call"),
}
"""What is possible in any status, by verb."""


class CardCourse(QObject):
    """Shows the course of the ticket in `pane`, and takes the steps that its parts ask for."""

    def __init__(self, desk: Desk, pane: "TicketPane") -> None:
        super().__init__(pane)
        self._desk = desk
        self._pane = pane
        for part in (pane.chain, pane.agreed, pane.promises):
            part.asked.connect(self.ask)
        pane.agreed.called.connect(self._called)
        pane.chain.scan_asked.connect(self._open_scan)
        QShortcut(QKeySequence(CONVERT_KEY), pane, lambda: self.ask("convert"))
        QShortcut(QKeySequence(ESCALATE_KEY), pane, lambda: self.ask("escalate"))

    def show_card(self, card: TicketCard) -> None:
        """Show the course of the ticket of `card`."""
        office, people, pane, ticket = self._desk.office, self._desk.people, self._pane, card.ticket
        steps = offered(office, ticket, self._desk.me)
        verbs = {step.verb for step in steps} | {verb for verb in _FREE if office.may(self._desk.me, verb)}
        pane.contact.show_ticket(self._desk, ticket)
        pane.steps.show_steps(steps)
        pane.gate.say(chain_sentence(office, ticket, people), Hue.WAITING)
        pane.agreed.show_ticket(ticket, office, verbs)
        pane.promises.show_ticket(ticket, office, verbs)
        pane.course.show_ticket(card, office)
        pane.chain.show_chain(card, office, people, verbs)
        pane.holders.show_ticket(card, office, people)

    def ask(self, verb: str) -> None:
        """Ask what the step `verb` asks, if it is possible now."""
        step = next((step for step in self._pane.steps.possible if step.verb == verb), None) or self._free(verb)
        if step is not None:
            self._pane.ask_step(step)

    def _free(self, verb: str) -> Step | None:
        allowed = verb in _FREE and self._desk.office.may(self._desk.me, verb)
        return free_step(verb) if allowed else None

    def _called(self) -> None:
        """Note that the promised call was made."""
        if self._pane.card is not None:
            ticket = self._pane.card.ticket
            self._desk.command(
                self._pane, partial(tickets.do, ticket_id=ticket.id, verb="remind", raw={}, version=ticket.version)
            )

    def _open_scan(self, name: str) -> None:
        files = self._pane.card.attachments if self._pane.card is not None else ()
        found = [one for one in files if one.name == name]
        if found:
            self._pane.files.open(found[-1])


def offered(office: Office, ticket: Ticket, person: Person) -> tuple[Step, ...]:
    """Return the steps that are offered to `person`: none that the office would refuse them whatever they answer.

    Nobody rates their own work (E-6.3c), and an agreement is recorded by those it names (P-2).
    """
    refused = {"rate"} if ticket.assignee == person.id else set[str]()
    if not may_record(office, ticket, person):
        refused.add("approve")
    return tuple(step for step in workflow.next_steps(office, ticket, person) if step.verb not in refused)


def free_step(verb: str) -> Step | None:
    """Return the step of a verb that is possible in any status; None for another verb."""
    return Step(verb, tr(_FREE[verb]), frozenset(), "", frozenset(), ()) if verb in _FREE else None
