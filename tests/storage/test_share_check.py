"""The look at a share when an office is opened."""

import errno
import os
import sys
import time
from pathlib import Path

import pytest

if sys.platform != "win32":
    import fcntl

from desk_app.domain.errors import Unavailable
from desk_app.storage import share_check, share_folder
from desk_app.storage.presence import folder_of
from desk_app.storage.share_folder import clock_ahead, mount_of, synced_by

MOUNTS = r"""
proc /proc proc rw 0 0
/dev/sda / ext4 rw,relatime 0 0
//srv/desk /mnt/desk cifs rw,vers=3.1.1,nobrl 0 0
//srv/ok /mnt/our\040desk cifs rw,vers=3.1.1 0 0
srv:/x /mnt/nfs nfs4 rw,vers=4.1,local_lock=none 0 0
srv:/y /mnt/nfs/old nfs rw,vers=3,nolock,local_lock=all 0 0
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.desk"
    path.touch()
    return path


def test_a_sound_folder_is_opened_without_a_word(office):
    assert share_check.quick(office) == []
    assert sorted(path.name for path in folder_of(office).iterdir()) == ["locks", "turn"]


@pytest.mark.parametrize(
    ("part", "program"),
    [
        ("OneDrive - Управа", "OneDrive"), ("onedrive", "OneDrive"), ("Dropbox (Office)", "Dropbox"),
        ("YandexDisk", "Yandex.Disk"), ("Яндекс.Диск", "Yandex.Disk"), ("Nextcloud", "Nextcloud"),
    ],
)  # fmt: skip
def test_a_folder_that_is_named_after_a_copying_program_is_refused(tmp_path, part, program):
    office = tmp_path / part / "deep" / "office.desk"
    office.parent.mkdir(parents=True)
    office.touch()
    with pytest.raises(Unavailable) as told:
        share_check.quick(office)
    assert str(told.value).startswith(f"{program} copies")
    assert not folder_of(office).exists()


@pytest.mark.parametrize(
    ("mark", "program"),
    [
        (".stfolder/", "Syncthing"), (".dropbox", "Dropbox"), (".dropbox.cache/", "Dropbox"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"), (".sync_1a2b.db", "Nextcloud"),
        (".sync/core.log", "Yandex.Disk"), (".tmp.driveupload/", "Google Drive"),
    ],
)  # fmt: skip
def test_a_mark_of_a_copying_program_is_found_in_a_folder_above(tmp_path, mark, program):
    office = tmp_path / "a" / "b" / "office.desk"
    office.parent.mkdir(parents=True)
    office.touch()
    assert synced_by(office.parent) == ""
    (tmp_path / mark).parent.mkdir(exist_ok=True)
    (tmp_path / mark).mkdir() if mark.endswith("/") else (tmp_path / mark).touch()
    with pytest.raises(Unavailable, match=program):
        share_check.quick(office)


def test_folders_of_settings_are_no_marks(tmp_path):
    for name in (".dropbox", ".sync", "sync", "My OneDrive notes", "Dropboxes"):
        (tmp_path / name).mkdir()
    assert synced_by(tmp_path / "Dropboxes") == ""


@pytest.mark.parametrize(
    ("folder", "option"),
    [
        ("/mnt/desk/office", "nobrl"), ("/mnt/our desk", ""), ("/mnt/nfs", ""), ("/mnt/nfs/old/x", "nolock"),
        ("/home/x", ""), ("/mnt/desktop", ""),
    ],
)  # fmt: skip
def test_a_mount_that_keeps_locks_at_home_is_known_by_its_options(tmp_path, folder, option):
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    mount = mount_of(Path(folder), table)
    assert mount is not None
    assert mount.unsafe in ({option} if option != "nolock" else {"nolock", "local_lock=all"})


def test_such_a_mount_is_refused(office, monkeypatch):
    mount = share_folder.Mount("//srv/desk", "cifs", frozenset({"rw", "nobrl"}))
    monkeypatch.setattr(share_check, "mount_of", lambda folder: mount)
    with pytest.raises(Unavailable, match="“nobrl”"):
        share_check.quick(office)


def test_the_clock_of_the_share_is_that_of_its_files(tmp_path):
    assert abs(clock_ahead(tmp_path)) < 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(59, None), (-59, None), (61, "0:01:01 (hours:minutes:seconds) ahead of"), (-5025, "1:23:45 (hours:minutes:")],
)
def test_a_clock_is_warned_of_beyond_a_minute(office, monkeypatch, ahead, said):
    now = time.time
    monkeypatch.setattr(share_folder.time, "time", lambda: now() + ahead)
    warnings = share_check.quick(office)
    assert [said in str(warning) for warning in warnings] == ([] if said is None else [True])
    if ahead < -60:
        assert "behind the shared drive's" in str(warnings[0])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be taken away")
def test_a_folder_that_cannot_be_written_is_not_judged(office):
    office.parent.chmod(0o500)
    try:
        assert share_check.quick(office) == []
    finally:
        office.parent.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="there no lock has to change")
def test_a_share_where_a_reader_cannot_save_is_warned_of(office, monkeypatch):
    lock = fcntl.lockf

    def as_the_smb_client_of_linux_does(handle: int, how: int, size: int = 0, *place: int) -> None:
        if how & fcntl.LOCK_EX and size == 510:
            raise PermissionError(errno.EACCES, "Permission denied")
        lock(handle, how, size, *place)

    monkeypatch.setattr(share_folder.fcntl, "lockf", as_the_smb_client_of_linux_does)
    (warning,) = share_check.quick(office)
    assert all(part in str(warning) for part in ("cannot go on to save", "nobrl", "NFS 4.1"))
    assert sorted(path.name for path in folder_of(office).iterdir()) == ["locks", "turn"]


def test_a_share_that_is_away_is_not_judged(tmp_path):
    assert share_check.quick(tmp_path / "nowhere" / "office.desk") == []
    assert list(tmp_path.iterdir()) == []
