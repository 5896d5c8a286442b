"""What of the news concerns one person: their tickets, the steps that are asked of them. Own deeds never do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from desk_app.domain.office import Meaning, Office, Person
from desk_app.domain.tickets import Approval
from desk_app.services.ports import HistoryEntry, TicketCard

_ANSWERS: Final = frozenset({"resume", "return"})


class Why(Enum):
    """Why somebody is told of a ticket; where there are several reasons, the first of these counts."""

    ASSIGNED = "assigned"
    REOPENED = "reopened"
    APPROVE = "approve"
    VERIFY = "verify"
    ANSWERED = "answered"
    COMMENTED = "commented"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell: which ticket, what it is called, why, and who did it."""

    ticket_id: int
    number: str
    subject: str
    why: Why
    by: Person


def concerning(me: Person, office: Office, card: TicketCard, since: int) -> Note | None:
    """Return what of `card`'s history after the entry `since` concerns `me`; None for nothing."""
    fresh = [entry for entry in card.history if entry.seq > since and entry.by.id != me.id]
    found = [(why, entry) for entry in fresh if (why := _why(me, office, card, entry)) is not None]
    if not found:
        return None
    order = list(Why)
    why, entry = min(found, key=lambda one: order.index(one[0]))
    ticket = card.ticket
    subject = ticket.description.strip().partition("\n")[0].strip()
    return Note(ticket.id, ticket.number or "", subject, why, entry.by)


def _why(me: Person, office: Office, card: TicketCard, entry: HistoryEntry) -> Why | None:
    changes = _changes(entry)
    if changes.get("assignee", (0, 0))[-1] == me.id and card.ticket.assignee == me.id:
        return Why.ASSIGNED
    if entry.verb == "reopen" and (card.ticket.assignee == me.id or _did(me, "solve", card)):
        return Why.REOPENED
    pending = card.ticket.approval is Approval.PENDING
    if pending and changes.get("approval", ("", ""))[-1] == Approval.PENDING.value and office.may(me, "approve"):
        return Why.APPROVE
    solved = office.meaning(card.ticket.status) is Meaning.SOLVED
    if entry.verb == "solve" and solved and _did(me, "register", card) and office.may(me, "close"):
        return Why.VERIFY
    if card.ticket.assignee != me.id:
        return None
    if entry.verb in _ANSWERS:
        return Why.ANSWERED
    return Why.COMMENTED if entry.verb == "comment" else None


def _changes(entry: HistoryEntry) -> Mapping[str, Sequence[object]]:
    found = (entry.data or {}).get("changes")
    pairs = found.items() if isinstance(found, dict) else ()
    return {name: pair for name, pair in pairs if isinstance(pair, list | tuple) and len(pair) == 2}


def _did(me: Person, verb: str, card: TicketCard) -> bool:
    return any(entry.verb == verb and entry.by.id == me.id for entry in card.history)
