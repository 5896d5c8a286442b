"""An export is exactly the view, all rows of it, in three kinds of file."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from desk_app import i18n
from desk_app.domain.view import SortColumn
from desk_app.reports import write
from desk_app.reports.description import Report
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


def test_an_empty_view_says_so(tmp_path: Path) -> None:
    write(report([]), tmp_path / "none.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "none.pdf")
    assert "No ticket is in this view." in pdf[0].get_textpage().get_text_range()
    pdf.close()
