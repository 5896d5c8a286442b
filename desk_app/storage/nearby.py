"""What need not be asked of the share: the copy has it, and the change feed says that nobody has touched it since."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from peewee import Model

from desk_app.domain.errors import Unavailable
from desk_app.storage.connection import Connection
from desk_app.storage.copy_door import CopyDoor
from desk_app.storage.copy_follow import NAMES, Follower

FURTHEST: Final = 200
"""A copy that lags behind by more changes than this is not asked: so many are read to know whether it still holds."""
_LAST: Final = """
    SELECT change.seq, change.table_no, change.row_id, event.seq, event.hash FROM copy_state
        JOIN change ON change.seq = copy_state.change JOIN event ON event.seq = copy_state.event"""
_HASH: Final = "SELECT hash FROM event WHERE seq = ?"
_SINCE: Final = "SELECT seq, table_no, row_id FROM change WHERE seq >= ? ORDER BY seq LIMIT ?"


class Nearby:
    """The rows of `copy` in the place of those of `office`, which `follower` brings into it.

    The end of the change feed is read from the office file each time, within its transaction, so that what this very
    transaction changed counts too; and the hash of the last event that the copy has proves that both have one past.
    Whoever writes reads those pages anyway.
    """

    def __init__(self, office: Connection, copy: CopyDoor, follower: Follower) -> None:
        self._office = office
        self._copy = copy
        self._follower = follower

    def rows(
        self, statement: str, params: Sequence[object], tables: Sequence[type[Model]]
    ) -> list[tuple[Any, ...]] | None:
        """Return every row of `statement`, which asks `tables` alone, or None where the office has to be asked itself.

        To be called within a transaction of the office: nobody else can change it meanwhile.
        """
        if not self._follower.is_sure or self._copy.is_doubted:
            return None
        try:
            last, rows = self._copy.read(partial(self._ask, statement, params))
        except Unavailable:
            return None
        if not last:
            return None
        *change, event, head = last[0]
        feed = self._office.sql(_SINCE, (change[0], FURTHEST + 1))
        if feed[:1] != [tuple(change)] or len(feed) > FURTHEST or self._office.sql(_HASH, (event,)) != [(head,)]:
            return None
        names = {table._meta.table_name for table in tables}
        assert "event" not in names, "what is added to the history is not in the feed"
        return rows if names.isdisjoint(NAMES[number - 1] for _, number, _ in feed[1:]) else None

    def _ask(self, statement: str, params: Sequence[object]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        return self._copy.sql(_LAST), self._copy.sql(statement, params)


def followed(office: Connection, copy: CopyDoor) -> Follower:
    """Return what brings `office` into `copy`; what the copy is sure to have is asked there from now on."""
    follower = Follower(office)
    office.nearby = Nearby(office, copy, follower).rows
    return follower
