"""The course of a ticket: which steps are possible now, and what each one does.

The steps, their labels and their targets are the office's data; what a verb *means* is here.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from desk_app.domain.approvals import standing
from desk_app.domain.clock import clocked
from desk_app.domain.effects import effect
from desk_app.domain.errors import BadInput
from desk_app.domain.gate import GATED, first_status, held_back, refuse_gate, regated
from desk_app.domain.intake import require
from desk_app.domain.lines import settled
from desk_app.domain.office import Office, Person, Step
from desk_app.domain.record import changes
from desk_app.domain.tickets import Approval, Event, Ticket

FREE: Final = frozenset({"comment", "link", "remind", "appoint", "call-off"})
"""Verbs that lead nowhere and so are possible in any status."""


OWN: Final = frozenset({"verify", "rework", "reopen", "close", "assign"})
"""Verbs by which a fix is checked, or given to another person to check, where it waits for that."""


def next_steps(office: Office, ticket: Ticket, person: Person) -> tuple[Step, ...]:
    """Return the steps that `person` may take with `ticket` now, in the office's order."""
    steps = (s for s in office.steps if _fits(s, ticket) and office.may(person, s.verb))
    return tuple(s for s in steps if may_check(office, ticket, person, s.verb))


def may_check(office: Office, ticket: Ticket, person: Person, verb: str) -> bool:
    """Tell whether `person` may take `verb` where it says that a fix is good or not: who is responsible (E-6.3a)."""
    checks = verb in OWN and ticket.status in office.verified_from
    return not checks or ticket.assignee in (0, person.id) or office.may(person, "verify-any")


def can_convert(office: Office, kind: str, person: Person) -> bool:
    """Tell whether `person` may make a request of a consultation, which a ticket of `kind` is (K-5.2)."""
    kinds = {code for step in office.steps if step.verb == "convert" for code in step.kinds}
    return kind in kinds and office.may(person, "convert")


def find_step(office: Office, ticket: Ticket, verb: str) -> Step:
    """Return the step by which `verb` leads on from where `ticket` is.

    Raises BadInput that says why not, and what is possible instead.
    """
    refuse_gate(office, ticket, verb)
    if verb in FREE:
        return Step(verb, verb, frozenset(), "", frozenset(), ())
    steps = [s for s in office.steps if _fits(s, ticket)]
    for step in steps:
        if step.verb == verb:
            return step
    raise BadInput(
        "“{verb}” is not possible while the ticket is “{status}”. Possible now: {steps}.",
        verb=verb,
        status=office.choices("status").label(ticket.status) or "—",
        steps=", ".join(step.label for step in steps) or "—",
    )


def registered(office: Office, ticket: Ticket, number: str, at: datetime) -> tuple[Ticket, Event]:
    """Return `ticket` with its number and its first status (K-4.3, S-3.5). Raises BadInput for wrong order in time."""
    new = replace(ticket, number=number, registered_at=at, status=first_status(office, ticket.kind))
    new = replace(new, approval=standing(office, new))
    _refuse_disorder(new, "registered_at")
    return moved(office, ticket, held_back(office, new), Event("register", at, {"number": number}))


def take(
    office: Office, ticket: Ticket, step: Step, answer: Mapping[str, Any], *, at: datetime, by: int = 0
) -> tuple[Ticket, Event]:
    """Return `ticket` after `step` of the person with the id `by`, and the event. `answer` is from `parse_answer`.

    Raises BadInput when `at` lies before the ticket's registration.
    """
    refuse_early(ticket, at)
    new = effect(office, step.verb, ticket, answer, at=at, by=by)
    if step.target and not (step.verb == "approve" and new.approval is Approval.PENDING):
        new = replace(new, status=step.target)
    if new.solved_at and not ticket.received_at <= new.solved_at <= max(at, ticket.solved_at or at):
        raise BadInput("It was fixed neither before it was received nor later than now.", field="fixed_at")
    return moved(office, ticket, held_back(office, new), Event(step.verb, at, answer))


def refuse_early(ticket: Ticket, at: datetime) -> None:
    """Raise BadInput when `at` lies before the registration of `ticket`."""
    if ticket.registered_at and at < ticket.registered_at:
        raise BadInput("This lies before the registration of the ticket. Correct the moment.", field="at")


def edited(office: Office, ticket: Ticket, fields: Mapping[str, Any], at: datetime) -> tuple[Ticket, Event]:
    """Return `ticket` with `fields` (from `parse_fields`, the requester as a Requester) put in, and the event."""
    answers = {
        code: value for code, value in {**ticket.answers, **fields.get("answers", {})}.items() if value is not None
    }
    new = replace(ticket, **{**fields, "answers": answers})
    require({"description": new.description, "kind": new.kind, "type": new.type}, ("description", "kind", "type"))
    _refuse_disorder(new, "registered_at" if "registered_at" in fields else "received_at")
    if new.kind != ticket.kind and (ticket.solved_at or ticket.closed_at):
        raise BadInput("This ticket is finished. Reopen it first, then change what kind it is.", field="kind")
    if (new.type, new.service) != (ticket.type, ticket.service) and new.registered_at:
        new = regated(office, ticket, new)
    return moved(office, ticket, new, Event("edit", at))


def _fits(step: Step, ticket: Ticket) -> bool:
    if step.sources and ticket.status not in step.sources:
        return False
    if step.kinds and ticket.kind not in step.kinds:
        return False
    if (ticket.number is None) != (step.verb == "register"):
        return False
    if ticket.approval is Approval.PENDING and step.verb in GATED:
        return False
    if step.when == "pending" and ticket.approval is not Approval.PENDING:
        return False
    return step.verb not in ("approve", "override") or ticket.approval is Approval.PENDING


def _refuse_disorder(ticket: Ticket, field: str) -> None:
    """Raise BadInput when the moments of `ticket` do not follow one another."""
    if ticket.registered_at and ticket.registered_at < ticket.received_at:
        raise BadInput("The ticket is registered before it was received. Correct one of the two moments.", field=field)
    ended = min(filter(None, (ticket.solved_at, ticket.closed_at)), default=None)
    if ended and ended < (ticket.received_at if field == "received_at" else ticket.registered_at or ended):
        raise BadInput("This lies after the ticket was solved or closed. Correct the moment.", field=field)


def moved(office: Office, old: Ticket, new: Ticket, event: Event) -> tuple[Ticket, Event]:
    """Return `new`, which `event` made of `old`, with its clock set, and the event with what changed."""
    new = clocked(office, old, settled(office, new), event.at)
    data = {key: value for key, value in event.data.items() if key not in ("assignee", "line")}
    differing = changes(old, new)
    if differing:
        data["changes"] = differing
    return replace(new, version=old.version + 1), replace(event, data=data)
