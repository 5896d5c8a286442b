"""A month's duty on paper and in other calendars, by command."""

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.support.rota import MONTH, make_rota


@pytest.fixture
def rota_file(tmp_path, desk):
    """Return the file of an office with shifts, December published; its head sits at the shell."""
    made = make_rota(tmp_path)
    made.published({(0, "2026-12-01"): "early", (1, "2026-12-02"): "late"})
    made.file.close()
    desk.as_user("head")
    return tmp_path / "rota.desk"


@pytest.mark.clause("E-7a")
def test_the_schedule_is_exported_as_its_ending_says(desk, rota_file, tmp_path):
    for name in ("duty.pdf", "duty.xlsx", "duty.ics", "duty.eml"):
        ended = desk.well("roster", "export", rota_file, MONTH, "--out", tmp_path / name, "--json")
        assert ended.json == {"month": MONTH, "path": str(tmp_path / name)}
    assert "Белов Борис" in PdfReader(tmp_path / "duty.pdf").pages[0].extract_text()
    assert "Белов Борис" in [cell for row in load_workbook(tmp_path / "duty.xlsx").active.values for cell in row]
    assert len(Calendar.from_ical((tmp_path / "duty.ics").read_bytes()).walk("VEVENT")) == 2


def test_one_persons_calendar_and_the_timesheet(desk, rota_file, tmp_path):
    asked = ("roster", "export", rota_file, MONTH)
    desk.well(*asked, "--person", "tech1", "--out", tmp_path / "own.ics")
    assert len(Calendar.from_ical((tmp_path / "own.ics").read_bytes()).walk("VEVENT")) == 1
    desk.well(*asked, "--what", "timesheet", "--paper", "A3", "--out", tmp_path / "t13.pdf")
    assert round(float(PdfReader(tmp_path / "t13.pdf").pages[0].mediabox[2])) == 1191


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["2027-05", "--out", "a.pdf"], 1, "2027-05"),
        (["may", "--out", "a.pdf"], 1, "may"),
        ([MONTH, "--version", "7", "--out", "a.pdf"], 1, MONTH),
        ([MONTH, "--out", "a.csv"], 1, "a.csv"),
        ([MONTH, "--what", "timesheet", "--out", "a.ics"], 1, ".pdf"),
        ([MONTH, "--person", "stranger", "--out", "a.ics"], 1, "stranger"),
        ([MONTH, "--out", "nowhere/a.ics"], 3, "nowhere"),
    ],
)
def test_what_cannot_be_exported_says_why(desk, rota_file, tmp_path, monkeypatch, words, code, reason):
    monkeypatch.chdir(tmp_path)
    ended = desk("roster", "export", rota_file, *words)
    assert (ended.code, reason in ended.err) == (code, True)
