"""A backup takes the place of the office file; whatever lay there is put aside, and nobody writes meanwhile."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.services import attachments, checks, tickets
from desk_app.storage import maintenance, open_office
from desk_app.storage.connection import Connection
from desk_app.storage.maintenance import flag_of, keeping_out
from desk_app.storage.migrations import APPLICATION_ID
from desk_app.storage.restore import Restorer
from tests.storage.killing import ROOT, kill_at_random
from tests.storage.rescuing import backed_up, copied, numbers, proved, restored
from tests.support.office import Desk, copied_desk


@pytest.fixture
def office(template: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Return the office to break and to set back."""
    desk = copied_desk(template, tmp_path)
    yield desk
    desk.file.close()


def aside_of(desk: Desk) -> list[Path]:
    return sorted(desk.file.path.parent.glob(f"{desk.file.path.name}.broken-*"))


def test_the_old_file_is_put_aside_with_its_journal(office: Desk) -> None:
    backup = backed_up(office)
    office.register(description="Третья")
    epoch, before = office.file.reader.epoch(), numbers(office)
    done = restored(office, backup)
    assert done.aside
    assert [path.name for path in sorted(done.aside.iterdir())] == [
        "situation-centre-ru.desk",
        "situation-centre-ru.desk-journal",
    ]
    assert done.aside.name == "situation-centre-ru.desk.broken-2026-11-02T05-00"
    assert office.file.reader.epoch() != epoch
    assert numbers(office) == before
    assert not flag_of(office.file.path).exists()
    proved(office)
    with open_office(done.aside / office.file.path.name) as old:
        assert old.reader.sizes()["ticket"] == len(before)


@pytest.mark.parametrize("what", ["missing", "garbage", "empty", "half"])
def test_an_office_that_is_no_more_is_restored(office: Desk, what: str) -> None:
    backup = backed_up(office)
    office.file.close()
    path = office.file.path
    whole = path.read_bytes()
    if what == "missing":
        path.unlink()
        path.with_name(path.name + "-journal").unlink()
    else:
        path.write_bytes({"garbage": os.urandom(50_000), "empty": b"", "half": whole[: len(whole) // 2]}[what])
    done = restored(office, backup)
    assert (done.aside is None) is (what == "missing")
    assert list(numbers(office).values()) == ["Первая", "Вторая"]
    proved(office)
    office.register()


def test_this_computers_copy_comes_back_over_the_backup(office: Desk) -> None:
    backup = backed_up(office)
    lost = office.register(description="Третья")
    copy = copied(office, "pc")
    done = restored(office, backup, copy)
    assert done.rescued.tickets == (lost.number,)
    assert numbers(office)[str(lost.number)] == "Третья"
    proved(office)


def test_a_disk_that_takes_nothing_is_said_in_words(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    backup, before = backed_up(office), office.file.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(Unavailable, match="no room"):
        restored(office, backup)
    assert office.file.path.read_bytes() == before


def test_the_copy_itself_can_be_restored(office: Desk) -> None:
    copy = copied(office, "pc")
    office.file.close()
    office.file.path.write_bytes(b"garbage")
    Restorer(office.file.path, "Ким", copy, clock=office.clock).restore_copy()
    assert list(numbers(office).values()) == ["Первая", "Вторая"]
    proved(office)
    assert office.register().number == "2026-000003"


def test_a_broken_backup_is_refused_and_the_office_left_alone(office: Desk) -> None:
    backup = backed_up(office)
    whole = backup.read_bytes()
    backup.write_bytes(whole[:5000] + bytes(20_000) + whole[25_000:])
    before = office.file.path.read_bytes()
    with pytest.raises(Unavailable, match="not whole"):
        restored(office, backup)
    backup.write_bytes(b"")
    with pytest.raises(Unavailable, match="not whole"):
        restored(office, backup)
    assert office.file.path.read_bytes() == before
    assert aside_of(office) == []


def test_attached_files_that_are_gone_come_back(office: Desk) -> None:
    files = office.file.reader.attachments.files
    kept = files.keep([b"a picture"])
    office.write(office.technician, lambda db: attachments.attach(db, 1, kept, "a.png"))
    backup = backed_up(office)
    shutil.rmtree(files.folder)
    assert restored(office, backup).missing == 0
    with files.open(kept.sha256) as stream:
        assert stream.read() == b"a picture"
    proved(office)


def test_a_colleague_who_has_the_old_file_open_goes_on_in_the_new_one(office: Desk) -> None:
    with office.reopened() as colleague:
        backup = backed_up(office)
        colleague.reader.head()
        restored(office, backup)
        register = partial(tickets.register, raw={"description": "После"})
        done = colleague.unit_of_work(office.technician).write(register)
        assert office.ticket(done.tickets[0]).description == "После"
        assert colleague.reader.head() == office.file.reader.head()
        assert colleague.reader.epoch() == office.file.reader.epoch()


def test_who_saves_meanwhile_waits_and_then_saves(office: Desk) -> None:
    office.file.reader.head()
    out, saved = threading.Event(), []

    def keep_out() -> None:
        with keeping_out(office.file.path, "Ким"):
            out.set()
            assert not done.wait(0.5)

    done = threading.Event()
    keeping = threading.Thread(target=keep_out)
    keeping.start()
    assert out.wait(10)
    saved.append(office.register())
    keeping.join()
    assert saved[0].number


def test_who_waits_for_long_is_told_why(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.2)
    with keeping_out(office.file.path, "Ким"):
        with pytest.raises(Unavailable, match="being put back just now"):
            office.register()
        with pytest.raises(Unavailable, match="being put back just now"):
            open_office(office.file.path)
        with pytest.raises(Unavailable, match="Ким"), keeping_out(office.file.path, "Другой"):
            pass
    office.register()


def test_the_flag_of_a_program_that_died_keeps_nobody_out(office: Desk) -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    with keeping_out(office.file.path, "Ким"):
        told = flag_of(office.file.path).read_text("utf-8")
    flag = flag_of(office.file.path)
    flag.write_text(told.replace(f'"pid": {os.getpid()}', f'"pid": {int(gone.stdout)}'), "utf-8")
    office.register()
    flag.write_text(told, "utf-8")
    os.utime(flag, (1, 1))
    office.register()
    with keeping_out(office.file.path, "Другой"):
        pass
    assert not flag.exists()


def test_a_restore_that_was_cut_short_is_gone_on_with(office: Desk) -> None:
    backup = backed_up(office)
    office.file.close()
    path = office.file.path
    with keeping_out(path, "Ким", "situation-centre-ru.desk.broken-2026-11-02T04-00"):
        told = flag_of(path).read_text("utf-8")
    aside = path.with_name("situation-centre-ru.desk.broken-2026-11-02T04-00")
    aside.mkdir()
    path.rename(aside / path.name)
    flag_of(path).write_text(told, "utf-8")
    os.utime(flag_of(path), (1, 1))
    with pytest.raises(Unavailable, match="cut short") as caught:
        open_office(path)
    assert str(aside) in str(caught.value)
    assert restored(office, backup).aside == aside
    assert [one.name for one in sorted(aside.iterdir())] == [path.name, f"{path.name}-journal"]
    assert maintenance.left_behind(path) is None
    proved(office)


def test_writers_never_meet_a_restore(office: Desk) -> None:
    backup = backed_up(office)
    stop, errors = threading.Event(), []

    def save() -> None:
        with office.reopened() as file:
            uow = file.unit_of_work(office.technician)
            while not stop.is_set():
                try:
                    uow.write(partial(tickets.register, raw={"description": "Всё время"}))
                except Unavailable as error:
                    errors.append(error)

    savers = [threading.Thread(target=save) for _ in range(2)]
    for saver in savers:
        saver.start()
    try:
        for _ in range(3):
            restored(office, backup)
    finally:
        stop.set()
        for saver in savers:
            saver.join()
    assert errors == []
    proved(office)
    for aside in aside_of(office):
        connection = Connection(aside / office.file.path.name, APPLICATION_ID)
        assert connection.read(connection.integrity) == []
        connection.close()


@pytest.mark.slow
def test_killed_at_any_moment_there_is_an_office_or_a_sentence_how_to_go_on(office: Desk) -> None:
    for _ in range(30):
        office.register(description="Звонок " * 200)
    backup, path = backed_up(office), office.file.path
    office.file.close()
    command = [sys.executable, "-m", "tests.storage.killing", "restore", str(path), str(backup)]
    for _ in range(4):
        kill_at_random(command, 4)
        if path.exists():
            with open_office(path) as file:
                assert checks.check(file.reader) == []
        else:
            assert "cut short" in str(maintenance.how_to_go_on(path))
            assert any((aside / path.name).exists() for aside in aside_of(office))
    subprocess.run(command, cwd=ROOT, check=True)
    proved(office)
    for aside in aside_of(office):
        assert {one.name for one in aside.iterdir()} <= {path.name, f"{path.name}-journal"}
