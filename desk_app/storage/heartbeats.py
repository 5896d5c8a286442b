"""What a running program writes about itself beside the office file, and what is read of others: never trusted."""

import json
import os
import re
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from desk_app.domain.errors import BadInput
from desk_app.domain.text import LINE_LIMIT, clean_line
from desk_app.services.station import Peer

LARGEST: Final = 4096
"""The largest file that is read, in bytes; a longer one is none of ours."""
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
    """Write `heartbeat` to `path`, whole where the share can replace a file, in place otherwise. Raises OSError."""
    content = json.dumps(asdict(heartbeat), ensure_ascii=False, separators=(",", ":")).encode()
    part = path.with_name(f"{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if not isinstance(error, PermissionError):  # on Windows, while somebody reads it
            raise
        path.write_bytes(content)


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
