"""Fakes: an office held in memory, big enough to scroll for ever."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from desk_app.app.place import Place, Ways, take_place
from desk_app.domain.errors import UserError
from desk_app.domain.history import GENESIS
from desk_app.domain.office import Office, Person
from desk_app.domain.view import Queue, View
from desk_app.profiles import load
from desk_app.services.ports import Changes, Session, TicketRow
from desk_app.services.station import CopyState, News, Peer

ME = Person(1, "ivanov", "Ivanov Ivan", "technician", "")


class FakeReader:
    """`total` tickets, numbered from 1, newest first; notes which pages were read. `gate` holds reads back."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.read_offsets: list[int] = []
        self.gate = threading.Event()
        self.gate.set()
        self.trouble: Exception | None = None
        self.seq = 0
        self._office = Office.of(load("situation-centre", "en"))

    def office(self) -> Office:
        return self._office

    def staff(self) -> list[Person]:
        return [ME]

    def epoch(self) -> str:
        return "0123456789abcdef0123456789abcdef"

    def chain(self) -> Iterator[list[Any]]:
        return iter(())

    def head(self) -> tuple[int, bytes]:
        return self.seq, GENESIS

    def changed_since(self, seq: int) -> tuple[int, list[int]]:
        return self.seq, []

    def overdue(self, now: datetime, limit: int) -> list[int]:
        return []

    def count(self, view: View, me: Person) -> int:
        self._pass()
        return self.total

    def page(self, view: View, me: Person, offset: int, limit: int, total: int | None = None) -> list[TicketRow]:
        self._pass()
        self.read_offsets.append(offset)
        ids = range(self.total - offset, max(self.total - offset - limit, 0), -1)
        return [row(ticket) for ticket in ids]

    def rows(self, ids: Sequence[int]) -> list[TicketRow]:
        self._pass()
        return [row(ticket) for ticket in ids if 1 <= ticket <= self.total]

    def position(self, view: View, me: Person, ticket_id: int) -> int | None:
        return self.total - ticket_id if 1 <= ticket_id <= self.total else None

    def queue_counts(self, me: Person) -> dict[Queue, int]:
        return dict.fromkeys(Queue, self.total)

    def _pass(self) -> None:
        assert self.gate.wait(10)
        if self.trouble:
            raise self.trouble


class FakeCopy:
    """A copy without a file, read by a FakeReader."""

    def __init__(self, reader: FakeReader) -> None:
        self.reader: Any = reader
        self.as_of: datetime | None = None

    @property
    def state(self) -> CopyState:
        return CopyState(self.reader.epoch(), 0, 0, self.as_of)

    def close(self) -> None:
        """There is nothing to close."""


class FakeStation:
    """A station without a file. `unit_of_work` calls the work with no session.

    What is in `news` is pulled one by one, an error raised; `away` makes every look and write fail. `gate` holds
    back whatever goes to the office.
    """

    def __init__(self) -> None:
        self.reader: Any = None
        self.away: UserError | None = None
        self.warnings: tuple[UserError, ...] = ()
        self.news: list[News | Exception] = []
        self.peers: tuple[Peer, ...] = ()
        self.told: list[tuple[int, ...]] = []
        self.closed_on: int | None = None
        self.written: list[Changes] = []
        self.op_ids: list[bytes | None] = []
        self.pulled_on: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()

    def unit_of_work(self, actor: Person) -> Any:
        return self

    def write(self, work: Callable[[Session], Changes], op_id: bytes | None = None) -> Changes:
        self._pass()
        changes = work(None)  # type: ignore[arg-type]
        self.written.append(changes)
        self.op_ids.append(op_id)
        return changes

    def pull(self) -> News:
        self._pass()
        self.pulled_on.add(threading.get_ident())
        found = self.news.pop(0) if self.news else News()
        if isinstance(found, Exception):
            raise found
        return found

    def meet(self, me: Person, editing: Sequence[int]) -> tuple[Peer, ...]:
        self.told.append(tuple(editing))
        return self.peers

    def listen(self, heard: Callable[[], None]) -> None:
        self.heard = heard

    def close(self) -> None:
        self.closed_on = threading.get_ident()

    def _pass(self) -> None:
        assert self.gate.wait(10)
        if self.away:
            raise self.away


def fake_place(station: FakeStation, reader: FakeReader) -> Place:
    """Return the workers of an office that is not there."""
    return take_place(Ways(lambda _progress: station, lambda: FakeCopy(reader), lambda: open_nothing(station)))


def open_nothing(station: FakeStation) -> Any:
    """Return what long work has beside the window."""
    return station


def row(ticket: int, **fields: Any) -> TicketRow:
    """Return a row that can be told from others by its id."""
    given = {
        "id": ticket, "version": 1, "number": f"2026-{ticket:06}", "kind": 0, "status": 0, "type": 0, "channel": 0,
        "priority": 0, "system": 0, "line": 0, "assignee": 0, "subject": f"Call {ticket}", "requester": "",
        "organisation": "", "received_at": 1_790_000_000, "registered_at": None, "solved_at": None,
        "closed_at": None, "approval": "", "outcome": "",
    }  # fmt: skip
    return TicketRow(**{**given, **fields})
