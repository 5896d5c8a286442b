"""The same report description as CSV: every row, in UTF-8 that Excel recognises, with no cell a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from desk_app.i18n import format_date, language
from desk_app.reports.clean import clean
from desk_app.reports.description import Amount, Report, Value
from desk_app.reports.measures import said
from desk_app.services.whole_file import write_whole

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula."""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Return CSV in which no cell can become a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def write_csv(report: Report, path: Path) -> None:
    """Write the rows of `report` to `path`; between cells stands what Excel expects in the reader's language."""
    header = [report.grouped_by] if report.grouped_by else []
    header += [column.header for column in report.columns]
    rows = (
        [*([_said(group.name)] if report.grouped_by else []), *(_said(value) for value in row)]
        for group in report.sections()
        for row in group.rows
    )
    text = csv_text(header, rows, ";" if language() == "ru" else ",")
    write_whole(path, lambda stream: stream.write(text.encode("utf-8-sig")))


def _said(value: Value) -> str:
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Amount):
        return said(value.value, value.unit)
    return "" if value is None else clean(str(value))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
