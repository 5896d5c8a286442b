"""Comparing a copy with its office by counts and sums, in ranges so short that nobody's commit waits for them."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple

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
_TABLES: Final = tuple(KEYS)
_Part = tuple[str, tuple[int, ...]]
"""A statement that sums up a part of a table, and its values."""
_Sums = list[tuple[Any, ...]]


class _Place(NamedTuple):
    """The next range of keys: of which of _TABLES, its first key, and how many keys it has."""

    table: int = 0
    first: int = 0
    length: int = FIRST_RANGE


_POINT: Final = "SELECT (SELECT COALESCE(MAX(seq), 0) FROM change), (SELECT COALESCE(MAX(seq), 0) FROM event)"


def differing(office: Connection, copy: Door, catch_up: Callable[[], None]) -> list[str]:
    """Return the tables of `copy` that are not those of `office`. `catch_up` brings the copy to where the office is."""
    found: dict[str, None] = {}
    place: _Place | None = _Place()
    while place is not None:
        summed, place = office.read(partial(_sum_up, office, place), guard=True)
        for table, part, sums in summed:
            if table not in found and copy.sql(*part) != sums and not _same(office, copy, part, catch_up):
                found[table] = None
    return list(found)


def _sum_up(office: Connection, place: _Place) -> tuple[list[tuple[str, _Part, _Sums]], _Place | None]:
    """Sum up parts of tables for about the time QUICK; return the sums, and the place after them, None at the end.

    The length of each range follows the time the last one took.
    """
    summed, began, now = [], time.monotonic(), time.monotonic()
    while place.table < len(_TABLES) and now - began < QUICK:
        table, began_part = _TABLES[place.table], now
        part, whole = _part(office, place)
        summed.append((table, part, office.sql(*part)))
        now = time.monotonic()
        length = place.length * 2 if now - began_part < QUICK else place.length
        length = max(length // 2, 1) if now - began_part > SLOW else length
        place = _Place(place.table + 1) if whole else _Place(place.table, place.first + place.length, length)
    return summed, place if place.table < len(_TABLES) else None


def _part(office: Connection, place: _Place) -> tuple[_Part, bool]:
    """Return the statement that sums up the range at `place`, and whether it is the last one of its table."""
    table = _TABLES[place.table]
    statement, key = f"SELECT {_SUMS[table]} FROM {table}", KEYS[table]  # noqa: S608 - names of ours
    if not key:
        return (statement, ()), True
    until = place.first + place.length
    last = office.sql(f"SELECT MAX({key}) FROM {table}")[0][0] or 0  # noqa: S608
    if until > last:
        return (f"{statement} WHERE {key} >= ?", (place.first,)), True
    return (f"{statement} WHERE {key} >= ? AND {key} < ?", (place.first, until)), False


def _same(office: Connection, copy: Door, part: _Part, catch_up: Callable[[], None]) -> bool:
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
