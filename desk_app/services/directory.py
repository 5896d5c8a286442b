"""The directory: who asks, from where, and how to reach them. Tickets keep what it said when they were registered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from desk_app.domain.errors import BadInput, Conflict
from desk_app.domain.intake import refuse_unknown, require, text_of
from desk_app.domain.text import clean_line
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.directory_ports import Contact, OrganisationEntry
from desk_app.services.ports import Changes, Session, UnitOfWork

PERSON: Final = ("name", "organisation", "phone", "email", "room", "position")
"""What is known of a person."""
ORGANISATION: Final = ("name", "phone", "address")
"""What is known of an organisation."""
MOVED: Final = 50
"""People who move to another organisation in one transaction: well within the two seconds that a write may take."""


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


def merge_organisations(
    uow: UnitOfWork, keep: int, doubles: Sequence[int], progress: Callable[[int], object] = lambda moved: None
) -> Changes:
    """Let one organisation stand for several: their people move to it, and people who meet themselves are merged.

    No more than MOVED people in a transaction, and after each the directory is whole: what was stopped or cut off
    goes on when it is asked for again. `progress` hears how many people have moved; it may raise Cancelled.
    Raises NotFound, BadInput when there is nothing to merge.
    """
    others = [double for double in dict.fromkeys(doubles) if double != keep]
    if not others:
        raise BadInput("Choose at least two organisations to merge.", field="organisation")
    moved = 0
    for other in others:
        left = _Left()
        while left.people:
            uow.write(partial(_merge_some, keep=keep, other=other, left=left))
            moved += left.moved
            progress(moved)
    return Changes(directory=True)


def person_fields(raw: Mapping[str, object]) -> dict[str, Any]:
    """Return the fields of a person that `raw` gives, each cleaned to one line. Raises BadInput."""
    refuse_unknown(raw, PERSON)
    return {name: clean_line(text_of(value, name), name) for name, value in raw.items() if value is not None}


def told(contact: Contact) -> dict[str, str]:
    """Return what the history keeps of an entry."""
    return {name: getattr(contact, name) for name in PERSON}


@dataclass(slots=True)
class _Left:
    """What a transaction leaves to the next: whether there are `people` still; it `moved` so many."""

    people: bool = True
    moved: int = 0


def _merge_some(db: Session, keep: int, other: int, left: _Left) -> Changes:
    """Move some people from `other` to `keep`; with the last of them `other` goes, and fills what `keep` lacks."""
    rights.require(db, "directory")
    kept, gone = db.directory.organisation(keep), db.directory.organisation(other)
    some = db.directory.people_of(other, MOVED)
    for contact in some:
        _move(db, contact, kept)
    left.moved, left.people = len(some), gone.people > len(some)
    data: dict[str, object] = {"kept": {"id": kept.id, "name": kept.name}, "moved": len(some)}
    if left.people:
        data["from"] = {"id": gone.id, "name": gone.name}
    else:
        db.directory.remove_organisation(other)
        filled: dict[str, Any] = {name: _first(name, (kept, gone)) for name in ORGANISATION}
        if replace(kept, **filled) != kept:
            db.directory.save_organisation(replace(kept, **filled))
        data["organisations"] = [{"id": gone.id, **_whole(gone)}]
    db.note(Event("directory-merge", db.now, data))
    return Changes(directory=True)


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
