"""The directory of requesters and organisations."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from peewee import fn

from desk_app.domain.errors import BadInput, NotFound
from desk_app.domain.text import normalise, search_words, sort_key, words_of
from desk_app.services.directory_ports import Contact, OrganisationEntry
from desk_app.storage.door import Door
from desk_app.storage.erasure import HistoryRewriter
from desk_app.storage.imports import remember_organisation
from desk_app.storage.models import EventTable, OrganisationRow, RequesterRow, TicketTable, TicketTextTable

PARTS: Final = ("name", "phone", "email", "room", "position")
SLICE: Final = 500


class DirectoryReader:
    """See `services.directory_ports.DirectoryReads`; every question is a read transaction of its own."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def people(self, text: str = "", offset: int = 0, limit: int = 100) -> list[Contact]:
        query = _found(_select_contacts(), RequesterRow.search, text)
        query = query.order_by(RequesterRow.name_key, RequesterRow.id).offset(offset).limit(limit)
        return [_contact(row) for row in self._rows(query)]

    def count_people(self, text: str = "") -> int:
        query = _found(RequesterRow.select(fn.COUNT(RequesterRow.id)), RequesterRow.search, text)
        return int(self._rows(query)[0][0])

    def contact(self, contact_id: int) -> Contact:
        return self._connection.read(lambda: load_contact(self._connection, contact_id))

    def organisations(self, text: str = "", offset: int = 0, limit: int = 100) -> list[OrganisationEntry]:
        query = _found(_select_organisations(), OrganisationRow.name_key, text)
        query = query.order_by(OrganisationRow.name_key, OrganisationRow.id).offset(offset).limit(limit)
        return [OrganisationEntry(*row) for row in self._rows(query)]

    def count_organisations(self, text: str = "") -> int:
        query = OrganisationRow.select(fn.COUNT(OrganisationRow.id)).where(OrganisationRow.id > 0)
        return int(self._rows(_found(query, OrganisationRow.name_key, text))[0][0])

    def everybody(self) -> Iterator[list[Contact]]:
        key, last = "", 0
        while True:
            after = (RequesterRow.name_key > key) | ((RequesterRow.name_key == key) & (RequesterRow.id > last))
            query = _select_contacts().where(after).order_by(RequesterRow.name_key, RequesterRow.id).limit(SLICE)
            found = [_contact(row) for row in self._rows(query)]
            if not found:
                return
            yield found
            key, last = normalise(found[-1].name), found[-1].id

    def own_tickets(self, contact_id: int) -> list[tuple[int, Contact]]:
        columns = (TicketTable.id, TicketTable.requester, TicketTable.organisation)
        texts = (TicketTextTable.phone, TicketTextTable.email, TicketTextTable.room)
        query = TicketTable.select(*columns, *texts).join(TicketTextTable, on=(TicketTextTable.id == TicketTable.id))
        query = query.where(TicketTable.requester_id == contact_id).order_by(TicketTable.id)
        return [(row[0], Contact(*row[1:])) for row in self._rows(query)] if contact_id else []

    def tickets_of(self, name: str, organisation: str) -> list[int]:
        columns = (TicketTable.id, TicketTable.requester, TicketTable.organisation)
        query = TicketTable.select(*columns).where(TicketTable.requester_key == sort_key(name))
        wanted = (normalise(name), normalise(organisation))
        return [row[0] for row in self._rows(query) if (normalise(row[1]), normalise(row[2])) == wanted]

    def tickets_with(self, texts: Collection[str]) -> list[int]:
        found: set[int] = set()
        for text in texts:
            query = TicketTextTable.select(TicketTextTable.id).where(
                TicketTextTable.search.contains(" ".join(words_of(text)))
            )
            found |= {row[0] for row in self._rows(query)}
        return sorted(found)

    def payloads(self) -> Iterator[list[tuple[int, int | None, str]]]:
        last = 0
        columns = (EventTable.seq, EventTable.ticket_id, EventTable.payload)
        while True:
            query = EventTable.select(*columns).where(EventTable.seq > last).order_by(EventTable.seq).limit(SLICE)
            rows = self._rows(query)
            if not rows:
                return
            yield [(row[0], row[1], row[2] or "") for row in rows]
            last = rows[-1][0]

    def _rows(self, query: Any) -> list[tuple[Any, ...]]:
        return self._connection.read(lambda: self._connection.rows(query))


class DirectoryWriter(HistoryRewriter):
    """See `services.directory_ports.DirectoryWrites`. Lives as long as one transaction."""

    def contact(self, contact_id: int) -> Contact:
        return load_contact(self._connection, contact_id)

    def organisation(self, organisation_id: int) -> OrganisationEntry:
        row = self._connection.row(_select_organisations().where(OrganisationRow.id == organisation_id))
        if row is None:
            raise NotFound("This organisation is no longer in the directory. Look for it again.")
        return OrganisationEntry(*row)

    def save(self, contact: Contact) -> Contact:
        organisation_id = remember_organisation(self._connection, contact.organisation)
        kept = replace(contact, organisation_id=organisation_id)
        if twin := self.twin(kept):
            raise BadInput(
                "“{name}” of “{organisation}” is in the directory already. Merge the two entries instead.",
                field="name",
                name=twin.name,
                organisation=twin.organisation or "—",
            )
        values = {part: getattr(kept, part) for part in PARTS}
        values |= {"name_key": normalise(kept.name), "organisation_id": organisation_id, "search": _search(kept)}
        if kept.id:
            self._connection.run(RequesterRow.update(**values).where(RequesterRow.id == kept.id))
            return kept
        return replace(kept, id=self._connection.insert(RequesterRow, values))

    def twin(self, contact: Contact) -> Contact | None:
        key = normalise(contact.organisation)
        query = _select_contacts().where(
            (RequesterRow.name_key == normalise(contact.name))
            & (OrganisationRow.name_key == key)
            & (RequesterRow.id != contact.id)
        )
        row = self._connection.row(query)
        return _contact(row) if row else None

    def save_organisation(self, organisation: OrganisationEntry) -> None:
        key = normalise(organisation.name)
        other = self._connection.value(
            OrganisationRow.select(OrganisationRow.id).where(
                (OrganisationRow.name_key == key) & (OrganisationRow.id != organisation.id)
            )
        )
        if other is not None:
            raise BadInput(
                "There is an organisation “{name}” already. Merge the two instead.",
                field="organisation",
                name=organisation.name,
            )
        old_name = self.organisation(organisation.id).name
        values = {"name": organisation.name, "name_key": key}
        values |= {"phone": organisation.phone, "address": organisation.address}
        self._connection.run(OrganisationRow.update(**values).where(OrganisationRow.id == organisation.id))
        if normalise(old_name) == key:
            return  # what people are found by stays the same
        columns = [RequesterRow.id, *(getattr(RequesterRow, part) for part in PARTS)]
        query = RequesterRow.select(*columns).where(RequesterRow.organisation_id == organisation.id)
        for contact_id, *parts in self._connection.rows(query):  # there may be thousands
            contact = Contact(**dict(zip(PARTS, parts, strict=True)), organisation=organisation.name)
            self._connection.sql("UPDATE requester SET search = ? WHERE id = ?", (_search(contact), contact_id))

    def people_of(self, organisation_id: int, limit: int = -1) -> list[Contact]:
        query = _select_contacts().where(RequesterRow.organisation_id == organisation_id).order_by(RequesterRow.id)
        return [_contact(row) for row in self._connection.rows(query if limit < 0 else query.limit(limit))]

    def point_tickets(self, doubles: Sequence[int], keep: int) -> int:
        update = TicketTable.update(requester_id=keep).where(TicketTable.requester_id.in_(list(doubles)))
        return int(self._connection.run(update).rowcount)

    def remove(self, contacts: Sequence[int]) -> None:
        self._connection.overwrite()
        self._connection.run(RequesterRow.delete().where(RequesterRow.id.in_(list(contacts))))

    def remove_organisation(self, organisation_id: int) -> None:
        self._connection.run(OrganisationRow.delete().where(OrganisationRow.id == organisation_id))


def load_contact(connection: Door, contact_id: int) -> Contact:
    """Return an entry of the directory. Raises NotFound."""
    row = connection.row(_select_contacts().where(RequesterRow.id == contact_id))
    if row is None:
        raise NotFound("This person is no longer in the directory. Look for the entry again.")
    return _contact(row)


def _select_contacts() -> Any:
    tickets = TicketTable.select(fn.COUNT(TicketTable.id)).where(TicketTable.requester_id == RequesterRow.id)
    columns = [getattr(RequesterRow, part) for part in PARTS]
    query = RequesterRow.select(OrganisationRow.name, *columns, RequesterRow.id, OrganisationRow.id, tickets)
    return query.join(OrganisationRow, on=(OrganisationRow.id == RequesterRow.organisation_id))


def _contact(row: tuple[Any, ...]) -> Contact:
    organisation, *parts, contact_id, organisation_id, tickets = row
    values = dict(zip(PARTS, parts, strict=True))
    return Contact(**values, organisation=organisation, id=contact_id, organisation_id=organisation_id, tickets=tickets)


def _select_organisations() -> Any:
    people = RequesterRow.select(fn.COUNT(RequesterRow.id)).where(RequesterRow.organisation_id == OrganisationRow.id)
    columns = (OrganisationRow.name, OrganisationRow.phone, OrganisationRow.address, OrganisationRow.id)
    return OrganisationRow.select(*columns, people).where(OrganisationRow.id > 0)


def _found(query: Any, column: Any, text: str) -> Any:
    for word in search_words(text):
        query = query.where(column.contains(word))
    return query


def _search(contact: Contact) -> str:
    parts = (contact.name, contact.organisation, contact.phone, contact.email, contact.room, contact.position)
    return normalise(" ".join(part for part in parts if part))
