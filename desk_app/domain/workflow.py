"""The course of a ticket: which steps are possible now, and what each one does.

The steps, their labels and their targets are the office's data; what a verb *means* is here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from desk_app.domain.clock import clocked
from desk_app.domain.deadlines import end_of_day
from desk_app.domain.errors import N_, BadInput
from desk_app.domain.intake import refuse_unknown, require, text_of
from desk_app.domain.moments import parse_day, parse_moment
from desk_app.domain.office import Meaning, Office, Person, Step
from desk_app.domain.record import changes
from desk_app.domain.text import clean_line, clean_text, quoted
from desk_app.domain.tickets import Approval, Event, Extension, Outcome, Ticket


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing a step asks for: `kind` is text, line, moment, day, flag, receiver or ticket."""

    key: str
    kind: str
    label: str
    required: bool = False


_COMMENT = Ask("comment", "text", N_("Comment"))
_REASON = Ask("reason", "text", N_("Reason"), required=True)
_TO = Ask("to", "receiver", N_("To whom"), required=True)

ASKS: Final[Mapping[str, tuple[Ask, ...]]] = {
    "register": (Ask("registered_at", "moment", N_("Registered")),),
    "assign": (_TO, _COMMENT),
    "escalate": (_TO, Ask("reason", "text", N_("Reason"))),
    "hand-over": (Ask("to", "line", N_("To whom"), required=True), _COMMENT),
    "return": (
        Ask("complexity", "line", N_("Complexity"), required=True),
        Ask("fix_by", "day", N_("Fix by"), required=True),
        _COMMENT,
    ),
    "wait": (_REASON, Ask("remind_at", "moment", N_("Remind me"))),
    "resume": (_COMMENT,),
    "extend": (Ask("due", "due", N_("Until when"), required=True), _REASON),
    "approve": (
        Ask("step", "line", N_("Who agreed")),
        Ask("letter_no", "line", N_("Letter No.")),
        Ask("letter_date", "day", N_("Letter date")),
        _COMMENT,
    ),
    "decline": (_REASON,),
    "solve": (
        Ask("solution", "text", N_("Solution"), required=True),
        Ask("cause", "text", N_("Cause")),
        Ask("fixed_at", "moment", N_("Fixed")),
    ),
    "close": (
        Ask("confirmed_by", "line", N_("Confirmed by")),
        Ask("how", "line", N_("How it was confirmed")),
        _COMMENT,
    ),
    "reopen": (_REASON,),
    "comment": (
        Ask("text", "text", N_("Comment"), required=True),
        Ask("public", "flag", N_("The requester may see it")),
    ),
    "convert": (),
    "link": (
        Ask("to", "ticket", N_("To which ticket"), required=True),
        Ask("relation", "line", N_("How they belong together")),
    ),
}
"""What each verb asks for; the keys are those of the command line."""

GATED: Final = frozenset({"solve", "hand-over", "close"})
"""Verbs that wait until the ticket's approval is given (S-3.5)."""
_PAST: Final = (Meaning.OUTSIDE, Meaning.SOLVED, Meaning.CLOSED)
"""Where the gated verbs lead."""
FREE: Final = frozenset({"comment", "link"})
"""Verbs that lead nowhere and so are possible in any status."""


def next_steps(office: Office, ticket: Ticket, person: Person) -> tuple[Step, ...]:
    """Return the steps that `person` may take with `ticket` now, in the office's order."""
    return tuple(s for s in office.steps if _fits(s, ticket) and office.may(person, s.verb))


def find_step(office: Office, ticket: Ticket, verb: str) -> Step:
    """Return the step by which `verb` leads on from where `ticket` is.

    Raises BadInput that says why not, and what is possible instead.
    """
    _refuse_gate(office, ticket, verb)
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


def parse_answer(
    office: Office, verb: str, raw: Mapping[str, object], required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return what `raw` says to the questions of `verb`; moments and days as ISO text, as the history keeps them.

    Raises BadInput for an unknown key, a missing answer, or one that is not of its kind.
    """
    asks = ASKS[verb]
    refuse_unknown(raw, tuple(ask.key for ask in asks))
    answer = {ask.key: _parsed(office, ask, raw[ask.key]) for ask in asks if raw.get(ask.key) not in (None, "")}
    require(answer, (*(ask.key for ask in asks if ask.required), *required))
    return answer


def registered(office: Office, ticket: Ticket, number: str, at: datetime) -> tuple[Ticket, Event]:
    """Return `ticket` with its number and its first status (K-4.3, S-3.5). Raises BadInput for wrong order in time."""
    approver = office.choices("type").get(ticket.type).approval
    new = replace(
        ticket,
        number=number,
        registered_at=at,
        status=_first_status(office),
        approval=Approval.PENDING if approver else Approval.NOT_NEEDED,
    )
    _refuse_disorder(new, "registered_at")
    return moved(office, ticket, _held_back(office, new), Event("register", at, {"number": number}))


def take(office: Office, ticket: Ticket, step: Step, answer: Mapping[str, Any], at: datetime) -> tuple[Ticket, Event]:
    """Return `ticket` after `step`, and the event that says so. `answer` is from `parse_answer`.

    Raises BadInput when `at` lies before the ticket's registration.
    """
    refuse_early(ticket, at)
    new = replace(ticket, status=step.target or ticket.status, **_effect(step.verb, ticket, answer, at))
    if new.solved_at and not ticket.received_at <= new.solved_at <= max(at, ticket.solved_at or at):
        raise BadInput("It was fixed neither before it was received nor later than now.", field="fixed_at")
    return moved(office, ticket, _held_back(office, new), Event(step.verb, at, answer))


def refuse_early(ticket: Ticket, at: datetime) -> None:
    """Raise BadInput when `at` lies before the registration of `ticket`."""
    if ticket.registered_at and at < ticket.registered_at:
        raise BadInput("This lies before the registration of the ticket. Correct the moment.", field="at")


def edited(office: Office, ticket: Ticket, fields: Mapping[str, Any], at: datetime) -> tuple[Ticket, Event]:
    """Return `ticket` with `fields` (from `parse_fields`, the requester as a Requester) put in, and the event."""
    new = replace(ticket, **fields)
    require({"description": new.description, "kind": new.kind, "type": new.type}, ("description", "kind", "type"))
    _refuse_disorder(new, "registered_at" if "registered_at" in fields else "received_at")
    if new.kind != ticket.kind and (ticket.solved_at or ticket.closed_at):
        raise BadInput("This ticket is finished. Reopen it first, then change what kind it is.", field="kind")
    if new.type != ticket.type and new.registered_at and ticket.approval is not Approval.GIVEN:
        new = _retyped(office, ticket, new)
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
    return step.verb != "approve" or ticket.approval is Approval.PENDING


def _refuse_disorder(ticket: Ticket, field: str) -> None:
    """Raise BadInput when the moments of `ticket` do not follow one another."""
    if ticket.registered_at and ticket.registered_at < ticket.received_at:
        raise BadInput("The ticket is registered before it was received. Correct one of the two moments.", field=field)
    ended = min(filter(None, (ticket.solved_at, ticket.closed_at)), default=None)
    if ended and ended < (ticket.received_at if field == "received_at" else ticket.registered_at or ended):
        raise BadInput("This lies after the ticket was solved or closed. Correct the moment.", field=field)


def _held_back(office: Office, ticket: Ticket) -> Ticket:
    """Return `ticket` no further than the first status of its type while an agreement is awaited (S-3.5)."""
    start = str(office.choices("type").get(ticket.type).data.get("start", ""))
    waits = ticket.approval is Approval.PENDING and office.meaning(ticket.status) is Meaning.ACTIVE
    return replace(ticket, status=start) if start and waits else ticket


def _retyped(office: Office, old: Ticket, new: Ticket) -> Ticket:
    """Return `new` with the agreement its new type needs: held back for it, or let go where none is needed now.

    Raises BadInput where the ticket is past what the agreement would have held back.
    """
    kind = office.choices("type").get(new.type)
    if kind.approval:
        if old.approval is Approval.NOT_NEEDED and office.meaning(old.status) in _PAST:
            raise BadInput(
                "A ticket of the type “{type}” needs the agreement of: {approver}. This one is “{status}” without it: "
                "take it back into work first, then change its type.",
                field="type",
                type=kind.label,
                approver=kind.approval,
                status=office.choices("status").label(old.status),
            )
        return _held_back(office, replace(new, approval=Approval.PENDING))
    start = office.choices("type").get(old.type).data.get("start", "")
    waited = old.approval is Approval.PENDING and new.status == start
    return replace(new, approval=Approval.NOT_NEEDED, status=_first_status(office) if waited else new.status)


def _refuse_gate(office: Office, ticket: Ticket, verb: str) -> None:
    if ticket.approval is Approval.PENDING and verb in GATED:
        kind = office.choices("type").get(ticket.type)
        raise BadInput(
            "A ticket of the type “{type}” waits for the agreement of: {approver}. "
            "Record the agreement first, or decline it.",
            field="approval",
            type=kind.label,
            approver=kind.approval,
        )


def _effect(verb: str, ticket: Ticket, answer: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    match verb:
        case "approve":
            return {"approval": Approval.GIVEN}
        case "extend":
            return {"extension": Extension(at, _later(ticket, datetime.fromisoformat(answer["due"]), at))}
        case "decline":
            return {"outcome": Outcome.DECLINED, "closed_at": at}
        case "solve":
            fixed = answer.get("fixed_at")
            texts = {key: answer[key] for key in ("solution", "cause") if key in answer}
            return {
                **texts,
                "outcome": Outcome.SOLVED,
                "solved_at": datetime.fromisoformat(fixed) if fixed else at,
            }
        case "close":
            return {
                "closed_at": at,
                "solved_at": ticket.solved_at or at,
                "outcome": ticket.outcome or Outcome.SOLVED,
            }
        case "convert":
            return {"closed_at": at, "outcome": Outcome.CONVERTED}
        case "reopen":
            return {"closed_at": None, "solved_at": None, "outcome": Outcome.NONE}
        case "assign" | "escalate":
            return {key: answer[key] for key in ("assignee", "line") if key in answer}
    return {}


def moved(office: Office, old: Ticket, new: Ticket, event: Event) -> tuple[Ticket, Event]:
    """Return `new`, which `event` made of `old`, with its clock set, and the event with what changed."""
    new = clocked(office, old, new, event.at)
    data = {key: value for key, value in event.data.items() if key not in ("assignee", "line")}
    differing = changes(old, new)
    if differing:
        data["changes"] = differing
    return replace(new, version=old.version + 1), replace(event, data=data)


def _later(ticket: Ticket, due: datetime, at: datetime) -> datetime:
    if due <= max(at, ticket.due_at or at):
        raise BadInput("More time must end later than it does now. Choose a later date.", field="due")
    return due


def _first_status(office: Office) -> str:
    for step in office.steps:
        if step.verb == "register":
            return step.target
    return office.statuses_meaning((Meaning.NEW, Meaning.ACTIVE))[0]


def _parsed(office: Office, ask: Ask, value: object) -> object:
    match ask.kind:
        case "text":
            return clean_text(text_of(value, ask.key), ask.key)
        case "moment":
            return parse_moment(value, office.zone, ask.key).isoformat()
        case "day":
            return parse_day(value, ask.key).isoformat()
        case "due":
            return _end_of(office, value, ask.key).isoformat()
        case "flag":
            return value is True or quoted(value).casefold() in ("1", "true", "yes", "да")
    return clean_line(text_of(value, ask.key), ask.key)


def _end_of(office: Office, value: object, key: str) -> datetime:
    """Return the moment that `value` names; of a day alone, the end of its work."""
    try:
        day = parse_day(value, key)
    except BadInput:
        return parse_moment(value, office.zone, key)
    return end_of_day(office.calendar, office.calendar.moment(day, 0), 0)
