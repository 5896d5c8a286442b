"""A workbook's sheets as grids, with every merged value where a reader sees it."""

import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from desk_app.domain.errors import BadInput, Cancelled, UserError
from desk_app.domain.grid import Grid, GridRow, Value
from desk_app.sheets.package import damaged, refuse_others, unreadable

ROWS: Final = 200_000
"""The most rows with content that are taken from one workbook."""
STEP: Final = 500
"""Rows between two calls of `progress`."""

Progress = Callable[[int], None]
"""Is told how many rows have been read; raises Cancelled to stop."""


def read_book(path: Path, progress: Progress | None = None) -> tuple[Grid, ...]:
    """Return the sheets of the .xlsx file at `path`, in the order of their tabs; formulas as their stored values.

    Raises BadInput for what is no readable workbook (saying what to do), Unavailable when it cannot be reached.
    """
    refuse_others(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tuple(_grids(path, progress or (lambda rows: None)))
    except (UserError, Cancelled):
        raise
    except OSError as error:
        raise (unreadable(path, error) if error.errno else damaged(path)) from error
    except Exception as error:  # a broken workbook makes the library fail in every way there is
        raise damaged(path) from error


def _grids(path: Path, progress: Progress) -> Iterator[Grid]:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.utils.datetime import MAC_EPOCH

    with path.open("rb") as stream:
        book = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
        book.read_manifest()
        book.read_strings()
        book.read_workbook()
        apply_stylesheet(book.archive, book.wb)
        done = 0
        for sheet, relation in book.parser.find_sheets():
            if "chartsheet" in relation.Type or relation.target not in book.valid_files:
                continue
            rows = tuple(_rows(path, book, relation.target, done, progress))
            done += len(rows)
            yield Grid(sheet.name, rows, sheet.state != "visible", book.wb.epoch == MAC_EPOCH)


def _rows(path: Path, book: Any, target: str, before: int, progress: Progress) -> list[GridRow]:
    from desk_app.sheets.cells import SheetParser

    found: list[tuple[int, dict[int, Value]]] = []
    with book.archive.open(target) as source:
        parser = SheetParser(source, book)
        for row in parser.rows():
            found.append(row)
            if len(found) % STEP == 0:
                progress(before + len(found))
            if before + len(found) > ROWS:
                raise BadInput(
                    "{name} has more than {limit} rows. Split it into several files.",
                    field="sheet",
                    name=path.name,
                    limit=ROWS,
                )
    progress(before + len(found))
    return spread(found, parser.merges)


def spread(rows: Iterable[tuple[int, dict[int, Value]]], merges: Iterable[tuple[int, int, int, int]]) -> list[GridRow]:
    """Return the rows with the value of each merge down its first column."""
    waiting = sorted(merges, key=lambda merge: merge[1], reverse=True)
    active: list[tuple[int, int, int, Value]] = []
    spread_rows = []
    for number, cells in sorted(rows, key=lambda row: row[0]):
        active = [merge for merge in active if merge[2] >= number]
        spans, lent = {}, set()
        for first, last, _, value in active:
            spans[first] = last
            if value is not None and first not in cells:
                cells[first] = value
                lent.add(first)
        while waiting and waiting[-1][1] <= number:
            first, top, last, bottom = waiting.pop()
            if top == number:
                spans[first] = last
                active.append((first, last, bottom, cells.get(first)))
        spread_rows.append(
            GridRow(number, cells, frozenset(lent), {first: last for first, last in spans.items() if last > first})
        )
    return spread_rows
