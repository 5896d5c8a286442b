"""The rows of a table in a sheet, without what only looks like one: repeats, sums, and the signature at the end."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from desk_app.domain.grid import Grid, GridRow, Value, cell_text
from desk_app.domain.written_dates import written_moment
from desk_app.services.sheet_columns import Header, word_key

_SUM: Final = re.compile(r"(?:итого|всего|total)\b.*")
_SIGNATURE: Final = re.compile(
    r"(?:дата )?(?:фио (?:(?:технического )?специалиста|исполнителя|сотрудника)\b.*|подпись\b.{0,60}|м п|"
    r"(?:специалист|исполнитель|ответственный|руководитель|начальник)(?: .{0,40})?(?: подпись.*)?|"
    r"full name of the \w+.*|signature\b.{0,60}|signed\b.{0,60})|"
    r".{0,80}\b(?:фио|дата|специалист|date|name)\b.{0,80}\b(?:подпись|signature)\b.{0,60}"
)
_WORDS: Final = frozenset({"подпись", "signature"})
_BESIDE: Final = 2
"""How many other cells stand beside the label of a signature: a name and a date."""
_ALWAYS_SET: Final = frozenset({"position", "position_no", "date", "received", "time"})
"""Fields that are often filled in beforehand, and so make no row by themselves."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table: its number in the sheet and its values by field."""

    number: int
    values: Mapping[str, Value]


def table_rows(
    grid: Grid, header: Header, body: str, day: str = "", labels: frozenset[str] = frozenset()
) -> list[TableRow]:
    """Return the rows below `header` that hold something.

    `body` is the field that every row must have, `day` the field of its date. `labels` are the office's own words
    of the signature block (as `word_key`): from there on only rows with a date and a body count.
    """
    return list(_rows(grid, header, body, day, labels))


def _rows(grid: Grid, header: Header, body: str, day: str, labels: frozenset[str]) -> Iterator[TableRow]:
    heading: Value = None
    signed = False
    for row in grid.rows[header.last + 1 :]:
        if (banner := row.banner) is not None:
            heading = banner if _is_date(banner, grid) else heading
            signed = signed or _signs(row, labels)
            continue
        values = {field: row.cells[column] for field, column in header.columns.items() if column in row.cells}
        if _repeats(row, header):
            continue
        if day and day in header.columns and day not in values and heading is not None and not signed:
            values[day] = heading
        dated = not day or _is_date(values.get(day), grid)
        if _sums(row) and not dated:
            continue
        if _signs_below_date(row, header, body) if dated else _signs(row, labels):
            signed = True
            continue
        if _is_empty(row, header):
            continue
        signed = signed and not (dated and day in values and body in values)
        if not signed:
            yield TableRow(row.number, values)


def _is_empty(row: GridRow, header: Header) -> bool:
    """Tell whether the row says nothing of its own: only what a merge lends it, or what was filled in beforehand."""
    own = {field for field, column in header.columns.items() if column in row.cells and column not in row.lent}
    return not own - _ALWAYS_SET


def _repeats(row: GridRow, header: Header) -> bool:
    """Tell whether this is the header again, or the row of column numbers below it."""
    texts = {column: cell_text(value) for column, value in row.cells.items()}
    if len(texts) >= 3 and [text.strip(" .") for _, text in sorted(texts.items())] == [
        str(place) for place in range(1, len(texts) + 1)
    ]:
        return True
    same = sum(header.texts.get(column) == " ".join(text.split()) for column, text in texts.items())
    return same >= 2 and same == len(texts)


def _sums(row: GridRow) -> bool:
    first = row.cells[min(row.cells)]
    return bool(_SUM.fullmatch(word_key(cell_text(first))))


def _signs(row: GridRow, labels: frozenset[str]) -> bool:
    """Tell whether a label of the signature block stands here, with no more beside it than a name and a date."""
    keys = [key for value in row.cells.values() if (key := word_key(cell_text(value)))]
    named = sum(key in labels or bool(_SIGNATURE.fullmatch(key)) for key in keys)
    return bool(named) and len(keys) - named <= _BESIDE


def _signs_below_date(row: GridRow, header: Header, body: str) -> bool:
    """Tell whether a signature in one line stands here: a date, a name, and exactly the word outside the body."""
    keys = {column: word_key(cell_text(value)) for column, value in row.cells.items()}
    return len(keys) <= _BESIDE + 1 and any(
        key in _WORDS and column != header.columns.get(body) for column, key in keys.items()
    )


def _is_date(value: Value, grid: Grid) -> bool:
    try:
        written_moment(value, grid.late_epoch)
    except ValueError:
        return False
    return True
