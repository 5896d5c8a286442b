"""An office is checked while people work; where its own rows are what cannot be read, it is checked where it lies."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Damaged, Unavailable
from desk_app.services import people
from desk_app.storage import copy_door, open_office, trouble
from desk_app.storage.reserve import PAGE_SIZE
from desk_app.storage.sliced_check import check_in_slices
from tests.storage.conftest import ADMIN


@pytest.fixture
def staffed(path: Path) -> Path:
    """Return an office with two technicians, which nobody has open."""
    with open_office(path) as office:
        account = office.reader.account(ADMIN.login)
        assert account
        for login in ("kima", "kimb"):
            verb = partial(people.add_staff, raw={"login": login, "name": f"Ким {login}"})
            office.unit_of_work(account.person).write(verb)
        assert check_in_slices(office) == []
    return path


def told(path: Path) -> set[str]:
    """Return what a check finds, and where."""
    with open_office(path) as office:
        return {f"{found.where}: {found.template.format(**found.params)}" for found in check_in_slices(office)}


def test_without_room_on_this_computer_nothing_is_read_in_one_go(
    staffed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(copy_door._DRAFT, "max_page_count", 20)
    with open_office(staffed) as office, pytest.raises(Unavailable, match="no room"):
        check_in_slices(office)


def test_an_office_that_never_holds_still_is_not_read_in_one_go(staffed: Path) -> None:
    with open_office(staffed) as office, open_office(staffed) as another:

        def restored_again() -> datetime:
            renew = "UPDATE office SET epoch = lower(hex(randomblob(16)))"
            another.connection.write(partial(another.connection.sql, renew))
            return datetime.now(UTC)

        with pytest.raises(Unavailable, match="fewer people"):
            check_in_slices(office, clock=restored_again)


def test_rows_that_do_not_agree_are_found_where_they_lie(staffed: Path) -> None:
    """The file has one login twice, though it may be there once: a copy of it never is what the office is."""
    staffed.write_bytes(staffed.read_bytes().replace(b"kimbkimb", b"kimakima"))
    assert any(found.startswith("SQLite: ") and "index" in found for found in told(staffed))


def test_a_row_that_no_file_may_have_is_found_where_it_lies(staffed: Path) -> None:
    with closing(sqlite3.connect(staffed, isolation_level=None)) as file:
        shape = file.execute("SELECT sql FROM sqlite_master WHERE name = 'staff'").fetchone()[0]
        change = "UPDATE sqlite_master SET sql = ? WHERE name = 'staff'"
        file.execute("PRAGMA writable_schema = ON")
        file.execute(change, (shape.replace("name TEXT NOT NULL", "name TEXT"),))
        file.execute("PRAGMA writable_schema = RESET")
        file.execute("UPDATE staff SET name = NULL WHERE login = 'kimb'")
        file.execute("PRAGMA writable_schema = ON")
        file.execute(change, (shape,))
    assert "SQLite: NULL value in staff.name" in told(staffed)


def test_a_page_that_cannot_be_read_is_said_to_be_damaged(staffed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "PATIENCE", 0.2)
    with closing(sqlite3.connect(staffed)) as file:
        root = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'saved_view'").fetchone()[0]
    with staffed.open("r+b") as stream:
        stream.seek((root - 1) * PAGE_SIZE)
        stream.write(b"\xee" * 64)
    with pytest.raises(Damaged):
        told(staffed)
