"""Comparing a copy with its office by counts and sums, in ranges so short that nobody's commit waits for them."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from peewee import IntegerField

from desk_app.storage.connection import Connection
from desk_app.storage.copy_follow import KEYS
from desk_app.storage.door import Door
from desk_app.storage.models import TABLES

FIRST_RANGE: Final = 5_000
QUICK: Final = 0.1
SLOW: Final = 0.25
"""A range is made longer when it took less than QUICK, and shorter when it took more than SLOW, in seconds."""
TRIES: Final = 20
"""How often a range that differs is looked at again: colleagues may have saved between."""
_SUMS: Final = {
    table._meta.table_name: ", ".join(
        [
            "COUNT(*)",
            *(f"TOTAL({one.column_name})" for one in table._meta.sorted_fields if isinstance(one, IntegerField)),
        ]
    )
    for table in TABLES
}
_POINT: Final = "SELECT (SELECT COALESCE(MAX(seq), 0) FROM change), (SELECT COALESCE(MAX(seq), 0) FROM event)"


def differing(office: Connection, copy: Door, catch_up: Callable[[], None]) -> list[str]:
    """Return the tables of `copy` that are not those of `office`. `catch_up` brings the copy to where the office is."""
    return [name for name in KEYS if any(not _same(office, copy, part, catch_up) for part in _parts(office, name))]


def _parts(office: Connection, table: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give statements that together sum up `table`; the length of each range follows the time the last one took."""
    statement, key = f"SELECT {_SUMS[table]} FROM {table}", KEYS[table]  # noqa: S608 - names of ours
    if not key:
        yield statement, ()
        return
    last = office.read(lambda: office.sql(f"SELECT MAX({key}) FROM {table}"), guard=True)[0][0] or 0  # noqa: S608
    first, length = 0, FIRST_RANGE
    while first <= last:
        began = time.monotonic()
        yield f"{statement} WHERE {key} >= ? AND {key} < ?", (first, first + length)
        took = time.monotonic() - began
        first += length
        length = length * 2 if took < QUICK else max(length // 2, 1) if took > SLOW else length


def _same(office: Connection, copy: Door, part: tuple[str, tuple[int, ...]], catch_up: Callable[[], None]) -> bool:
    """Tell whether a part is the same in both; where it is not, look again at a moment when both stand equal."""
    if office.read(partial(office.sql, *part), guard=True) == copy.sql(*part):
        return True
    for _ in range(TRIES):
        catch_up()
        point, sums = office.read(lambda: (office.sql(_POINT), office.sql(*part)), guard=True)
        if sums == copy.sql(*part):
            return True
        if tuple(point[0]) == _standing(copy):
            return False
    return True  # they never stood equal: what is new comes with the next pull


def _standing(copy: Door) -> tuple[Any, ...]:
    return tuple(copy.sql("SELECT change, event FROM copy_state")[0])
