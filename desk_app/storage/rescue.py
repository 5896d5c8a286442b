"""After a restore: what people were told is saved comes back, from every workstation's copy, under its own numbers.

An entry of the history is known by its operation, so it comes back once, whichever workstation is first.
"""

import hashlib
import json
import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from desk_app.domain.errors import UserError
from desk_app.domain.moments import to_seconds
from desk_app.domain.office import NOBODY
from desk_app.domain.tickets import Event
from desk_app.services.backups import Rescued
from desk_app.services.ports import Clock
from desk_app.storage import rescue_events
from desk_app.storage.connection import Connection
from desk_app.storage.copy_place import KEPT
from desk_app.storage.door import Door
from desk_app.storage.imports import OWN_NUMBERS, count
from desk_app.storage.office_file import system_clock
from desk_app.storage.office_rows import OfficeCache
from desk_app.storage.rescue_events import Entry
from desk_app.storage.rescue_rows import FOLLOWED, Rows
from desk_app.storage.rescue_tickets import Tickets
from desk_app.storage.session import WriteSession, last_event
from desk_app.storage.standing import OldFile
from desk_app.storage.trouble import let_go

RESTORE: Final = "restore"
"""Verb of the entry that a restored office begins with: {"head": [seq, hash], "epoch": …, "change": …}."""
RESCUE: Final = "rescue"
"""Verb of the entry that tells what a workstation brought back."""
AT_ONCE: Final = 100
"""About how many entries of the history come back in one transaction."""
_TOLD: Final = 50
_log = logging.getLogger(__name__)
Write = Callable[[Callable[[], None]], None]


@dataclass(slots=True)
class _Tally:
    events: int = 0
    tickets: list[str] = field(default_factory=list)
    renumbered: list[tuple[str, str]] = field(default_factory=list)
    diverged: list[str] = field(default_factory=list)

    def take(self, other: "_Tally") -> None:
        self.events += other.events
        self.tickets += other.tickets
        self.renumbered += other.renumbered
        self.diverged += other.diverged


def bring_back(
    old_copy: Path, office: Connection, host: str = "", clock: Clock = system_clock, write: Write | None = None
) -> Rescued:
    """Bring back what the office at `office` lacks and the copy of its former epoch at `old_copy` has.

    May be stopped anywhere and run again, by any number of workstations in any order. `write` runs one transaction;
    usually that is `office.write`. Of another office nothing comes back. Raises Unavailable while the office cannot be
    written, and Unreadable, or whatever damaged rows make of it, where the copy is not whole.
    """
    with OldFile(old_copy, office.path) as copy:
        if not rescue_events.is_same_office(copy, office):
            return Rescued()
        work = _Rescue(copy, office, host or socket.gethostname(), clock, write or office.write)
        return work.run()


class _Rescue:
    def __init__(self, copy: Door, office: Connection, host: str, clock: Clock, write: Write) -> None:
        self._copy = copy
        self._office = office
        self._host = host
        self._now: datetime = clock().replace(microsecond=0)
        self._commit = write
        self._rows = Rows(copy, office)
        self._spans: list[tuple[int, int]] = []
        self._tally = _Tally()

    def run(self) -> Rescued:
        entries = rescue_events.lost(self._copy, self._office)
        if not entries:
            return Rescued()
        marks = self._office.read(lambda: _marks(self._office), guard=True)
        self._write(self._raise_counters)
        if marks.all_in(self._copy):
            self._follow_rows(marks)
        for part in _parts([entry for entry in entries if entry.ticket_id is not None]):
            self._write(partial(self._bring_tickets, part))
        self._write(partial(self._bring_rest, [entry for entry in entries if entry.ticket_id is None]))
        self._write(self._note)
        tally = self._tally
        return Rescued(tally.events, tuple(tally.tickets), tuple(tally.renumbered), tuple(tally.diverged))

    def _write(self, work: Callable[[_Tally], None]) -> None:
        """Run `work` in one transaction; what it tallies counts once, however often it is run."""
        outcome: list[tuple[_Tally, tuple[int, int]]] = []

        def attempt() -> None:
            self._rows.begin()
            tally = _Tally()
            before = _last_change(self._office)
            work(tally)
            outcome[:] = [(tally, (before + 1, _last_change(self._office)))]

        self._commit(attempt)
        self._tally.take(outcome[0][0])
        self._spans.append(outcome[0][1])

    def _raise_counters(self, _tally: _Tally) -> None:
        """Let no number be given again that the copy knows to be given; its tickets come back one by one."""
        known = dict(self._office.sql("SELECT scope, value FROM counter"))
        for scope, value in self._copy.sql("SELECT scope, value FROM counter"):
            more = value - known.get(scope, 0)
            if scope != OWN_NUMBERS and more > 0:
                self._office.sql("INSERT OR REPLACE INTO counter (scope, value) VALUES (?, ?)", (scope, value))
                count(self._office, -more)

    def _follow_rows(self, marks: "_Marks") -> None:
        for table in FOLLOWED:
            differing = self._rows.differing(table)
            for start in range(0, len(differing), AT_ONCE):
                self._write(partial(self._follow, table, differing[start : start + AT_ONCE], marks))

    def _follow(self, table: str, ids: Sequence[int], marks: "_Marks", _tally: _Tally) -> None:
        touched = marks.touched(self._office, self._spans)
        for row_id in ids:
            self._rows.follow(table, row_id, touched)
        self._office.sql("UPDATE office SET revision = revision + 1")

    def _bring_tickets(self, part: Sequence[Entry], tally: _Tally) -> None:
        tickets = Tickets(self._copy, self._office, self._rows, self._session())
        for ticket_id, entries in _by_ticket(part):
            left = [entry for entry in entries if rescue_events.find(self._office, entry.key) is None]
            if not left:  # another workstation was faster
                continue
            brought = tickets.bring(ticket_id, left)
            tally.events += len(left)
            tally.tickets.append(brought.name)
            if brought.was:
                tally.renumbered.append((brought.was, brought.name))
            if brought.diverged:
                tally.diverged.append(brought.name)

    def _bring_rest(self, entries: Sequence[Entry], tally: _Tally) -> None:
        tickets = Tickets(self._copy, self._office, self._rows, self._session())
        for entry in entries:
            if rescue_events.find(self._office, entry.key) is None:
                tickets.append(entry, None)
                tally.events += 1

    def _note(self, _tally: _Tally) -> None:
        if not self._tally.events:
            return
        seq, head = last_event(self._copy)
        told = {
            "computer": self._host,
            "entries": self._tally.events,
            "tickets": self._tally.tickets[:_TOLD],
            "renumbered": [list(pair) for pair in self._tally.renumbered],
            "diverged": self._tally.diverged,
            "head": [seq, head.hex()],
            "epoch": self._office.sql("SELECT epoch FROM office")[0][0],
            "changes": [list(span) for span in self._spans if span[0] <= span[1]],
        }
        self._session().note(Event(RESCUE, self._now, told))

    def _session(self) -> WriteSession:
        """Return what gives numbers and adds notes, within this transaction."""
        made = f"{self._host} {to_seconds(self._now)} {last_event(self._office)[0]}"
        op_id = hashlib.sha256(made.encode()).digest()[:16]
        return WriteSession(self._office, OfficeCache(), NOBODY, self._now, op_id)


class _Marks:
    """How far earlier rescues and the backup went in the former history, and what the feed says of people since."""

    def __init__(self, heads: list[tuple[int, bytes]], change: int, spans: list[tuple[int, int]]) -> None:
        self._heads = heads
        self._change = change
        self._spans = spans

    def all_in(self, copy: Door) -> bool:
        """Tell whether `copy` knows everything that came back so far: then its rows are the newest."""
        return bool(self._heads) and all(rescue_events.hash_at(copy, seq) == head for seq, head in self._heads)

    def touched(self, office: Door, own: list[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        """Return (table, row) of all that people changed since the restore, within a transaction."""
        rows = office.sql("SELECT seq, table_no, row_id FROM change WHERE seq > ?", (self._change,))
        spans = [*self._spans, *own]
        return frozenset(row[1:] for row in rows if not any(first <= row[0] <= last for first, last in spans))


def _marks(office: Door) -> _Marks:
    """Read what the office's history tells of its last restore and of the rescues since."""
    query = "SELECT seq, payload FROM event WHERE verb = ? AND ticket_id IS NULL AND seq > ? ORDER BY seq"
    epoch = office.sql("SELECT epoch FROM office")[0][0]
    restored = [(seq, _told(payload)) for seq, payload in office.sql(query, (RESTORE, 0))]
    mine = [(seq, told) for seq, told in restored if told.get("epoch") == epoch]
    if not mine:
        return _Marks([], 0, [])
    seq, told = mine[-1]
    rescues = [_told(payload) for _, payload in office.sql(query, (RESCUE, seq))]
    heads = [told["head"], *(one["head"] for one in rescues if one.get("epoch") == epoch)]
    spans = [tuple(span) for one in rescues if one.get("epoch") == epoch for span in one["changes"]]
    return _Marks([(at, bytes.fromhex(head)) for at, head in heads if at], int(told.get("change", 0)), spans)


def _told(payload: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(payload or "{}")
    return found


def _by_ticket(entries: Sequence[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    ordered = sorted(entries, key=lambda entry: (entry.ticket_id or 0, entry.seq))
    groups = [(key, list(some)) for key, some in groupby(ordered, key=lambda entry: entry.ticket_id or 0)]
    yield from sorted(groups, key=lambda group: group[1][0].seq)


def _parts(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Give the entries ticket by ticket, as many tickets at once as fit into one transaction."""
    part: list[Entry] = []
    for _, some in _by_ticket(entries):
        if part and len(part) + len(some) > AT_ONCE:
            yield part
            part = []
        part += some
    if part:
        yield part


def _last_change(office: Door) -> int:
    return int(office.sql("SELECT COALESCE(MAX(seq), 0) FROM change")[0][0])


def meet_again(old_copy: Path, office: Connection, clock: Clock = system_clock) -> Rescued:
    """Bring back what only `old_copy` knows, where the office at `office` was restored since; else do nothing.

    To be called before a copy is made anew. A copy of which nothing can be brought back stays. Raises Unavailable, and
    OSError where that cannot be noted.
    """
    try:
        with OldFile(old_copy, office.path) as copy:
            epoch = str(copy.sql("SELECT epoch FROM office")[0][0])
            if not rescue_events.is_same_office(copy, office):
                _log.warning("%s stays, for it is of another office than the one that has its name now", old_copy)
                old_copy.with_suffix(KEPT).touch()
                return Rescued()
        if epoch == office.read(lambda: str(office.sql("SELECT epoch FROM office")[0][0]), guard=True):
            return Rescued()
        return bring_back(old_copy, office, clock=clock)
    except UserError:
        raise
    except Exception as error:  # a damaged file may say anything
        _log.warning("%s stays, for what it knows could not be brought back", old_copy, exc_info=error)
        let_go(error)
        old_copy.with_suffix(KEPT).touch()
        return Rescued(kept=old_copy if office.read(lambda: _was_restored(office), guard=True) else None)


def _was_restored(office: Door) -> bool:
    return bool(office.sql("SELECT 1 FROM event WHERE verb = ? AND ticket_id IS NULL LIMIT 1", (RESTORE,)))


def told(rescued: Rescued) -> UserError | None:
    """Return what to tell the person at this computer of what came back, or could not; None where there is nothing."""
    if rescued.kept is not None:
        return UserError(
            "A backup of this office was put back, and this computer's old copy of it cannot be read: {path}. What "
            "only that copy knew may be missing, so look through your latest tickets. The file stays: tell IT of it.",
            path=rescued.kept,
        )
    if not rescued.events:
        return None
    return UserError(
        "A backup of this office was put back. What this computer still knew was brought back into it: {count} entries "
        "of the history. Tickets with a new number: {renumbered}. Tickets that colleagues have worked on since, where "
        "the lost work stands as a comment: {diverged}.",
        count=rescued.events,
        renumbered=", ".join(f"{was} → {now}" for was, now in rescued.renumbered) or "—",
        diverged=", ".join(rescued.diverged) or "—",
    )
