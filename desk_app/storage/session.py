"""One open write transaction: what the services' `Session` asks for, on the office file."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import peewee

from desk_app.domain import history, numbering
from desk_app.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from desk_app.domain.moments import to_seconds
from desk_app.domain.office import Office, OfficeSeed, Person
from desk_app.domain.text import normalise
from desk_app.domain.tickets import Event, Requester, Ticket
from desk_app.domain.view import SavedView
from desk_app.services.ports import HistoryEntry
from desk_app.storage.attachments import AttachmentStore
from desk_app.storage.directory import DirectoryWriter
from desk_app.storage.door import Door
from desk_app.storage.duty_rows import DutyWriter
from desk_app.storage.history_rows import load_history
from desk_app.storage.imports import ImportWriter, count, remember_organisation
from desk_app.storage.models import (
    EventTable,
    LinkTable,
    OfficeRow,
    OrganisationRow,
    RequesterRow,
    SavedViewTable,
    StaffRow,
    TicketTable,
    TicketTextTable,
)
from desk_app.storage.office_items import OfficeWriter
from desk_app.storage.office_rows import PERSON_COLUMNS, OfficeCache, load_people, person_of
from desk_app.storage.staff_rows import StaffWriter
from desk_app.storage.template_rows import TemplateWriter
from desk_app.storage.ticket_numbers import find_ticket
from desk_app.storage.ticket_rows import long_values, narrow_values, select_tickets, ticket_of
from desk_app.storage.view_rows import load_view, put_view

_COUNT_TO: Final = (
    "INSERT INTO counter (scope, value) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET value = excluded.value"
)
_CALLER: Final = """
    SELECT o.id, r.id, r.phone, r.email, r.room FROM organisation o
        LEFT JOIN requester r ON r.organisation_id = o.id AND r.name_key = ? WHERE o.name_key = ?"""


class WriteSession:
    """See `services.ports.Session`."""

    def __init__(self, connection: Door, cache: OfficeCache, actor: Person, now: datetime, op_id: bytes) -> None:
        self._connection = connection
        self._cache = cache
        self._op_id = op_id
        self._ordinal = 0
        self.now = now
        self.office: Office = cache.get(connection)
        self.actor: Person = cache.person(connection, actor.id)
        if self.actor.id and not self.actor.active:
            raise NotAllowed(
                "The account “{login}” is no longer active, so nothing is saved under it. Ask an administrator.",
                login=self.actor.login,
            )
        self.imports = ImportWriter(connection)
        self.directory = DirectoryWriter(connection)
        self.templates = TemplateWriter(connection)
        self.staff = StaffWriter(connection)
        self.duty = DutyWriter(connection)
        self.attachments = AttachmentStore(connection, now, lambda: self.actor.id)
        self.administration = OfficeWriter(connection)

    # -- tickets -----------------------------------------------------------------------------------------------------

    def ticket(self, ticket_id: int) -> Ticket:
        row = self._connection.row(select_tickets().where(TicketTable.id == ticket_id))
        if row is None:
            raise NotFound("There is no ticket {number} in this office.", number=ticket_id)
        return ticket_of(self.office, row)

    def add_ticket(self, ticket: Ticket, event: Event) -> int:
        kept = replace(ticket, version=1)
        narrow = narrow_values(self._connection, self._cache, kept)
        ticket_id = self._connection.insert(TicketTable, narrow)
        self._connection.insert(TicketTextTable, {"id": ticket_id, **long_values(self.office, kept)})
        self._append(ticket_id, event)
        return ticket_id

    def save_ticket(self, old: Ticket, new: Ticket, event: Event) -> None:
        was, narrow = (narrow_values(self._connection, self._cache, ticket) for ticket in (old, new))
        narrow = {name: value for name, value in narrow.items() if value != was[name]}  # others cost pages of indexes
        where = (TicketTable.id == old.id) & (TicketTable.version == old.version)
        if self._connection.run(TicketTable.update(**narrow).where(where)).rowcount != 1:
            raise Conflict(
                "A colleague has saved this ticket since you opened it. Look at what changed, then save again."
            )
        before, after = long_values(self.office, old), long_values(self.office, new)
        changed = {name: value for name, value in after.items() if before[name] != value}
        if changed:
            self._connection.run(TicketTextTable.update(**changed).where(TicketTextTable.id == old.id))
        self._append(old.id, event)

    def history(self, ticket_id: int) -> list[HistoryEntry]:
        return load_history(self._connection, ticket_id, load_people(self._connection))

    def next_number(self, registered_at: datetime) -> str:
        local = registered_at.astimezone(self.office.zone)
        scope = numbering.scope(self.office.number_template, local)
        found = self._connection.sql("SELECT value FROM counter WHERE scope = ?", (scope,))
        seq = int(found[0][0]) if found else 0
        while True:
            seq += 1
            number = numbering.number(self.office.number_template, local, seq)
            if not self._connection.sql("SELECT 1 FROM ticket WHERE number = ?", (number,)):
                self._connection.sql(_COUNT_TO, (scope, seq))
                return number
            count(self._connection, -1)  # an imported ticket brought this number along; now it is counted here

    def link_tickets(self, ticket_id: int, other_id: int, relation: str) -> None:
        for one, other in ((ticket_id, other_id), (other_id, ticket_id)):
            insert = LinkTable.insert(ticket_id=one, other_id=other, relation=relation)
            target = [LinkTable.ticket_id, LinkTable.other_id]
            self._connection.run(insert.on_conflict(conflict_target=target, preserve=[LinkTable.relation]))

    def find_ticket(self, number: str) -> int:
        return find_ticket(self._connection, number)

    def registered_by(self, op_id: bytes) -> int | None:
        query = EventTable.select(EventTable.ticket_id).where(EventTable.op_id == op_id, EventTable.verb == "register")
        found = self._connection.value(query.order_by(EventTable.ordinal))
        return None if found is None else int(found)

    # -- people ------------------------------------------------------------------------------------------------------

    @contextmanager
    def part(self) -> Iterator[None]:
        ordinal = self._ordinal
        try:
            with self._connection.db.savepoint():
                yield
        except BaseException:
            self._ordinal = ordinal
            raise

    def remember_requester(self, requester: Requester, complete: bool = True) -> Requester:
        key = normalise(requester.name)
        keys = (key, normalise(requester.organisation) if requester.organisation else "")
        found = self._connection.known(_CALLER, keys, (OrganisationRow, RequesterRow))
        organisation_id = found[0][0] if found else remember_organisation(self._connection, requester.organisation)
        if not requester.name:
            return replace(requester, id=0)
        row = found[0][1:] if found and found[0][1] is not None else None
        contacts = {name: getattr(requester, name) for name in ("phone", "email", "room")}
        if row:
            known = dict(zip(contacts, row[1:], strict=True))
            contacts = {name: value or known[name] for name, value in contacts.items()}
        values = contacts | {
            "search": normalise(" ".join((requester.name, requester.organisation, *contacts.values())))
        }
        if row is None:
            entry = {"name": requester.name, "name_key": key, "organisation_id": organisation_id}
            return replace(requester, id=self._connection.insert(RequesterRow, entry | values))
        if contacts != known:
            self._connection.run(RequesterRow.update(**values).where(RequesterRow.id == row[0]))
        return replace(requester, id=row[0], **(contacts if complete else {}))

    def person(self, login_or_name: str) -> Person | None:
        key = normalise(login_or_name)
        where = ((StaffRow.login_key == key) | (StaffRow.name_key == key)) & StaffRow.active & (StaffRow.id > 0)
        rows = self._connection.rows(StaffRow.select(*PERSON_COLUMNS, StaffRow.login_key).where(where))
        found = [person_of(row) for row in rows if row[-1] == key] or [person_of(row) for row in rows]
        if len(found) > 1:
            raise BadInput(
                "Two colleagues are called “{name}”. Give the login of one: {logins}.",
                field="to",
                name=found[0].name,
                logins=[person.login for person in found],
            )
        return found[0] if found else None

    def add_person(self, person: Person, password_hash: str | None) -> int:
        values = {name: getattr(person, name) for name in ("login", "name", "role", "line", "active")}
        keys = {"login_key": normalise(person.login), "name_key": normalise(person.name)}
        try:
            added = self._connection.insert(StaffRow, {**values, **keys, "password_hash": password_hash})
        except peewee.IntegrityError:
            raise BadInput(
                "There is an account “{login}” already. Choose another login.",
                field="login",
                login=person.login,
            ) from None
        self._office_changed()
        return added

    def set_password(self, person_id: int, password_hash: str | None) -> None:
        self._connection.run(StaffRow.update(password_hash=password_hash).where(StaffRow.id == person_id))
        self._office_changed()

    def put_settings(self, settings: Mapping[str, Any]) -> None:
        kept = json.dumps(dict(settings), ensure_ascii=False, sort_keys=True)
        self._connection.run(OfficeRow.update(settings=kept))
        self._office_changed()
        self.office = self._cache.get(self._connection)

    def put_office(self, seed: OfficeSeed) -> None:
        self.administration.put(seed)
        self._office_changed()
        self.office = self._cache.get(self._connection)

    def _office_changed(self) -> None:
        self._connection.run(OfficeRow.update(revision=OfficeRow.revision + 1))
        self._cache = OfficeCache()  # the shared one must not remember what may yet be undone

    # -- saved views -------------------------------------------------------------------------------------------------

    def saved_view(self, view_id: int) -> SavedView | None:
        return load_view(self._connection, view_id)

    def put_view(self, owner: int, name: str, body: str) -> None:
        put_view(self._connection, owner, name, body)

    def drop_view(self, view_id: int) -> None:
        self._connection.run(SavedViewTable.delete().where(SavedViewTable.id == view_id))

    # -- history -----------------------------------------------------------------------------------------------------

    def note(self, event: Event) -> None:
        self._append(None, event)

    def _append(self, ticket_id: int | None, event: Event) -> None:
        seq, previous = last_event(self._connection)
        at, recorded_at = to_seconds(event.at), to_seconds(self.now)
        header = history.Header(
            seq + 1, ticket_id, self._op_id, self._ordinal, event.verb, self.actor.id, recorded_at, at
        )
        payload, salt = history.payload_text(event.data), os.urandom(16)
        digest = history.digest(salt, payload)
        columns = {name: getattr(header, name) for name in header.__dataclass_fields__}
        chained = {"digest": digest, "hash": history.link(previous, header, digest)}
        self._connection.insert(EventTable, {**columns, "salt": salt, "payload": payload, **chained})
        self._ordinal += 1


def last_event(connection: Door) -> tuple[int, bytes]:
    """Return the sequence number and hash of the last history entry; (0, GENESIS) when there is none."""
    rows = connection.sql("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    return (rows[0][0], bytes(rows[0][1])) if rows else (0, history.GENESIS)
