"""The one door for reads: plain rows for tables and reports, the whole ticket for its card."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final, TypeVar

from peewee import Model, fn

from desk_app.domain.errors import NotFound
from desk_app.domain.history import Header
from desk_app.domain.journal import JournalRow
from desk_app.domain.moments import to_seconds
from desk_app.domain.office import NOBODY, Office, Person
from desk_app.domain.text import normalise, search_words
from desk_app.domain.tickets import Requester, Ticket
from desk_app.domain.view import Queue, SavedView, Sort, SortColumn, TicketFilter, View
from desk_app.services.ports import Account, ChainEntry, Finding, Group, Link, TicketCard, TicketRow
from desk_app.storage import checks
from desk_app.storage.act_rows import ActReader
from desk_app.storage.attachments import AttachmentQueries, attachments_of
from desk_app.storage.dialect import AsBytes
from desk_app.storage.directory import DirectoryReader
from desk_app.storage.door import Door
from desk_app.storage.duty_rows import DutyReader
from desk_app.storage.history_rows import load_history
from desk_app.storage.imports import ImportReader
from desk_app.storage.models import (
    TABLES,
    EventTable,
    ItemRow,
    LinkTable,
    OfficeRow,
    OrganisationRow,
    RequesterRow,
    StaffRow,
    TicketTable,
)
from desk_app.storage.office_items import OfficeQueries
from desk_app.storage.office_rows import PERSON_COLUMNS, OfficeCache, load_people, person_of
from desk_app.storage.session import last_event
from desk_app.storage.template_rows import TemplateReader
from desk_app.storage.ticket_groups import GroupedList
from desk_app.storage.ticket_list import Eye, TicketList
from desk_app.storage.ticket_numbers import find_ticket
from desk_app.storage.ticket_queues import ran_out
from desk_app.storage.ticket_rows import select_tickets, ticket_of
from desk_app.storage.ticket_statistics import StatisticsReader
from desk_app.storage.view_rows import load_views

T = TypeVar("T")
_BLANKS: Final = (
    (StaffRow, StaffRow.id == 0),
    (OrganisationRow, OrganisationRow.id == 0),
    (ItemRow, ItemRow.code == ""),
)
"""Rows that stand for nobody and nothing: they are there so that others can point to them."""
SLICE = 500
"""Rows read at a time when everything is read: a long read would hold up every commit."""


class OfficeReader:
    """See `services.ports.Reader`."""

    def __init__(self, connection: Door, cache: OfficeCache) -> None:
        self._connection = connection
        self._cache = cache
        self._list = TicketList(connection)
        self._grouped = GroupedList(connection, self._list)
        self.imports = ImportReader(connection)
        self.directory = DirectoryReader(connection)
        self.templates = TemplateReader(connection)
        self.duty = DutyReader(connection)
        self.attachments = AttachmentQueries(connection)
        self.administration = OfficeQueries(connection)
        self.statistics = StatisticsReader(connection, cache)
        self.acts = ActReader(connection, cache)

    def _read(self, ask: Callable[[Office], T], guard: bool = False) -> T:
        return self._connection.read(lambda: ask(self._cache.get(self._connection)), guard)

    # -- the office and its people -----------------------------------------------------------------------------------

    def epoch(self) -> str:
        return str(self._read(lambda _: self._connection.value(OfficeRow.select(OfficeRow.epoch))))

    def office(self) -> Office:
        return self._read(lambda office: office)

    def staff(self) -> list[Person]:
        query = StaffRow.select(*PERSON_COLUMNS).where(StaffRow.id > 0).order_by(StaffRow.name_key, StaffRow.id)
        return self._read(lambda _: [person_of(row) for row in self._connection.rows(query)])

    def account(self, login: str) -> Account | None:
        query = StaffRow.select(*PERSON_COLUMNS, StaffRow.password_hash)
        query = query.where((StaffRow.login_key == normalise(login)) & (StaffRow.id > 0))
        row = self._read(lambda _: self._connection.row(query))
        return Account(person_of(row), row[-1]) if row else None

    def find_requesters(self, text: str, limit: int = 8) -> list[Requester]:
        words = search_words(text)
        if not words:
            return []
        columns = ("name", "phone", "email", "room", "id")
        query = RequesterRow.select(*(getattr(RequesterRow, name) for name in columns), OrganisationRow.name)
        query = query.join(OrganisationRow, on=(OrganisationRow.id == RequesterRow.organisation_id))
        for word in words:
            query = query.where(RequesterRow.search.contains(word))
        query = query.order_by(~RequesterRow.name_key.startswith(words[0]), RequesterRow.name_key).limit(limit)
        rows = self._read(lambda _: self._connection.rows(query))
        return [Requester(name=r[0], phone=r[1], email=r[2], room=r[3], id=r[4], organisation=r[5]) for r in rows]

    # -- lists -------------------------------------------------------------------------------------------------------

    def count(self, view: View, me: Person) -> int:
        return self._read(lambda office: self._list.count(view, Eye(office, me)))

    def groups(self, view: View, me: Person) -> list[Group]:
        return self._read(lambda office: self._grouped.groups(view, Eye(office, me)))

    def ids(self, view: View, me: Person, offset: int, limit: int) -> list[int]:
        return self._read(lambda office: self._ids(view, Eye(office, me), offset, limit))

    def page(self, view: View, me: Person, offset: int, limit: int, total: int | None = None) -> list[TicketRow]:
        return self._read(lambda office: self._list.rows(self._ids(view, Eye(office, me), offset, limit, total)))

    def _ids(self, view: View, eye: Eye, offset: int, limit: int, total: int | None = None) -> list[int]:
        if view.group is not None:
            return self._grouped.ids(view, eye, offset, limit)
        return self._list.ids(view, eye, offset, limit, total)

    def rows(self, ids: Sequence[int]) -> list[TicketRow]:
        return self._read(lambda _: self._list.rows(ids))

    def position(self, view: View, me: Person, ticket_id: int) -> int | None:
        ordered = self._list if view.group is None else self._grouped
        return self._read(lambda office: ordered.position(view, Eye(office, me), ticket_id))

    def queue_counts(self, me: Person) -> dict[Queue, int]:
        return self._read(lambda office: self._list.queue_counts(Eye(office, me)))

    def overdue(self, now: datetime, limit: int) -> list[int]:
        ask = self._connection.rows
        return self._read(lambda office: sorted({r[0] for q in ran_out(office, now, limit) for r in ask(q)})[:limit])

    def requester_tickets(self, requester_id: int, limit: int = 5) -> list[TicketRow]:
        view = View(TicketFilter(requester=requester_id), Sort(SortColumn.RECEIVED))
        return self.page(view, NOBODY, 0, limit) if requester_id else []

    def saved_views(self, me: Person) -> list[SavedView]:
        return self._read(lambda _: load_views(self._connection, me.id))

    # -- one ticket --------------------------------------------------------------------------------------------------

    def find_ticket(self, number: str) -> int:
        return self._read(lambda _: find_ticket(self._connection, number))

    def card(self, ticket_id: int) -> TicketCard:
        return self._read(lambda office: self._card(office, ticket_id))

    def _card(self, office: Office, ticket_id: int) -> TicketCard:
        row = self._connection.row(select_tickets().where(TicketTable.id == ticket_id))
        if row is None:
            raise NotFound("There is no ticket {number} in this office.", number=ticket_id)
        ticket = ticket_of(office, row)
        people = load_people(self._connection)
        return TicketCard(
            ticket,
            people.get(ticket.assignee, NOBODY),
            tuple(load_history(self._connection, ticket_id, people)),
            tuple(Link(*r) for r in self._connection.rows(_links_query(ticket_id))),
            tuple(attachments_of(self._connection, ticket_id)),
        )

    def tickets(self, ids: Sequence[int]) -> list[Ticket]:
        query = select_tickets().where(TicketTable.id.in_(list(ids)))
        rows = self._read(lambda office: [ticket_of(office, row) for row in self._connection.rows(query)])
        found = {ticket.id: ticket for ticket in rows}
        return [found[ticket_id] for ticket_id in ids if ticket_id in found]

    # -- the journal -------------------------------------------------------------------------------------------------

    def journal(self, first: date, until: date, assignee: int, system: str) -> list[JournalRow]:
        return self._read(lambda office: self._journal(office, first, until, assignee, system), guard=True)

    def _journal(self, office: Office, first: date, until: date, assignee: int, system: str) -> list[JournalRow]:
        query = select_tickets().where(TicketTable.registered_at >= _day_start(office, first))
        query = query.where(TicketTable.registered_at < _day_start(office, until))
        if assignee:
            query = query.where(TicketTable.assignee_id == assignee)
        if system:
            ids = [office.choices("system")[code].id for code in office.with_subsystems(system)]
            query = query.where(TicketTable.system_id.in_(ids))
        query = query.order_by(TicketTable.registered_at, TicketTable.id)
        names = dict(self._connection.rows(StaffRow.select(StaffRow.id, StaffRow.name)))
        tickets = (ticket_of(office, row) for row in self._connection.rows(query))
        return [journal_row(office, ticket, names.get(ticket.assignee, "")) for ticket in tickets]

    # -- the history and its proof -----------------------------------------------------------------------------------

    def head(self) -> tuple[int, bytes]:
        return self._read(lambda _: last_event(self._connection), guard=True)

    def changed_since(self, seq: int) -> tuple[int, list[int]]:
        columns = (EventTable.seq, EventTable.ticket_id)
        query = EventTable.select(*columns).where(EventTable.seq > seq).order_by(EventTable.seq)
        rows = self._read(lambda _: self._connection.rows(query))
        ids = dict.fromkeys(row[1] for row in rows if row[1] is not None)
        return (rows[-1][0] if rows else seq, list(ids))

    def chain(self, after: int = 0) -> Iterator[list[ChainEntry]]:
        entries = self._chain_after(after)
        while entries:
            yield entries
            entries = self._chain_after(entries[-1].header.seq)

    def _chain_after(self, seq: int) -> list[ChainEntry]:
        query = EventTable.select(*_CHAIN_COLUMNS).where(EventTable.seq > seq).order_by(EventTable.seq).limit(SLICE)
        return [_chain_entry(row) for row in self._read(lambda _: self._connection.rows(query), guard=True)]

    def told(self) -> Iterator[list[tuple[Ticket, list[dict[str, Any]]]]]:
        tickets = self._told_after(0)
        while tickets:
            yield tickets
            tickets = self._told_after(tickets[-1][0].id)

    def _told_after(self, ticket_id: int) -> list[tuple[Ticket, list[dict[str, Any]]]]:
        return self._read(lambda office: self._told(office, ticket_id), guard=True)

    def _told(self, office: Office, last: int) -> list[tuple[Ticket, list[dict[str, Any]]]]:
        query = select_tickets().where(TicketTable.id > last).order_by(TicketTable.id).limit(SLICE)
        tickets = [ticket_of(office, row) for row in self._connection.rows(query)]
        ids = [ticket.id for ticket in tickets]
        payloads: dict[int, list[dict[str, Any]]] = defaultdict(list)
        columns = (EventTable.ticket_id, EventTable.payload)
        events = EventTable.select(*columns).where(EventTable.ticket_id.in_(ids)).order_by(EventTable.seq)
        for ticket_id, payload in self._connection.rows(events):
            payloads[ticket_id].append(json.loads(payload) if payload else {})
        return [(ticket, payloads[ticket.id]) for ticket in tickets]

    def problems(self) -> list[Finding]:
        return self._read(lambda _: checks.problems(self._connection), guard=True)

    def sizes(self) -> dict[str, int]:
        return self._read(lambda _: {table._meta.table_name: self._size(table) for table in TABLES})

    def _size(self, table: type[Model]) -> int:
        count = table.select(fn.COUNT("*"))
        for row, stands_for_nothing in _BLANKS:
            if row is table:
                count = count.where(~stands_for_nothing)
        return int(self._connection.value(count))


def journal_row(office: Office, ticket: Ticket, specialist: str) -> JournalRow:
    """Return `ticket` as the journal prints it; its day is that of its registration."""

    def label(section: str, code: str) -> str:
        return office.choices(section).label(code)

    assert ticket.registered_at is not None
    done = ticket.solved_at or ticket.closed_at
    return JournalRow(
        day=ticket.registered_at.astimezone(office.zone).date(),
        type=label("type", ticket.type),
        description=ticket.description,
        organisation=ticket.requester.organisation,
        requester=ticket.requester.name,
        additional_info=ticket.additional_info,
        status=label("status", ticket.status),
        solved_on=done.astimezone(office.zone).date() if done else None,
        note=ticket.note,
        number=ticket.number or "",
        kind=label("kind", ticket.kind),
        system=label("system", ticket.system),
        channel=label("channel", ticket.channel),
        specialist=specialist,
    )


_CHAIN_COLUMNS: Final = (
    EventTable.seq,
    EventTable.ticket_id,
    EventTable.ordinal,
    EventTable.by_id,
    EventTable.recorded_at,
    EventTable.at,
    *(AsBytes(getattr(EventTable, name)) for name in ("op_id", "verb", "salt", "payload", "digest", "hash")),
)
"""As bytes, whatever somebody made of them: what is no text any more must be found, not stumbled over."""


def _chain_entry(row: tuple[Any, ...]) -> ChainEntry:
    seq, ticket_id, ordinal, by_id, recorded_at, at = row[:6]
    op_id, verb, salt, payload, digest, own_hash = row[6:]
    header = Header(seq, ticket_id, op_id, ordinal, verb.decode(errors="replace"), by_id, recorded_at, at)
    text = None if payload is None else payload.decode(errors="replace")
    return ChainEntry(header, salt, text, digest, own_hash)


def _day_start(office: Office, day: date) -> int | None:
    return to_seconds(datetime.combine(day, time(), office.zone).astimezone(UTC))


def _links_query(ticket_id: int) -> Any:
    columns = (LinkTable.other_id, TicketTable.number, TicketTable.subject, LinkTable.relation)
    query = LinkTable.select(*columns).join(TicketTable, on=(TicketTable.id == LinkTable.other_id))
    return query.where(LinkTable.ticket_id == ticket_id).order_by(LinkTable.other_id)
