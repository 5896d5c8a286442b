"""The one door for writes: guarded, patient, and taking effect once."""

import os
import time
from collections.abc import Callable

from desk_app.domain.office import Person
from desk_app.services.ports import Changes, Clock, Session
from desk_app.storage.door import Door
from desk_app.storage.models import EventTable
from desk_app.storage.office_rows import OfficeCache
from desk_app.storage.session import WriteSession


def new_op_id() -> bytes:
    """Return a name for one operation: its millisecond first, so that new ones share a page of their index."""
    return (time.time_ns() // 1_000_000).to_bytes(6, "big") + os.urandom(10)


class OfficeUnitOfWork:
    """See `services.ports.UnitOfWork`. Writes in the name of `actor`."""

    def __init__(self, connection: Door, cache: OfficeCache, actor: Person, clock: Clock) -> None:
        self._connection = connection
        self._cache = cache
        self._actor = actor
        self._clock = clock

    def write(self, work: Callable[[Session], Changes], op_id: bytes | None = None) -> Changes:
        op = op_id or new_op_id()
        perhaps_done = op_id is not None

        def attempt() -> Changes:
            nonlocal perhaps_done
            if perhaps_done and (done := self._done(op)):
                return done
            perhaps_done = True
            now = self._clock().replace(microsecond=0)
            return work(WriteSession(self._connection, self._cache, self._actor, now, op))

        return self._connection.write(attempt)

    def _done(self, op_id: bytes) -> Changes | None:
        """Return what `op_id` changed when it is in the history already: its COMMIT's answer was lost.

        What a verb was about has its last event.
        """
        query = EventTable.select(EventTable.ticket_id, EventTable.verb).where(EventTable.op_id == op_id)
        rows = self._connection.rows(query.order_by(EventTable.ordinal))
        if not rows:
            return None
        tickets = tuple(dict.fromkeys(row[0] for row in reversed(rows) if row[0] is not None))

        def told(*beginnings: str) -> bool:
            return any(row[1].startswith(beginnings) for row in rows)

        directory = bool(tickets) or told("directory", "erase")
        office = told("view", "template", "office", "calendar")
        return Changes(tickets, directory=directory, staff=told("staff"), office=office, duty=told("duty"))
