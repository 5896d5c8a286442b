"""desk-app import: a journal kept in Excel."""

import pytest

from tests.support.sheets import row, write


@pytest.fixture
def sheet(tmp_path):
    return write(tmp_path / "journal.xlsx", [row(1), row(2), row(3)])


@pytest.fixture
def bad(tmp_path):
    return write(tmp_path / "bad.xlsx", [row(1), row(2, "32.10.2026"), row(3)])


def done(ended):
    return ended.json["imported"], ended.json["skipped"], [found["row"] for found in ended.json["rejected"]]


def test_a_journal_is_imported_once(desk, office, sheet):
    assert done(desk.well("import", office, sheet, "--json")) == (3, 0, [])
    assert done(desk.well("import", office, sheet, "--json")) == (0, 3, [])
    ticket = desk.show(office, "2026-000002")
    assert (ticket["description"], ticket["registered_at"]) == ("Не открывается журнал 2", "2026-10-05T08:30")
    assert ticket["history"][0]["verb"] == "import"
    desk.well("check", office)


def test_a_bad_row_keeps_everything_out(desk, office, bad):
    ended = desk("import", office, bad, "--json")
    assert ended.code == 1
    assert done(ended) == (0, 0, [6])
    assert "32.10.2026" in ended.json["rejected"][0]["reason"]
    assert "Nothing was imported" in ended.err
    assert desk.well("info", office, "--json").json["counts"]["ticket"] == 0


def test_bad_rows_can_be_left_out(desk, office, bad):
    assert done(desk.well("import", office, bad, "--skip-bad", "--json")) == (2, 0, [6])


def test_a_dry_run_writes_nothing(desk, office, sheet, bad):
    ended = desk.well("import", office, sheet, "--dry-run", "--json")
    assert done(ended) == (3, 0, [])
    assert desk("import", office, bad, "--dry-run").code == 1
    assert desk.well("info", office, "--json").json["counts"]["ticket"] == 0


def test_people_are_told_in_words(desk, office, sheet, bad):
    assert desk.well("import", office, sheet).out == "3 rows imported.\n"
    out = desk.well("import", office, bad, "--skip-bad").out
    assert "Row 6: “Дата”: there is no such date as “32.10.2026”." in out
    assert "2 rows are there already." in out


def test_the_journal_the_program_prints_can_be_taken_back(desk, office, sheet, tmp_path):
    desk.well("import", office, sheet)
    printed = tmp_path / "printed.xlsx"
    desk.well("journal", office, "--month", "2026-10", "--out", printed)
    desk.well("init", tmp_path / "other.desk", "--profile", "situation-centre", "--admin", "boss")
    assert done(desk.well("import", tmp_path / "other.desk", printed, "--json")) == (3, 0, [])


def test_a_file_that_is_none(desk, office, tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\3\4 nothing more")
    ended = desk("import", office, tmp_path / "broken.xlsx", "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "broken.xlsx is damaged" in ended.err
    assert desk("import", office, tmp_path / "none.xlsx").code == 3


def test_who_may_not_import(desk, office, sheet):
    desk.well("staff", "add", office, "--json", "-", stdin='{"login": "tech", "name": "Т. Т.", "role": "technician"}')
    desk.as_user("tech")
    ended = desk("import", office, sheet)
    assert ended.code == 1
    assert "import journals" in ended.err
