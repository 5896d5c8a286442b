"""desk-app ticket list: the tickets of a view as a table, as JSON lines or as CSV."""

import argparse
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from desk_app.cli.desk import Desk
from desk_app.cli.give import give_json, table, to_stdout
from desk_app.domain.errors import N_, BadInput, Unavailable
from desk_app.domain.filter_text import Around, parse
from desk_app.domain.moments import from_seconds, local_iso
from desk_app.domain.office import Office
from desk_app.domain.view import Sort, SortColumn, View
from desk_app.i18n import tr
from desk_app.reports.delimited import csv_text
from desk_app.services.ports import TicketRow
from desk_app.services.ticket_json import row_json
from desk_app.services.whole_file import write_whole

FORMATS: Final = ("table", "json", "csv", "xlsx", "pdf")
HEADER: Final = (
    N_("Number"), N_("Status"), N_("Received"), N_("System"), N_("Requester"), N_("Organisation"), N_("Assignee"),
    N_("Subject"),
)  # fmt: skip
COLUMNS: Final = (
    SortColumn.NUMBER, SortColumn.STATUS, SortColumn.RECEIVED, SortColumn.SYSTEM, SortColumn.REQUESTER,
    SortColumn.ORGANISATION, SortColumn.ASSIGNEE, SortColumn.SUBJECT,
)  # fmt: skip
SLICE: Final = 200
"""Tickets fetched at a time."""
_EVERYTHING: Final = 1 << 40


def write_list(desk: Desk, asked: argparse.Namespace) -> None:
    """Print the list that was asked for, or write it to a file."""
    view = _view(desk, asked)
    limit = getattr(asked, "limit", None)
    form = getattr(asked, "format", "json" if getattr(asked, "json", False) else "table")
    out = getattr(asked, "out", None)
    if form in ("xlsx", "pdf"):
        _write_report(desk, view, limit, form, out)
        return
    if form == "json" and out is None:
        for found in _json_rows(desk, view, limit):
            give_json(found)
        return
    if form == "json":
        text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in _json_rows(desk, view, limit))
    else:
        office, names = desk.office, {person.id: person.name for person in desk.reader.staff()}
        header = [tr(name) for name in HEADER]
        rows = [_cells(office, names, row) for row in _rows(desk, view, limit)]
        text = csv_text(header, rows) if form == "csv" else table(header, rows) + "\n"
    if out is None:
        to_stdout(text)
    else:
        _write(Path(out), text.encode("utf-8-sig" if form == "csv" else "utf-8"))


def _write_report(desk: Desk, view: View, limit: int | None, form: str, out: str | Path | None) -> None:
    from desk_app.reports import write
    from desk_app.reports.filter_words import filter_words
    from desk_app.reports.ticket_list import ListScope, list_report

    if out is None:
        raise BadInput("Say with --out where the file shall be written.", field="out")
    path = Path(out)
    if path.suffix.lower() != f".{form}":
        raise BadInput("{path} does not end with .{form}. Name the file so.", field="out", path=path, form=form)
    office = desk.office
    names = {person.id: person.name for person in desk.reader.staff()}
    columns = [(column, tr(header)) for column, header in zip(COLUMNS, HEADER, strict=True)]
    scope = ListScope(tr("Tickets"), filter_words(view, office, names), datetime.now(office.zone).date())
    write(list_report(office, names, list(_rows(desk, view, limit)), columns, scope), path)


def _view(desk: Desk, asked: argparse.Namespace) -> View:
    office = desk.office
    around = Around(office, desk.reader.staff(), desk.person, datetime.now(office.zone).date())
    first, *then = [_sort(column.strip()) for column in getattr(asked, "sort", "-number").split(",")]
    return View(parse(getattr(asked, "filter", ""), around), first, tuple(then))


def _sort(asked: str) -> Sort:
    name = asked.removeprefix("-")
    if name not in list(SortColumn):
        raise BadInput(
            "There is no column “{column}” to order by. Known are: {known}.",
            field="sort",
            column=name,
            known=[column.value for column in SortColumn],
        )
    return Sort(SortColumn(name), descending=asked.startswith("-"))


def _rows(desk: Desk, view: View, limit: int | None) -> Iterator[TicketRow]:
    """Give the rows of `view` as it was at one moment, each once, whatever colleagues register meanwhile."""
    ids = desk.reader.ids(view, desk.person, 0, _EVERYTHING if limit is None else min(limit, _EVERYTHING))
    for start in range(0, len(ids), SLICE):
        yield from desk.reader.rows(ids[start : start + SLICE])


def _json_rows(desk: Desk, view: View, limit: int | None) -> Iterator[dict[str, object]]:
    office = desk.office
    for row in _rows(desk, view, limit):
        yield row_json(office, desk.reader.card(row.id))


def _cells(office: Office, names: dict[int, str], row: TicketRow) -> list[str]:
    def label(section: str, row_id: int) -> str:
        item = office.choices(section).by_id(row_id)
        return item.label if item else ""

    received = local_iso(from_seconds(row.received_at), office.zone) or ""
    return [
        row.number or f"({row.id})",
        label("status", row.status),
        received[:16].replace("T", " "),
        label("system", row.system),
        row.requester,
        row.organisation,
        names.get(row.assignee, ""),
        row.subject,
    ]


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; a device or a pipe is no file to be replaced."""
    if path.is_file() or path.is_dir() or not path.exists():
        write_whole(path, lambda stream: stream.write(data))
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}. Choose another place.", path=path, reason=error.strerror
        ) from None
