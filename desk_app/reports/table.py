"""The table of a report as pages of PDF operators, in time linear in the text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk_app.i18n import format_date
from desk_app.reports.description import Align, Amount, Column, Report, Value
from desk_app.reports.measures import said
from desk_app.reports.paper import PADDING, Box
from desk_app.reports.typeset import Run, Typesetter

_CACHED_CELLS: Final = 50_000
_SHORT: Final = 80  # characters: longer texts seldom come twice
_WIDOW: Final = 3  # lines: a row is not split for fewer


@dataclass(slots=True)
class Cell:
    """Lines at a place across the page; `spans` the whole table when it is a heading or a remark."""

    x: float
    width: float
    align: Align
    lines: Sequence[Run]


@dataclass(slots=True)
class Strip:
    """A row, or the part of a row that fits a page. `wide` rows have no inner vertical lines."""

    cells: list[Cell]
    lines: int
    height: float
    setter: Typesetter
    wide: bool = False
    keep: bool = False


class Table:
    """Makes strips out of a report's rows, and splits them."""

    def __init__(self, report: Report, box: Box, text: Typesetter, bold: Typesetter) -> None:
        self._report = report
        self._box = box
        self._text = text
        self._bold = bold
        self.edges = _edges(report.columns, box)
        self._mirrored = report.direction.value == "rtl"
        self._seen: list[dict[str, list[Run]]] = [{} for _ in report.columns]

    def header(self) -> Strip:
        """The row of column headers, centred and bold."""
        cells = [
            Cell(x, width, Align.CENTER, self._bold.wrap(column.header, width - 2 * PADDING))
            for (x, width), column in zip(self._places(), self._report.columns, strict=True)
        ]
        return self._strip(cells, self._bold)

    def strips(self) -> Iterator[Strip]:
        """Every row of the report in order, with group headings; the empty text if there is no row; the remarks."""
        empty = True
        for group in self._report.sections():
            strips = self._rows(group.rows)
            if group.title:
                empty = False
                yield self._banner(group.title, self._bold, Align.START, keep=True)
            for strip in strips:
                empty = False
                yield strip
        if empty and self._report.empty_text:
            yield self._banner(self._report.empty_text, self._text)
        for remark in self._report.remarks:
            yield self._banner(remark, self._text, Align.START)

    def split(self, strip: Strip, lines: int) -> tuple[Strip, Strip]:
        """Return the first `lines` lines of `strip` and the rest."""
        parts = (slice(None, lines), slice(lines, None))
        first, rest = (
            self._strip([Cell(c.x, c.width, c.align, c.lines[part]) for c in strip.cells], strip.setter)
            for part in parts
        )
        first.wide = rest.wide = strip.wide
        return first, rest

    def fitting(self, strip: Strip, room: float) -> int:
        """How many lines of `strip` may stand in `room` points: all, none, or a decent part."""
        if strip.height <= room:
            return strip.lines
        fit = int((room - 2 * PADDING) / leading(strip.setter))
        return 0 if fit < _WIDOW else min(fit, max(strip.lines - _WIDOW, 1))

    def _rows(self, rows: Iterable[Sequence[Value]]) -> Iterator[Strip]:
        places = [
            (x, width, column.alignment, width - 2 * PADDING, seen)
            for (x, width), column, seen in zip(self._places(), self._report.columns, self._seen, strict=True)
        ]
        for row in rows:
            cells = []
            for value, (x, width, align, room, seen) in zip(row, places, strict=True):
                text = value if isinstance(value, str) else _text(value)
                if text:
                    cells.append(Cell(x, width, align, self._lines(text, room, seen)))
            yield self._strip(cells, self._text)

    def _lines(self, text: str, room: float, seen: dict[str, list[Run]]) -> list[Run]:
        if len(text) > _SHORT:
            return self._text.wrap(text, room)
        lines = seen.get(text)
        if lines is None:
            if len(seen) >= _CACHED_CELLS:
                seen.clear()
            lines = seen[text] = self._text.wrap(text, room)
        return lines

    def _banner(self, text: str, setter: Typesetter, align: Align = Align.CENTER, *, keep: bool = False) -> Strip:
        left, right = self.edges[0], self.edges[-1]
        strip = self._strip([Cell(left, right - left, align, setter.wrap(text, right - left - 2 * PADDING))], setter)
        strip.wide, strip.keep = True, keep
        return strip

    def _strip(self, cells: list[Cell], setter: Typesetter) -> Strip:
        lines = max([len(cell.lines) for cell in cells], default=1) or 1
        return Strip(cells, lines, lines * leading(setter) + 2 * PADDING, setter)

    def _places(self) -> list[tuple[float, float]]:
        """Left edge and width of every column, in the order of the columns."""
        places = [(left, right - left) for left, right in zip(self.edges, self.edges[1:], strict=False)]
        return places[::-1] if self._mirrored else places


def leading(setter: Typesetter) -> float:
    """Points from one line to the next."""
    return round(setter.size * 1.18, 2)


def _edges(columns: Sequence[Column], box: Box) -> list[float]:
    """The vertical lines, left to right on paper."""
    ordered = columns[::-1] if box.mirrored else columns
    total = sum(column.width for column in ordered)
    edges = [box.left]
    for column in ordered:
        edges.append(edges[-1] + column.width / total * box.width)
    return edges


def _text(value: int | date | Amount | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Amount):
        return said(value.value, value.unit)
    return format_date(value) if isinstance(value, date) else str(value)
