"""A database on a server as the place an office moves to. It is an office only when everything is in it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from peewee import Model

from desk_app.domain.errors import Unavailable
from desk_app.storage import migrations
from desk_app.storage.door import Door
from desk_app.storage.moving_tables import KEPT, columns_of, key_of, name_of, truths
from desk_app.storage.postgres import schema
from desk_app.storage.postgres.door import ServerDoor
from desk_app.storage.postgres.files import ServerFiles
from desk_app.storage.postgres.office import refuse_taken
from desk_app.storage.postgres.trouble import driver_error, reason_of
from desk_app.storage.postgres.updating import bring_up_to_date

_UNFIT: Final = ("22", "23")
"""Classes of SQLSTATE: a value that is none of its column's kind, or one that a constraint refuses."""


class ServerTarget:
    """See `storage.moving.Target`."""

    in_one = True

    def __init__(self, address: str) -> None:
        self.door = ServerDoor(address)
        self.door.open()
        self.place = self.door.place
        self.files = ServerFiles(address)

    def is_waiting(self) -> bool:
        return self.door.read(lambda: schema.version(self.door)) < 0

    @contextmanager
    def filling(self) -> Iterator[None]:
        try:
            with self._filling():
                yield
        except Exception as error:
            cause = driver_error(error)
            if cause is None or not (cause.sqlstate or "").startswith(_UNFIT):
                raise
            raise Unavailable(
                "A server cannot keep what is in the office: {reason}. Nothing was moved. Check the office first: "
                "desk-app check.",
                reason=reason_of(error),
            ) from error

    @contextmanager
    def _filling(self) -> Iterator[None]:
        with self.door.alone():
            if schema.version(self.door) < 0:  # a move that was broken off left it
                schema.drop_everything(self.door)
            refuse_taken(self.door)
            schema.make_tables(self.door)
            yield

    def put(self, table: type[Model], rows: Sequence[tuple[Any, ...]]) -> None:
        statement = f"COPY {name_of(table)} ({', '.join(columns_of(table))}) FROM STDIN"
        places = truths(table)
        with psycopg.Cursor(self.door.db.connection()) as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(_with_truths(row, places) if places else row)

    def complete(self, following: Mapping[str, int]) -> None:
        schema.make_order(self.door)
        self.door.sql("UPDATE form SET version = ?", (-migrations.CURRENT,))
        for table in KEPT:
            if name_of(table) in following:
                schema.set_next(self.door, table, following[name_of(table)])

    def settle(self) -> None:
        self.door.write(lambda: self.door.sql("UPDATE form SET version = ABS(version)"))
        bring_up_to_date(self.door)  # an older program may have put it here
        self.door.db.execute_sql("ANALYZE")

    def undo(self) -> None:
        self.door.write(self._drop_unfinished)

    def close(self) -> None:
        self.door.close()

    def _drop_unfinished(self) -> None:
        if schema.version(self.door) < 0:
            schema.drop_everything(self.door)


def following_on_server(door: Door) -> dict[str, int]:
    """Return, by table, the id that the next new row gets. In a transaction."""
    found: dict[str, int] = {}
    for table in KEPT:
        if schema.has_identity(table):
            sequence = door.sql("SELECT pg_get_serial_sequence(?, ?)", (name_of(table), key_of(table)[0]))[0][0]
            last, called = door.sql(f"SELECT last_value, is_called FROM {sequence}")[0]  # noqa: S608 - its own name
            found[name_of(table)] = int(last) + bool(called)
    return found


def _with_truths(row: tuple[Any, ...], places: Sequence[int]) -> tuple[Any, ...]:
    return tuple(bool(value) if place in places and value in (0, 1) else value for place, value in enumerate(row))
