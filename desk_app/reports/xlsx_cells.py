"""The cells of a sheet: text that can never turn into a formula, styled at the price of a plain cell."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any, BinaryIO, Final

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from desk_app.i18n import format_date
from desk_app.reports.clean import REPLACEMENT, clean
from desk_app.reports.description import Align, Amount, Column, Direction, Kind, Value

FONT: Final = "Calibri"  # a sheet carries no fonts: this one comes with Excel, its twin with LibreOffice
LONGEST: Final = 32_767  # UTF-16 units that a cell holds
CUT: Final = "…"

_THIN: Final = Side(style="thin", color="FF808080")
GRID: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
FORMATS: Final = {
    Kind.TEXT: "@",
    Kind.SHARE: "0.0%",
    Kind.SCORE: "0.00",
    Kind.MINUTES: "[h]:mm:ss",
    Kind.WORK: "[h]:mm",
}
"""How a sheet shows what it holds."""
RULE: Final = Border(bottom=_THIN)
SHADE: Final = PatternFill("solid", fgColor="FFEDEDED")


class BodyCell(Cell):
    """A cell of the table's body. One serves a whole column: it is written before it holds the next value.

    Its style is looked up once, where openpyxl would look it up for every cell of the sheet.
    """

    __slots__ = ("_index", "_letter")
    _value: str | float | None
    has_style = True

    def __init__(self, sheet: Any, column: int, pattern: Any) -> None:
        super().__init__(sheet, row=1, column=column)
        self._index: int = pattern.style_id
        self._letter = letter(column)

    @property
    def style_id(self) -> int:
        return self._index

    @property
    def coordinate(self) -> str:
        return f"{self._letter}{self.row}"

    def hold(self, value: Value) -> None:
        """Take `value` as it is: a text stays a text, also when it begins with =, +, - or @."""
        if isinstance(value, str):
            self._value, self.data_type = value, "s"
        else:
            self._value, self.data_type = _number(value), "n"


class Sheet(WriteOnlyWorksheet):
    """A write-only sheet that writes body cells without asking each what it might be."""

    row_dimensions: Any
    column_dimensions: Any
    merged_cells: Any
    page_setup: Any
    page_margins: Any
    sheet_properties: Any

    _writer: Any

    def abandon(self) -> None:
        """Close and remove the temporary file of a sheet that will not be saved."""
        with suppress(Exception):
            self.close()
        with suppress(Exception):
            self._writer.cleanup()

    def _values_to_row(self, values: Any, row_idx: int) -> Iterator[Any]:
        if not (values and isinstance(values[0], BodyCell)):
            yield from super()._values_to_row(values, row_idx)  # type: ignore[misc]
            return
        for cell in values:
            cell.row = row_idx
            yield cell


def _number(value: int | date | Amount | None) -> float | None:
    if isinstance(value, Amount):
        return value.number
    return _serial(value) if isinstance(value, date) else value


def text_cell(sheet: WriteOnlyWorksheet, text: str, **style: Any) -> Any:
    """A cell outside the body, holding `text` as text."""
    cell: Any = WriteOnlyCell(sheet)
    cell._value, cell.data_type = safe(text), "s"
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def body_cells(sheet: WriteOnlyWorksheet, columns: tuple[Column, ...]) -> list[BodyCell]:
    """One cell a column, in the column's style."""
    cells = []
    for index, column in enumerate(columns, 1):
        pattern = text_cell(sheet, "", font=Font(name=FONT, size=9), border=GRID)
        pattern.alignment = Alignment(horizontal=horizontal(column.alignment), vertical="top", wrap_text=True)
        if column.kind is Kind.DATE:
            pattern.number_format = date_format()
        else:
            pattern.number_format = FORMATS.get(column.kind, pattern.number_format)
        cells.append(BodyCell(sheet, index, pattern))
    return cells


def horizontal(align: Align, direction: Direction = Direction.LTR) -> str:
    """The word a spreadsheet uses for `align`; left and right there are those of the paper."""
    sides = {Align.START: "left", Align.CENTER: "center", Align.END: "right"}
    if direction is Direction.RTL:
        sides = {Align.START: "right", Align.CENTER: "center", Align.END: "left"}
    return sides[align]


def save(book: Any, stream: BinaryIO) -> None:
    """Write `book` to `stream` in one piece: packed straight to a full disk, it complains once more as it ends."""
    packed = BytesIO()
    book.save(packed)
    stream.write(packed.getbuffer())


def safe(text: str) -> str:
    """Return `text` without what a sheet cannot hold; what is too long for a cell is cut, and shows it."""
    if not text.isprintable():
        text = ILLEGAL_CHARACTERS_RE.sub("", clean(text))
    if any(code in text for code in ("\ufffe", "\uffff")):
        text = text.replace("\ufffe", REPLACEMENT).replace("\uffff", REPLACEMENT)
    return text if 2 * len(text) <= LONGEST else _cut(text)


def is_cut(text: str) -> bool:
    """Whether `safe` had to shorten a text to `text`."""
    return 2 * len(text) > LONGEST - 2 and text.endswith(CUT)


def date_format() -> str:
    """The number format that shows a date as the program's language writes it."""
    if format_date(date(2001, 2, 3)) == "03.02.2001":
        return r"dd\.mm\.yyyy"
    return "d mmm yyyy"


@lru_cache(maxsize=1000)
def _serial(day: date) -> float:
    """The number by which a sheet keeps a date."""
    to_number: Any = to_excel
    return float(to_number(day))


def sheet_title(title: str) -> str:
    """Return `title` as a sheet's name: 31 characters at most, some of them forbidden."""
    kept = "".join(" " if char in "[]:*?/\\\n" else char for char in clean(title)).strip(" '")
    return kept[:31].strip(" '") or "1"


def letter(index: int) -> str:
    """The letter of column `index`, from 1."""
    return str(get_column_letter(index))


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", errors="ignore") + CUT
