"""An older office file gets its new form with a backup beside it, while everybody else waits."""

from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.services.backups import MIGRATION
from desk_app.storage import migrations, open_office
from desk_app.storage.backup_folder import BackupFolder
from desk_app.storage.maintenance import flag_of, keeping_out
from desk_app.storage.restore import Restorer
from tests.support.office import Desk, make_desk

EXTRA = ("CREATE TABLE extra (x)",)


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return an office with a ticket, which the program of today finds one step behind."""
    desk = make_desk(tmp_path)
    desk.register(description="Первая")
    desk.file.close()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, EXTRA))
    monkeypatch.setattr(migrations, "CURRENT", migrations.CURRENT + 1)
    return desk


def test_a_backup_is_made_before_the_step(older: Desk) -> None:
    with open_office(older.file.path, older.clock) as office:
        assert office._connection.sql("SELECT COUNT(*) FROM extra") == [(0,)]
        assert office.reader.sizes()["ticket"] == 1
    (kept,) = BackupFolder(older.file.path).backups()
    assert (kept.verified, kept.why, kept.tickets) == (True, MIGRATION, 1)
    assert not flag_of(older.file.path).exists()
    with open_office(older.file.path, older.clock):
        assert len(BackupFolder(older.file.path).backups()) == 1
    Restorer(older.file.path, "Ким", clock=older.clock).restore(kept.path)
    with open_office(older.file.path, older.clock) as office:
        assert office.reader.find_ticket("2026-000001") == 1


def test_who_comes_meanwhile_is_told_so(older: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.2)
    with keeping_out(older.file.path, "Ким"), pytest.raises(Unavailable, match="or the office is brought up"):
        open_office(older.file.path, older.clock)


def test_without_a_backup_there_is_no_step(older: Desk) -> None:
    folder = BackupFolder(older.file.path).folder
    folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(Unavailable):
        open_office(older.file.path, older.clock)
    assert not flag_of(older.file.path).exists()
    folder.unlink()
    with open_office(older.file.path, older.clock) as office:
        assert office.reader.sizes()["ticket"] == 1
