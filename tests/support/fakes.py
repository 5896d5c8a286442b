"""Fakes: an office held in memory, big enough to scroll for ever."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from desk_app.domain.history import GENESIS
from desk_app.domain.office import Office, Person
from desk_app.domain.view import Queue, View
from desk_app.profiles import load
from desk_app.services.ports import Changes, Session, TicketRow

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

    def head(self) -> tuple[int, bytes]:
        return self.seq, GENESIS

    def changed_since(self, seq: int) -> tuple[int, list[int]]:
        return self.seq, []

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


class FakeBackend:
    """A backend without a file. `unit_of_work` calls the work with no session."""

    def __init__(self, reader: FakeReader) -> None:
        self.reader: Any = reader
        self.closed_on: int | None = None
        self.written: list[Changes] = []

    def unit_of_work(self, actor: Person) -> Any:
        return self

    def write(self, work: Callable[[Session], Changes], op_id: bytes | None = None) -> Changes:
        changes = work(None)  # type: ignore[arg-type]
        self.written.append(changes)
        return changes

    def close(self) -> None:
        self.closed_on = threading.get_ident()


def row(ticket: int, **fields: Any) -> TicketRow:
    """Return a row that can be told from others by its id."""
    given = {
        "id": ticket, "version": 1, "number": f"2026-{ticket:06}", "kind": 0, "status": 0, "type": 0, "channel": 0,
        "priority": 0, "system": 0, "line": 0, "assignee": 0, "subject": f"Call {ticket}", "requester": "",
        "organisation": "", "received_at": 1_790_000_000, "registered_at": None, "solved_at": None,
        "closed_at": None, "approval": "", "outcome": "",
    }  # fmt: skip
    return TicketRow(**{**given, **fields})
