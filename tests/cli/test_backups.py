"""Backups on the command line."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.offices import copied_office
from tests.support.shell import Shell


def test_a_backup_is_made_and_listed(desk: Shell, office: Path) -> None:
    desk.add(office, {"description": "Принтер"})
    made = desk.well("backup", office, "--json").json
    assert made["verified"]
    assert made["tickets"] == 1
    assert Path(made["path"]).parent == office.with_name("office.desk.backups")
    assert [row["path"] for row in desk.well("backups", office, "--json").rows] == [made["path"]]
    assert "verified" in desk.well("backups", office).out
    assert "1 ticket" in desk.well("backup", office).out


def test_there_may_be_none(desk: Shell, office: Path) -> None:
    assert desk.well("backups", office).out == "There are no backups of this office yet.\n"
    assert desk.well("backups", office, "--json").rows == []
    assert "no verified backup" in desk("restore", office, "last").err
    assert "no backup “x”" in desk("restore", office, "x").err


def test_a_folder_may_be_named(desk: Shell, office: Path, tmp_path: Path) -> None:
    made = desk.well("backup", office, "--to", tmp_path / "stick", "--json").json
    assert Path(made["path"]).parent.parent == tmp_path / "stick"
    assert desk.well("backups", office, "--json").rows == []
    assert len(desk.well("backups", office, "--to", tmp_path / "stick", "--json").rows) == 1


def test_a_broken_office_is_set_back_and_what_this_computer_knows_comes_back(desk: Shell, office: Path) -> None:
    desk.add(office, {"description": "Первая"})
    first = desk.well("backup", office, "--json").json
    (number,) = desk.add(office, {"description": "Вторая"})
    desk.well("backup", office)  # this computer's copy knows it now
    office.write_bytes(b"garbage" * 1000)
    told = desk.well("restore", office, first["path"], "--preview").out
    assert "1 entry was saved after it" in told
    assert "cannot be read" in told
    assert told.endswith("A restore mends a broken file; it does not undo what people did.\n")
    done = desk.well("restore", office, first["path"], "--json").json
    assert done["came_back"] == 1
    assert (Path(done["aside"]) / "office.desk").read_bytes() == b"garbage" * 1000
    assert desk.show(office, number)["description"] == "Вторая"
    desk.well("check", office)
    desk.well("verify", office)


def test_the_copy_of_this_computer_can_be_put_back(desk: Shell, office: Path) -> None:
    (number,) = desk.add(office, {"description": "Первая"})
    desk.well("backup", office)
    office.unlink()
    assert "backup is in its place" in desk.well("restore", office, "copy").out
    assert desk.show(office, number)["description"] == "Первая"


def test_a_computer_without_a_copy_is_told_so_at_once(desk: Shell, office: Path) -> None:
    asked = desk("restore", office, "copy", "--preview")
    assert asked.code == 3
    assert "no copy of the office yet" in asked.err


def test_the_last_verified_one_is_found_by_a_word(desk: Shell, office: Path) -> None:
    (number,) = desk.add(office, {"description": "Первая"})
    desk.well("backup", office)
    desk.well("restore", office, "last")
    assert desk.show(office, number)["description"] == "Первая"


def test_only_an_administrator_puts_one_back(desk: Shell, office: Path) -> None:
    desk.well("staff", "add", office, "--json", "-", stdin='{"login": "tech", "name": "Техник", "role": "technician"}')
    desk.well("backup", office)
    desk.as_user("tech")
    refused = desk("restore", office, "last")
    assert refused.code == 1
    assert "put back backups" in refused.err
    assert not list(office.parent.glob("*.broken-*"))


def test_a_file_that_is_no_backup_is_refused(desk: Shell, office: Path, tmp_path: Path) -> None:
    strange = tmp_path / "strange.desk"
    strange.write_bytes(b"garbage" * 1000)
    assert "not whole" in desk("restore", office, strange).err
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE x (y)")
    assert "not whole" in desk("restore", office, tmp_path / "other.db").err


def test_a_check_reads_in_slices_or_in_place(desk: Shell, office: Path) -> None:
    desk.add(office, {"description": "Первая"})
    assert desk.well("check", office).out == desk.well("check", office, "--in-place").out == "The file is whole.\n"
    with closing(sqlite3.connect(office)) as raw, raw:
        raw.execute("UPDATE ticket SET version = 5")
    for words in ((), ("--in-place",)):
        ended = desk("check", office, *words)
        assert ended.code == 1
        assert "its version is 5" in ended.out


def test_a_backup_of_another_office_takes_no_place(desk: Shell, office: Path, tmp_path: Path) -> None:
    desk.add(office, {"description": "Первая"})
    (tmp_path / "town").mkdir()
    other = desk.well("backup", copied_office("municipal", tmp_path / "town"), "--json").json["path"]
    told = desk.well("restore", office, other, "--preview").out
    assert told.startswith("What lies there now is another office: nothing of it comes back")
    assert "brings all of that back" not in told
    before = office.read_bytes()
    refused = desk("restore", office, other)
    assert (refused.code, "is another office than this backup" in refused.err) == (1, True)
    assert office.read_bytes() == before
    office.rename(office.with_name("away.desk"))
    assert "backup is in its place" in desk.well("restore", office, other).out


def test_a_name_that_cannot_be_one_is_no_backup(desk: Shell, office: Path) -> None:
    refused = desk("restore", office, "x" * 300)
    assert (refused.code, "There is no backup" in refused.err) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="making a link takes rights there")
def test_a_link_is_not_put_aside_in_the_place_of_the_office(desk: Shell, office: Path) -> None:
    desk.well("backup", office)
    link = office.with_name("link.desk")
    link.symlink_to(office)
    refused = desk("restore", link, str(next(office.with_name("office.desk.backups").glob("*.desk"))))
    assert (refused.code, str(office) in refused.err) == (1, True)
    assert link.is_symlink()
