"""The month's duty as it will print, on the screen."""

from datetime import datetime
from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog

from desk_app.domain.errors import NotFound
from desk_app.services.duty import schedules
from desk_app.ui.duty.window import DutyWindow
from desk_app.ui.reports.duty_print_window import DutyForm, DutyPrintWindow
from tests.support.desk import sit_down
from tests.support.rota import MONTH, make_rota

CELLS = {(0, "2026-12-01"): "early", (1, "2026-12-01"): "late", (0, "2026-12-02"): "night"}


@pytest.fixture
def rota(tmp_path):
    """Return an office with shifts, December published."""
    made = make_rota(tmp_path)
    made.published(CELLS)
    yield made
    made.file.close()


@pytest.fixture
def head(rota, tmp_path):
    """Give a desk where the head works."""
    seated = sit_down(tmp_path / "rota.desk", "head")
    yield seated
    seated.close()


def pdf_text(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def opened(qtbot, desk, number=1):
    window = DutyPrintWindow(desk, MONTH, number)
    qtbot.addWidget(window)
    window.resize(1100, 700)
    window.show()
    qtbot.waitUntil(lambda: window._made is not None, timeout=20000)
    return window


def saving(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


@pytest.mark.clause("E-7a")
def test_it_shows_the_schedule_and_then_the_timesheet(qtbot, head):
    window = opened(qtbot, head)
    assert "Белов Борис" in pdf_text(window._made.pdf)
    assert "version 1" in window.windowTitle()
    window.form.setCurrentIndex(window.form.findData(DutyForm.TIMESHEET.value))
    qtbot.waitUntil(lambda: window._made is not None, timeout=20000)
    assert not window.calendar.isEnabled()
    assert all(len(block.rows) == 4 for block in window._made.report.blocks)
    again = DutyPrintWindow(head, MONTH, 1)
    qtbot.addWidget(again)
    assert again.chosen() is DutyForm.TIMESHEET


@pytest.mark.clause("E-7a")
def test_the_timesheet_leaves_days_to_come_blank_on_the_screen_too(qtbot, head, monkeypatch):
    seen_on = datetime(2026, 12, 1, 18, tzinfo=head.office.zone)
    monkeypatch.setattr(DutyPrintWindow, "now", lambda _: seen_on)
    head.settings.set("duty.print.form", DutyForm.TIMESHEET.value)
    window = opened(qtbot, head)
    block = window._made.report.blocks[0]  # who was to come on the 1st and the 2nd, and is marked on neither
    assert [cell.text for cell in block.rows[0][3:6]] == ["НН", "", ""]


@pytest.mark.clause("E-7a")
def test_the_board_has_the_version_that_was_printed(qtbot, head, rota, tmp_path, monkeypatch):
    window = opened(qtbot, head)
    saving(monkeypatch, tmp_path / "duty.pdf")
    window.commands["pdf"].trigger()
    qtbot.waitUntil(lambda: schedules.schedule(rota.file.reader.duty, MONTH, 1).printed != "", timeout=20000)
    assert (tmp_path / "duty.pdf").read_bytes() == window._made.pdf


@pytest.mark.clause("E-7a")
def test_the_head_saves_the_teams_calendar_and_a_letter(qtbot, head, tmp_path, monkeypatch):
    window = opened(qtbot, head)
    for button, path in ((window.calendar, tmp_path / "duty.ics"), (window.letter, tmp_path / "duty.eml")):
        saving(monkeypatch, path)
        button.click()
        qtbot.waitUntil(path.exists, timeout=20000)
        qtbot.waitUntil(lambda path=path: path.name in window.notice.text.text())
    assert len(Calendar.from_ical((tmp_path / "duty.ics").read_bytes()).walk("VEVENT")) == 3
    assert b"X-Unsent: 1" in (tmp_path / "duty.eml").read_bytes()


def test_a_technician_saves_their_own_calendar_and_marks_nothing_printed(qtbot, rota, tmp_path, monkeypatch):
    desk = sit_down(tmp_path / "rota.desk", "tech2")
    window = opened(qtbot, desk)
    saving(monkeypatch, tmp_path / "own.ics")
    window.calendar.click()
    qtbot.waitUntil((tmp_path / "own.ics").exists, timeout=20000)
    (event,) = Calendar.from_ical((tmp_path / "own.ics").read_bytes()).walk("VEVENT")
    assert f"shift-{rota.staff[1].id}-2026-12-01" in str(event["uid"])
    saving(monkeypatch, tmp_path / "duty.pdf")
    window.commands["pdf"].trigger()
    qtbot.waitUntil((tmp_path / "duty.pdf").exists, timeout=20000)
    qtbot.waitUntil(lambda: "duty.pdf" in window.notice.text.text())
    assert not desk.messages.errors
    desk.close()


def test_a_month_without_a_schedule_says_so(qtbot, head):
    window = DutyPrintWindow(head, "2027-03", None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.notice.isVisible, timeout=20000)
    assert str(NotFound("There is no schedule of {month} yet. Begin one.", month="2027-03")) == window.pages._words


@pytest.mark.clause("E-7a")
def test_the_planner_prints_the_version_that_is_looked_at(qtbot, head):
    planner = DutyWindow(head, None, MONTH)
    qtbot.addWidget(planner)
    planner.show()
    qtbot.waitUntil(lambda: planner.sheet is not None, timeout=20000)
    planner.parts.print.click()
    (window,) = planner.findChildren(DutyPrintWindow)
    qtbot.waitUntil(lambda: window._made is not None, timeout=20000)
    assert (window.month, window.number) == (MONTH, planner._number)
    window.close()
    planner.close()
