"""A form as an Excel sheet: the same boxes in the same places, ready to print on A4."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from desk_app.reports.description import Align, Orientation
from desk_app.reports.form import Band, Form, FormBox
from desk_app.reports.xlsx_cells import FONT, GRID, RULE, SHADE, horizontal, letter, safe, save, sheet_title
from desk_app.reports.xlsx_heights import filled_lines, pieces
from desk_app.reports.xlsx_page import set_page

_TEXT: Final = Font(name=FONT, size=10)
_LABEL: Final = Font(name=FONT, size=10, bold=True)
_TITLE: Final = Font(name=FONT, size=14, bold=True)
_SMALL: Final = Font(name=FONT, size=8)
_WIDE: Final = 186
"""Columns are counted in parts of so many: millimetres of an A4 sheet between its margins."""
_LONG: Final = 273
"""The same where the sheet lies on its side."""
_UNITS_PER_MM: Final = 0.52  # Excel measures columns in characters of its standard font
_CHAR: Final = 1.75  # mm, the mean of Cyrillic in the font of the form
_LINE: Final = 13.0  # points
_RULE: Final = 21.0  # points: room to write in by hand
_MOST_LINES: Final = 30  # a sheet knows no row higher than 409 points


def compose(form: Form, stream: BinaryIO) -> None:
    """Write `form` to `stream`."""
    book: Any = Workbook()
    sheet = book.active
    _Writer(form, sheet).write()
    book.properties.title = safe(form.title)
    book.properties.creator = safe(form.heading) or "desk_app"
    save(book, stream)


class _Writer:
    """Writes from top to bottom. Every edge of a box is an edge of a column; boxes are cells joined together."""

    def __init__(self, form: Form, sheet: Any) -> None:
        self._form = form
        self._sheet = sheet
        self._wide = _LONG if form.orientation is Orientation.LANDSCAPE else _WIDE
        edges = {edge for band in form.bands for edge in _edges(band, self._wide)}
        self._edges = sorted(edges | {0, self._wide // 2, self._wide})
        self._row = 0

    def write(self) -> None:
        """Write the whole sheet."""
        form = self._form
        self._set_up()
        if form.heading or form.form_name:
            middle = self._wide // 2
            self._next(_LINE * max(self._lines(form.heading, middle), self._lines(form.form_name, middle)) + 3)
            self._put(form.heading, 0, middle, _TEXT, Align.START)
            self._put(form.form_name, middle, self._wide, _TEXT, Align.END)
        self._across(form.title, _TITLE, Align.CENTER, 24)
        for subtitle in form.subtitles:
            self._across(subtitle, _TEXT, Align.CENTER)
        for paragraph in form.intro:
            self._across(paragraph, _TEXT, Align.START)
        self._next()
        for band in form.bands:
            self._band(band)
        self._sign()
        self._next()
        for line in form.footer:
            self._across(line, _SMALL, Align.START)

    def _band(self, band: Band) -> None:
        edges = _edges(band, self._wide)
        blank = len(band.boxes) == 1 and not band.boxes[0].text
        lines = [([""], _RULE)] * band.boxes[0].rules if blank else self._rows(band, edges)
        for texts, height in lines:
            self._next(height)
            for box, text, start, end in zip(band.boxes, texts, edges, edges[1:], strict=False):
                style: dict[str, Any] = {} if band.open else {"border": GRID}
                if box.label and not band.open:
                    style["fill"] = SHADE
                self._put(text, start, end, _LABEL if box.label else _TEXT, box.align, top=True, **style)

    def _rows(self, band: Band, edges: Sequence[int]) -> Iterator[tuple[list[str], float]]:
        """Give the rows that a band takes: the texts of its boxes, and how high the row is in points."""
        rooms = [_room(end - start) for start, end in pairwise(edges)]
        parts = [list(pieces(box.text, room, _MOST_LINES)) for box, room in zip(band.boxes, rooms, strict=True)]
        for number in range(max(len(part) for part in parts)):
            texts = [part[number] if number < len(part) else "" for part in parts]
            lines = [sum(filled_lines(line, room) for line in text.split("\n"))
                     for text, room in zip(texts, rooms, strict=True)]  # fmt: skip
            yield texts, max(max(lines) * _LINE + 5, _rules(band.boxes) * _RULE)

    def _sign(self) -> None:
        """One ruled blank a row: its label at the start, the rule behind it."""
        middle = self._wide // 2
        for line in self._form.signature:
            self._next()
            self._next(_LINE * self._lines(line.label, middle) + 5)
            self._put(line.label, 0, middle, _TEXT, Align.START)
            self._put(line.value, middle, self._wide, _TEXT, Align.CENTER, border=RULE)

    def _across(self, text: str, font: Font, align: Align, height: float = 0.0) -> None:
        self._next(height or _LINE * self._lines(text, self._wide) + 3)
        self._put(text, 0, self._wide, font, align)

    def _lines(self, text: str, width: int) -> int:
        return min(sum(filled_lines(line, _room(width)) for line in text.split("\n")), _MOST_LINES)

    def _next(self, height: float = 0.0) -> None:
        self._row += 1
        if height:
            self._sheet.row_dimensions[self._row].height = round(height, 1)

    def _put(
        self, text: str, start: int, end: int, font: Font, align: Align, *, top: bool = False, **style: Any
    ) -> None:
        """Put `text` as text into the cells between two edges, joined together."""
        first, last = self._edges.index(start) + 1, self._edges.index(end)
        for column in range(first, last + 1):
            cell = self._sheet.cell(self._row, column)
            for name, value in style.items():
                setattr(cell, name, value)
        cell = self._sheet.cell(self._row, first)
        if text:
            cell.value = safe(text)
            cell.data_type = "s"
        cell.font, cell.number_format = font, "@"
        side = horizontal(align, self._form.direction)
        cell.alignment = Alignment(horizontal=side, vertical="top" if top else "center", wrap_text=True)
        if last > first:
            self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=first, end_column=last)

    def _set_up(self) -> None:
        """Widths, and how the sheet is printed."""
        sheet = self._sheet
        sheet.title = sheet_title(self._form.title)
        for number, (start, end) in enumerate(pairwise(self._edges), 1):
            sheet.column_dimensions[letter(number)].width = max(round((end - start) * _UNITS_PER_MM, 1), 0.6)
        set_page(sheet, self._form)


def _edges(band: Band, wide: int) -> list[int]:
    """Return where the boxes of `band` begin and end, in whole millimetres."""
    total = sum(box.width for box in band.boxes)
    return [0, *(round(edge / total * wide) for edge in accumulate(box.width for box in band.boxes))]


def _room(width: int) -> int:
    """How many characters stand side by side in `width` mm."""
    return max(int((width - 3) / _CHAR), 3)


def _rules(boxes: Sequence[FormBox]) -> int:
    return max((box.rules for box in boxes if not box.text and not box.label), default=0)
