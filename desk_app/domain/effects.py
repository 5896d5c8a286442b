"""What each verb does to a ticket, besides where it leads."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from desk_app.domain import approvals
from desk_app.domain.clock import due_if_resumed
from desk_app.domain.errors import BadInput
from desk_app.domain.office import FINISHED_MEANINGS, Office
from desk_app.domain.tickets import Agreement, Appointment, Approval, Extension, Outcome, Ticket

Answer = Mapping[str, Any]
"""What `asks.parse_answer` gives."""


def effect(office: Office, verb: str, ticket: Ticket, answer: Answer, *, at: datetime, by: int) -> Ticket:
    """Return `ticket` as `verb` leaves it, its status aside; `by` is the id of who took it.

    Raises BadInput for an answer that does not fit the ticket.
    """
    if verb == "approve":
        new = replace(ticket, agreed=approvals.given(office, ticket, answer, at, by))
        return replace(new, approval=approvals.standing(office, new))
    if verb == "override":
        let = Agreement("", at, by, override=answer["reason"])
        return replace(ticket, agreed=(*ticket.agreed, let), approval=Approval.OVERRIDDEN)
    if verb == "extend":
        return replace(ticket, extension=_more_time(office, ticket, answer, at))
    if verb == "appoint":
        _refuse_finished(office, ticket)
    if verb == "return":
        _refuse_past(office, answer, at)
    sent_back = verb == "reopen" and ticket.status in office.verified_from  # a rework by another name (E-6.3a)
    parts = _EFFECTS.get("rework" if sent_back else verb)
    return replace(ticket, **parts(ticket, answer, at)) if parts else ticket


def _more_time(office: Office, ticket: Ticket, answer: Answer, at: datetime) -> Extension:
    due = datetime.fromisoformat(answer["due"])
    if due <= max(at, ticket.due_at or due_if_resumed(office, ticket, at) or at):
        raise BadInput("More time must end later than it does now. Choose a later date.", field="due")
    return Extension(at, due)


def _decline(_ticket: Ticket, _answer: Answer, at: datetime) -> dict[str, Any]:
    return {"outcome": Outcome.DECLINED, "closed_at": at, "remind_at": None}


def _solve(_ticket: Ticket, answer: Answer, at: datetime) -> dict[str, Any]:
    texts = {key: answer[key] for key in ("solution", "cause") if key in answer}
    fixed = _moment(answer, "fixed_at") or at
    return {**texts, "outcome": Outcome.SOLVED, "solved_at": fixed, "remind_at": None}


def _close(ticket: Ticket, answer: Answer, at: datetime) -> dict[str, Any]:
    return {
        "closed_at": at,
        "solved_at": ticket.solved_at or at,
        "outcome": ticket.outcome or Outcome.SOLVED,
        "confirmed_by": answer.get("confirmed_by", ticket.confirmed_by),
        "confirmed_how": answer.get("how", ticket.confirmed_how),
        "remind_at": None,
    }


def _convert(_ticket: Ticket, _answer: Answer, at: datetime) -> dict[str, Any]:
    return {"closed_at": at, "outcome": Outcome.CONVERTED, "remind_at": None}


def _reopen(_ticket: Ticket, _answer: Answer, _at: datetime) -> dict[str, Any]:
    return {"closed_at": None, "solved_at": None, "outcome": Outcome.NONE}


def _rework(ticket: Ticket, answer: Answer, at: datetime) -> dict[str, Any]:
    return _reopen(ticket, answer, at) | {"reworks": ticket.reworks + 1}


def _pass_on(_ticket: Ticket, answer: Answer, _at: datetime) -> dict[str, Any]:
    return {key: answer[key] for key in ("assignee", "line") if key in answer}


def _return(_ticket: Ticket, answer: Answer, _at: datetime) -> dict[str, Any]:
    named = {"complexity": answer["complexity"], "fix_by": date.fromisoformat(answer["fix_by"])}
    return named | ({"line": answer["line"]} if "line" in answer else {})


def _rate(_ticket: Ticket, answer: Answer, _at: datetime) -> dict[str, Any]:
    return {"rating": answer["score"], "rating_comment": answer.get("comment", "")}


def _wait(_ticket: Ticket, answer: Answer, _at: datetime) -> dict[str, Any]:
    return {"remind_at": _moment(answer, "remind_at")}


def _resume(_ticket: Ticket, _answer: Answer, _at: datetime) -> dict[str, Any]:
    return {"remind_at": None}


def _remind(_ticket: Ticket, answer: Answer, _at: datetime) -> dict[str, Any]:
    return {"remind_at": _moment(answer, "when")}


def _appoint(_ticket: Ticket, answer: Answer, _at: datetime) -> dict[str, Any]:
    parts = {key: answer[key] for key in ("minutes", "how", "place") if key in answer}
    return {"appointment_at": _moment(answer, "when"), "appointment": Appointment(**parts)}


def _call_off(_ticket: Ticket, _answer: Answer, _at: datetime) -> dict[str, Any]:
    return {"appointment_at": None, "appointment": None}


_EFFECTS: Final[Mapping[str, Callable[[Ticket, Answer, datetime], dict[str, Any]]]] = {
    "decline": _decline,
    "solve": _solve,
    "close": _close,
    "convert": _convert,
    "reopen": _reopen,
    "rework": _rework,
    "assign": _pass_on,
    "escalate": _pass_on,
    "hand-over": _pass_on,
    "return": _return,
    "rate": _rate,
    "wait": _wait,
    "resume": _resume,
    "remind": _remind,
    "appoint": _appoint,
    "call-off": _call_off,
}


def _refuse_finished(office: Office, ticket: Ticket) -> None:
    if ticket.status and office.meaning(ticket.status) in FINISHED_MEANINGS:
        raise BadInput("This ticket is finished. Reopen it before you make an appointment.", field="when")


def _refuse_past(office: Office, answer: Answer, at: datetime) -> None:
    """Raise BadInput where the day that is promised had gone by when it was named (E-6.1d)."""
    if date.fromisoformat(answer["fix_by"]) < office.calendar.local_day(at):
        raise BadInput("This day has gone by. Name the day by which it will be fixed.", field="fix_by")


def _moment(answer: Answer, key: str) -> datetime | None:
    return datetime.fromisoformat(answer[key]) if answer.get(key) else None
