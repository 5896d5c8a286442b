"""A grid as an Excel sheet: the same cells, joined where they span, ready to print on its paper."""

from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from desk_app.reports.description import Align
from desk_app.reports.grid import Grid, GridBlock, GridCell, Placed, Shade, placed
from desk_app.reports.xlsx_cells import FONT, GRID, RULE, horizontal, letter, safe, save, sheet_title
from desk_app.reports.xlsx_heights import filled_lines
from desk_app.reports.xlsx_page import set_page

_TEXT: Final = Font(name=FONT, size=10)
_TITLE: Final = Font(name=FONT, size=14, bold=True)
_SMALL: Final = Font(name=FONT, size=8)
_SHADES: Final = {
    Shade.LIGHT: PatternFill("solid", fgColor="FFE4E4E4"),
    Shade.DARK: PatternFill("solid", fgColor="FFC6C6C6"),
}
_UNITS_PER_MM: Final = 0.52
_CHAR: Final = 0.21  # mm a character for each point of print, the mean of Cyrillic
_POINTS_PER_MM: Final = 72 / 25.4


def compose(grid: Grid, stream: BinaryIO) -> None:
    """Write `grid` to `stream`."""
    book: Any = Workbook()
    _Writer(grid, book.active).write()
    book.properties.title = safe(grid.title)
    book.properties.creator = safe(grid.heading) or "desk_app"
    save(book, stream)


class _Writer:
    """Writes from top to bottom."""

    def __init__(self, grid: Grid, sheet: Any) -> None:
        self._grid = grid
        self._sheet = sheet
        self._count = len(grid.widths)
        self._row = 0
        total, half = sum(grid.widths), 0.0
        self._middle = 0
        while half < total * 0.6:
            half += grid.widths[self._middle]
            self._middle += 1

    def write(self) -> None:
        """Write the whole sheet."""
        grid = self._grid
        self._set_up()
        if grid.heading or grid.form_name:
            lines = max(text.count("\n") + 1 for text in (grid.heading, grid.form_name))
            self._next(13.0 * lines + 3)
            self._put(grid.heading, 1, self._middle, _TEXT, Align.START)
            self._put(grid.form_name, self._middle + 1, self._count, _TEXT, Align.END)
        self._across(grid.title, _TITLE, Align.CENTER, 22)
        for text in grid.subtitles:
            self._across(text, _TEXT, Align.CENTER)
        for text in grid.intro:
            self._across(text, _TEXT, Align.START)
        self._next()
        begins = self._row + 1
        self._block(grid.header)
        self._sheet.print_title_rows = f"{begins}:{self._row}"
        for block in grid.blocks:
            self._block(block)
        self._sign()
        self._next()
        for text in grid.footer:
            self._across(text, _SMALL, Align.START)

    def _block(self, block: GridBlock) -> None:
        first = self._row + 1
        heights = [self._grid.row * _POINTS_PER_MM] * len(block.rows)
        cells = list(placed(block))
        for one in sorted(cells, key=lambda one: one.cell.rows):
            last = min(one.row + one.cell.rows, len(heights)) - 1
            heights[last] += max(self._height(one) - sum(heights[one.row : last + 1]), 0.0)
        for height in heights:
            self._next(min(height, 409.0))
        for one in cells:
            self._cell(one.cell, first + one.row, one.column + 1)

    def _height(self, one: Placed) -> float:
        size = self._grid.size
        width = sum(self._grid.widths[one.column : one.column + one.cell.columns])
        room = max(int((width - 1) / (_CHAR * size)), 1)
        return sum(filled_lines(line, room) for line in one.cell.text.split("\n")) * size * 1.3 + 2

    def _cell(self, cell: GridCell, row: int, column: int) -> None:
        last_row, last_column = row + cell.rows - 1, min(column + cell.columns - 1, self._count)
        for down in range(row, last_row + 1):
            for along in range(column, last_column + 1):
                one = self._sheet.cell(down, along)
                one.border = GRID
                if cell.shade in _SHADES:
                    one.fill = _SHADES[cell.shade]
        font = Font(name=FONT, size=self._grid.size, bold=cell.bold)
        self._write(cell.text, row, column, font, cell.align)
        if (last_row, last_column) != (row, column):
            self._sheet.merge_cells(start_row=row, end_row=last_row, start_column=column, end_column=last_column)

    def _sign(self) -> None:
        for line in self._grid.signature:
            self._next()
            self._next(16)
            self._put(line.label, 1, self._middle // 2, _TEXT, Align.START)
            for column in range(self._middle // 2 + 1, self._middle + 1):
                self._sheet.cell(self._row, column).border = RULE
            self._put(line.value, self._middle // 2 + 1, self._middle, _TEXT, Align.CENTER)

    def _across(self, text: str, font: Font, align: Align, height: float = 14.0) -> None:
        self._next(height * (text.count("\n") + 1))
        self._put(text, 1, self._count, font, align)

    def _put(self, text: str, first: int, last: int, font: Font, align: Align) -> None:
        self._write(text, self._row, first, font, align)
        if last > first:
            self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=first, end_column=last)

    def _write(self, text: str, row: int, column: int, font: Font, align: Align) -> None:
        cell = self._sheet.cell(row, column)
        if text:
            cell.value = safe(text)
            cell.data_type = "s"
        cell.font, cell.number_format = font, "@"
        side = horizontal(align, self._grid.direction)
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)

    def _next(self, height: float = 0.0) -> None:
        self._row += 1
        if height:
            self._sheet.row_dimensions[self._row].height = round(height, 1)

    def _set_up(self) -> None:
        sheet, grid = self._sheet, self._grid
        sheet.title = sheet_title(grid.title)
        for number, width in enumerate(grid.widths, 1):
            sheet.column_dimensions[letter(number)].width = max(round(width * _UNITS_PER_MM, 1), 1.5)
        set_page(sheet, grid)
