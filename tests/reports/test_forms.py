"""Printed forms: bands of boxes on paper and in a sheet."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from desk_app.domain.errors import BadInput
from desk_app.reports import write
from desk_app.reports.description import Direction, SignatureLine
from desk_app.reports.form import Band, Form, FormBox, heading, labelled, whole
from desk_app.reports.pdf import pdf_bytes

BANDS = (
    labelled(("Name", "Ivanov", 40, 146)),
    labelled(("Date", "05.10.2026", 20, 40), ("Number", "2026-000123", 30, 96)),
    heading("More"),
    whole("A long story. " * 20),
    whole("", rules=4),
)


def form(*bands, **changes):
    given = {"title": "A form", "bands": bands or BANDS, "heading": "Office", "form_name": "Appendix", **changes}
    return Form(**given)


def pages_of(made):
    return PdfReader(BytesIO(pdf_bytes(made))).pages


def text_of(made):
    return " ".join(" ".join(page.extract_text() for page in pages_of(made)).split())


def sheet_of(made, tmp_path):
    write(made, tmp_path / "form.xlsx")
    return load_workbook(tmp_path / "form.xlsx").active


def texts(sheet):
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def test_every_text_is_on_the_page_and_in_the_sheet(tmp_path):
    made = form(signature=(SignatureLine("Signed by"),), footer=("Printed today",), intro=("By rule 4",))
    said, cells = text_of(made), " ".join(texts(sheet_of(made, tmp_path)))
    for told in (said, cells):
        assert all(part in told for part in ("A form", "Office", "Appendix", "Ivanov", "2026-000123", "More"))
        assert all(part in told for part in ("Signed by", "Printed today", "By rule 4"))
        assert told.count("A long story.") == 20


@pytest.mark.parametrize("direction", list(Direction))
def test_a_long_text_goes_on_over_pages_and_loses_nothing(direction, tmp_path):
    words = " ".join(f"w{number}" for number in range(4000))
    made = form(whole(words), *BANDS, direction=direction)
    assert len(pages_of(made)) > 2
    assert [word for word in text_of(made).split() if word[0] == "w" and word[1:].isdigit()] == words.split()
    sheet = sheet_of(made, tmp_path)
    assert " ".join(text for text in texts(sheet) if text.startswith("w")).split() == words.split()
    assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= 409


def test_boxes_side_by_side_are_split_together():
    tall = "\n".join(str(number) for number in range(200))
    made = form(Band((FormBox("short", 40, label=True), FormBox(tall, 146))))
    assert len(pages_of(made)) > 2
    assert [word for word in text_of(made).split() if word.isdigit()][:200] >= [str(n) for n in range(3)]
    assert all(f" {number} " in f" {text_of(made)} " for number in range(200))


def test_a_heading_stays_with_what_it_is_over():
    filler = [whole("x\n" * 50)]
    made = form(*filler, heading("Over"), whole("Under"))
    pages = [page.extract_text() for page in pages_of(made)]
    for page in pages:
        assert ("Over" in page) == ("Under" in page)


def test_what_is_typed_never_becomes_a_formula(tmp_path):
    sheet = sheet_of(form(labelled(("Name", "=cmd|'/c calc'!A1", 40, 146)), whole("+1\x00\x07 @")), tmp_path)
    kinds = {str(cell.value): cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds["=cmd|'/c calc'!A1"] == "s"
    assert kinds["+1 @"] == "s"


def test_an_empty_box_has_lines_to_write_on(tmp_path):
    def rules(made):
        reader = PdfReader(BytesIO(pdf_bytes(made)))
        return reader.pages[0].get_contents().get_data().count(b" l\n")

    assert rules(form(whole("", rules=6))) - rules(form(whole("filled", rules=6))) == 6
    sheet = sheet_of(form(whole("", rules=6)), tmp_path)
    ruled = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).border.bottom.style]
    assert len(ruled) == 6
    assert all(sheet.row_dimensions[row].height >= 20 for row in ruled)


def test_a_form_is_no_table(tmp_path):
    with pytest.raises(BadInput):
        write(form(), tmp_path / "form.csv")
