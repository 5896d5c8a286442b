"""desk-app share-test: what IT reads, what a program reads, and the exit code."""

import errno

import pytest

from desk_app.storage import share_ground
from desk_app.storage.share_check import TRIALS


def test_a_sound_folder_is_told_trial_by_trial(desk, tmp_path):
    told = desk.well("share-test", tmp_path, "--json").json
    assert told["ok"] is True
    assert [row["name"] for row in told["outcomes"]] == [*TRIALS, "others"]
    assert {row["verdict"] for row in told["outcomes"]} <= {"ok", "warning", "unknown"}
    assert all(row["sentence"].endswith((".", "”")) for row in told["outcomes"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_bad_folder_names_what_to_change_and_ends_in_one(desk, tmp_path, language):
    (tmp_path / ".stfolder").mkdir()
    ended = desk("share-test", tmp_path, "--lang", language)
    lines = ended.out.splitlines()
    assert (ended.code, ended.err.count("\n"), len(lines)) == (1, 1, len(TRIALS) + 1)
    assert "Syncthing" in lines[0]
    assert str(tmp_path) in ended.err
    assert [path.name for path in tmp_path.iterdir()] == [".stfolder"]


def test_a_missing_folder_is_unavailable(desk, tmp_path):
    ended = desk("share-test", tmp_path / "nowhere", "--json")
    assert (ended.code, ended.out, "nowhere" in ended.err) == (3, "", True)


def test_a_name_that_cannot_be_one_and_a_file_are_told_of(desk, tmp_path):
    ended = desk("share-test", tmp_path / ("x" * 300))
    assert (ended.code, "Nothing can be tried" in ended.err) == (3, True)
    (tmp_path / "office.desk").touch()
    ended = desk("share-test", tmp_path / "office.desk")
    assert (ended.code, "is a file" in ended.err) == (3, True)


def test_nothing_is_left_on_a_disk_without_room(desk, tmp_path, monkeypatch):
    def full(*_of):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(share_ground, "put", full)
    ended = desk("share-test", tmp_path)
    assert (ended.code, "has room" in ended.err) == (3, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seconds", ["soon", "-5", "nan", "inf", "1e9"])
def test_wrong_usage_is_said(desk, tmp_path, seconds):
    assert desk("share-test").code == 2
    ended = desk("share-test", tmp_path, "--with-others", seconds)
    assert (ended.code, "no number of seconds" in ended.err) == (2, True)
