"""Keeping the change feed of the office file short: done rarely, by whoever comes first."""

import socket
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from desk_app.domain.moments import to_seconds
from desk_app.storage.connection import Connection

KEPT: Final = 100_000
"""How many changes stay; a copy that lags further behind is made anew."""
SPARE: Final = KEPT // 10
"""How many more there may be before it is worth a write."""
AT_ONCE: Final = 5_000
"""How many are removed in one transaction, so that nobody waits for it."""
DAY: Final = 24 * 60 * 60
CLAIM: Final = "feed"
FIRST: Final = timedelta(minutes=5)
AGAIN: Final = timedelta(hours=12)
"""When a program looks whether the feed has grown too long."""


class Pruner:
    """Keeps the feed of one office short. To be asked in moments when nobody saves."""

    def __init__(self) -> None:
        self._at: datetime | None = None

    def look(self, office: Connection, now: datetime) -> None:
        """See whether it has grown too long, where that was not done lately."""
        self._at = self._at or now + FIRST
        if now > self._at:
            self._at = now + AGAIN
            prune(office, now)


def prune(office: Connection, now: datetime) -> int:
    """Remove the oldest changes where there are too many; return how many went. One workstation a day does so.

    The newest one stays, so that numbers are never given again.
    """
    first, last = office.read(lambda: office.sql("SELECT MIN(seq), MAX(seq) FROM change"))[0]
    if last is None or last - first < KEPT + SPARE or not office.write(partial(_taken, office, to_seconds(now))):
        return 0
    until = last - KEPT
    for before in range(first + AT_ONCE, until + AT_ONCE, AT_ONCE):
        office.write(partial(office.sql, "DELETE FROM change WHERE seq <= ?", (min(before, until),)))
    return int(until - first + 1)


def _taken(office: Connection, now: int) -> bool:
    """Take the work for today, unless somebody has it."""
    found = office.sql("SELECT at FROM claim WHERE name = ?", (CLAIM,))
    if found and 0 <= now - found[0][0] < DAY:
        return False
    office.sql("INSERT OR REPLACE INTO claim (name, at, by) VALUES (?, ?, ?)", (CLAIM, now, socket.gethostname()))
    return True
