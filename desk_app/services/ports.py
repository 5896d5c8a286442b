"""What the services need from outside, and what they give back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from desk_app.domain.history import Header
from desk_app.domain.journal import JournalRow
from desk_app.domain.office import Office, OfficeSeed, Person
from desk_app.domain.tickets import Event, Requester, Ticket
from desk_app.domain.view import Queue, SavedView, View
from desk_app.services.act_ports import ActReads
from desk_app.services.directory_ports import DirectoryReads, DirectoryWrites
from desk_app.services.duty_ports import DutyReads, DutyWrites
from desk_app.services.files import Attachment, AttachmentReader, AttachmentRows
from desk_app.services.import_ports import ImportReads, ImportWrites
from desk_app.services.office_ports import OfficeReads, OfficeWrites
from desk_app.services.statistics_ports import StatisticsReads
from desk_app.services.template_ports import StaffWrites, TemplateReads, TemplateWrites

Clock = Callable[[], datetime]
"""Gives the present moment, aware, UTC."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a verb changed. `tickets` are ids in the order they were touched; the first is what it was about."""

    tickets: tuple[int, ...] = ()
    directory: bool = False
    staff: bool = False
    office: bool = False
    duty: bool = False


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of a ticket's history. `recorded_at` differs from `at` when it was entered after the fact."""

    seq: int
    verb: str
    by: Person
    at: datetime
    recorded_at: datetime
    data: Mapping[str, Any] | None


# -- writing ---------------------------------------------------------------------------------------------------------


class Session(Protocol):
    """One open write transaction on the office file, in the name of `actor`.

    `now` is the moment the transaction began (UTC, whole seconds).
    """

    @property
    def office(self) -> Office: ...
    @property
    def actor(self) -> Person: ...
    @property
    def now(self) -> datetime: ...
    @property
    def imports(self) -> ImportWrites: ...
    @property
    def directory(self) -> DirectoryWrites: ...
    @property
    def templates(self) -> TemplateWrites: ...
    @property
    def staff(self) -> StaffWrites: ...
    @property
    def duty(self) -> DutyWrites: ...
    @property
    def attachments(self) -> AttachmentRows: ...
    @property
    def administration(self) -> OfficeWrites: ...

    def ticket(self, ticket_id: int) -> Ticket:
        """Return the ticket as it is now. Raises NotFound."""

    def add_ticket(self, ticket: Ticket, event: Event) -> int:
        """Keep a new ticket and its first event; return its id."""

    def save_ticket(self, old: Ticket, new: Ticket, event: Event) -> None:
        """Keep what `event` made of `old`. Raises Conflict when a colleague saved since `old` was read."""

    def history(self, ticket_id: int) -> list[HistoryEntry]:
        """Return the history of a ticket, oldest first."""

    def next_number(self, registered_at: datetime) -> str:
        """Return the next number of the office's template; it is used up only if this transaction commits."""

    def link_tickets(self, ticket_id: int, other_id: int, relation: str) -> None:
        """Join two tickets both ways."""

    def find_ticket(self, number: str) -> int:
        """Return the id of the ticket that people call `number`. Raises NotFound.

        That is a number as it is written, or the last digits of one, of several the newest; for programs, id:17.
        """

    def registered_by(self, op_id: bytes) -> int | None:
        """Return the ticket that the write `op_id` registered, or None when it was never done."""

    def remember_requester(self, requester: Requester, complete: bool = True) -> Requester:
        """Return `requester` with the id of its entry in the directory, which is added or completed.

        With `complete` the contacts that `requester` lacks are filled in from there.
        """

    def person(self, login_or_name: str) -> Person | None:
        """Return the active member of staff with this login or full name.

        Raises BadInput where two of the same name are meant.
        """

    def add_person(self, person: Person, password_hash: str | None) -> int:
        """Keep a new account; return its id. Raises BadInput when the login is taken."""

    def set_password(self, person_id: int, password_hash: str | None) -> None:
        """Keep a new password hash; None takes the password away."""

    def put_settings(self, settings: Mapping[str, Any]) -> None:
        """Keep `settings` as those of the office, in place of all it has; plain JSON."""

    def put_office(self, seed: OfficeSeed) -> None:
        """Keep `seed` in place of the office's settings and items; the ids of items stay, by section and code."""

    def saved_view(self, view_id: int) -> SavedView | None:
        """Return a saved view, or None when it is gone."""

    def put_view(self, owner: int, name: str, body: str) -> None:
        """Keep a view under its name, in place of the owner's one of this name. Owner 0 shares it."""

    def drop_view(self, view_id: int) -> None:
        """Take away a saved view."""

    def part(self) -> AbstractContextManager[None]:
        """Return a block whose writes are undone together when it raises, while the rest of the transaction stands."""

    def note(self, event: Event) -> None:
        """Add an entry about the office itself to the history."""


class UnitOfWork(Protocol):
    """The one door for writes."""

    def write(self, work: Callable[[Session], Changes], op_id: bytes | None = None) -> Changes:
        """Run `work` in one guarded transaction and return its answer.

        `work` is run again from its beginning when the file was busy or the share stumbled, so it must
        not touch anything but the session. `op_id` (16 bytes, made when not given) makes a repeated write
        take effect once: where it is already in the history, `work` is not run again and the Changes are
        read back from there. So `work` returns Changes.
        Raises Unavailable when it could not be done in time; nothing is changed then.
        """


# -- reading ---------------------------------------------------------------------------------------------------------


class TicketRow(NamedTuple):
    """A row of a list of tickets. Choices are row ids of the office's items, `assignee` a person's id; 0 is none."""

    id: int
    version: int
    number: str | None
    kind: int
    status: int
    type: int
    channel: int
    priority: int
    system: int
    line: int
    assignee: int
    subject: str
    requester: str
    organisation: str
    received_at: int
    registered_at: int | None
    solved_at: int | None
    closed_at: int | None
    approval: str
    outcome: str
    due_at: int | None = None
    warn_at: int | None = None
    breached: str = ""
    service: int = 0
    appointment_at: int | None = None
    remind_at: int | None = None
    rating: int = 0
    reworks: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Tickets of a list that have the same value: how many.

    `key` is the row id of a choice (whose item may stand for "nothing chosen") or of a person, the sort key of an
    organisation, or the ordinal of a local day; `text` is how the organisation is written.
    """

    key: int | str
    count: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Another ticket this one belongs with."""

    ticket_id: int
    number: str | None
    subject: str
    relation: str


@dataclass(frozen=True, slots=True)
class TicketCard:
    """Everything about one ticket."""

    ticket: Ticket
    assignee: Person
    history: tuple[HistoryEntry, ...]
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff with what sign-in needs."""

    person: Person
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `check` or `verify` found wrong: where, and what (an English template with its parts)."""

    where: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """A history entry as `verify` needs it."""

    header: Header
    salt: bytes | None
    payload: str | None
    digest: bytes
    hash: bytes


class Reader(Protocol):
    """The one door for reads. `me` is the person whose "my" queues are meant."""

    @property
    def imports(self) -> ImportReads: ...
    @property
    def directory(self) -> DirectoryReads: ...
    @property
    def templates(self) -> TemplateReads: ...
    @property
    def duty(self) -> DutyReads: ...
    @property
    def attachments(self) -> AttachmentReader: ...
    @property
    def statistics(self) -> StatisticsReads: ...
    @property
    def acts(self) -> ActReads: ...
    @property
    def administration(self) -> OfficeReads: ...
    def epoch(self) -> str:
        """Return what tells this office file from every other, and from itself before a restored backup."""

    def office(self) -> Office: ...
    def staff(self) -> list[Person]: ...
    def account(self, login: str) -> Account | None: ...
    def count(self, view: View, me: Person) -> int: ...
    def ids(self, view: View, me: Person, offset: int, limit: int) -> list[int]: ...
    def page(self, view: View, me: Person, offset: int, limit: int, total: int | None = None) -> list[TicketRow]:
        """Return rows `offset`..`offset+limit` of `view`; `total`, when known, lets far pages count from the end."""

    def rows(self, ids: Sequence[int]) -> list[TicketRow]:
        """Return the rows of `ids` that still exist, in no particular order."""

    def position(self, view: View, me: Person, ticket_id: int) -> int | None:
        """Return where `ticket_id` stands in `view`, or None when it is not in it."""

    def groups(self, view: View, me: Person) -> list[Group]:
        """Return the groups of `view` in their order; none where it has no group.

        Offsets and positions in a grouped view count its tickets alone, group after group.
        """

    def queue_counts(self, me: Person) -> dict[Queue, int]: ...
    def find_ticket(self, number: str) -> int: ...
    def card(self, ticket_id: int) -> TicketCard: ...
    def tickets(self, ids: Sequence[int]) -> list[Ticket]:
        """Return the tickets of `ids` that still exist, in the order of `ids`."""

    def overdue(self, now: datetime, limit: int) -> list[int]:
        """Return the ids of open tickets whose time ran out before `now` without a record of it, at most `limit`."""

    def saved_views(self, me: Person) -> list[SavedView]:
        """Return the views `me` saved and the shared ones, by name."""

    def find_requesters(self, text: str, limit: int = 8) -> list[Requester]:
        """Return people of the directory whose name, organisation, phone or room has every word of `text`."""

    def requester_tickets(self, requester_id: int, limit: int = 5) -> list[TicketRow]: ...
    def journal(self, first: date, until: date, assignee: int, system: str) -> list[JournalRow]:
        """Return the journal rows registered on local days `first`..`until` (half-open), oldest first.

        `assignee` 0 means all, `system` "" means all; a system includes its subsystems.
        """

    def head(self) -> tuple[int, bytes]:
        """Return the sequence number and the hash of the last history entry; (0, GENESIS) when there is none."""

    def changed_since(self, seq: int) -> tuple[int, list[int]]:
        """Return the last sequence number, and the ids of the tickets with events after `seq`."""

    def chain(self) -> Iterator[list[ChainEntry]]:
        """Give the whole history in order, in lists read one after another (no cursor stays open)."""

    def told(self) -> Iterator[list[tuple[Ticket, list[dict[str, Any]]]]]:
        """Give every ticket with the payloads of its history, in lists read one after another."""

    def problems(self) -> list[Finding]:
        """Check the file: integrity, and the invariants of the office."""

    def sizes(self) -> dict[str, int]:
        """Return how many rows each table has."""
