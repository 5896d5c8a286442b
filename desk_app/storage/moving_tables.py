"""Whole tables on the move: read in slices in the order of their keys, and summed up the same wherever they are."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from peewee import BooleanField, CompositeKey, Model

from desk_app.storage.door import Door
from desk_app.storage.models import TABLES, ChangeTable, ClaimTable, LinkTable

KEPT: Final[tuple[type[Model], ...]] = (*TABLES, ChangeTable, ClaimTable)
"""Every table of an office, each after those it points to."""
SLICE: Final = 4_000
"""How many rows are read in one transaction."""
Row = tuple[Any, ...]


@dataclass(slots=True)
class Sum:
    """How many rows a table has, and the SHA-256 of all they say, in the order of their keys."""

    rows: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, rows: Sequence[Row]) -> None:
        """Count `rows` in."""
        self.rows += len(rows)
        for row in rows:
            self.digest.update(b"".join(map(_canonical, row)))

    @property
    def told(self) -> tuple[int, str]:
        """What two tables that are equal have the same."""
        return self.rows, self.digest.hexdigest()


def name_of(table: type[Model]) -> str:
    """Return what `table` is called in the database."""
    return str(table._meta.table_name)


def columns_of(table: type[Model]) -> tuple[str, ...]:
    """Return the columns of `table`, in the order of the model."""
    return tuple(table._meta.sorted_field_names)


def key_of(table: type[Model]) -> tuple[str, ...]:
    """Return the columns that tell the rows of `table` from each other."""
    if table is LinkTable:
        return ("ticket_id", "other_id")
    key: Any = table._meta.primary_key
    return tuple(key.field_names) if isinstance(key, CompositeKey) else (key.name,)


@cache
def truths(table: type[Model]) -> tuple[int, ...]:
    """Return the places of the columns that are either true or false, which a file has as 1 and 0."""
    return tuple(place for place, field in enumerate(table._meta.sorted_fields) if isinstance(field, BooleanField))


def slices(door: Door, table: type[Model], own: bool = False) -> Iterator[list[Row]]:
    """Give all rows of `table`, each slice read in a transaction; `own` reads within the one that is open."""
    key = key_of(table)
    places = [columns_of(table).index(name) for name in key]
    last: Row = ()
    while True:
        rows = _slice(door, table, last) if own else _read(door, table, last)
        if not rows:
            return
        yield rows
        last = tuple(rows[-1][place] for place in places)


def count(door: Door) -> int:
    """Return how many rows an office has. Call it inside a transaction."""
    return sum(int(door.sql(f"SELECT COUNT(*) FROM {name_of(table)}")[0][0]) for table in KEPT)  # noqa: S608 - ours


def _read(door: Door, table: type[Model], last: Row) -> list[Row]:
    return door.read(lambda: _slice(door, table, last), guard=True)


def _slice(door: Door, table: type[Model], last: Row) -> list[Row]:
    key = ", ".join(key_of(table))
    after = f"WHERE ({key}) > ({', '.join('?' * len(last))})" if last else ""
    columns = ", ".join(columns_of(table))
    return door.sql(f"SELECT {columns} FROM {name_of(table)} {after} ORDER BY {key} LIMIT {SLICE}", last)  # noqa: S608


def _canonical(value: object) -> bytes:
    """Return what stands for `value` in a sum, whichever database it came from."""
    if value is None:
        return b"n"
    if isinstance(value, int):
        return b"i%d;" % value
    if isinstance(value, str):
        data = value.encode()
        return b"t%d:%s" % (len(data), data)
    if isinstance(value, float):
        return b"f" + value.hex().encode() + b";"
    data = bytes(value)  # type: ignore[call-overload]
    return b"b%d:%s" % (len(data), data)
