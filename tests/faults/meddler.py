"""Who is told every file operation on a share before it happens: he counts, delays, breaks and forgets."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path


class Fault(Exception):
    """What an operation fails with: an error code of SQLite, e.g. `sqlite3.SQLITE_FULL`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Meddler:
    """Is told every file operation before it happens. `calls` counts them by kind and file ("db", "journal")."""

    folder: Path | None = None
    """Where the share is mounted: what the program does there by itself is told too."""
    delay = 0.0
    """How many seconds each operation takes longer."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()
        self.told: list[tuple[str, str]] = []
        """Every operation in its order."""

    def before(self, kind: str, file: str) -> None:
        """Count, wait; may raise what the operation fails with."""
        self.calls[kind, file] += 1
        self.told.append((kind, file))
        if self.delay:
            time.sleep(self.delay)

    def after(self, kind: str, file: str) -> None:
        """May raise though the operation was done."""

    def lock(self, real: Callable[[], int]) -> int:
        """Take a lock; one that lies takes none."""
        return real()

    def admit(self, path: str, data: bytes, offset: int) -> None:
        """May refuse what is to be written where."""

    def written(self, path: str, data: bytes, offset: int) -> None:
        """Is told what was written where."""

    def truncated(self, path: str, size: int) -> None:
        """Is told that a file was cut, or grown, to `size` bytes."""

    def synced(self, path: str) -> None:
        """Is told that what was written to a file is on the disk."""

    def deleted(self, path: str) -> None:
        """Is told that a file is gone."""

    def forget(self) -> None:
        """Count anew."""
        self.calls.clear()
        self.told.clear()

    @property
    def total(self) -> int:
        """Return how many operations there were."""
        return sum(self.calls.values())
