"""What a step's dialog knows before anything is typed: what it needs, and what stands in it already."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from desk_app.domain.approvals import next_step
from desk_app.domain.lines import CONTRACTOR, next_line, sort_of
from desk_app.domain.moments import local_iso
from desk_app.domain.office import Office
from desk_app.domain.tickets import Ticket
from desk_app.ui.editor.receiver_input import next_receiver


def needs(office: Office, ticket: Ticket, verb: str) -> tuple[str, ...]:
    """Return what the step of the approval chain whose turn it is needs (P-2)."""
    step = next_step(office, ticket) if verb == "approve" else None
    return tuple(step.data.get("needs", ())) if step else ()


def known(office: Office, ticket: Ticket, verb: str, now: datetime) -> Mapping[str, str]:
    """Return what stands in the dialog of `verb` at first; `now` is local."""
    tell = _KNOWN.get(verb)
    return {key: value for key, value in tell(office, ticket, now).items() if value} if tell else {}


def _solve(_office: Office, ticket: Ticket, _now: datetime) -> dict[str, str]:
    return {"solution": ticket.solution, "cause": ticket.cause}


def _escalate(office: Office, ticket: Ticket, _now: datetime) -> dict[str, str]:
    return {"to": next_receiver(office, next_line(office, ticket.line))}


def _hand_over(office: Office, _ticket: Ticket, _now: datetime) -> dict[str, str]:
    """Begin with the only contractor where there is one only."""
    found = [item.label for item in office.choices("line").offered if sort_of(item) == CONTRACTOR]
    return {"to": found[0]} if len(found) == 1 else {}


def _return(_office: Office, ticket: Ticket, _now: datetime) -> dict[str, str]:
    return {"complexity": ticket.complexity, "fix_by": ticket.fix_by.isoformat() if ticket.fix_by else ""}


def _approve(office: Office, ticket: Ticket, now: datetime) -> dict[str, str]:
    return {"letter_date": now.date().isoformat()} if "letter_date" in needs(office, ticket, "approve") else {}


def _appoint(office: Office, ticket: Ticket, now: datetime) -> dict[str, str]:
    """Begin with the appointment there is, or with the next hour at the requester's."""
    about = ticket.appointment
    if ticket.appointment_at is not None and about is not None:
        when = local_iso(ticket.appointment_at, office.zone) or ""
        return {"when": when, "how": about.how, "place": about.place, "minutes": str(about.minutes)}
    mode = office.choices("mode").get(ticket.mode)
    asker = ticket.requester
    outside = bool(mode.data.get("appointment"))
    place = (asker.room or asker.phone) if outside else (asker.phone or asker.room)
    return {"how": mode.label, "place": place}


def _remind(office: Office, ticket: Ticket, now: datetime) -> dict[str, str]:
    if ticket.remind_at is not None:
        return {"when": local_iso(ticket.remind_at, office.zone) or ""}
    hour = now.replace(minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(hours=1)
    return {"when": hour.isoformat(timespec="minutes")}


def _rate(_office: Office, ticket: Ticket, _now: datetime) -> dict[str, str]:
    return {"by": ticket.requester.name}


_KNOWN: Final[Mapping[str, Callable[[Office, Ticket, datetime], dict[str, str]]]] = {
    "solve": _solve,
    "escalate": _escalate,
    "hand-over": _hand_over,
    "return": _return,
    "approve": _approve,
    "appoint": _appoint,
    "remind": _remind,
    "rate": _rate,
}
