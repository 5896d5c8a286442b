"""The gate: work that has to wait until who must agree has agreed (S-3.5, P-2)."""

from dataclasses import replace
from typing import Final

from desk_app.domain.approvals import SINGLE, chain, next_step, standing
from desk_app.domain.errors import BadInput
from desk_app.domain.office import Item, Meaning, Office
from desk_app.domain.tickets import Approval, Ticket

GATED: Final = frozenset({"solve", "hand-over", "close"})
"""Verbs that wait until the ticket's approval is given."""
_PAST: Final = (Meaning.OUTSIDE, Meaning.SOLVED, Meaning.CLOSED)
"""Where the gated verbs lead."""


def refuse_gate(office: Office, ticket: Ticket, verb: str) -> None:
    """Raise BadInput, naming who has to agree, when `verb` has to wait for that."""
    step = next_step(office, ticket) if ticket.approval is Approval.PENDING and verb in GATED else None
    if step is None:
        return
    kind = _asking(office, ticket)
    if kind.code == ticket.type:
        raise BadInput(
            "A ticket of the type “{type}” waits for the agreement of: {approver}. "
            "Record the agreement first, or decline it.",
            field="approval",
            type=kind.label,
            approver=step.label,
        )
    raise BadInput(
        "“{service}” waits for the agreement of: {approver}. Record the agreement first, or decline it.",
        field="approval",
        service=kind.label,
        approver=step.label,
    )


def held_back(office: Office, ticket: Ticket) -> Ticket:
    """Return `ticket` no further than where its type or service begins while an agreement is awaited."""
    start = _start(office, ticket)
    waits = ticket.approval is Approval.PENDING and office.meaning(ticket.status) is Meaning.ACTIVE
    return replace(ticket, status=start) if start and waits else ticket


def regated(office: Office, old: Ticket, new: Ticket) -> Ticket:
    """Return `new`, of another type or service, with the agreement it needs now: held back, or let go without.

    Raises BadInput where the ticket is past what the agreement would have held back.
    """
    new = _carried(office, old, new)
    new = replace(new, approval=standing(office, new))
    if new.approval is Approval.PENDING:
        step = next_step(office, new)
        if old.approval is not Approval.PENDING and office.meaning(old.status) in _PAST and step:
            raise BadInput(
                "A ticket of the type “{type}” needs the agreement of: {approver}. This one is “{status}” without it: "
                "take it back into work first, then change its type.",
                field="type",
                type=_asking(office, new).label,
                approver=step.label,
                status=office.choices("status").label(old.status),
            )
        return held_back(office, new)
    waited = old.approval is Approval.PENDING and new.status == _start(office, old)
    return replace(new, status=first_status(office, new.kind) if waited else new.status)


def first_status(office: Office, kind: str) -> str:
    """Return where a ticket of `kind` begins once it is registered."""
    for step in office.steps:
        if step.verb == "register" and (not step.kinds or kind in step.kinds):
            return step.target
    return office.statuses_meaning((Meaning.NEW, Meaning.ACTIVE))[0]


def _carried(office: Office, old: Ticket, new: Ticket) -> Ticket:
    """Return `new` without what was agreed to or let through for `old` alone: others are to be asked now."""
    before = chain(office, old)
    strange = [step for step in chain(office, new) if step not in before]
    if strange and new.approval is not Approval.PENDING:
        new = replace(new, approval=Approval.NOT_NEEDED)
    if any(step.code == SINGLE for step in strange):
        new = replace(new, agreed=tuple(one for one in new.agreed if one.step != SINGLE))
    return new


def _asking(office: Office, ticket: Ticket) -> Item:
    """Return the type or the service that asks for the agreement."""
    kind = office.choices("type").get(ticket.type)
    asks = kind.approval or kind.data.get("chain")
    return kind if asks else office.choices("service").get(ticket.service)


def _start(office: Office, ticket: Ticket) -> str:
    """Return the status in which a ticket like `ticket` waits for its agreements, "" for none of its own."""
    found = (
        office.choices(section).get(code) for section, code in (("type", ticket.type), ("service", ticket.service))
    )
    return next((str(item.data["start"]) for item in found if item.data.get("start")), "")
