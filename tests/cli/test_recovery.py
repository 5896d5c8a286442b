"""The last administrator is gone: the printed key lets another one in, once."""

import pytest

from desk_app.cli.recovery import KEY
from desk_app.services import recovery
from desk_app.storage import open_office
from tests.support.shell import lines


@pytest.fixture
def made(desk, tmp_path):
    """Return a new office and its recovery key."""
    path = tmp_path / "new.desk"
    key = desk.well("init", path, "--profile", "municipal", "--json").json["recovery_key"]
    desk.well("staff", "add", path, "--json", "-", stdin=lines({"login": "petrova", "name": "Петрова Анна"}))
    return path, key


def test_the_key_lets_an_administrator_in_once(desk, made, monkeypatch):
    path, key = made
    monkeypatch.setenv(KEY, key.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
    desk.password("long enough")
    told = desk.well("recover", path, "--admin", "PETROVA", "--json").json
    assert told["recovery_key"] != key
    desk.as_user("somebody")
    petrova = ("--user", "petrova")
    listed = desk.well("staff", "list", path, "--json", *petrova).rows
    assert {one["login"]: one["role"] for one in listed}["petrova"] == "Администратор"
    again = desk("recover", path, "--admin", "petrova", "--lang", "en")
    assert (again.code, "not the recovery key" in again.err) == (1, True)
    assert desk.well("verify", path).code == 0


def test_who_was_closed_comes_back_with_the_key(desk, made, monkeypatch):
    path, key = made
    desk.well("staff", "edit", path, "--json", "-", stdin=lines({"login": "petrova", "active": False}))
    monkeypatch.setenv(KEY, key)
    desk.password("long enough")
    desk.well("recover", path, "--admin", "petrova")
    assert all(one["active"] for one in desk.well("staff", "list", path, "--json", "--user", "petrova").rows)


def test_the_key_itself_is_nowhere_in_the_file(desk, made):
    path, key = made
    assert key.encode() not in path.read_bytes()
    with open_office(path) as file:
        assert str(file.reader.office().settings[recovery.SETTING]).startswith("$argon2id$")


@pytest.mark.parametrize(
    ("key", "login", "password", "reason"),
    [
        ("", "boss", "long enough", "Put the recovery key into the variable DESK_RECOVERY_KEY"),
        ("00000-00000", "boss", "long enough", "not the recovery key"),
        ("\u202e{0}", "boss", "long enough", "not the recovery key"),
        (None, "nobody", "long enough", "no account “nobody”"),
        (None, "boss", "short", "at least 8"),
        (None, "boss", None, "Put the new password into the variable"),
    ],
)
def test_what_is_not_right_changes_nothing(desk, made, monkeypatch, key, login, password, reason):
    path, good = made
    monkeypatch.setenv(KEY, good if key is None else key)
    desk.password(password)
    before = path.read_bytes()
    ended = desk("recover", path, "--admin", login, "--lang", "en")
    assert ended.code == 1
    assert reason in ended.err
    assert path.read_bytes() == before


def test_an_administrator_makes_a_new_key(desk, made, monkeypatch):
    path, old = made
    said = desk.well("recovery-key", path, "--lang", "en").out
    key = said.partition("Recovery key: ")[2].partition("\n")[0]
    assert key != old
    monkeypatch.setenv(KEY, old)
    desk.password("long enough")
    assert desk("recover", path, "--admin", "petrova").code == 1
    desk.as_user("petrova")
    desk.password(None)
    refused = desk("recovery-key", path, "--lang", "en")
    assert "has no right" in refused.err
