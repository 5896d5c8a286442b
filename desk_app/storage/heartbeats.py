"""What a running program writes about itself beside the office file, and what is read of others: never trusted."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from desk_app.domain.errors import BadInput
from desk_app.domain.text import LINE_LIMIT, clean_line
from desk_app.services.station import Peer

LARGEST: Final = 4096
"""How long each file is, in bytes, filled up with blanks; a longer one is none of ours."""
EDITED: Final = 64
"""How many tickets somebody may be said to edit at once."""
KEY: Final = re.compile(r"[0-9a-f]{32}")
_SAFELY: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """One file: who it is, what they edit, the `beat` that grows, and whether the program held its own byte."""

    person: int
    name: str
    host: str
    editing: tuple[int, ...]
    beat: int
    held: bool
    version: str
    since: str

    def peer(self, key: str) -> Peer:
        """Return what the window is told."""
        return Peer(key, self.person, self.name, self.host, self.editing, datetime.fromisoformat(self.since))


def write(path: Path, heartbeat: Heartbeat) -> None:
    """Write `heartbeat` to `path` in place. Raises OSError. Three round trips."""
    put(path, json.dumps(asdict(heartbeat), ensure_ascii=False, separators=(",", ":")).encode())


def put(path: Path, content: bytes) -> None:
    """Write `content` to `path` in place, by one write of always the same length, which others see whole or not yet.

    Replacing the file would be no better: over SMB it fails while somebody reads it, and the SMB client of Linux then
    takes the file away altogether. Raises OSError.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _SAFELY, 0o666)
    try:
        os.write(handle, content.ljust(LARGEST))
    finally:
        os.close(handle)


def read(path: Path) -> Heartbeat | None:
    """Return what `path` says, or None for what is no heartbeat. Raises OSError. Three round trips."""
    handle = os.open(path, os.O_RDONLY | _SAFELY)
    try:
        content = os.read(handle, LARGEST + 1)
    finally:
        os.close(handle)
    if len(content) > LARGEST:
        return None
    try:
        return _heartbeat(json.loads(content))
    except (ValueError, TypeError, KeyError, RecursionError, BadInput):
        return None


def _heartbeat(raw: Mapping[str, Any]) -> Heartbeat:
    editing = raw["editing"]
    if not isinstance(editing, list):
        raise TypeError
    since = datetime.fromisoformat(_line(raw["since"]))
    if since.tzinfo is None:
        raise ValueError
    return Heartbeat(
        person=_number(raw["person"]),
        name=_line(raw["name"]),
        host=_line(raw["host"]),
        editing=tuple(sorted({_number(ticket) for ticket in editing[:EDITED]})),
        beat=_number(raw["beat"]),
        held=raw["held"] is True,
        version=_line(raw["version"]),
        since=since.isoformat(),
    )


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise TypeError
    return value


def _line(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return clean_line(value[:LINE_LIMIT])
