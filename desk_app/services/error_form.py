"""The error form of Appendix 1, filled from a ticket (E-6.1c). The password is not stored, so it is not here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from desk_app.domain.office import Office
from desk_app.domain.tickets import Ticket
from desk_app.services.ports import TicketCard

LOGIN: Final = "login"
"""The question that asks for the user's login."""
FOUND: Final = "found_on"
"""The question that asks when the error was found."""
STEPS: Final = "steps"
"""The question that asks how the error appears."""


@dataclass(frozen=True, slots=True)
class ErrorForm:
    """What stands in the form; "" and None are printed as lines to fill in by hand. Days are the office's."""

    office: Office
    number: str
    body: str
    responsible: str
    fixer: str
    registered_on: date | None
    found_on: date | None
    login: str
    description: str
    priority: str
    complexity: str
    fix_by: date | None
    cause: str
    solution: str


def error_form(office: Office, card: TicketCard) -> ErrorForm:
    """Fill the form from the ticket of `card`."""
    ticket, answers = card.ticket, card.ticket.answers
    return ErrorForm(
        office=office,
        number=ticket.number or "",
        body=ticket.requester.organisation or ticket.requester.name,
        responsible=card.assignee.name or card.assignee.login,
        fixer=_fixer(office, card),
        registered_on=_day(office, ticket.registered_at),
        found_on=_answered_day(answers.get(FOUND)) or _day(office, ticket.received_at),
        login=str(answers.get(LOGIN) or ""),
        description=_described(ticket),
        priority=office.choices("priority").label(ticket.priority),
        complexity=ticket.complexity,
        fix_by=ticket.fix_by,
        cause=ticket.cause,
        solution=ticket.solution,
    )


def _fixer(office: Office, card: TicketCard) -> str:
    """Return to whom it was handed over last, or else who solved it."""
    handed = [
        said["to"] for entry in card.history if entry.verb == "hand-over" and (said := entry.data or {}).get("to")
    ]
    if handed:
        return office.choices("line").label(str(handed[-1]))
    solved = [entry.by for entry in card.history if entry.verb == "solve"]
    return solved[-1].name or solved[-1].login if solved and card.ticket.solved_at else ""


def _described(ticket: Ticket) -> str:
    """Return the description and then how the error appears, as the form asks for it."""
    parts = (ticket.description, ticket.additional_info, str(ticket.answers.get(STEPS) or ""))
    return "\n".join(part for part in parts if part.strip())


def _day(office: Office, moment: datetime | None) -> date | None:
    return moment.astimezone(office.zone).date() if moment else None


def _answered_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
