"""Erasing a person: name and contacts go from the directory, from every ticket and from the history.

The history stays provable. An entry that named the person gets other words; what is chained is the digest of the
old ones, and an `erase` event, chained itself, says by which digest the new words are known (`services.checks`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from desk_app.domain.erasure import Eraser, mark_of
from desk_app.domain.office import Person
from desk_app.domain.text import normalise
from desk_app.domain.tickets import Event, Requester
from desk_app.services import rights
from desk_app.services.directory_ports import Contact, Erased
from desk_app.services.ports import Changes, Reader, Session, UnitOfWork

BATCH: Final = 50
"""Tickets that are rewritten in one transaction."""

Progress = Callable[[int, int], None]
"""Is told how many tickets of how many are done; raises Cancelled to stop between two batches."""


@dataclass(frozen=True, slots=True)
class ErasePlan:
    """What erasing a person would touch: own tickets, other tickets that name the person, entries of the history.

    `people` are the entry of the directory and the names the tickets were registered under.
    """

    contact: Contact
    people: tuple[Requester, ...]
    own: tuple[int, ...]
    mentions: tuple[int, ...]
    entries: int


def plan(reader: Reader, actor: Person, contact_id: int) -> ErasePlan:
    """Look for a person of the directory everywhere. Raises NotAllowed, NotFound."""
    office = reader.office()
    rights.require_of(office, actor, "erase")
    contact = reader.directory.contact(contact_id)
    named = reader.directory.own_tickets(contact_id)
    people = tuple(dict.fromkeys((_requester(contact), *(_requester(who) for _, who in named))))
    eraser = Eraser(people, mark_of(office))
    own = {ticket for ticket, _ in named}
    for name, organisation in {(who.name, who.organisation) for who in people if who.name}:
        own |= set(reader.directory.tickets_of(name, organisation))
    mentions = set(reader.directory.tickets_with(eraser.full_names))
    entries = 0
    for rows in reader.directory.payloads():
        for _, ticket_id, payload in rows:
            if ticket_id in own or _names(eraser, payload):
                entries += 1
                mentions |= {ticket_id} - {None}  # type: ignore[arg-type]
    return ErasePlan(contact, people, tuple(sorted(own)), tuple(sorted(mentions - own)), entries)


def run(uow: UnitOfWork, planned: ErasePlan, progress: Progress | None = None) -> Changes:
    """Erase the person, a batch of tickets a transaction; the directory's entry goes last.

    One that was stopped or killed is planned and run again, and goes on.
    """
    everything = [*((ticket, True) for ticket in planned.own), *((ticket, False) for ticket in planned.mentions)]
    touched: list[int] = []
    for start in range(0, len(everything), BATCH):
        if progress:
            progress(start, len(everything))
        batch = everything[start : start + BATCH]
        touched += uow.write(partial(_erase_tickets, people=planned.people, batch=batch)).tickets
    uow.write(partial(_erase_entry, planned=planned))
    if progress:
        progress(len(everything), len(everything))
    return Changes(tuple(touched), directory=True, office=True)


def _erase_tickets(db: Session, people: Sequence[Requester], batch: Sequence[tuple[int, bool]]) -> Changes:
    rights.require(db, "erase")
    eraser = Eraser(people, mark_of(db.office))
    touched = [ticket_id for ticket_id, own in batch if _erase_ticket(db, eraser, ticket_id, own)]
    return Changes(tuple(touched), directory=True)


def _erase_ticket(db: Session, eraser: Eraser, ticket_id: int, own: bool) -> bool:
    old = db.ticket(ticket_id)
    new = eraser.ticket(old, own)
    erased = db.directory.rewrite(ticket_id, partial(eraser.data, own=own))
    db.directory.rename_files(ticket_id, partial(eraser.text, own=own))
    if new == old and not erased:
        return False
    db.save_ticket(old, replace(new, version=old.version + 1), Event("erase", db.now, {"entries": _listed(erased)}))
    return True


def _erase_entry(db: Session, planned: ErasePlan) -> Changes:
    rights.require(db, "erase")
    eraser = Eraser(planned.people, mark_of(db.office))
    db.directory.point_tickets([planned.contact.id], 0)
    db.directory.remove([planned.contact.id])
    db.directory.drop_views(partial(eraser.text, own=True))
    db.directory.change_templates(partial(eraser.text, own=True))
    erased = db.directory.rewrite(None, partial(eraser.data, own=True))
    tickets = len(planned.own) + len(planned.mentions)
    db.note(Event("erase", db.now, {"entries": _listed(erased), "tickets": tickets, "contact": planned.contact.id}))
    return Changes(directory=True, office=True)


def _names(eraser: Eraser, payload: str) -> bool:
    """Tell whether a payload names the person; one word alone counts only where it is the whole name."""
    if eraser.names_in(payload):
        return True
    text = normalise(payload)
    return any(f'"name":"{name}"' in text for name in eraser.names)


def _listed(erased: Sequence[Erased]) -> list[list[object]]:
    return [[one.seq, one.before.hex(), one.after.hex()] for one in erased]


def _requester(contact: Contact) -> Requester:
    return Requester(contact.name, contact.organisation, contact.phone, contact.email, contact.room)
