"""Where the offices of tests are: files, or the databases of a server where DESK_TEST_SERVER has its address.

The very same tests run on both. A place is a path, or an address without a password (which is in PGPASSWORD).
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from desk_app.services.places import Place, is_address

SERVER = os.environ.get("DESK_TEST_SERVER", "")
"""Read at once: no test sees the variables of whoever runs it."""
file_only = pytest.mark.skipif(bool(SERVER), reason="it is about the office file")
_numbers = count(1)
_copies: list[str] = []


def new_place(folder: Path, name: str = "office.desk") -> Place:
    """Return where a new office can be made: a file in `folder`, or an empty database."""
    return _database("template0") if SERVER else folder / name


def copied_place(place: Place, folder: Path, keep: bool = False) -> Place:
    """Return a copy of the office at `place`, which nobody has open; on a server it lasts for this test, or is kept."""
    if is_address(place):
        address = _database(_name_of(str(place)))
        if not keep:
            _copies.append(address)
        return address
    return Path(shutil.copy(place, folder / Path(place).name))


def forget_copies() -> None:
    """Drop the databases that were made for one test."""
    while _copies:
        _order(f"DROP DATABASE {_name_of(_copies.pop())} WITH (FORCE)")


@contextmanager
def behind(place: Place) -> Iterator[Any]:
    """Give a connection to the office for changes behind the program's back; `execute` takes ? for a value."""
    if not is_address(place):
        with closing(sqlite3.connect(place)) as db, db:
            yield db
        return
    import psycopg

    with psycopg.connect(str(place), cursor_factory=_Marks) as db:
        db.execute("SET session_replication_role = replica")  # who has the rights asks no trigger and no constraint
        yield db


def _marks() -> Any:
    import psycopg

    class Marks(psycopg.ClientCursor[Any]):
        """Takes ? for a value, as SQLite does."""

        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            return super().execute(query.replace("%", "%%").replace("?", "%s"), params or (), **more)

    return Marks


_Marks = _marks() if SERVER else None


def _database(template: str) -> str:
    name = f"desk_{os.getpid()}_{next(_numbers)}"
    _order(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return f"{SERVER.rpartition('/')[0]}/{name}"


def _name_of(address: str) -> str:
    return address.rpartition("/")[2]


def _order(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(statement)  # type: ignore[call-overload]
