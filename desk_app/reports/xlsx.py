"""A report as an Excel workbook: the same description, the same order, ready to print on A4."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from desk_app.i18n import tr
from desk_app.reports import form_xlsx, grid_xlsx
from desk_app.reports.description import Align, Report, Value
from desk_app.reports.form import Form
from desk_app.reports.grid import Grid
from desk_app.reports.xlsx_cells import (
    CUT,
    FONT,
    GRID,
    RULE,
    SHADE,
    BodyCell,
    Sheet,
    body_cells,
    horizontal,
    is_cut,
    letter,
    safe,
    save,
    sheet_title,
    text_cell,
)
from desk_app.reports.xlsx_heights import Heights
from desk_app.reports.xlsx_page import set_page
from desk_app.services.whole_file import write_whole

_NORMAL = Font(name=FONT, size=10)
_BOLD = Font(name=FONT, size=9, bold=True)
_TITLE = Font(name=FONT, size=14, bold=True)
_UNITS_PER_MM = 0.52  # Excel measures columns in characters of its standard font


def write_xlsx(report: Report | Form | Grid, path: Path) -> None:
    """Write `report` to `path`. Raises Unavailable when that cannot be done; an old file then stays."""
    if isinstance(report, Form):
        write_whole(path, lambda stream: form_xlsx.compose(report, stream))
    elif isinstance(report, Grid):
        write_whole(path, lambda stream: grid_xlsx.compose(report, stream))
    else:
        write_whole(path, lambda stream: _compose(report, stream))


def _compose(report: Report, stream: BinaryIO) -> None:
    book: Any = Workbook(write_only=True)
    _properties(book, report)
    sheets: list[Sheet] = []

    def add(title: str) -> Sheet:
        sheets.append(Sheet(book, title=sheet_title(title)))
        book._add_sheet(sheets[-1])
        return sheets[-1]

    try:
        for part in (report, *report.more):
            _Writer(part, add(part.title)).write()
            if part.charts:
                from desk_app.reports.xlsx_chart import write_chart
            for chart in part.charts:
                write_chart(chart, add(chart.title))
        save(book, stream)
    except BaseException:
        for sheet in sheets:
            sheet.abandon()
        raise


class _Writer:
    """Writes the rows of the sheet from top to bottom, as a write-only sheet wants them."""

    def __init__(self, report: Report, sheet: Sheet) -> None:
        self._report = report
        self._sheet = sheet
        self._width = len(report.columns)
        self._row = 0
        self._cut = False
        self._heights = Heights(report.columns)

    def write(self) -> None:
        above = len(self._report.subtitles) + len(self._report.intro)
        header_row = 3 + above + bool(self._report.heading or self._report.form_name)
        _page(self._sheet, self._report, header_row)
        self._head()
        style = {"font": _BOLD, "fill": SHADE, "border": GRID, "alignment": _wrapped("center", "center")}
        labels = [column.header for column in self._report.columns]
        self._height(self._heights.of(labels))
        self._append([text_cell(self._sheet, label, **style) for label in labels])
        self._body()
        self._sign()
        self._foot()

    def _head(self) -> None:
        report = self._report
        if report.heading or report.form_name:
            self._ends(report.heading, report.form_name)
        self._banner(report.title, _TITLE, Align.CENTER, height=22)
        for subtitle in report.subtitles:
            self._banner(subtitle, _NORMAL, Align.CENTER)
        for paragraph in report.intro:
            self._banner(paragraph, _NORMAL, Align.START, height=self._heights.across(paragraph))
        self._append([])

    def _body(self) -> None:
        cells = body_cells(self._sheet, self._report.columns)
        first = self._row
        for group in self._report.sections():
            if group.title:
                self._banner(group.title, _BOLD, Align.START, grid=True)
            for row in group.rows:
                for cell, value in zip(cells, row, strict=True):
                    cell.hold(self._value(value))
                self._height(self._heights.of(row))
                self._append(cells)
        if self._row == first and self._report.empty_text:
            self._banner(self._report.empty_text, _NORMAL, Align.CENTER, grid=True)
        for remark in self._report.remarks:
            self._banner(remark, _NORMAL, Align.START, grid=True, height=self._heights.across(remark))

    def _value(self, value: Value) -> Value:
        if not isinstance(value, str):
            return value
        text = safe(value)
        self._cut = self._cut or is_cut(text)
        return text

    def _sign(self) -> None:
        """One ruled blank a row: the label over the first columns, the rule under the widest."""
        label_end = min(3, self._width - 1)
        for line in self._report.signature:
            self._append([])
            self._height(self._heights.across(line.label, label_end) + 3)
            row = [text_cell(self._sheet, line.label, font=_NORMAL, alignment=self._aligned(Align.START))]
            row += [text_cell(self._sheet, "", font=_NORMAL) for _ in range(label_end - 1)]
            blank_end = min(label_end + 2, self._width)
            row += [
                text_cell(self._sheet, line.value if not index else "", font=_NORMAL, border=RULE)
                for index in range(blank_end - label_end)
            ]
            self._append(row)
            self._merge(1, label_end)
            self._merge(label_end + 1, blank_end)

    def _foot(self) -> None:
        small = Font(name=FONT, size=8)
        lines = list(self._report.footer)
        if self._cut:
            note = tr("A cell holds 32,767 characters. Longer texts end in “{mark}”; the PDF has them whole.", mark=CUT)
            lines.append(note)
        if self._heights.full:
            lines.append(tr("Some texts are longer than a row can show. Open the cell to read them, or print the PDF."))
        self._append([])
        for line in lines:
            self._banner(line, small, Align.START)

    def _ends(self, start: str, end: str) -> None:
        """One text at the start of the row and one at its end."""
        middle = max(1, self._width * 2 // 3)
        blank = [text_cell(self._sheet, "", font=_NORMAL) for _ in range(self._width)]
        blank[0] = text_cell(self._sheet, start, font=_NORMAL, alignment=self._aligned(Align.START))
        if end and middle < self._width:
            blank[middle] = text_cell(self._sheet, end, font=_NORMAL, alignment=self._aligned(Align.END))
        self._append(blank)
        self._merge(1, middle)
        self._merge(middle + 1, self._width)

    def _banner(self, text: str, font: Font, align: Align, *, grid: bool = False, height: float = 0) -> None:
        style: dict[str, Any] = {"font": font, "alignment": self._aligned(align)}
        if grid:
            style["border"] = GRID
        if height:
            self._height(height)
        texts = [text, *[""] * (self._width - 1)]
        self._append([text_cell(self._sheet, part, **style) for part in texts])
        self._merge(1, self._width)

    def _aligned(self, align: Align) -> Alignment:
        return _wrapped(horizontal(align, self._report.direction), "center")

    def _append(self, row: Sequence[BodyCell | Any]) -> None:
        self._row += 1
        self._sheet.append(row)

    def _height(self, points: float) -> None:
        """Say how high the next row is. Without customHeight: the row still follows its text when edited."""
        self._sheet.row_dimensions.clear()
        self._sheet.row_dimensions[self._row + 1] = {"ht": f"{points:g}"}

    def _merge(self, first: int, last: int) -> None:
        if last > first:
            self._sheet.merged_cells.add(f"{letter(first)}{self._row}:{letter(last)}{self._row}")


def _page(sheet: Sheet, report: Report, header_row: int) -> None:
    """Widths, frozen header, and how the sheet is printed; all of it must stand before the first row."""
    for index, column in enumerate(report.columns, 1):
        sheet.column_dimensions[letter(index)].width = round(max(column.width * _UNITS_PER_MM, 4), 1)
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    set_page(sheet, report)


def _properties(book: Workbook, report: Report) -> None:
    book.properties.title = safe(report.title)
    book.properties.creator = safe(report.heading) or "desk_app"
    if report.printed_on:
        day = date.timetuple(report.printed_on)
        book.properties.created = type(book.properties.created)(*day[:3])


def _wrapped(horizontal_word: str, vertical: str = "top") -> Alignment:
    return Alignment(horizontal=horizontal_word, vertical=vertical, wrap_text=True)
