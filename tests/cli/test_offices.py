"""The office file by command: made, looked at, proved; and a clear word for every file that is none."""

import hashlib
import os
import shutil
import sqlite3

import pytest

from desk_app.services import attachments
from desk_app.storage import open_office
from tests.support.shell import lines


def test_a_new_office_is_made_once(desk, tmp_path):
    path = tmp_path / "new.desk"
    said = desk.well("init", path, "--profile", "municipal", "--office", "Управа", "--name", "Босова Берта").out
    assert "Управа" in said
    assert desk.well("staff", "list", path, "--json").json["role"] == "Администратор"
    assert desk.well("info", path, "--json").json["language"] == "ru"
    again = desk("init", path, "--profile", "municipal")
    assert again.code == 3
    assert str(path) in again.err


def test_the_office_speaks_the_language_asked_for(desk, tmp_path):
    desk.well("init", tmp_path / "en.desk", "--profile", "situation-centre", "--lang", "en")
    told = desk.well("info", tmp_path / "en.desk", "--json").json
    assert (told["office"], told["language"], told["profile"]) == ("Situation centre", "en", "situation-centre")
    number = desk.add(tmp_path / "en.desk", {"description": "x"})[0]
    assert desk.show(tmp_path / "en.desk", number)["status"] == "In work"


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["--profile", "hospital"], 1, "municipal, operator, service-catalogue, situation-centre, two-line"),
        (["--profile", "none.toml"], 3, "none.toml"),
        (["--profile", "municipal", "--lang", "fa"], 2, "ru, en"),
        (["--profile", "municipal", "--admin", "two words"], 1, "two words"),
        (["--office", "x"], 2, "--profile"),
    ],
)
def test_an_office_that_cannot_be_made_says_why(desk, tmp_path, words, code, reason):
    ended = desk("init", tmp_path / "new.desk", *words)
    assert (ended.code, reason in ended.err) == (code, True)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(desk, tmp_path):
    ended = desk("init", tmp_path / "nowhere" / "new.desk", "--profile", "municipal")
    assert (ended.code, "nowhere" in ended.err) == (3, True)


def test_an_office_made_for_somebody_else_takes_the_password_given(desk, tmp_path):
    path = tmp_path / "new.desk"
    desk.password("long enough")
    desk.well("init", path, "--profile", "municipal", "--admin", "petrova")
    assert desk.well("staff", "list", path, "--user", "petrova", "--json").json["login"] == "petrova"
    desk.password("short")
    assert desk("init", tmp_path / "b.desk", "--profile", "municipal", "--admin", "petrova").code == 1


def test_the_profiles_are_listed_in_the_readers_language(desk):
    russian, english = (desk.well("profiles", "--json", "--lang", language).rows for language in ("ru", "en"))
    codes = ["municipal", "operator", "service-catalogue", "situation-centre", "two-line"]
    assert [row["code"] for row in russian] == codes == [row["code"] for row in english]
    assert [row["name"] for row in russian] != [row["name"] for row in english]
    assert "Situation centre" in desk.well("profiles", "--lang", "en").out


def test_info_counts_what_is_there(desk, office):
    desk.add(office, {"description": "a"}, {"description": "b"})
    told = desk.well("info", office, "--json").json
    assert told["counts"]["ticket"] == 2
    assert told["history"]["entries"] == 3
    assert "Ситуационный центр" in desk.well("info", office).out


@pytest.mark.parametrize("command", [["info"], ["check"], ["verify"], ["ticket", "list"]])
def test_every_command_refuses_what_is_no_office_file(desk, tmp_path, command):
    text = tmp_path / "notes.desk"
    text.write_text("Не база данных. " * 500, "utf-8")
    stranger = tmp_path / "stranger.desk"
    with sqlite3.connect(stranger) as database:
        database.execute("CREATE TABLE t (a)")
    database.close()
    for path in (text, stranger, tmp_path / "missing.desk", tmp_path):
        ended = desk(*command, path)
        assert ended.code == 3, path
        assert ended.err.count("\n") == 1


def test_check_and_verify_are_content_with_a_sound_file(desk, office):
    desk.add(office, {"description": "a"})
    for command in ("check", "verify"):
        assert desk.well(command, office, "--json").json == {"ok": True, "findings": []}
        assert desk.well(command, office).out


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE event SET payload = replace(payload, 'журнал', 'дневник')",
        "UPDATE ticket SET received_at = received_at + 60",
        "DELETE FROM event WHERE seq = 2",
    ],
)
def test_a_row_changed_behind_our_back_is_found(desk, office, tmp_path, wrong):
    desk.add(office, {"description": "Не открывается журнал"}, {"description": "Ещё"})
    forged = shutil.copy(office, tmp_path / "forged.desk")
    with sqlite3.connect(forged) as database:
        database.execute(wrong)
    database.close()
    ended = desk("verify", forged, "--json")
    assert ended.code == 1
    assert ended.json["ok"] is False
    assert ended.json["findings"]
    assert ended.err.count("\n") == 1
    assert desk("verify", office).code == 0


def test_accounts_are_added_and_listed_without_their_passwords(desk, office):
    staff = [
        {"login": "petrov", "name": "Петров Пётр", "role": "technician", "password": "long enough"},
        {"login": "kim", "name": "Ким Ольга", "role": "Руководитель", "line": "Методисты"},
    ]
    added = desk.well("staff", "add", office, "--json", "-", stdin=lines(*staff)).rows
    assert [row["role"] for row in added] == ["Специалист", "Руководитель"]
    listed = desk.well("staff", "list", office, "--json")
    assert {row["login"] for row in listed.rows} == {"boss", "petrov", "kim"}
    assert "long enough" not in listed.out
    assert "argon2" not in listed.out
    assert "Методисты" in desk.well("staff", "list", office).out


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({"login": "petrov"}, "name"),
        ({"login": "pe trov", "name": "x"}, "pe trov"),
        ({"login": "petrov", "name": "x", "role": "chief"}, "chief"),
        ({"login": "boss", "name": "x"}, "boss"),
        ({"login": "petrov", "name": "x", "password": "short"}, "8"),
        ({"login": "petrov", "name": "x", "shoe": 43}, "shoe"),
    ],
)
def test_a_bad_account_is_refused_by_its_line(desk, office, raw, reason):
    ended = desk("staff", "add", office, "--json", "-", stdin=lines(raw))
    assert ended.code == 1
    assert ended.err.startswith("Line 1: ")
    assert reason in ended.err


def test_who_may_not_sign_in_is_told_why(desk, office):
    petrov = {"login": "petrov", "name": "Петров", "role": "technician", "password": "long enough"}
    kim = {"login": "kim", "name": "Ким", "role": "technician"}
    desk.well("staff", "add", office, "--json", "-", stdin=lines(petrov, kim))
    asked = ("ticket", "list", office, "--user")
    assert "DESK_PASSWORD" in desk(*asked, "petrov").err
    desk.password("wrong password")
    wrong = desk(*asked, "petrov")
    assert (wrong.code, "wrong" in wrong.err) == (1, True)
    desk.password("long enough")
    assert desk(*asked, "petrov").code == 0
    desk.password(None)
    assert "has no password" in desk(*asked, "kim").err
    assert "no account" in desk(*asked, "stranger").err
    desk.as_user("kim")
    assert desk("ticket", "list", office).code == 0
    added = desk("staff", "add", office, "--json", "-", stdin=lines({**petrov, "login": "p2"}))
    assert (added.code, "no right" in added.err) == (1, True)


def test_an_account_is_told_however_its_login_was_written(desk, office):
    added = desk.well("staff", "add", office, "--json", "-", stdin=lines({"login": "pet\u202erov", "name": "П. П."}))
    assert added.json["login"] == "petrov"


def test_a_full_check_reads_the_attached_files(desk, office):
    with open_office(office) as file:
        boss, files = file.reader.account("boss").person, file.reader.attachments.files
        kept = attachments.keep_bytes(files, b"as it was", "a.txt", 100)
        number = desk.add(office, {"description": "x"})[0]
        ticket = file.reader.find_ticket(number)
        file.unit_of_work(boss).write(lambda db: attachments.attach(db, ticket, kept, "a.txt"))
        files.path_of(kept.sha256).write_bytes(b"as it is.")
    assert desk("check", office).code == 0
    ended = desk("check", office, "--full", "--lang", "en")
    assert (ended.code, "“a.txt” is damaged" in ended.out) == (1, True)


def test_attached_content_that_no_ticket_names_is_removed_when_asked(desk, office):
    folder = office.with_name(office.name + ".files") / "ab"
    folder.mkdir(parents=True)
    content = b"nobody's"
    orphan = folder / hashlib.sha256(content).hexdigest()
    orphan = orphan.parent.parent / orphan.name[:2] / orphan.name
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(content)
    os.utime(orphan, (0, 0))
    desk.well("check", office)
    assert orphan.exists()
    ended = desk("check", office, "--clean", "--lang", "en")
    assert (ended.code, "1 attached file removed" in ended.err) == (0, True)
    assert not orphan.exists()


def test_an_office_for_somebody_else_needs_a_way_in(desk, tmp_path):
    path = tmp_path / "new.desk"
    refused = desk("init", path, "--profile", "municipal", "--admin", "petrova", "--lang", "en")
    assert refused.code == 1
    assert "needs a password: put it into the variable DESK_PASSWORD" in refused.err
    assert not path.exists()
    desk.password("")  # said on purpose: petrova comes in from her own computer alone
    desk.well("init", path, "--profile", "municipal", "--admin", "petrova")
    desk.password(None)
    assert desk("staff", "list", path, "--user", "petrova").code == 1
    desk.as_user("petrova")
    assert desk.well("staff", "list", path, "--json").json["login"] == "petrova"


def test_what_stands_for_nothing_is_not_counted(desk, tmp_path):
    path = tmp_path / "new.desk"
    desk.well("init", path, "--profile", "municipal")
    counts = desk.well("info", path, "--json").json["counts"]
    assert (counts["staff"], counts["organisation"], counts["requester"]) == (1, 0, 0)
    with open_office(path) as file:
        office = file.reader.office()
    assert counts["item"] == sum(len(choices) for choices in office.sections.values())


# -- accounts --------------------------------------------------------------------------------------------------------


@pytest.fixture
def staffed(desk, tmp_path):
    path = tmp_path / "staffed.desk"
    desk.well("init", path, "--profile", "municipal")
    desk.well("staff", "add", path, "--json", "-", stdin=lines({"login": "petrova", "name": "Петрова Анна"}))
    return path


def test_accounts_are_changed_line_by_line(desk, staffed):
    desk.add(staffed, {"description": "x"})
    changes = (
        {"login": "petrova", "name": "Смирнова Анна", "role": "Администратор", "password": "long enough"},
        {"login": "petrova", "password": None, "active": False},
    )
    first, second = desk.well("staff", "edit", staffed, "--json", "-", stdin=lines(*changes)).rows
    assert (first["name"], first["role"], first["active"]) == ("Смирнова Анна", "Администратор", True)
    assert (second["active"], second["open_tickets"]) == (False, 0)
    assert "open_tickets" not in first
    assert not any("password" in told for told in (first, second))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"login": "boss", "active": False}, "last one who can manage accounts"),
        ({"login": "nobody", "name": "x"}, "no account “nobody”"),
        ({"name": "x"}, "“login” is empty"),
        ({"login": "petrova", "active": "no"}, "must be true or false"),
        ({"login": "petrova", "salary": 1}, "salary"),
        ({"login": "petrova", "password": "short"}, "at least 8"),
        ({"login": ["petrova"]}, "must be text"),
    ],
)
def test_a_change_that_cannot_be_says_in_which_line(desk, staffed, line, reason):
    ended = desk("staff", "edit", staffed, "--json", "-", "--lang", "en", stdin=lines({"login": "petrova"}, line))
    assert ended.code == 1
    assert "Line 2: " in ended.err
    assert reason in ended.err
