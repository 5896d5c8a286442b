"""What a disk holds after the power went: everything synced, and of the rest whatever happened to get there."""

import random
from itertools import pairwise
from pathlib import Path
from typing import Final

from tests.faults.vfs import Meddler

SECTOR: Final = 512
Write = tuple[int, bytes | None]
"""Where and what; None cuts or grows the file to that many bytes."""


class Disk(Meddler):
    """Remembers of each file what is surely on the disk, and what was written since, in order.

    `before_each` is called between any two operations: the moments at which the power may go.
    """

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.durable: dict[str, bytearray] = {}
        self.pending: dict[str, list[Write]] = {}
        self.watching = False

    def adopt(self, *paths: Path) -> None:
        """Take what lies in these files as synced."""
        for path in paths:
            self.durable[str(path)] = bytearray(path.read_bytes())
            self.pending[str(path)] = []

    def written(self, path: str, data: bytes, offset: int) -> None:
        self.pending.setdefault(path, []).append((offset, bytes(data)))

    def truncated(self, path: str, size: int) -> None:
        self.pending.setdefault(path, []).append((size, None))

    def synced(self, path: str) -> None:
        content = self.durable.setdefault(path, bytearray())
        for write in self.pending.pop(path, []):
            _apply(content, write)
        self.pending[path] = []

    def deleted(self, path: str) -> None:
        self.durable.pop(path, None)
        self.pending.pop(path, None)

    def image(self, folder: Path) -> Path:
        """Write what may be left after a power cut now into `folder`; return the office file there."""
        folder.mkdir()
        office = folder
        for path in self.durable.keys() | self.pending.keys():
            copy = folder / Path(path).name
            copy.write_bytes(self._left(path))
            if not path.endswith("-journal"):
                office = copy
        return office

    def _left(self, path: str) -> bytes:
        content = bytearray(self.durable.get(path, b""))
        how = self.chance.choice(("none", "all", "some", "torn", "prefix"))
        pending = self.pending.get(path, [])
        if how == "prefix":
            pending = pending[: self.chance.randint(0, len(pending))]
        for offset, data in pending:
            if data is None:
                if how in ("all", "prefix") or (how != "none" and self.chance.random() < 0.5):
                    _apply(content, (offset, None))
                continue
            for part in _sectors(offset, data):
                if how in ("all", "prefix") or (how == "some" and self.chance.random() < 0.5):
                    _apply(content, part, self.chance)
            if how == "torn" and self.chance.random() < 0.7:
                parts = _sectors(offset, data)
                for part in parts[: self.chance.randint(0, len(parts))]:
                    _apply(content, part, self.chance)
        return bytes(content)


def _sectors(offset: int, data: bytes) -> list[tuple[int, bytes]]:
    """Cut a write where sectors of the disk meet: each gets there whole or not at all."""
    cuts = [offset, *range((offset // SECTOR + 1) * SECTOR, offset + len(data), SECTOR), offset + len(data)]
    return [(start, data[start - offset : end - offset]) for start, end in pairwise(cuts)]


def _apply(content: bytearray, write: Write, chance: random.Random | None = None) -> None:
    """Carry out a write; what lies between the old end of the file and it is rubbish when `chance` is given."""
    offset, data = write
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    hole = offset - len(content)
    if hole > 0:
        content.extend(chance.randbytes(hole) if chance and chance.random() < 0.5 else bytes(hole))
    content[offset : offset + len(data)] = data
