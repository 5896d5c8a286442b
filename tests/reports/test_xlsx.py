"""The journal as a workbook: the same columns and rows, and never a formula."""

import errno
import gc
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desk_app.reports import write
from desk_app.reports.description import Direction
from desk_app.reports.xlsx_cells import LONGEST, safe, save
from tests.reports.samples import LABELS, journal, row

HEADER = 6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.xlsx"


def sheet_of(path: Path) -> Any:
    return load_workbook(path).active


def texts_of(path: Path) -> list[str]:
    return [str(cell.value) for line in sheet_of(path).iter_rows() for cell in line if cell.value is not None]


class FullDisk(BytesIO):
    """Takes nothing."""

    def write(self, _data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_once() -> None:
    with pytest.raises(OSError, match="No space left"), FullDisk() as stream:
        save(Workbook(), stream)
    gc.collect()  # what would complain of the closed stream does it now, and fails the test


@pytest.mark.clause("S-F1")
def test_ten_columns_in_the_order_of_the_form_and_the_row_below(path: Path) -> None:
    write(journal([row(), row(solved_on=None)]), path)
    sheet = sheet_of(path)
    assert tuple(cell.value for cell in sheet[HEADER]) == LABELS
    values = [cell.value for cell in sheet[HEADER + 1]]
    assert values[:4] == [datetime(2026, 10, 5), 1, "Ошибка", "Не открывается журнал"]
    assert values[4:] == [
        "МАОУ СОШ №7", "Иванова Анна", "кабинет 12", "Решен", datetime(2026, 10, 6), "повторно"
    ]  # fmt: skip
    assert sheet.cell(HEADER + 2, 2).value == 2
    assert sheet.cell(HEADER + 2, 9).value is None


def test_dates_are_dates(path: Path) -> None:
    write(journal([row()]), path)
    cell = sheet_of(path).cell(HEADER + 1, 1)
    assert cell.is_date
    assert cell.value.date() == date(2026, 10, 5)


@pytest.mark.parametrize("start", ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "=1+1", "#N/A", "\t=1", "1e5"])
def test_no_text_becomes_a_formula(start: str, path: Path) -> None:
    write(journal([row(description=start, note=start)], specialist=start, office_name=start), path)
    sheet = sheet_of(path)
    kinds = {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert kinds <= {"s", "n", "d"}
    assert sheet.cell(HEADER + 1, 4).data_type == "s"
    assert sheet.cell(HEADER + 1, 4).value.strip() == start.strip()


def test_it_prints_on_a4_landscape_with_header_and_counter(path: Path) -> None:
    write(journal([row()]), path)
    sheet = sheet_of(path)
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${HEADER}:${HEADER}"
    assert sheet.freeze_panes == f"A{HEADER + 1}"
    assert sheet.oddFooter.right.text == "Page &P of &N"


def test_body_is_wrapped_and_ruled_and_high_enough(path: Path) -> None:
    write(journal([row(description="слово " * 100)]), path)
    sheet = sheet_of(path)
    for cell in sheet[HEADER + 1]:
        assert cell.alignment.wrap_text
        assert cell.border.left.style == "thin"
    assert sheet.row_dimensions[HEADER + 1].height > 12 * 10


def test_control_characters_are_left_out(path: Path) -> None:
    write(journal([row(description="a\x00b\x0bc\u202ed\ud800e\uffff")]), path)
    value = sheet_of(path).cell(HEADER + 1, 4).value
    assert value == "ab\ncd\ufffde\ufffd"


def test_too_long_a_text_is_cut_where_one_can_see_it(path: Path) -> None:
    write(journal([row(description="ы" * 100_000)]), path)
    value = sheet_of(path).cell(HEADER + 1, 4).value
    assert len(value) == LONGEST
    assert value.endswith("ы…")
    assert any("the PDF has them whole" in text for text in texts_of(path))


def test_a_text_that_just_fits_is_not_called_cut(path: Path) -> None:
    write(journal([row(description="ы" * LONGEST)]), path)
    assert sheet_of(path).cell(HEADER + 1, 4).value == "ы" * LONGEST
    assert not any("the PDF has them whole" in text for text in texts_of(path))


def test_a_row_that_cannot_show_its_text_is_owned_up_to(path: Path) -> None:
    write(journal([row(description="слово " * 300)]), path)
    assert any("longer than a row can show" in text for text in texts_of(path))
    write(journal([row(description="слово " * 100)]), path)
    assert not any("longer than a row can show" in text for text in texts_of(path))


def test_length_is_counted_as_excel_counts() -> None:
    cut = safe("👍" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST
    assert cut.endswith("👍…")


@pytest.mark.clause("S-F1")
def test_a_month_without_requests(path: Path) -> None:
    write(journal([]), path)
    sheet = sheet_of(path)
    assert sheet.cell(HEADER + 1, 1).value == "There were no requests in this month."
    assert f"A{HEADER + 1}:J{HEADER + 1}" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert {"Дата", "ФИО специалиста полностью", "Подпись"} <= set(texts_of(path))


@pytest.mark.clause("S-10")
def test_signature_block_follows_the_rows(path: Path) -> None:
    write(journal([row()] * 5), path)
    texts = texts_of(path)
    end = len(texts) - texts[::-1].index("повторно")
    signature = ["Дата", "ФИО специалиста полностью", "Кузнецова Мария Александровна", "Подпись"]
    assert texts[end : end + 4] == signature


def test_right_to_left_sheet(path: Path) -> None:
    write(journal([row()], direction=Direction.RTL), path)
    assert sheet_of(path).sheet_view.rightToLeft
