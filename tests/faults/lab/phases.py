"""Where the time of a save goes: each part of a transaction, timed on the workstation itself."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final

from desk_app.storage import connection
from desk_app.storage.connection import Connection
from desk_app.storage.turns import Turns

PARTS: Final = {
    "open": "open",
    "_begin": "begin",
    "_refuse_other_file": "look at the name",
    "_is_hot": "look at the journal",
    "_timely": "work",
    "_commit": "commit",
    "_rollback": "rollback",
}
"""What is timed of a connection, and what it is called."""


class Phases:
    """Sums up, for each save, what its parts took in seconds; "pause" is what was waited between two tries."""

    def __init__(self) -> None:
        self.saves: list[dict[str, float]] = []
        self._now: dict[str, float] | None = None
        for name, part in PARTS.items():
            setattr(Connection, name, self._timed(getattr(Connection, name), part))
        Connection._guarded = self._held(Connection._guarded)  # type: ignore[method-assign]
        Turns._wait = self._timed(Turns._wait, "turn")  # type: ignore[method-assign]
        vars(connection)["time"] = _Sleeping(self)

    @contextmanager
    def save(self) -> Iterator[None]:
        """Time what is done meanwhile as one save."""
        self._now = defaultdict(float)
        began, at = time.monotonic(), time.time()
        try:
            yield
        finally:
            self._now["all"], self._now["at"] = time.monotonic() - began, at
            self.saves.append(dict(self._now))
            self._now = None

    def add(self, part: str, took: float) -> None:
        """Count `took` seconds for a part of the save that is going on, if one is."""
        if self._now is not None:
            self._now[part] += took
            self._now[f"{part} n"] += 1

    def _held(self, guarded: Callable[..., Any]) -> Callable[..., Any]:
        """Time how long the lock is held: from the end of BEGIN to that of COMMIT; and the processor's part of it."""

        @wraps(guarded)
        def timed(*given: Any, **named: Any) -> Any:
            began, waited = time.monotonic(), (self._now or {}).get("begin", 0.0)
            worked = time.process_time()
            try:
                return guarded(*given, **named)
            finally:
                self.add("held", time.monotonic() - began - ((self._now or {}).get("begin", 0.0) - waited))
                self.add("processor", time.process_time() - worked)

        return timed

    def _timed(self, method: Callable[..., Any], part: str) -> Callable[..., Any]:
        @wraps(method)
        def timed(*given: Any, **named: Any) -> Any:
            began = time.monotonic()
            try:
                return method(*given, **named)
            finally:
                self.add(part, time.monotonic() - began)

        return timed


class _Sleeping:
    """The module `time` for a connection: its pauses are counted."""

    def __init__(self, phases: Phases) -> None:
        self._phases = phases
        self.monotonic = time.monotonic

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
        self._phases.add("pause", seconds)
