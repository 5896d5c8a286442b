"""The table of a report as pages of PDF operators, in time linear in the text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk_app.i18n import format_date
from desk_app.reports.description import Align, Amount, Column, Kind, Report, Value
from desk_app.reports.measures import said
from desk_app.reports.paper import PADDING, Box
from desk_app.reports.typeset import Run, Typesetter

_CACHED_CELLS: Final = 50_000
_SHORT: Final = 80  # characters: longer texts seldom come twice
_MOST: Final = (1.6, 1.4, 1.2)  # times its share: wider no column gets for a word; less where all want more
_HAIR: Final = 0.05  # points: what rounding may take
_SAMPLE: Final = date(2000, 12, 28)
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
        self.edges = _edges(_widths(report.columns, box.width, text, bold), box)
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


def _edges(widths: Sequence[float], box: Box) -> list[float]:
    """The vertical lines, left to right on paper."""
    edges = [box.left]
    for width in widths[::-1] if box.mirrored else widths:
        edges.append(edges[-1] + width)
    return edges


def _widths(columns: Sequence[Column], room: float, text: Typesetter, bold: Typesetter) -> list[float]:
    """The columns' widths in points: their shares of `room`, but no word of `Column.whole` or of a header broken.

    What such a column lacks, the others give by their shares.
    """
    total = sum(column.width for column in columns)
    shares = [column.width / total * room for column in columns]
    needed = [_least(column, text, bold) for column in columns]
    for most in _MOST:
        least = [min(need, most * share) for need, share in zip(needed, shares, strict=True)]
        if sum(least) <= room:
            return _stretched(shares, least, room)
    return shares


def _stretched(shares: list[float], least: list[float], room: float) -> list[float]:
    """Return `shares` of `room` with every column as wide as its `least`; together those are no wider than `room`."""
    fixed: set[int] = set()
    while True:
        scale = (room - sum(least[place] for place in fixed)) / (
            sum(share for place, share in enumerate(shares) if place not in fixed) or 1.0
        )
        widths = [least[place] if place in fixed else share * scale for place, share in enumerate(shares)]
        short = {place for place, width in enumerate(widths) if width < least[place]}
        if not short:
            return widths if fixed else shares
        fixed |= short


def _least(column: Column, text: Typesetter, bold: Typesetter) -> float:
    """How wide `column` has to be for its words to stay whole, in points."""
    words = [word for said in column.whole for word in said.split()]
    if column.kind is Kind.DATE:
        words.append(format_date(_SAMPLE))
    widest = [bold.line(word).width for word in column.header.split()] + [text.line(word).width for word in words]
    return max(widest, default=0.0) + 2 * PADDING + _HAIR


def _text(value: int | date | Amount | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Amount):
        return said(value.value, value.unit)
    return format_date(value) if isinstance(value, date) else str(value)
