"""The month's journal by command."""

import pytest
from pypdf import PdfReader

from tests.support.shell import lines


def call(day, text="Не открывается журнал", **more):
    return {
        "description": text,
        "received_at": f"2026-{day}T09:00",
        "registered_at": f"2026-{day}T09:05",
        "requester": {"name": "Иванова А."},
        **more,
    }


def text_of(path):
    return " ".join(page.extract_text() for page in PdfReader(path).pages)


def test_a_journal_has_the_tickets_of_its_month_and_no_others(desk, office, tmp_path):
    desk.add(
        office, call("09-30", "Сентябрь"), call("10-01", "Октябрь"), call("10-31", "Тоже"), call("11-01", "Ноябрь")
    )
    out = tmp_path / "j.pdf"
    assert desk.well("journal", office, "--month", "2026-10", "--out", out, "--json").json["rows"] == 2
    text = text_of(out)
    assert "Октябрь" in text
    assert "Тоже" in text
    assert "Сентябрь" not in text


@pytest.mark.parametrize("name", ["empty.pdf", "empty.xlsx"])
def test_a_month_without_tickets_prints_too(desk, office, tmp_path, name):
    said = desk.well("journal", office, "--month", "2020-02", "--out", tmp_path / name)
    assert said.out.startswith("0 ")
    assert (tmp_path / name).stat().st_size > 1000


def test_a_journal_may_be_one_specialists_and_one_systems(desk, office, tmp_path):
    petrov = {"login": "petrov", "name": "Петров Пётр Петрович", "role": "technician"}
    desk.well("staff", "add", office, "--json", "-", stdin=lines(petrov))
    mine, his = desk.add(office, call("10-05", system="Электронный журнал"), call("10-06", system="school"))
    desk.add(office, call("10-07", system="college"))
    desk.do(office, his, "assign", to="petrov")
    asked = ("journal", office, "--month", "2026-10", "--out", tmp_path / "j.pdf", "--json")
    assert desk.well(*asked, "--specialist", "petrov").json["rows"] == 1
    assert "Петров Пётр Петрович" in text_of(tmp_path / "j.pdf")
    assert desk.well(*asked, "--system", "Электронная школа").json["rows"] == 2
    assert desk.well(*asked, "--system", "school-journal").json["rows"] == 1
    assert mine


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["--month", "2026-13", "--out", "j.pdf"], 1, "2026-13"),
        (["--month", "october", "--out", "j.pdf"], 1, "october"),
        (["--month", "2026-10", "--out", "j.docx"], 1, "j.docx"),
        (["--month", "2026-10", "--out", "nowhere/j.pdf"], 3, "nowhere"),
        (["--month", "2026-10", "--out", "j.pdf", "--specialist", "stranger"], 1, "stranger"),
        (["--month", "2026-10", "--out", "j.pdf", "--system", "Школа будущего"], 1, "Школа будущего"),
        (["--month", "2026-10"], 2, "--out"),
    ],
)
def test_a_journal_that_cannot_be_made_says_why(desk, office, tmp_path, monkeypatch, words, code, reason):
    monkeypatch.chdir(tmp_path)
    ended = desk("journal", office, *words)
    assert (ended.code, reason in ended.err) == (code, True)
    assert not list(tmp_path.glob("j.*"))
