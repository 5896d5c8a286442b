"""Statistics by command."""

import openpyxl
import pytest
from pypdf import PdfReader

PERIOD = ("--from", "2026-10-01", "--until", "2026-10-31")


def call(day, **more):
    return {
        "description": "Не печатает принтер",
        "received_at": f"2026-10-{day}T09:00",
        "registered_at": f"2026-10-{day}T09:03",
        "requester": {"name": "Иванова А.", "organisation": "Архив"},
        **more,
    }


@pytest.fixture
def filled(desk, town):
    """Return a town with a request that was solved, one that is open, and a consultation of the day before."""
    done, _open = desk.add(town, call("05", system="Печать и сканирование"), call("06", channel="Электронная почта"))
    desk.do(town, done, "solve", solution="Готово", at="2026-10-05T11:33")
    advice = desk.add(town, call("05", kind="Консультация"))[0]
    desk.do(town, advice, "close", at="2026-10-05T09:10")
    return town


def test_it_answers_in_json(desk, filled):
    answer = desk.well("statistics", filled, *PERIOD, "--by", "kind", "--json").json
    assert (answer["from"], answer["until"], answer["by"]) == ("2026-10-01", "2026-10-31", "kind")
    request, advice = answer["rows"]
    assert (request["name"], request["registered"], request["solved"], request["open"]) == ("Заявка", 2, 1, 1)
    assert (request["within_deadline"], request["solving"], request["registering"]) == (1.0, 150, 3.0)
    assert (advice["consulting"], advice["consulting_in_time"], advice["solving"]) == (7.0, 1.0, None)
    assert answer["total"]["registered"] == 3
    assert {one["channel"]: one["registered"] for one in answer["channels"]} == {"Телефон": 2, "Электронная почта": 1}


@pytest.mark.parametrize("by", ["type", "system", "organisation", "specialist", "line", "channel", "status", "month"])
def test_it_counts_by_whatever_is_asked(desk, filled, by):
    rows = desk.well("statistics", filled, *PERIOD, "--by", by, "--json").json["rows"]
    assert sum(row["registered"] for row in rows if not row["depth"]) == 3


def test_a_system_comes_with_its_subsystems(desk, filled):
    rows = desk.well("statistics", filled, *PERIOD, "--by", "system", "--json").json["rows"]
    assert [(row["name"], row["depth"], row["registered"]) for row in rows] == [
        ("Рабочее место", 0, 1),
        ("Печать и сканирование", 1, 1),
        (None, 0, 2),
    ]
    only = desk.well("statistics", filled, *PERIOD, "--system", "Рабочее место", "--json").json
    assert only["total"]["registered"] == 1


def test_it_is_a_table_for_people(desk, filled):
    lines = desk.well("statistics", filled, *PERIOD, "--by", "kind").out.splitlines()
    assert lines[0] == "October 2026"
    assert [line.split()[0] for line in lines[2:5]] == ["Заявка", "Консультация", "Total"]


def test_it_is_written_as_pdf_excel_and_csv(desk, filled, tmp_path):
    for name in ("s.pdf", "s.xlsx", "s.csv"):
        desk.well("statistics", filled, *PERIOD, "--by", "kind", "--out", tmp_path / name)
    assert "Консультация" in " ".join(page.extract_text() for page in PdfReader(tmp_path / "s.pdf").pages)
    assert len(openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets[1]._charts) == 1
    assert "Консультация" in (tmp_path / "s.csv").read_text("utf-8-sig")


def test_what_is_wrong_is_said(desk, filled):
    backwards = desk("statistics", filled, "--from", "2026-10-31", "--until", "2026-10-01")
    assert (backwards.code, "ends before it begins" in backwards.err) == (1, True)
    assert desk("statistics", filled, *PERIOD, "--specialist", "nobody").code == 1
    assert desk("statistics", filled, *PERIOD, "--by", "colour").code == 2


def test_a_technician_sees_no_statistics_of_the_office(desk, filled):
    staff = '{"login": "tech", "name": "Техников Т.", "role": "technician"}\n'
    desk.well("staff", "add", filled, "--json", "-", stdin=staff)
    desk.as_user("tech")
    refused = desk("statistics", filled, *PERIOD)
    assert (refused.code, "no right" in refused.err) == (1, True)
