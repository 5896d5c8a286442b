"""What a service of the catalogue brings with it: where its tickets begin, whom it is for, the files of its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk_app.domain.attachments import numbered
from desk_app.domain.office import Office
from desk_app.domain.text import normalise
from desk_app.domain.tickets import Event, Ticket
from desk_app.services.directory_ports import Contact
from desk_app.services.files import Kept
from desk_app.services.ports import Reader, Session


def defaults(office: Office, fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the kind, type and line that the service in `fields` sets where they say nothing (P-1)."""
    data = office.choices("service").get(str(fields.get("service", ""))).data
    return {name: str(data[name]) for name in ("kind", "type", "line") if data.get(name) and not fields.get(name)}


def contacts(reader: Reader, ticket: Ticket) -> list[Contact]:
    """Return who, in the requester's unit, has the position that the service of `ticket` is for (P-3)."""
    position = str(reader.office().choices("service").get(ticket.service).data.get("contact", ""))
    unit = ticket.requester.organisation
    if not position or not unit:
        return []
    wanted = (normalise(position), normalise(unit))
    found = reader.directory.people(f"{position} {unit}")
    return [one for one in found if (normalise(one.position), normalise(one.organisation)) == wanted]


def give_files(db: Session, ticket: Ticket, at: datetime) -> Ticket:
    """Attach the files of the service of `ticket` that it does not have yet, as its answer goes out (P-3)."""
    files = db.office.choices("service").get(ticket.service).data.get("files", ())
    return _attached(db, ticket, [(file["name"], Kept(file["sha256"], file["size"])) for file in files], at)


def carry_files(db: Session, ticket: Ticket, to: Ticket, at: datetime) -> Ticket:
    """Attach what `ticket` has to the ticket `to`, which was made of it (K-5.2)."""
    return _attached(db, to, [(one.name, one.content) for one in db.attachments.of(ticket.id)], at)


def _attached(db: Session, ticket: Ticket, files: Sequence[tuple[str, Kept]], at: datetime) -> Ticket:
    there = db.attachments.of(ticket.id) if files else []
    for given, content in files:
        if any(one.content == content for one in there):
            continue
        name = numbered(given, {one.name.casefold() for one in there})
        db.attachments.add(ticket.id, name, content)
        there = db.attachments.of(ticket.id)
        new = replace(ticket, version=ticket.version + 1)
        event = Event("attach", at, {"name": name, "size": content.size, "sha256": content.sha256})
        db.save_ticket(ticket, new, event)
        ticket = new
    return ticket
