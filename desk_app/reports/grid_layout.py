"""The blocks of a grid as set text, with the heights that their rows need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from desk_app.reports.grid import Grid, GridBlock, Placed, placed
from desk_app.reports.paper import MM, Box
from desk_app.reports.table import leading
from desk_app.reports.typeset import Run, Typesetter

_PADDING: Final = 1.4  # points: a grid is narrow


@dataclass(slots=True)
class GridPiece:
    """A cell, set: its place from the left of the page and from the top of its block, in points."""

    placed: Placed
    x: float
    y: float
    width: float
    height: float
    lines: Sequence[Run]
    setter: Typesetter


@dataclass(slots=True)
class GridStrip:
    """A block, set. It is never split."""

    pieces: list[GridPiece]
    height: float
    lines: int = 1
    keep: bool = False


class GridBody:
    """Makes strips out of a grid's blocks (see `flow.Body`). `room` is the height of a page below the header."""

    def __init__(self, grid: Grid, box: Box, text: Typesetter, bold: Typesetter) -> None:
        self._grid = grid
        self._box = box
        self._text = text
        self._bold = bold
        total = sum(grid.widths)
        self._edges = [0.0, *(edge / total * box.width for edge in accumulate(grid.widths))]
        self.header = self.set(grid.header)
        self.room = box.height - self.header.height

    def strips(self) -> Iterator[GridStrip]:
        """Every block in order."""
        return map(self.set, self._grid.blocks)

    def fitting(self, strip: GridStrip, room: float) -> int:
        """Return 1 where `strip` may stand in `room` points; what no page can hold stands on a page of its own."""
        return 1 if strip.height <= room or room >= self.room - 0.01 else 0

    def split(self, strip: GridStrip, lines: int) -> tuple[GridStrip, GridStrip]:
        """Blocks are not split."""
        raise NotImplementedError

    def set(self, block: GridBlock) -> GridStrip:
        """Return `block` set."""
        cells = list(placed(block))
        lines = [self._lines(one) for one in cells]
        heights = self._heights(len(block.rows), list(zip(cells, lines, strict=True)))
        tops = [0.0, *accumulate(heights)]
        pieces = []
        for one, runs in zip(cells, lines, strict=True):
            left, right = self._across(one)
            y, below = tops[one.row], tops[min(one.row + one.cell.rows, len(heights))]
            pieces.append(GridPiece(one, left, y, right - left, below - y, runs, self._setter(one)))
        return GridStrip(pieces, tops[-1])

    def _heights(self, rows: int, cells: Sequence[tuple[Placed, Sequence[Run]]]) -> list[float]:
        """Return the heights of the rows; what a high cell lacks its last row gets."""
        heights = [self._grid.row * MM] * rows
        for one, runs in sorted(cells, key=lambda cell: cell[0].cell.rows):
            needed = len(runs) * leading(self._setter(one)) + 2 * _PADDING
            last = min(one.row + one.cell.rows, rows) - 1
            heights[last] += max(needed - sum(heights[one.row : last + 1]), 0.0)
        return heights

    def _lines(self, one: Placed) -> Sequence[Run]:
        left, right = self._across(one)
        return self._setter(one).wrap(one.cell.text, right - left - 2 * _PADDING) if one.cell.text else []

    def _across(self, one: Placed) -> tuple[float, float]:
        """Return where a cell begins and ends from the left of the page."""
        start, end = self._edges[one.column], self._edges[min(one.column + one.cell.columns, len(self._edges) - 1)]
        if self._box.mirrored:
            return self._box.right - end, self._box.right - start
        return self._box.left + start, self._box.left + end

    def _setter(self, one: Placed) -> Typesetter:
        return self._bold if one.cell.bold else self._text
