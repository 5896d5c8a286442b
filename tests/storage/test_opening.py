"""What a person is told of a file that is no office, or not one that can be used."""

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from desk_app import profiles
from desk_app.domain.errors import Unavailable
from desk_app.services import tickets
from desk_app.storage import create_office, open_office
from desk_app.storage.connection import Connection
from desk_app.storage.migrations import CURRENT, STEPS, migrate
from desk_app.storage.models import TABLES
from desk_app.storage.station import open_station
from tests.storage.conftest import ADMIN


def refusal(path: Path) -> str:
    with pytest.raises(Unavailable) as caught:
        open_office(path)
    return str(caught.value)


def test_a_missing_file_is_named_and_not_made(tmp_path: Path) -> None:
    assert "There is no office file" in refusal(tmp_path / "office.desk")
    assert not list(tmp_path.iterdir())


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no database", b"x" * 100_000])
def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    assert "not an office file" in refusal(path)
    assert path.read_bytes() == content


def test_somebody_elses_database_keeps_its_journal_mode(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    theirs = sqlite3.connect(path)
    theirs.execute("PRAGMA journal_mode=WAL")
    theirs.execute("CREATE TABLE t (x)")
    theirs.close()
    before = path.read_bytes()
    assert "not an office file" in refusal(path)
    assert path.read_bytes() == before


def give_form(path: Path, version: int) -> None:
    """Let the file at `path` say that it has the form of another program."""
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA user_version={version}")
    raw.close()


def test_a_newer_file_asks_for_the_update(path: Path) -> None:
    give_form(path, CURRENT + 1)
    assert "newer version" in refusal(path)


def test_a_window_that_is_open_writes_nothing_into_a_file_that_became_newer(path: Path) -> None:
    with open_station(path) as station:
        account = station.reader.account(ADMIN.login)
        assert account
        work = partial(tickets.register, raw={"description": "Звонок"})
        give_form(path, CURRENT + 1)
        with pytest.raises(Unavailable, match="newer version"):
            station.unit_of_work(account.person).write(work)
        with pytest.raises(Unavailable, match="newer version"):
            station.pull()
        give_form(path, CURRENT)
        done = station.unit_of_work(account.person).write(work)
        assert station.pull().changes.tickets == done.tickets


@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_half_a_file_is_called_damaged(path: Path, part: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.2)
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * part) // 512 * 512)
    assert "damaged" in refusal(path)


def test_what_is_damaged_while_it_is_open_is_called_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.2)
    with open_office(path) as office:
        office._connection.close()
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 50 // 8192 * 8192)
        with pytest.raises(Unavailable, match="damaged"):
            office.reader.sizes()


def test_a_colleague_who_saves_is_waited_for_when_opening(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    threading.Timer(0.6, lambda: other.execute("ROLLBACK")).start()
    open_office(path).close()
    other.close()


def test_a_step_waits_for_a_crashed_writers_journal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal is looked at within the step, too: SQLite alone may not see it (see `storage.connection`)."""
    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.2)
    with open_office(path) as office:
        connection = office._connection
        monkeypatch.setattr(connection, "_is_hot", lambda create: True)
        with pytest.raises(Unavailable):
            migrate(connection, (*STEPS, ("CREATE TABLE one (x)",)))
        monkeypatch.undo()
        assert connection.read(lambda: connection.pragma("user_version")) == CURRENT


def test_a_file_that_was_put_in_its_place_is_written_to(path: Path) -> None:
    with open_office(path) as office:
        account = office.reader.account(ADMIN.login)
        assert account
        copy = path.with_name("backup")
        shutil.copy(path, copy)
        path.rename(path.with_name("aside"))
        copy.rename(path)
        register = partial(tickets.register, raw={"description": "Звонок"})
        assert office.unit_of_work(account.person).write(register).tickets == (1,)
    with open_office(path) as office:
        assert office.reader.card(1).ticket.number


@pytest.mark.skipif(os.name == "nt", reason="long names are refused in other words there")
def test_a_name_that_no_disk_takes_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 300}.desk"
    assert str(path) in refusal(path)
    with pytest.raises(Unavailable, match="cannot be read or written"):
        create_office(path, profiles.load("municipal", "ru"), ADMIN)


def test_a_full_disk_names_the_new_office_and_not_its_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(connection: Connection, *rest: object) -> None:
        connection.sql("PRAGMA max_page_count=1")
        connection.sql("CREATE TABLE more (x)")
        connection.sql("INSERT INTO more VALUES (zeroblob(20000000))")

    monkeypatch.setattr("desk_app.storage.office_file.fill_office", full)
    path = tmp_path / "office.desk"
    with pytest.raises(Unavailable, match="is full") as caught:
        create_office(path, profiles.load("municipal", "ru"), ADMIN)
    assert caught.value.params["path"] == path


def test_an_office_is_never_made_over_another_file(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Unavailable, match="There is a file already"):
        create_office(path, profiles.load("municipal", "ru"), ADMIN)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir() if entry.suffix == ".new"] == []


def test_a_new_office_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="no folder"):
        create_office(tmp_path / "away" / "office.desk", profiles.load("municipal", "ru"), ADMIN)


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """Return a folder with an office that we may read but not change, even where the tests run as root."""
    if os.name == "nt":
        pytest.skip("folders are made read-only by access lists there")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        create_office(folder / "office.desk", profiles.load("municipal", "ru"), ADMIN)
        for entry in folder.iterdir():
            entry.chmod(0o444)
        folder.chmod(0o555)
        was = os.geteuid()
        if was == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(was)
            folder.chmod(0o755)


def test_a_read_only_folder_is_said_in_words(read_only_folder: Path) -> None:
    assert "may not write" in refusal(read_only_folder / "office.desk")


def test_a_new_office_in_a_read_only_folder_is_said_in_words(read_only_folder: Path) -> None:
    with pytest.raises(Unavailable, match="may not write"):
        create_office(read_only_folder / "second.desk", profiles.load("municipal", "ru"), ADMIN)


def test_the_models_are_the_tables(path: Path) -> None:
    raw = sqlite3.connect(path)
    for table in TABLES:
        meta = table._meta
        found = [row[1] for row in raw.execute(f"PRAGMA table_info({meta.table_name})")]
        named = {field.column_name for field in meta.sorted_fields}
        assert named == set(found), meta.table_name
    raw.close()


def test_a_file_that_was_garbage_for_a_while_is_saved_into_again(path: Path) -> None:
    with open_office(path) as office:
        account = office.reader.account(ADMIN.login)
        assert account
        write = office.unit_of_work(account.person).write
        aside = path.with_name("aside")
        aside.write_bytes(path.read_bytes())
        path.write_bytes(b"garbage" * 4000)
        for _ in range(2):
            with pytest.raises(Unavailable):
                write(partial(tickets.register, raw={"description": "Звонок"}))
        aside.replace(path)
        assert write(partial(tickets.register, raw={"description": "Звонок"})).tickets


def test_a_step_that_fails_leaves_the_version_before_it(path: Path) -> None:
    with open_office(path) as office:
        database = office._connection
        database.form = CURRENT + 2
        good, bad = ("CREATE TABLE one (x)",), ("CREATE TABLE two (x)", "CREATE nonsense")
        with pytest.raises(Exception, match="nonsense"):
            migrate(database, (*STEPS, good, bad))
        tables = {row[0] for row in database.sql("SELECT name FROM sqlite_master")}
        assert {"one"} == tables & {"one", "two"}
        assert database.sql("PRAGMA user_version") == [(CURRENT + 1,)]
        assert migrate(database, (*STEPS, good, ("CREATE TABLE two (x)",))) == 1


def test_a_share_that_went_away_never_gets_an_empty_office(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.2)
    with open_office(path) as office:
        account = office.reader.account(ADMIN.login)
        assert account
        office._connection.close()
        away = path.rename(path.with_name("away"))
        with pytest.raises(Unavailable, match="cannot be read or written now"):
            office.unit_of_work(account.person).write(partial(tickets.register, raw={"description": "Звонок"}))
        assert not path.exists()
        away.rename(path)
        done = office.unit_of_work(account.person).write(partial(tickets.register, raw={"description": "Звонок"}))
        assert office.reader.card(done.tickets[0]).ticket.number
