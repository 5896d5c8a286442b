"""A ticket as JSON for programs: the office's labels, office-local times without offset.

Every key of `fields_json` that a person may give is taken back by `ticket add` and `ticket do … edit`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from desk_app.domain.approvals import chain, missing
from desk_app.domain.clock import reasons
from desk_app.domain.deadlines import Reason
from desk_app.domain.moments import local_iso
from desk_app.domain.office import CHOICE_SECTIONS, Office, Person
from desk_app.domain.record import plain
from desk_app.domain.tickets import Approval, Requester, Ticket
from desk_app.i18n import explained
from desk_app.services.ports import HistoryEntry, Link, TicketCard

MOMENTS: Final = (
    "received_at", "registered_at", "solved_at", "closed_at", "fixed_at", "remind_at",
    "due_at", "first_due_at", "due_register_at", "due_return_at", "due", "appointment_at", "when",
)  # fmt: skip
DUE: Final = ("due_at", "first_due_at", "due_register_at", "due_return_at")
HIDDEN: Final = ("id", "version", "pauses", "extension", "warn_at", "breached")
NESTED: Final = ("fields", "changes")


def card_json(office: Office, staff: Iterable[Person], card: TicketCard) -> dict[str, Any]:
    """Return everything about a ticket, its history included."""
    names = {person.id: person.name for person in staff}
    return {
        **row_json(office, card),
        "deadline": [
            {"date": str(reason.day), "why": explained(reason.template, reason.params)}
            for reason in reasons(office, card.ticket)
        ],
        "links": [_link(link) for link in card.links],
        "history": [entry_json(office, names, entry) for entry in card.history],
    }


def row_json(office: Office, card: TicketCard) -> dict[str, Any]:
    """Return a ticket without its history, as lists give it."""
    ticket = card.ticket
    return {
        "number": ticket.number,
        "id": ticket.id,
        "status": office.choices("status").label(ticket.status) or None,
        "status_meaning": office.meaning(ticket.status).value,
        **fields_json(office, ticket),
        "line": office.choices("line").label(ticket.line),
        "assignee": card.assignee.name,
        "approval": ticket.approval.value,
        "outcome": ticket.outcome.value,
        **{name: local_iso(getattr(ticket, name), office.zone) for name in DUE},
        "breached": bool(ticket.breached),
        **_course(office, ticket),
        "solved_at": local_iso(ticket.solved_at, office.zone),
        "closed_at": local_iso(ticket.closed_at, office.zone),
    }


def _course(office: Office, ticket: Ticket) -> dict[str, Any]:
    """Return what the steps of a ticket left on it."""
    steps = {step.code: step.label for step in chain(office, ticket)}
    return {
        "agreed": [
            {
                "step": steps.get(one.step, one.step),
                "at": local_iso(one.at, office.zone),
                **{
                    name: text
                    for name in ("letter_no", "letter_date", "scan", "override")
                    if (text := getattr(one, name))
                },
            }
            for one in ticket.agreed
        ],
        "awaits": [step.label for step in missing(office, ticket)] if ticket.approval is Approval.PENDING else [],
        "appointment_at": local_iso(ticket.appointment_at, office.zone),
        "appointment": plain(ticket.appointment),
        "remind_at": local_iso(ticket.remind_at, office.zone),
        "complexity": ticket.complexity,
        "fix_by": plain(ticket.fix_by),
        "confirmed_by": ticket.confirmed_by,
        "confirmed_how": ticket.confirmed_how,
        "rating": ticket.rating or None,
        "rating_comment": ticket.rating_comment,
        "reworks": ticket.reworks,
    }


def fields_json(office: Office, ticket: Ticket) -> dict[str, Any]:
    """Return the fields of a ticket that people fill in."""
    choices = ("kind", "type", "channel", "priority", "system", "service", "mode")
    texts = ("description", "additional_info", "note", "cause", "solution")
    return {
        **{name: office.choices(name).label(getattr(ticket, name)) for name in choices},
        "requester": _requester(ticket.requester),
        **{name: getattr(ticket, name) for name in texts},
        "answers": dict(ticket.answers),
        "received_at": local_iso(ticket.received_at, office.zone),
        "registered_at": local_iso(ticket.registered_at, office.zone),
    }


def entry_json(office: Office, names: Mapping[int, str], entry: HistoryEntry) -> dict[str, Any]:
    """Return an entry of the history: who, what, when, what was said, and `changes` as [old, new]."""
    told = {"verb": entry.verb, "by": entry.by.name, "at": local_iso(entry.at, office.zone)}
    if entry.recorded_at != entry.at:
        told["recorded_at"] = local_iso(entry.recorded_at, office.zone)
    if entry.data is None:
        return {**told, "erased": True}
    said = {key: shown(office, names, key, value) for key, value in entry.data.items() if key not in NESTED}
    nested = {
        "fields": _fields(office, names, entry.data.get("fields", {})),
        "changes": _changes(office, names, entry.data.get("changes", {})),
    }
    return {**told, **said, **{key: value for key, value in nested.items() if value}}


def shown(office: Office, names: Mapping[int, str], field: str, value: Any) -> Any:
    """Return a value of the history as people know it: labels, names, local times."""
    if field in CHOICE_SECTIONS:
        return office.choices(field).label(str(value or ""))
    if field == "assignee":
        return names.get(value, "") if isinstance(value, int) else value
    if field in MOMENTS and value:
        return local_iso(datetime.fromisoformat(str(value)), office.zone)
    if isinstance(value, Mapping):
        return {name: part for name, part in value.items() if name not in HIDDEN}
    return value


def _fields(office: Office, names: Mapping[int, str], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {field: shown(office, names, field, value) for field, value in fields.items() if field not in HIDDEN}


def _changes(office: Office, names: Mapping[int, str], changed: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        field: [shown(office, names, field, value) for value in pair]
        for field, pair in changed.items()
        if field not in HIDDEN
    }


def _requester(requester: Requester) -> dict[str, str]:
    return {name: getattr(requester, name) for name in ("name", "organisation", "phone", "email", "room")}


def _reason(reason: Reason) -> dict[str, str]:
    return {"date": str(reason.day), "why": explained(reason.template, reason.params)}


def _link(link: Link) -> dict[str, Any]:
    return {"number": link.number, "id": link.ticket_id, "subject": link.subject, "relation": link.relation}
