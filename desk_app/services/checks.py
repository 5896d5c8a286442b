"""Proof that the office file is whole, and that nobody changed it behind the program's back.

Tamper-evident, not tamper-proof: who may write to the folder may replace the whole file. The head hash on a
printed journal is the anchor outside.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from desk_app.domain import history, record
from desk_app.domain.errors import N_
from desk_app.domain.tickets import Ticket
from desk_app.services import attachments
from desk_app.services.ports import ChainEntry, Finding, Reader


def check(reader: Reader, full: bool = False) -> list[Finding]:
    """Return what is wrong with the file, its history and its attached files; nothing when all is well.

    `full` reads every attached file too, and compares it with what was attached.
    """
    return reader.problems() or [*verify(reader), *attachments.inspect(reader, full).findings]


def verify(reader: Reader) -> list[Finding]:
    """Return the first broken link of the history, and every ticket that is not what its history says."""
    named: set[int] = set()
    broken = next(_broken_links(reader, named), None)
    if broken:
        return [broken]
    findings: list[Finding] = []
    for tickets in reader.told():
        named -= {ticket.id for ticket, _ in tickets}
        findings += [finding for ticket, told in tickets for finding in _differing(ticket, told)]
    return findings + [Finding(str(gone), N_("the ticket is gone, but its history stands")) for gone in sorted(named)]


def broken_link(chain: Iterable[list[ChainEntry]], previous: bytes, expected: int) -> Finding | None:
    """Return the first broken link of a part of the history that begins with the entry `expected`.

    `previous` is the hash of the entry before it. The texts of the entries are not looked at.
    """
    for entries in chain:
        for entry in entries:
            if fault := _fault(entry, previous, expected):
                return Finding(str(entry.header.seq), fault)
            previous, expected = entry.hash, entry.header.seq + 1
    return None


def _broken_links(reader: Reader, named: set[int]) -> Iterator[Finding]:
    """Give broken links as they are met, then every text that is neither what was chained nor erased as recorded.

    The tickets that the history is about are added to `named`.
    """
    previous, expected = history.GENESIS, 1
    replaced: dict[int, tuple[str, str]] = {}
    erased: dict[int, tuple[str, str]] = {}
    for entries in reader.chain():
        for entry in entries:
            if fault := _fault(entry, previous, expected):
                yield Finding(str(entry.header.seq), fault)
            previous, expected = entry.hash, entry.header.seq + 1
            named |= {entry.header.ticket_id} - {None}  # type: ignore[arg-type]
            digest = _digest_now(entry)
            if digest != entry.digest:
                replaced[entry.header.seq] = (entry.digest.hex(), digest.hex())
            elif entry.header.verb == "erase":
                erased |= _erased(entry)
    for seq, digests in replaced.items():
        if erased.get(seq) != digests:
            yield Finding(str(seq), _TEXT_CHANGED if digests[1] else _TEXT_GONE)


_TEXT_CHANGED: Final = N_("the text of this entry of the history was changed")
_TEXT_GONE: Final = N_("the text of this entry of the history was taken away")


def _digest_now(entry: ChainEntry) -> bytes:
    """Return the digest of the text that stands there now, b"" when there is none."""
    if entry.payload is None or entry.salt is None:
        return b""
    return history.digest(entry.salt, entry.payload)


def _erased(entry: ChainEntry) -> dict[int, tuple[str, str]]:
    """Return {seq: (digest as chained, digest of the words put in its place)} of the entries an `erase` event names."""
    told = json.loads(entry.payload or "{}").get("entries", [])
    return {seq: (before, after) for seq, before, after in told}


def _fault(entry: ChainEntry, previous: bytes, expected: int) -> str | None:
    if entry.header.seq != expected:
        return N_("entries of the history before this one are missing")
    if history.link(previous, entry.header, entry.digest) != entry.hash:
        return N_("this entry of the history was changed, or the one before it")
    return None


def _differing(ticket: Ticket, told: list[dict[str, Any]]) -> Iterator[Finding]:
    """Give a finding for every field of `ticket` that is not what the history says last."""
    if len(told) != ticket.version:
        template = N_("its version is {version}, but its history has {entries} entries")
        yield Finding(ticket.number or str(ticket.id), template, {"version": ticket.version, "entries": len(told)})
    last: dict[str, Any] = {}
    for data in told:
        last |= data.get("fields", {}) | {name: new for name, (_, new) in data.get("changes", {}).items()}
    now = record.contents(ticket)
    for name in sorted(now.keys() | last.keys()):
        if not _same(now.get(name), last.get(name)):
            template = N_("the field “{field}” was changed without an entry in the history")
            yield Finding(ticket.number or str(ticket.id), template, {"field": name})


def _same(now: object, told: object) -> bool:
    """Compare a field as it is with what was told of it; nothing, no text and nobody are the same."""
    if isinstance(now, Mapping) and isinstance(told, Mapping):
        return {**now, "id": 0} == {**told, "id": 0}
    return (now or None) == (told or None)
