"""The two kinds of entries, as data: what is asked of them, and the verbs that keep and merge them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desk_app.i18n import tr
from desk_app.services import directory, directory_doubles
from desk_app.services.directory_ports import Contact, OrganisationEntry
from desk_app.services.ports import Changes, Reader, Session, UnitOfWork


@dataclass(frozen=True, slots=True)
class Kind:
    """What differs between people and organisations. `titles` and `cells` make the list, `widths` its columns."""

    title: str
    search_hint: str
    fields: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    widths: tuple[int, ...]
    cells: Callable[[Any], Sequence[str]]
    new: str
    nothing: str
    empty: str
    page: Callable[[Reader, str, int, int], Sequence[Any]]
    count: Callable[[Reader, str], int]
    save: Callable[[Session, Any, Mapping[str, object]], Changes]
    merge: Callable[[UnitOfWork, int, Sequence[int], Callable[[int], object]], Changes]
    doubles: Callable[[Reader], Sequence[Sequence[Any]]]


def people_kind() -> Kind:
    """Return how people are kept, in the language spoken now."""
    fields = (
        ("name", tr("Full name")),
        ("organisation", tr("Organisation")),
        ("phone", tr("Phone")),
        ("room", tr("Room")),
        ("email", tr("E-mail")),
        ("position", tr("Position")),
    )
    return Kind(
        title=tr("People"),
        search_hint=tr("Part of a name, a number, a room"),
        fields=fields,
        titles=(*(label for _, label in fields), tr("Requests")),
        widths=(26, 24, 16, 7, 21, 10),
        cells=lambda one: (*(str(getattr(one, code)) for code, _ in fields), str(one.tickets)),
        new=tr("A new person"),
        nothing=tr("Choose a person in the list."),
        empty=tr("Nobody here yet. People who call are added by themselves; a list can be taken from Excel."),
        page=lambda reader, text, offset, limit: reader.directory.people(text, offset, limit),
        count=lambda reader, text: reader.directory.count_people(text),
        save=_save_person,
        merge=_merge_people,
        doubles=directory_doubles.people,
    )


def organisations_kind() -> Kind:
    """Return how organisations are kept, in the language spoken now."""
    fields = (("name", tr("Organisation name")), ("phone", tr("Phone")), ("address", tr("Address")))
    return Kind(
        title=tr("Organisations"),
        search_hint=tr("Part of a name, a number, an address"),
        fields=fields,
        titles=(*(label for _, label in fields), tr("People")),
        widths=(44, 16, 40),
        cells=lambda one: (one.name, one.phone, one.address, str(one.people)),
        new=tr("A new organisation"),
        nothing=tr("Choose an organisation in the list."),
        empty=tr("No organisations here yet. They are added with the people who belong to them."),
        page=lambda reader, text, offset, limit: reader.directory.organisations(text, offset, limit),
        count=lambda reader, text: reader.directory.count_organisations(text),
        save=_save_organisation,
        merge=directory.merge_organisations,
        doubles=directory_doubles.organisations,
    )


def weight(entry: Contact | OrganisationEntry) -> int:
    """Return how much hangs on `entry`: requests of a person, people of an organisation."""
    return entry.tickets if isinstance(entry, Contact) else entry.people


def _merge_people(uow: UnitOfWork, keep: int, doubles: Sequence[int], progress: Callable[[int], object]) -> Changes:
    changes = uow.write(partial(directory.merge_people, keep=keep, doubles=doubles))
    progress(len(doubles))
    return changes


def _save_person(db: Session, entry: Contact, raw: Mapping[str, object]) -> Changes:
    if entry.id:
        return directory.edit_person(db, entry.id, raw, seen=entry)
    return directory.add_person(db, {code: value for code, value in raw.items() if value})


def _save_organisation(db: Session, entry: OrganisationEntry, raw: Mapping[str, object]) -> Changes:
    return directory.edit_organisation(db, entry.id, raw)
