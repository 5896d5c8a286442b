"""Approval chains: who has to agree before the work on a ticket, one after another (P-2, S-3.5).

The chain is data: that of the ticket's type, then that of its service.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from desk_app.domain.errors import BadInput
from desk_app.domain.office import Item, Office
from desk_app.domain.tickets import Agreement, Approval, Ticket

NEEDS: Final = ("letter_no", "letter_date", "scan")
"""What a step of a chain may ask for."""
SINGLE: Final = "approval"
"""The code of the one step of a type that only says who has to agree: who of them did is said in words."""


def chain(office: Office, ticket: Ticket) -> tuple[Item, ...]:
    """Return the steps that a ticket like `ticket` needs, in order; none where nobody has to agree."""
    kind, service = office.choices("type").get(ticket.type), office.choices("service").get(ticket.service)
    known = office.choices("approval")
    codes = dict.fromkeys((*kind.data.get("chain", ()), *service.data.get("chain", ())))
    steps = tuple(known[code] for code in codes if code in known)
    if kind.approval and not kind.data.get("chain"):
        steps = (Item(SINGLE, kind.approval), *steps)
    return steps


def missing(office: Office, ticket: Ticket) -> tuple[Item, ...]:
    """Return the steps of the chain of `ticket` that were not given yet, in order."""
    given = {one.step for one in ticket.agreed}
    return tuple(step for step in chain(office, ticket) if step.code not in given)


def next_step(office: Office, ticket: Ticket) -> Item | None:
    """Return the step whose turn it is; None when nobody has to agree any more."""
    return next(iter(missing(office, ticket)), None)


def standing(office: Office, ticket: Ticket) -> Approval:
    """Return how the approval of `ticket` stands by what was given so far."""
    if ticket.approval is Approval.OVERRIDDEN or (ticket.approval is Approval.GIVEN and not ticket.agreed):
        return ticket.approval
    if not chain(office, ticket):
        return Approval.NOT_NEEDED
    return Approval.PENDING if missing(office, ticket) else Approval.GIVEN


def given(office: Office, ticket: Ticket, answer: Mapping[str, Any], at: datetime, by: int) -> tuple[Agreement, ...]:
    """Return the agreements of `ticket` with the one that `answer` records, by the person with the id `by`.

    Raises BadInput for a step out of its turn, or where what the step needs is missing.
    """
    due = next_step(office, ticket)
    if due is None:
        raise BadInput("Nobody's agreement is awaited any more.", field="step")
    named = str(answer.get("step", ""))
    if named and due.code != SINGLE and _named(office, ticket, named).code != due.code:
        raise BadInput(
            "First comes the agreement of: {approver}. The steps are taken in their order.",
            field="step",
            approver=due.label,
        )
    for key in due.data.get("needs", ()):
        if not answer.get(key):
            raise BadInput("The agreement of “{approver}” needs “{field}”. Fill it in.", field=key, approver=due.label)
    parts = {key: str(answer[key]) for key in NEEDS if answer.get(key)}
    return (*ticket.agreed, Agreement(due.code, at, by, **parts))


def _named(office: Office, ticket: Ticket, text: str) -> Item:
    """Return the step of the chain that `text` names by code or label. Raises BadInput."""
    wanted = text.strip().casefold()
    steps = chain(office, ticket)
    for step in steps:
        if wanted in (step.code.casefold(), step.label.casefold()):
            return step
    raise BadInput(
        "“{step}” does not have to agree to this ticket. It waits for: {steps}.",
        field="step",
        step=text,
        steps=", ".join(step.label for step in steps) or "—",
    )
