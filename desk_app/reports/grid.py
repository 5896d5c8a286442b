"""One description of a printed grid: cells that may span columns and rows, in blocks that stay whole on a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from desk_app.reports.description import Align, Around, Orientation


class Shade(Enum):
    """How dark the ground of a cell is; what it says must not depend on it."""

    NONE = ""
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as wide as `columns` and as high as `rows` of its block."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    align: Align = Align.CENTER
    bold: bool = False
    shade: Shade = Shade.NONE


@dataclass(frozen=True, slots=True)
class GridBlock:
    """Rows that stand on one page together. A place that a cell of a row above reaches into is left out of its row."""

    rows: tuple[tuple[GridCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid(Around):
    """A grid as it is printed: the texts around are those of a `Report`; `header` stands on every page.

    `widths` are the columns' shares of the page (written as if in mm); `size` is that of the print in points, `row`
    the least height of a row in mm.
    """

    title: str
    widths: tuple[float, ...]
    header: GridBlock
    blocks: tuple[GridBlock, ...]
    orientation: Orientation = field(default=Orientation.LANDSCAPE, kw_only=True)
    size: float = 8.0
    row: float = 5.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its place: the row and the column (from 0) of its upper corner at the start of the line."""

    cell: GridCell
    row: int
    column: int


def placed(block: GridBlock) -> Iterator[Placed]:
    """Give the cells of `block` with their places."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(block.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            yield Placed(cell, row, column)
            taken |= {(row + down, column + across) for down in range(cell.rows) for across in range(cell.columns)}
            column += cell.columns


def across(text: str, widths: Sequence[float], bold: bool = False) -> GridBlock:
    """Return a block that says `text` as wide as the grid."""
    return GridBlock(((GridCell(text, columns=len(widths), align=Align.START, bold=bold),),))
