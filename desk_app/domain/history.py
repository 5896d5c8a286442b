"""The hash chain of the history: append-only, provable, and still able to forget a person.

Each entry's payload is digested with a salt of its own, and only the digest is chained. Payload and salt
may be taken away later without breaking the chain; nobody can guess a payload back from the digest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

GENESIS: Final = bytes(32)
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Header:
    """The part of an entry that is chained in the open. Moments are seconds since 1970, UTC."""

    seq: int
    ticket_id: int | None
    op_id: bytes
    ordinal: int
    verb: str
    by_id: int
    recorded_at: int
    at: int


def payload_text(data: Mapping[str, Any]) -> str:
    """Return `data` as the one JSON text that is digested and stored."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(salt: bytes, payload: str) -> bytes:
    """Return the salted SHA-256 of `payload`."""
    return hashlib.sha256(salt + payload.encode()).digest()


def link(previous: bytes, header: Header, payload_digest: bytes) -> bytes:
    """Return the hash of an entry that follows the one with hash `previous`."""
    fields = (
        header.seq,
        header.ticket_id,
        header.op_id.hex(),
        header.ordinal,
        header.verb,
        header.by_id,
        header.recorded_at,
        header.at,
    )
    return hashlib.sha256(previous + json.dumps(fields, ensure_ascii=False).encode() + payload_digest).digest()
