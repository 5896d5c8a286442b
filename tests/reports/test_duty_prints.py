"""The prints of duty: the schedule for the board, the timesheet T-13, the calendar file, the letter."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from io import BytesIO

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from desk_app.domain.roster import Absence, Plan
from desk_app.reports import write
from desk_app.reports.description import Direction, Sheet
from desk_app.reports.grid import Grid, GridBlock, GridCell, across, placed
from desk_app.reports.pdf import pdf_bytes
from desk_app.reports.roster_grid import roster_grid
from desk_app.reports.roster_ics import roster_calendar
from desk_app.reports.roster_mail import roster_letter
from desk_app.reports.timesheet_t13 import timesheet_t13
from desk_app.services.duty import cards, schedules
from desk_app.services.duty.prints import month_fact, month_sheet
from desk_app.services.duty.timesheet import as_planned
from tests.support.rota import MONTH, make_rota

TODAY = date(2026, 11, 25)
MADE = datetime(2026, 11, 25, 5, tzinfo=UTC)
CELLS = {(0, "2026-12-01"): "early", (1, "2026-12-01"): "late", (0, "2026-12-02"): "night", (2, "2026-12-03"): "early"}


@pytest.fixture
def rota(tmp_path):
    """Return an office with shifts, December published."""
    made = make_rota(tmp_path)
    made.published(CELLS)
    yield made
    made.file.close()


def amended(rota, cell, code):
    """Make version 2 with one cell changed."""
    draft = schedules.schedule(rota.file.reader.duty, MONTH, 0)
    plan = Plan(dict(draft.plan.cells))
    plan.put(rota.staff[cell[0]].id, date.fromisoformat(cell[1]), code)

    def work(db):
        schedules.save(db, MONTH, plan, draft.paper.version)
        return schedules.approve(db, MONTH)

    rota.write(rota.head, work)


def text_of(grid):
    pages = PdfReader(BytesIO(pdf_bytes(grid))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def rows_of(grid, tmp_path):
    write(grid, tmp_path / "grid.xlsx")
    sheet = load_workbook(tmp_path / "grid.xlsx").active
    return sheet, [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.clause("E-7a")
def test_the_schedule_has_everybody_every_day_and_the_block_of_approval(rota, tmp_path):
    grid = roster_grid(month_sheet(rota.file.reader, MONTH, 1), TODAY)
    said = text_of(grid)
    for part in ("APPROVED", "Начальник отдела", "Головина Г. П.", "Version 1", "Белов Борис", "Дёмина Дарья"):
        assert part in said
    assert "instead of" not in said
    sheet, rows = rows_of(grid, tmp_path)
    (mine,) = [row for row in rows if len(row) > 1 and row[1] == "Белов Борис"]
    assert mine[:4] == ["1", "Белов Борис", "У", "Н"]
    assert sheet.page_setup.orientation == "landscape"
    assert any("Acquainted (signature)" in row for row in rows)


@pytest.mark.clause("E-7a")
@pytest.mark.parametrize(("paper", "size"), [(Sheet.A4, (842, 595)), (Sheet.A3, (1191, 842))])
def test_it_lies_on_the_paper_that_was_asked_for(rota, paper, size, tmp_path):
    grid = roster_grid(month_sheet(rota.file.reader, MONTH, 1), TODAY, paper)
    page = PdfReader(BytesIO(pdf_bytes(grid))).pages[0]
    assert tuple(round(float(side)) for side in page.mediabox[2:]) == size
    sheet, _ = rows_of(grid, tmp_path)
    assert sheet.page_setup.paperSize == {Sheet.A4: 9, Sheet.A3: 8}[paper]


@pytest.mark.clause("E-7a")
def test_a_later_version_says_which_one_it_takes_the_place_of(rota):
    amended(rota, (0, "2026-12-02"), "")
    reader = rota.file.reader
    assert "Version 2" in text_of(roster_grid(month_sheet(reader, MONTH, 2), TODAY))
    assert "instead of version 1" in text_of(roster_grid(month_sheet(reader, MONTH, 2), TODAY))
    assert "Draft, not approved, instead of version 2" in text_of(roster_grid(month_sheet(reader, MONTH, 0), TODAY))


def test_who_is_missing_and_who_is_away_is_told_in_words_not_in_colour(rota, tmp_path):
    person = rota.staff[3].id
    away = Absence(person, date(2026, 12, 7), date(2026, 12, 8), "illness")
    rota.write(rota.head, lambda db: cards.add_absence(db, away))
    grid = roster_grid(month_sheet(rota.file.reader, MONTH, 1), TODAY)
    _, rows = rows_of(grid, tmp_path)
    (ill,) = [row for row in rows if "Дёмина Дарья" in row]
    assert ill.count("Б") == 2
    (desk,) = [row for row in rows if str(row[:1]).find("On duty") >= 0]
    assert any("−1" in str(cell) for cell in desk)
    assert "Б – illness" in text_of(grid)


def test_the_grid_is_mirrored_where_the_language_is(rota):
    grid = roster_grid(month_sheet(rota.file.reader, MONTH, 1), TODAY)
    mirrored = replace(grid, direction=Direction.RTL)

    def place(made):
        found = []
        page = PdfReader(BytesIO(pdf_bytes(made))).pages[0]
        page.extract_text(visitor_text=lambda text, _cm, tm, *_: found.append(tm[4]) if "Белов" in text else None)
        return found[0]

    assert place(grid) < 200 < 500 < place(mirrored)


@pytest.mark.clause("E-7a")
def test_the_timesheet_tells_what_was_worked_not_what_was_planned(rota, tmp_path):
    person, day = rota.staff[0], date(2026, 12, 1)
    rota.write(rota.head, lambda db: as_planned(db, [person.id], day))
    fact = month_fact(rota.file.reader, MONTH)
    (row,) = [one for one in fact.rows if one.person.id == person.id]
    assert row.entries[day].minutes == 8 * 60
    grid = timesheet_t13(fact, date(2026, 12, 3))
    _, rows = rows_of(grid, tmp_path)
    said = text_of(grid)
    assert "Form T-13" in said
    assert all(str(number) in said for number in range(1, 32))
    (first,) = [one for one in rows if any("Белов Борис" in str(cell) for cell in one)]
    assert first[2:8] == ["Я", "НН", "В", "X", "1", "1"]  # what is still to come is left out
    assert first[8:] == ["НН", "1"]


def test_a_person_has_four_rows_that_stay_together(rota):
    grid = timesheet_t13(month_fact(rota.file.reader, MONTH), TODAY)
    for block in grid.blocks:
        assert len(block.rows) == 4
        taken = [(one.row + down, one.column + along) for one in placed(block) for down in range(one.cell.rows)
                 for along in range(one.cell.columns)]  # fmt: skip
        assert sorted(taken) == [(row, column) for row in range(4) for column in range(len(grid.widths))]


@pytest.mark.parametrize("month", ["2026-02", "2027-01", "2026-04"])
def test_every_month_fits_the_form(rota, month):
    grid = timesheet_t13(month_fact(rota.file.reader, month), TODAY)
    for block in (grid.header, *grid.blocks):
        taken = [(one.row + down, one.column + along) for one in placed(block) for down in range(one.cell.rows)
                 for along in range(one.cell.columns)]  # fmt: skip
        assert len(taken) == len(set(taken)) == len(block.rows) * len(grid.widths)


@pytest.mark.clause("E-7a")
def test_other_calendars_get_the_shifts_and_what_fell_away(rota):
    reader, me = rota.file.reader, rota.staff[0].id
    first = Calendar.from_ical(roster_calendar(month_sheet(reader, MONTH, 1), [me], "abc", MADE))
    events = {str(one["uid"]): one for one in first.walk("VEVENT")}
    assert len(events) == 2
    night = events[f"shift-{me}-2026-12-02-abc@desk-app"]
    assert (night["dtend"].dt - night["dtstart"].dt).total_seconds() == 12 * 3600
    amended(rota, (0, "2026-12-02"), "")
    second = Calendar.from_ical(roster_calendar(month_sheet(reader, MONTH, 2), [me], "abc", MADE))
    later = {str(one["uid"]): one for one in second.walk("VEVENT")}
    assert later.keys() == events.keys()
    assert str(later[str(night["uid"])]["status"]) == "CANCELLED"
    assert int(later[str(night["uid"])]["sequence"]) == 2
    team = Calendar.from_ical(roster_calendar(month_sheet(reader, MONTH, 1), [], "abc", MADE))
    told = [str(one["summary"]) for one in team.walk("VEVENT")]
    assert len(told) == 4
    assert any("Власова Вера" in text for text in told)


@pytest.mark.clause("E-7a")
def test_the_customers_copy_is_a_letter_with_pdf_and_excel_attached(rota):
    raw = roster_letter(month_sheet(rota.file.reader, MONTH, 1), TODAY, "customer@example.org\nBcc: x@example.org")
    letter = message_from_bytes(raw, policy=default)
    assert letter["X-Unsent"] == "1"
    assert letter["Bcc"] is None
    pdf, excel = letter.iter_attachments()
    assert [pdf.get_filename(), excel.get_filename()] == ["2026-12-v1.pdf", "2026-12-v1.xlsx"]
    assert len(PdfReader(BytesIO(pdf.get_content())).pages) == 1
    cells = [cell for row in load_workbook(BytesIO(excel.get_content())).active.values for cell in row]
    assert "Белов Борис" in cells


def test_a_block_that_no_page_holds_stands_on_one_of_its_own():
    tall = GridBlock(tuple((GridCell("x"), GridCell("y")) for _ in range(100)))
    grid = Grid("A grid", (1.0, 1.0), GridBlock(((GridCell("1"), GridCell("2")),)), (tall, across("After", (1.0, 1.0))))
    assert "After" in text_of(grid)
