"""A backup is made of the copy, proved against the office file, and whole under its name or not there."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.services import attachments, checks, tickets
from desk_app.services.backups import Backup, Keep
from desk_app.services.ports import Changes, Session
from desk_app.storage import open_office
from desk_app.storage.backup_folder import BackupFolder
from desk_app.storage.backups import Maker
from tests.storage.killing import ROOT, kill_at_random
from tests.support.office import Desk, copied_desk, make_desk


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return an office with three tickets, to be copied."""
    desk = make_desk(tmp_path_factory.mktemp("template"))
    for number in range(3):
        desk.register(description=f"Звонок {number}")
    yield desk
    desk.file.close()


@pytest.fixture
def office(template: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Return the office to back up."""
    desk = copied_desk(template, tmp_path)
    yield desk
    desk.file.close()


def maker(desk: Desk, **given: object) -> Maker:
    return Maker(desk.file.path, lambda: desk.file.path, clock=desk.clock, **given)  # type: ignore[arg-type]


def test_a_backup_is_an_office_of_its_own(office: Desk) -> None:
    made = maker(office).now()
    assert made.verified
    assert made.tickets == 3
    assert made.path.name == "situation-centre-ru.2026-11-02T10-00-00.6.desk"
    alone = made.path.with_name("alone.desk")
    shutil.copy(made.path, alone)
    with open_office(alone) as file:
        assert checks.check(file.reader) == []
        assert file.reader.head() == office.file.reader.head()
        assert file.reader.sizes() == office.file.reader.sizes()
    assert maker(office).folder.backups() == [made]


def test_numbers_go_on_after_those_of_the_backup(office: Desk) -> None:
    made = maker(office).now()
    with closing(sqlite3.connect(made.path)) as there, closing(sqlite3.connect(office.file.path)) as here:
        query = "SELECT name, seq FROM sqlite_sequence ORDER BY name"
        assert there.execute(query).fetchall() == here.execute(query).fetchall()
        assert there.execute("SELECT COUNT(*) FROM change").fetchone() == (0,)
        shape = "SELECT name, sql FROM sqlite_master WHERE name NOT IN ('backup', 'sqlite_sequence') ORDER BY name"
        assert there.execute(shape).fetchall() == here.execute(shape).fetchall()


def test_one_workstation_makes_the_backup_of_an_hour(office: Desk) -> None:
    here, there = maker(office, me="pc-1"), maker(office, me="pc-2")
    assert here.hourly()
    assert there.hourly() is None
    office.clock.go_on(minutes=59)
    assert there.hourly() is None
    office.clock.go_on(minutes=2)
    assert there.hourly()
    assert here.hourly() is None


def test_an_hour_that_a_crashed_workstation_took_is_taken_over(office: Desk) -> None:
    crashed = maker(office, me="pc-1", pull=_crash)
    with pytest.raises(ZeroDivisionError):
        crashed.hourly()
    assert maker(office, me="pc-2").hourly() is None
    office.clock.go_on(minutes=21)
    assert maker(office, me="pc-2").hourly()


def _crash() -> None:
    raise ZeroDivisionError


def test_two_workstations_at_the_same_moment_make_one(office: Desk) -> None:
    made = []
    threads = [threading.Thread(target=lambda: made.append(maker(office).hourly())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in made if one]) == 1
    assert len(maker(office).folder.backups()) == 1


def test_a_copy_that_is_behind_is_waited_for(office: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(office.file.path, copy)
    office.register()
    looks = iter([None, None, lambda: shutil.copy(office.file.path, copy)])

    def pull() -> None:
        if bring := next(looks, None):
            bring()

    made = Maker(office.file.path, lambda: copy, pull, clock=office.clock).now()
    assert made.tickets == 4


def test_a_copy_that_differs_is_never_made_a_backup(office: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(office.file.path, copy)
    with closing(sqlite3.connect(copy)) as spoilt, spoilt:
        spoilt.execute("DELETE FROM change WHERE seq > (SELECT MAX(seq) FROM change)")
        spoilt.execute("UPDATE event SET hash = zeroblob(32) WHERE seq = (SELECT MAX(seq) FROM event)")
    with closing(sqlite3.connect(copy)) as spoilt, spoilt:  # the feed stands where it stood
        last = office.file._connection.sql("SELECT MAX(seq) FROM change")[0][0]
        spoilt.execute("DELETE FROM change WHERE seq > ?", (last,))
    with pytest.raises(Unavailable, match="not what the office file is"):
        Maker(office.file.path, lambda: copy, clock=office.clock).now()
    assert maker(office).folder.backups() == []


def test_a_backup_of_an_office_that_is_not_as_it_should_be_is_kept_but_not_verified(office: Desk) -> None:
    office.file._connection.write(lambda: office.file._connection.sql("UPDATE ticket SET version = 7 WHERE id = 1"))
    good_is_none = maker(office).now()
    assert not good_is_none.verified
    assert good_is_none.path.exists()


def test_a_backup_that_is_cut_short_is_not_verified(office: Desk) -> None:
    made = maker(office).now()
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[: len(whole) // 2])
    (cut,) = maker(office).folder.backups()
    assert not cut.verified
    made.path.write_bytes(b"")
    assert not maker(office).folder.backups()[0].verified


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, which: Path, error: OSError) -> None:
    """Let the system refuse what the method `name` of a path does, for the file `which`."""
    real = getattr(Path, name)

    def asked(path: Path, *given: object, **options: object) -> object:
        if path == which:
            raise error
        return real(path, *given, **options)

    monkeypatch.setattr(Path, name, asked)


@pytest.mark.parametrize("what", ["stat", "open"])
def test_one_that_a_scanner_holds_hides_no_other(office: Desk, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    first = maker(office).now()
    office.clock.go_on(minutes=61)
    second = maker(office).now()
    refuse(monkeypatch, what, first.path, PermissionError(13, "held open"))
    held, whole = sorted(maker(office).folder.backups(), key=lambda backup: backup.verified)
    assert whole == second
    assert (held.path, held.head, held.verified) == (first.path, first.head, False)


def test_one_that_went_just_now_is_not_there(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = maker(office).now()
    office.clock.go_on(minutes=61)
    second = maker(office).now()
    refuse(monkeypatch, "open", first.path, FileNotFoundError(2, "pruned"))
    assert maker(office).folder.backups() == [second]


def test_an_earlier_one_that_cannot_be_read_any_more_proves_nothing(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = maker(office).now()
    office.clock.go_on(minutes=61)
    listed = BackupFolder.backups

    def pruned(folder: BackupFolder) -> list[Backup]:
        found = listed(folder)
        first.path.unlink(missing_ok=True)  # by another workstation, after the look
        return found

    monkeypatch.setattr(BackupFolder, "backups", pruned)
    assert maker(office).now().verified


def test_a_backup_that_was_made_is_made_whatever_comes_after(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.iterdir

    def asked(path: Path) -> Iterator[Path]:
        if any(path.glob("*.desk")):
            raise OSError(5, "the share stumbles")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", asked)
    made = maker(office).now()
    monkeypatch.setattr(Path, "iterdir", real)
    assert maker(office).folder.backups() == [made]
    assert maker(office).hourly() is None  # the hour is taken


def test_old_ones_go_by_the_rule(office: Desk) -> None:
    for _ in range(6):
        assert maker(office, keep=Keep(3, 1, 1, 1)).hourly()
        office.clock.go_on(minutes=61)
    left = maker(office).folder.backups()
    assert len(left) == 3


def test_attached_files_are_kept_once_for_all_backups(office: Desk) -> None:
    files = office.file.reader.attachments.files
    kept = files.keep([b"a picture"])
    office.write(office.technician, lambda db: attachments.attach(db, 1, kept, "a.png"))
    one = maker(office).now()
    office.clock.go_on(minutes=61)
    two = maker(office).now()
    assert (one.missing, two.missing) == (0, 0)
    store = maker(office).folder.files
    assert [content.sha256 for content in store.contents()] == [kept.sha256]
    store.path_of(kept.sha256).unlink()
    files.path_of(kept.sha256).write_bytes(b"something else")  # type: ignore[attr-defined]
    office.clock.go_on(minutes=61)
    assert maker(office).now().missing == 1


def test_the_folder_that_it_named_is_used(office: Desk, tmp_path: Path) -> None:
    made = maker(office, at=tmp_path / "elsewhere").now()
    assert made.path.parent == tmp_path / "elsewhere" / "situation-centre-ru.desk.backups"


def test_a_folder_that_cannot_be_written_is_said_in_words(office: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="No backup was made"):
        maker(office, at=tmp_path / "file").now()


def test_nobody_who_saves_waits_for_it(office: Desk) -> None:
    done, waits = threading.Event(), []

    def save() -> None:
        with office.reopened() as file:
            uow = file.unit_of_work(office.technician)
            while not done.is_set():
                began = time.monotonic()
                uow.write(_noted)
                waits.append(time.monotonic() - began)
                done.wait(1)

    copy = office.file.path.with_name("copy.db")

    def pull() -> None:
        with closing(sqlite3.connect(office.file.path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)

    saving = threading.Thread(target=save)
    saving.start()
    try:
        assert Maker(office.file.path, lambda: copy, pull, clock=office.clock).now().verified
    finally:
        done.set()
        saving.join()
    assert waits


def _noted(db: Session) -> Changes:
    return tickets.do(db, 1, "comment", {"text": "слово"})


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_no_half_backup(office: Desk) -> None:
    for _ in range(200):
        office.register(description="Звонок " * 200)
    command = [sys.executable, "-m", "tests.storage.killing", "backup", str(office.file.path)]
    took = kill_at_random(command, 12)
    folder = maker(office).folder
    for backup in folder.backups():
        assert backup.verified
        with open_office(Path(shutil.copy(backup.path, office.file.path.with_name("seen.desk")))) as file:
            assert checks.check(file.reader) == []
    assert took > 0
    subprocess.run(command, cwd=ROOT, check=True)
    assert folder.backups()
