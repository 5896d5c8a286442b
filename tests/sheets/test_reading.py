"""A workbook is read as a person sees it, or refused in a sentence that says the way out."""

import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from desk_app.domain.errors import BadInput, Cancelled, Unavailable
from desk_app.domain.grid import UNCALCULATED, Fault, grid_of_text
from desk_app.sheets import package, read_book
from tests.support.sheets import row, write


def saved(path, fill):
    book = Workbook()
    fill(book.active)
    book.save(path)
    return path


def cells(path, sheet=0):
    return {found.number: dict(found.cells) for found in read_book(path)[sheet].rows}


def changed(path, part, old, new):
    """Write the workbook anew with `old` replaced by `new` in one of its parts."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def test_a_vertical_merge_lends_its_value_to_every_row(tmp_path):
    path = write(tmp_path / "j.xlsx", [row(1), row(2, None), row(3, None)], merges=["A5:A7"])
    rows = {found.number: found for found in read_book(path)[0].rows}
    assert [rows[number].cells[1] for number in (5, 6, 7)] == ["05.10.2026"] * 3
    assert 1 not in rows[5].lent
    assert 1 in rows[7].lent


def test_a_horizontal_merge_stays_in_its_first_column(tmp_path):
    path = saved(tmp_path / "j.xlsx", lambda sheet: (sheet.append(["one", None, None]), sheet.merge_cells("A1:C1")))
    found = read_book(path)[0].rows[0]
    assert dict(found.cells) == {1: "one"}
    assert found.banner == "one"


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_sheet(tmp_path):
    path = saved(tmp_path / "j.xlsx", lambda sheet: [sheet.append(line) for line in (["a"], [], ["", "  "], ["b"])])
    assert cells(path) == {1: {1: "a"}, 4: {1: "b"}}


def test_a_formula_gives_its_stored_value(tmp_path):
    path = saved(tmp_path / "j.xlsx", lambda sheet: sheet.append([1, "=A1+1"]))
    assert cells(path)[1][2] == UNCALCULATED
    path = changed(path, "xl/worksheets/sheet1.xml", b"<f>A1+1</f><v />", b"<f>A1+1</f><v>2</v>")
    assert cells(path)[1][2] == 2


def test_an_error_value_is_no_text(tmp_path):
    def fill(sheet):
        sheet["A1"] = "#REF!"
        sheet["A1"].data_type = "e"

    assert cells(saved(tmp_path / "j.xlsx", fill))[1][1] == Fault("#REF!")


def test_dates_are_dates(tmp_path):
    path = saved(tmp_path / "j.xlsx", lambda sheet: sheet.append([datetime(2026, 10, 5, 9, 30)]))
    assert cells(path)[1][1] == datetime(2026, 10, 5, 9, 30)


def test_every_sheet_is_read_and_charts_are_not(tmp_path):
    book = Workbook()
    book.active.append(["a"])
    book.create_chartsheet("chart")
    hidden = book.create_sheet("lists")
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "j.xlsx")
    assert [(grid.name, grid.hidden) for grid in read_book(tmp_path / "j.xlsx")] == [("Sheet", False), ("lists", True)]


def refusal(path):
    with pytest.raises(BadInput) as caught:
        read_book(path)
    return str(caught.value)


def test_a_broken_zip_is_named(tmp_path):
    path = write(tmp_path / "j.xlsx", [row()])
    path.write_bytes(path.read_bytes()[:-200])
    assert "j.xlsx is damaged" in refusal(path)


def test_a_zip_broken_in_the_middle_is_named(tmp_path):
    path = write(tmp_path / "j.xlsx", [row(number) for number in range(200)])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        start = book.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[start + 200 : start + 260] = bytes(60)
    path.write_bytes(bytes(data))
    assert "is damaged" in refusal(path)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"]
)
def test_xml_cut_short_is_named(tmp_path, part):
    path = write(tmp_path / "j.xlsx", [row()])
    with zipfile.ZipFile(path) as book:
        whole = book.read(part)
    assert "is damaged" in refusal(changed(path, part, whole, whole[: len(whole) // 2]))


def test_an_empty_file_and_text_are_no_workbook(tmp_path):
    (tmp_path / "empty.xlsx").write_bytes(b"")
    assert "is damaged" in refusal(tmp_path / "empty.xlsx")
    (tmp_path / "notes.txt").write_text("Дата;Описание", "utf-8")
    assert "is not an Excel workbook" in refusal(tmp_path / "notes.txt")


def test_another_kind_of_zip_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "j.ods", "w") as package:
        package.writestr("content.xml", "<a/>")
    assert "is not an Excel workbook" in refusal(tmp_path / "j.ods")


def test_the_old_format_and_a_password_are_told_apart(tmp_path):
    start = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    (tmp_path / "old.xls").write_bytes(start)
    assert "old Excel format" in refusal(tmp_path / "old.xls")
    (tmp_path / "secret.xlsx").write_bytes(start + "EncryptedPackage".encode("utf-16-le") + bytes(600))
    assert "protected with a password" in refusal(tmp_path / "secret.xlsx")


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    path = write(tmp_path / "j.xlsx", [row()])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/big.bin", bytes(3_000_000))
    monkeypatch.setattr(package, "UNPACKED_LIMIT", 2_000_000)
    assert "unpacked" in refusal(path)


def test_a_folder_and_a_missing_file(tmp_path):
    with pytest.raises(Unavailable, match="is a folder"):
        read_book(tmp_path)
    with pytest.raises(Unavailable, match="There is no file"):
        read_book(tmp_path / "no.xlsx")


def test_reading_can_be_stopped(tmp_path):
    def stop(rows):
        raise Cancelled

    with pytest.raises(Cancelled):
        read_book(write(tmp_path / "j.xlsx", [row(number) for number in range(600)]), stop)


def test_rows_from_the_clipboard():
    grid = grid_of_text('a\t"two\nlines"\r\n\r\nb\t=1+1\r\n')
    assert [(found.number, dict(found.cells)) for found in grid.rows] == [
        (1, {1: "a", 2: "two\nlines"}),
        (3, {1: "b", 2: "=1+1"}),
    ]
    assert len(grid_of_text('a\t5" disk\nb').rows) == 2
