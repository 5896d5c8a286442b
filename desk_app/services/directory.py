"""The directory: who asks, from where, and how to reach them. Tickets keep what it said when they were registered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from desk_app.domain.errors import BadInput, Conflict
from desk_app.domain.intake import refuse_unknown, require, text_of
from desk_app.domain.text import clean_line
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.directory_ports import Contact, OrganisationEntry
from desk_app.services.ports import Changes, Session

PERSON: Final = ("name", "organisation", "phone", "email", "room", "position")
"""What is known of a person."""
ORGANISATION: Final = ("name", "phone", "address")
"""What is known of an organisation."""


def add_person(db: Session, raw: Mapping[str, object]) -> Changes:
    """Add a person. `raw` holds fields of PERSON; a name is needed. Raises BadInput for one who is there already."""
    rights.require(db, "directory")
    contact = Contact(**person_fields(raw))
    require({"name": contact.name}, ("name",))
    kept = db.directory.save(contact)
    db.note(Event("directory-add", db.now, {"id": kept.id, "person": told(kept)}))
    return Changes(directory=True)


def edit_person(db: Session, contact_id: int, raw: Mapping[str, object], seen: Contact | None = None) -> Changes:
    """Change the fields of `raw`. `seen` is what the editor showed: raises Conflict when it is no longer so."""
    rights.require(db, "directory")
    old = db.directory.contact(contact_id)
    if seen is not None and told(seen) != told(old):
        changed = [name for name in PERSON if getattr(seen, name) != getattr(old, name)]
        raise Conflict("A colleague has changed this entry since you opened it. Look at it again.", fields=changed)
    new = replace(old, **person_fields(raw))
    require({"name": new.name}, ("name",))
    if told(new) != told(old):
        db.directory.save(new)
        db.note(Event("directory-edit", db.now, {"id": old.id, "was": told(old), "is": told(new)}))
    return Changes(directory=True)


def merge_people(db: Session, keep: int, doubles: Sequence[int]) -> Changes:
    """Let one entry stand for several: tickets of the doubles point to it, and the doubles go.

    What is empty in the kept entry is filled from the doubles. The tickets' own words stay as they were.
    """
    rights.require(db, "directory")
    others = [db.directory.contact(double) for double in dict.fromkeys(doubles) if double != keep]
    if not others:
        raise BadInput("Choose at least two entries to merge.", field="name")
    _merge(db, db.directory.contact(keep), others)
    return Changes(directory=True)


def edit_organisation(db: Session, organisation_id: int, raw: Mapping[str, object]) -> Changes:
    """Change the fields of `raw` (see ORGANISATION). Raises BadInput when another one has the name."""
    rights.require(db, "directory")
    refuse_unknown(raw, ORGANISATION)
    old = db.directory.organisation(organisation_id)
    fields: dict[str, Any] = {name: clean_line(text_of(value, name), name) for name, value in raw.items()}
    new = replace(old, **fields)
    require({"organisation": new.name}, ("organisation",))
    if new != old:
        db.directory.save_organisation(new)
        db.note(Event("directory-edit", db.now, {"organisation_id": old.id, "was": _whole(old), "is": _whole(new)}))
    return Changes(directory=True)


def merge_organisations(db: Session, keep: int, doubles: Sequence[int]) -> Changes:
    """Let one organisation stand for several: their people move to it, and people who meet themselves are merged."""
    rights.require(db, "directory")
    kept = db.directory.organisation(keep)
    others = [db.directory.organisation(double) for double in dict.fromkeys(doubles) if double != keep]
    if not others:
        raise BadInput("Choose at least two organisations to merge.", field="organisation")
    for other in others:
        for contact in db.directory.people_of(other.id):
            _move(db, contact, kept)
        db.directory.remove_organisation(other.id)
    filled: dict[str, Any] = {name: _first(name, (kept, *others)) for name in ORGANISATION}
    db.directory.save_organisation(replace(kept, **filled))
    data = {"kept": {"id": kept.id, "name": kept.name}, "organisations": [{"id": o.id, **_whole(o)} for o in others]}
    db.note(Event("directory-merge", db.now, data))
    return Changes(directory=True)


def person_fields(raw: Mapping[str, object]) -> dict[str, Any]:
    """Return the fields of a person that `raw` gives, each cleaned to one line. Raises BadInput."""
    refuse_unknown(raw, PERSON)
    return {name: clean_line(text_of(value, name), name) for name, value in raw.items() if value is not None}


def told(contact: Contact) -> dict[str, str]:
    """Return what the history keeps of an entry."""
    return {name: getattr(contact, name) for name in PERSON}


def _move(db: Session, contact: Contact, to: OrganisationEntry) -> None:
    moved = replace(contact, organisation=to.name)
    twin = db.directory.twin(moved)
    if twin:
        _merge(db, twin, [contact])
    else:
        db.directory.save(moved)


def _merge(db: Session, kept: Contact, others: Sequence[Contact]) -> None:
    ids = [other.id for other in others]
    tickets = db.directory.point_tickets(ids, kept.id)
    db.directory.remove(ids)
    filled: dict[str, Any] = {name: _first(name, (kept, *others)) for name in PERSON if name != "organisation"}
    new = replace(kept, **filled)
    if told(new) != told(kept):
        db.directory.save(new)
    doubles = [{"id": other.id, **told(other)} for other in others]
    data = {"kept": {"id": kept.id, **told(new)}, "doubles": doubles, "tickets": tickets}
    db.note(Event("directory-merge", db.now, data))


def _first(name: str, entries: Iterable[Any]) -> str:
    return next((value for entry in entries if (value := str(getattr(entry, name)))), "")


def _whole(organisation: OrganisationEntry) -> dict[str, str]:
    return {name: getattr(organisation, name) for name in ORGANISATION}
