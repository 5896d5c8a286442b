"""Proof that the office file is whole, and that nobody changed it behind the program's back.

Tamper-evident, not tamper-proof: who may write to the folder may replace the whole file. The head hash on a
printed journal is the anchor outside.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from desk_app.domain import history, workflow
from desk_app.domain.errors import N_
from desk_app.domain.tickets import Ticket
from desk_app.services.ports import ChainEntry, Finding, Reader


def check(reader: Reader) -> list[Finding]:
    """Return what is wrong with the file and its history; nothing when all is well."""
    return reader.problems() or verify(reader)


def verify(reader: Reader) -> list[Finding]:
    """Return the first broken link of the history, and every ticket that is not what its history says."""
    broken = next(_broken_links(reader), None)
    if broken:
        return [broken]
    return [finding for tickets in reader.told() for ticket, told in tickets for finding in _differing(ticket, told)]


def _broken_links(reader: Reader) -> Iterator[Finding]:
    previous, expected = history.GENESIS, 1
    for entries in reader.chain():
        for entry in entries:
            if fault := _fault(entry, previous, expected):
                yield Finding(str(entry.header.seq), fault)
            previous, expected = entry.hash, entry.header.seq + 1


def _fault(entry: ChainEntry, previous: bytes, expected: int) -> str | None:
    if entry.header.seq != expected:
        return N_("entries of the history before this one are missing")
    if history.link(previous, entry.header, entry.digest) != entry.hash:
        return N_("this entry of the history was changed, or the one before it")
    if entry.payload is None or entry.salt is None:
        return N_("the text of this entry of the history was taken away")
    if history.digest(entry.salt, entry.payload) != entry.digest:
        return N_("the text of this entry of the history was changed")
    return None


def _differing(ticket: Ticket, told: list[dict[str, Any]]) -> Iterator[Finding]:
    """Give a finding for every field of `ticket` that is not what the history says last."""
    last: dict[str, Any] = {}
    for data in told:
        for name, (_, new) in {**data.get("fields", {}), **data.get("changes", {})}.items():
            last[name] = new
    for name, new in last.items():
        if not _same(workflow.plain(getattr(ticket, name)), new):
            template = N_("the field “{field}” was changed without an entry in the history")
            yield Finding(ticket.number or str(ticket.id), template, {"field": name})


def _same(now: object, told: object) -> bool:
    if isinstance(now, Mapping) and isinstance(told, Mapping):
        return all(now.get(part) == told.get(part) for part in now if part != "id")
    if isinstance(now, str) and isinstance(told, str) and now != told:
        try:
            return datetime.fromisoformat(now) == datetime.fromisoformat(told)
        except ValueError:
            return False
    return now == told
