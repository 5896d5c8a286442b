"""Comparing a workstation's copy with its office, row by row."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from desk_app.domain.office import Person
from desk_app.storage.copy_follow import COLUMNS
from desk_app.storage.door import Door
from desk_app.storage.office_copy import OfficeCopy, open_copy
from desk_app.storage.station import OfficeStation

ROOT = Path(__file__).parents[2]


def contents(door: Door) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, and the last id that each ever gave."""
    found = {
        name: sorted(door.sql(f"SELECT {', '.join(columns)} FROM {name}"), key=repr)
        for name, columns in COLUMNS.items()
    }
    given = "SELECT name, seq FROM sqlite_sequence WHERE seq > 0 ORDER BY name"
    return {**found, "sqlite_sequence": door.sql(given)}


def assert_same(station: OfficeStation, copy: OfficeCopy) -> None:
    """Compare the copy with the office; its index of words with its texts."""
    theirs = station.office.connection.read(lambda: contents(station.office.connection))
    mine = copy.door.read(lambda: contents(copy.door))
    for table, rows in theirs.items():
        assert mine[table] == rows, table
    assert copy.door.sql("PRAGMA integrity_check") == [("ok",)]
    copy.door.sql("INSERT INTO ticket_words (ticket_words, rank) VALUES ('integrity-check', 1)")


def pulled(station: OfficeStation, path: Path) -> None:
    """Pull, and compare."""
    station.pull()
    with open_copy(path) as copy:
        assert_same(station, copy)


def person(station: OfficeStation, login: str) -> Person:
    """Return the person of an account."""
    account = station.reader.account(login)
    assert account
    return account.person


def run(code: str, *words: object) -> subprocess.Popen[str]:
    """Start another program with `code`; it says what it says line by line."""
    arguments = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, cwd=ROOT)
