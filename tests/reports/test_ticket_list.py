"""An export is exactly the view, all rows of it, in three kinds of file."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from desk_app import i18n
from desk_app.domain.filter_text import Around, parse
from desk_app.domain.office import Person
from desk_app.domain.view import SortColumn, View
from desk_app.reports import write
from desk_app.reports.description import Report
from desk_app.reports.filter_words import filter_words
from desk_app.reports.ticket_list import ListScope, list_report
from desk_app.services.ports import TicketRow
from tests.support.office import seeded_office

TOTAL = 12_000
COLUMNS = [
    (SortColumn.NUMBER, "Номер"),
    (SortColumn.RECEIVED, "Поступил"),
    (SortColumn.SUBJECT, "Тема"),
    (SortColumn.ASSIGNEE, "Исполнитель"),
]


def ticket(at: int, subject: str = "") -> TicketRow:
    received = int(datetime(2026, 10, 5, 20, 30, tzinfo=UTC).timestamp())
    choices = dict.fromkeys(("kind", "status", "type", "channel", "priority", "system", "line"), 0)
    return TicketRow(
        id=at,
        version=1,
        number=f"2026-{at:06}" if at else None,
        **choices,
        assignee=7,
        subject=subject or f"Заявка {at}",
        requester="Иванова А.",
        organisation="Школа № 5",
        received_at=received,
        registered_at=None,
        solved_at=None,
        closed_at=None,
        approval="",
        outcome="",
    )


def report(rows: list[TicketRow]) -> Report:
    scope = ListScope("Открытые", ("тип:ошибка",), date(2026, 11, 22))
    return list_report(seeded_office(), {7: "Ким Ольга"}, rows, COLUMNS, scope)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    many = report([ticket(at) for at in range(1, TOTAL + 1)])
    with i18n.speaking("ru"):
        for suffix in ("csv", "xlsx", "pdf"):
            write(many, folder / f"list.{suffix}")
    return folder


def test_every_row_is_in_the_spreadsheet(exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "list.xlsx", read_only=True)
    lines = book.worksheets[0].iter_rows(values_only=True)
    rows = [row for row in lines if row and str(row[0]).startswith("2026-")]
    book.close()
    assert [row[0] for row in rows] == [f"2026-{at:06}" for at in range(1, TOTAL + 1)]
    assert rows[-1][1] == datetime(2026, 10, 6)
    assert rows[-1][2:4] == (f"Заявка {TOTAL}", "Ким Ольга")


def test_every_row_is_in_the_csv(exported: Path) -> None:
    data = (exported / "list.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert header == ["Номер", "Поступил", "Тема", "Исполнитель"]
    assert [row[0] for row in rows] == [f"2026-{at:06}" for at in range(1, TOTAL + 1)]
    assert rows[0][1:] == ["06.10.2026", "Заявка 1", "Ким Ольга"]


def test_every_row_is_in_the_pdf(exported: Path) -> None:
    pdf = pypdfium2.PdfDocument(exported / "list.pdf")
    found: set[str] = set()
    for page in pdf:
        found |= {word for word in page.get_textpage().get_text_range().split() if word.startswith("2026-")}
    pdf.close()
    assert found == {f"2026-{at:06}" for at in range(1, TOTAL + 1)}


@pytest.mark.parametrize("subject", ["=cmd|'/c calc'!A1", "+1", "-1", "@x", "=1+1"])
def test_a_subject_is_never_a_formula(tmp_path: Path, subject: str) -> None:
    one = report([ticket(0, subject)])
    write(one, tmp_path / "one.csv")
    write(one, tmp_path / "one.xlsx")
    row = (tmp_path / "one.csv").read_text("utf-8-sig").splitlines()[1].split(",")
    assert row[0] == "not registered"
    assert row[2].strip('"').startswith(f"'{subject[0]}")
    cells = [cell for line in openpyxl.load_workbook(tmp_path / "one.xlsx").worksheets[0] for cell in line]
    assert {cell.data_type for cell in cells if cell.value == subject} == {"s"}


def test_groups_are_headings_on_paper_and_a_column_in_csv(tmp_path: Path) -> None:
    rows = [ticket(1), ticket(2), ticket(3)._replace(organisation="")]
    group = (SortColumn.ORGANISATION, "Организация")
    scope = ListScope("Открытые", ("Статус: Новая", "Слова: принтер"), date(2026, 11, 22), group)
    with i18n.speaking("ru"):
        grouped = list_report(seeded_office(), {7: "Ким Ольга"}, rows, COLUMNS, scope)
        for suffix in ("csv", "xlsx", "pdf"):
            write(grouped, tmp_path / f"list.{suffix}")
    lines = csv.reader(io.StringIO((tmp_path / "list.csv").read_text("utf-8-sig"), newline=""), delimiter=";")
    header, *body = lines
    assert header[:2] == ["Организация", "Номер"]
    assert [line[:2] for line in body][:2] == [["Школа № 5", "2026-000001"], ["Школа № 5", "2026-000002"]]
    assert body[2][0]
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    first = [str(line[0].value) for line in sheet.iter_rows()]
    at = next(place for place, text in enumerate(first) if "Школа № 5" in text)
    assert first[at + 1 : at + 3] == ["2026-000001", "2026-000002"]
    assert "2026-000003" in first[at + 4]
    assert "Статус: Новая · Слова: принтер" in first
    pdf = pypdfium2.PdfDocument(tmp_path / "list.pdf")
    assert "Школа № 5" in pdf[0].get_textpage().get_text_range()
    pdf.close()


def test_a_column_that_is_shown_anyway_is_not_written_twice(tmp_path: Path) -> None:
    scope = ListScope("Открытые", (), date(2026, 11, 22), (SortColumn.ASSIGNEE, COLUMNS[3][1]))
    write(list_report(seeded_office(), {7: "Ким Ольга"}, [ticket(1)], COLUMNS, scope), tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_text("utf-8-sig").splitlines()[0].count(COLUMNS[3][1]) == 1


def test_the_whole_filter_is_said() -> None:
    office = seeded_office()
    kim = Person(7, "kim", "Ким Ольга", "technician", "")
    around = Around(office, [kim], kim, date(2026, 11, 22))
    text = "status:open assignee:kim received:2026-11-01..2026-11-05 assignee:none solved:>=2026-11-02 принтер"
    said = filter_words(View(parse(text, around), group=SortColumn.RECEIVED), office, {7: "Ким Ольга"})
    assert len(said) == 6
    assert said[1].endswith(": Ким Ольга, Nobody")
    assert said[2].endswith(": 1 Nov 2026 – 5 Nov 2026")
    assert said[3].endswith(": from 2 Nov 2026")
    assert said[4] == "Words: принтер"
    assert said[5].startswith("Grouped by: ")


def test_an_empty_view_says_so(tmp_path: Path) -> None:
    write(report([]), tmp_path / "none.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "none.pdf")
    assert "No ticket is in this view." in pdf[0].get_textpage().get_text_range()
    pdf.close()
