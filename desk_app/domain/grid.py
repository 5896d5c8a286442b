"""A sheet of a spreadsheet as plain rows, whatever program wrote it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell without a usable value: a formula that was never calculated ("formula"), or an error like #REF!."""

    what: str

    def __str__(self) -> str:
        return self.what


UNCALCULATED: Final = Fault("formula")

Value: TypeAlias = str | int | float | bool | datetime | date | time | Fault | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row, with the number it has in the sheet; `cells` are its values by column (1 = A), empty ones left out.

    `lent` are columns whose value belongs to a merge that began in a row above. `spans` gives the last column
    of every merge that covers several columns, by its first one.
    """

    number: int
    cells: Mapping[int, Value]
    lent: frozenset[int] = frozenset()
    spans: Mapping[int, int] = field(default_factory=dict)

    @property
    def banner(self) -> Value:
        """The value of a row that is one text across at least three columns and nothing else; None otherwise."""
        if len(self.cells) != 1 or self.lent:
            return None
        ((column, value),) = self.cells.items()
        return value if self.spans.get(column, column) - column >= 2 else None


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its name and its rows from top to bottom, empty rows left out.

    `late_epoch` tells that bare numbers count days from 1904, as books from old Macintoshes do.
    """

    name: str
    rows: tuple[GridRow, ...]
    hidden: bool = False
    late_epoch: bool = False


def cell_text(value: Value) -> str:
    """Return `value` as a person reads it in the sheet; a whole number without a fraction."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    return value if isinstance(value, str) else str(value)


def grid_of_text(text: str, name: str = "") -> Grid:
    """Return the rows of tab-separated `text`, as a spreadsheet puts them on the clipboard.

    A cell in quotes may hold line ends; a doubled quote stands for one.
    """
    rows = []
    for number, cells in enumerate(_split(text), 1):
        found: dict[int, Value] = {place: cell for place, cell in enumerate(cells, 1) if cell.strip()}
        if found:
            rows.append(GridRow(number, found))
    return Grid(name, tuple(rows))


def _split(text: str) -> list[list[str]]:
    sound = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if sound.count('"') % 2:  # a lone quote would swallow every row after it
        return [line.split("\t") for line in sound.split("\n")]
    csv.field_size_limit(max(csv.field_size_limit(), len(sound) + 1))
    return list(csv.reader(io.StringIO(sound, newline=""), dialect="excel-tab"))
