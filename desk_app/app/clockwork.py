"""What ran out is recorded by whoever looks first, so that every office has its record whoever is at work."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from desk_app.app.following import Reach
from desk_app.domain.errors import UserError
from desk_app.services import breaches

if TYPE_CHECKING:
    from desk_app.app.desk import Desk

PAUSE: Final = 60.0
"""Seconds between two sweeps of one workstation, at least."""
AT_ONCE: Final = 25
"""Tickets a sweep: well within the two seconds that a write may take."""


class Clockwork(QObject):
    """After a look at the office, once a minute at most, records the time limits that ran out.

    The copy was brought up to date a moment ago, so it tells what colleagues recorded already; workstations begin
    at random moments of the minute, and the transaction looks at each ticket again. So the first one writes, and
    the others find nothing to do without asking the office.
    """

    def __init__(
        self,
        desk: "Desk",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: float = PAUSE,
    ) -> None:
        super().__init__(desk)
        self._desk, self._now, self._pause = desk, now, pause
        self._next = time.monotonic() + pause * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, not a secret
        self._busy = False
        desk.reached.connect(self._reached)

    def _reached(self, reach: Reach) -> None:
        if reach.away is None and not self._busy and time.monotonic() >= self._next:
            self._next = time.monotonic() + self._pause
            now = self._now()
            self._busy = True
            self._desk.query(self, lambda reader: reader.overdue(now, AT_ONCE), self._found, self._failed)

    def _found(self, ids: list[int]) -> None:
        if not ids:
            self._busy = False
            return
        self._desk.command(
            self, partial(breaches.sweep, ids=tuple(ids)), lambda _changes: self._found([]), failed=self._failed
        )

    def _failed(self, _error: UserError) -> None:
        """Leave it for the next time: nobody waits for it, and a colleague may do it."""
        self._busy = False
