"""The office's own data as a file, by command."""

import json

import pytest

from desk_app.profiles import load, shipped

SHIPPED = [(profile.code, language) for profile in shipped("en") for language in profile.languages]


def exported(desk, office, tmp_path):
    path = tmp_path / "out.toml"
    desk.well("office", "export", office, "--out", path)
    return path


def test_what_is_exported_is_imported_without_a_difference(desk, town, tmp_path):
    path = exported(desk, town, tmp_path)
    assert desk.well("office", "import", town, path, "--json").json == {
        "dry_run": False,
        "changes": [],
        "moved_tickets": 0,
    }


def test_a_new_office_can_be_made_of_it(desk, town, tmp_path):
    path = exported(desk, town, tmp_path)
    made = tmp_path / "made.desk"
    desk.well("init", made, "--profile", path, "--admin", "boss")
    again = tmp_path / "again.toml"
    desk.well("office", "export", made, "--out", again)
    assert again.read_text("utf-8") == path.read_text("utf-8")


@pytest.mark.parametrize(("profile", "language"), SHIPPED)
def test_every_profile_goes_into_an_office_and_comes_out(desk, tmp_path, profile, language):
    office, out = tmp_path / "o.desk", tmp_path / "out.toml"
    desk.well("init", office, "--profile", profile, "--admin", "boss", "--lang", language)
    desk.well("office", "export", office, "--out", out, "--lang", language)
    assert load(out, language) == load(profile, language)


def test_a_dry_run_tells_and_changes_nothing(desk, town, tmp_path):
    path = exported(desk, town, tmp_path)
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('label = "Выполнена"', 'label = "Сделана"').replace("amount = 5", "amount = 3"), "utf-8"
    )
    said = desk.well("office", "import", town, path, "--dry-run", "--lang", "en").out
    assert "Statuses: “Сделана”: Label: Выполнена → Сделана" in said
    assert "How many: 5 → 3" in said
    assert exported(desk, town, tmp_path).read_text("utf-8") == text


def test_changed_deadlines_move_open_tickets(desk, town, tmp_path):
    call = {
        "description": "x",
        "kind": "request",
        "received_at": "2026-10-01T09:00",
        "registered_at": "2026-10-01T09:00",
    }
    added = desk.well("ticket", "add", town, "--json", "-", stdin=json.dumps(call)).json
    before = desk.well("ticket", "show", town, added["number"], "--json").json["due_at"]
    path = exported(desk, town, tmp_path)
    path.write_text(path.read_text("utf-8").replace("amount = 5", "amount = 3"), "utf-8")
    said = desk.well("office", "import", town, path, "--json").json
    assert said["moved_tickets"] == 1
    assert desk.well("ticket", "show", town, added["number"], "--json").json["due_at"] < before


def test_what_is_wrong_is_said_and_nothing_changes(desk, town, tmp_path):
    path = exported(desk, town, tmp_path)
    text = path.read_text("utf-8")
    path.write_text(text.replace('to = "contractor"', 'to = "nowhere"', 1), "utf-8")
    done = desk("office", "import", town, path)
    assert done.code == 1
    assert "nowhere" in done.err
    assert exported(desk, town, tmp_path).read_text("utf-8") == text


def test_a_technician_neither_exports_nor_imports(desk, town, tmp_path):
    path = exported(desk, town, tmp_path)
    account = {"login": "tech", "name": "Tech", "role": "technician", "password": "long enough"}
    desk.well("staff", "add", town, "--json", "-", stdin=json.dumps(account))
    desk.password("long enough")
    for asked in (("export", town, "--out", tmp_path / "x.toml"), ("import", town, path)):
        done = desk("office", *asked, "--user", "tech")
        assert done.code == 1
        assert "no right" in done.err
    assert not (tmp_path / "x.toml").exists()
