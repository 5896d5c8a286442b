"""Entries of the history that a restored office lacks, and how they are added to it."""

import json
import os
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from desk_app.domain import history
from desk_app.storage.door import Door
from desk_app.storage.models import EventTable
from desk_app.storage.session import last_event

SLICE: Final = 400
_COLUMNS: Final = "seq, ticket_id, op_id, ordinal, verb, by_id, recorded_at, at, salt, payload, digest"


class Entry(NamedTuple):
    """A row of the history, without its link to the one before."""

    seq: int
    ticket_id: int | None
    op_id: bytes
    ordinal: int
    verb: str
    by_id: int
    recorded_at: int
    at: int
    salt: bytes | None
    payload: str | None
    digest: bytes

    @property
    def key(self) -> tuple[bytes, int]:
        """What it is known by in every chain."""
        return bytes(self.op_id), self.ordinal

    @property
    def told(self) -> dict[str, Any]:
        """What it says."""
        found: dict[str, Any] = json.loads(self.payload or "{}")
        return found


def lost(copy: Door, office: Door) -> list[Entry]:
    """Return the entries of the copy that the office lacks, in their order."""
    common = _common(copy, office)
    found: list[Entry] = []
    for entries in _after(copy, common):
        known = office.read(partial(_known, office, entries), guard=True)
        found += [entry for entry in entries if entry.key not in known]
    return found


def is_same_office(copy: Door, office: Door) -> bool:
    """Tell whether the histories of both begin alike: another office may have come to lie under the same name."""
    first, there = hash_at(copy, 1), office.read(partial(hash_at, office, 1), guard=True)
    return first is None or there is None or first == there


def hash_at(door: Door, seq: int) -> bytes | None:
    """Return the hash of an entry."""
    rows = door.sql("SELECT hash FROM event WHERE seq = ?", (seq,))
    return bytes(rows[0][0]) if rows else None


def of_ticket(door: Door, ticket_id: int) -> list[Entry]:
    """Return the history of a ticket, oldest first."""
    rows = door.sql(f"SELECT {_COLUMNS} FROM event WHERE ticket_id = ? ORDER BY seq", (ticket_id,))  # noqa: S608
    return [Entry(*row) for row in rows]


def find(door: Door, key: tuple[bytes, int]) -> Entry | None:
    """Return the entry of this operation and ordinal."""
    rows = door.sql(f"SELECT {_COLUMNS} FROM event WHERE op_id = ? AND ordinal = ?", key)  # noqa: S608
    return Entry(*rows[0]) if rows else None


def append(office: Door, entry: Entry, ticket_id: int | None, by_id: int, told: Mapping[str, Any]) -> None:
    """Add `entry` as the last one of the office's history, about `ticket_id` and saying `told`."""
    seq, previous = last_event(office)
    header = history.Header(
        seq + 1, ticket_id, bytes(entry.op_id), entry.ordinal, entry.verb, by_id, entry.recorded_at, entry.at
    )
    payload, salt = history.payload_text(told), os.urandom(16)
    digest = history.digest(salt, payload)
    columns = {name: getattr(header, name) for name in header.__dataclass_fields__}
    chained = {"digest": digest, "hash": history.link(previous, header, digest)}
    office.insert(EventTable, {**columns, "salt": salt, "payload": payload, **chained})


def replace_text(office: Door, entry: Entry, like: Entry) -> list[object] | None:
    """Let `entry` of the office say what `like` says, for a person was erased; return what an `erase` entry tells.

    None where it says so already.
    """
    if entry.payload == like.payload or like.payload is None or like.salt is None:
        return None
    office.overwrite()
    office.run(EventTable.update(salt=like.salt, payload=like.payload).where(EventTable.seq == entry.seq))
    return [entry.seq, bytes(entry.digest).hex(), history.digest(bytes(like.salt), like.payload).hex()]


def _common(copy: Door, office: Door) -> int:
    """Return the last entry up to which both histories are one: the hash of an entry proves all before it."""

    def same(seq: int) -> bool:
        theirs = hash_at(office, seq)
        return theirs is not None and theirs == hash_at(copy, seq)

    def search() -> int:
        low, high = 0, min(last_event(copy)[0], last_event(office)[0])
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if same(middle) else (low, middle - 1)
        return low

    return office.read(search, guard=True)


def _after(copy: Door, seq: int) -> Iterator[list[Entry]]:
    query = f"SELECT {_COLUMNS} FROM event WHERE seq > ? ORDER BY seq LIMIT {SLICE}"  # noqa: S608 - names of ours
    while rows := copy.sql(query, (seq,)):
        yield [Entry(*row) for row in rows]
        seq = rows[-1][0]


def _known(office: Door, entries: list[Entry]) -> set[tuple[bytes, int]]:
    ops = list({bytes(entry.op_id) for entry in entries})
    query = EventTable.select(EventTable.op_id, EventTable.ordinal).where(EventTable.op_id.in_(ops))
    return {(bytes(row[0]), row[1]) for row in office.rows(query)}
