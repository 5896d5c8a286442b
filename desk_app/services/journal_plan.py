"""Judging a journal kept in a spreadsheet before any of it is written: which rows are tickets, and which are bad."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desk_app.domain.errors import BadInput, UserError
from desk_app.domain.grid import Grid
from desk_app.domain.office import NOBODY, Office, Person
from desk_app.services import rights
from desk_app.services.journal_rows import Draft, RowReader
from desk_app.services.ports import Reader
from desk_app.services.sheet_columns import JOURNAL, Header, find_header, header_texts, own_names, word_key
from desk_app.services.sheet_rows import TableRow, table_rows

STEP: Final = 500
"""Rows between two calls of `progress`."""

Progress = Callable[[int, int], None]
"""Is told how many rows of how many are done; raises Cancelled to stop between two batches."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """How a sheet is read: the row number of its header (0 without one) and the column (1 = A) of each field."""

    sheet: str
    header_row: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be taken, and why; the sentence names the field as the sheet does."""

    sheet: str
    row: int
    error: UserError


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: `drafts` in the order they are written, how many rows are there already, bad rows.

    `strangers` are specialists of the sheet without an account; their names are kept in the history.
    """

    drafts: tuple[tuple[Draft, int], ...]
    skipped: int
    rejected: tuple[Rejected, ...]
    mapped: tuple[Mapped, ...]
    strangers: tuple[str, ...] = ()


def detect(office: Office, grids: Iterable[Grid]) -> tuple[Mapped, ...]:
    """Return how each sheet that looks like a journal is read. Raises BadInput when none does."""
    grids = tuple(grids)
    found = [(grid, header) for grid in grids if not grid.hidden and (header := _header(office, grid))]
    if not found:
        raise BadInput(
            "None of the sheets has the header of a journal: {sheets}. A header names at least the date and the "
            "description of each request.",
            field="sheet",
            sheets=[grid.name for grid in grids] or "—",
        )
    return tuple(Mapped(grid.name, grid.rows[header.last].number, header.columns) for grid, header in found)


def plan(
    reader: Reader,
    actor: Person,
    grids: Sequence[Grid],
    mapped: Iterable[Mapped] | None = None,
    *,
    specialist: str = "",
    progress: Progress | None = None,
) -> Plan:
    """Judge every row of `grids`; `mapped` says how sheets are read (as `detect` does when not given).

    `specialist` (login or name) did what the sheet names nobody for.
    Raises NotAllowed, BadInput when there is no header, an unknown specialist or a field mapped that is none.
    """
    office = reader.office()
    rights.require_of(office, actor, "import")
    staff = reader.staff()
    tables = _tables(office, grids, tuple(mapped) if mapped is not None else detect(office, grids))
    drafts, rejected = _judged(tables, office, staff, _specialist(staff, specialist), progress)
    drafts, twice = _alone(drafts)
    numbered = _occurrences(drafts)
    known = reader.imports.known({draft.fingerprint for draft, _ in numbered})
    fresh = [pair for pair in numbered if (pair[0].fingerprint, pair[1]) not in known]
    taken = reader.imports.taken({draft.ticket.number for draft, _ in fresh if draft.ticket.number})
    new = [pair for pair in fresh if pair[0].ticket.number not in taken]
    bad = [*rejected, *twice, *(_taken(draft) for draft, _ in fresh if draft.ticket.number in taken)]
    places = [table.grid.name for table in tables]
    return Plan(
        tuple(sorted(new, key=_in_order)),
        len(numbered) - len(fresh),
        tuple(sorted(bad, key=lambda row: (places.index(row.sheet), row.row))),
        tuple(Mapped(t.grid.name, t.header_row, t.header.columns) for t in tables),
        tuple(dict.fromkeys(draft.stranger for draft, _ in new if draft.stranger)),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet, where its table begins, and its rows."""

    grid: Grid
    header: Header
    header_row: int
    rows: Sequence[TableRow]

    def in_its_words(self, error: UserError) -> UserError:
        """Return `error` with its field named as the header does."""
        column = self.header.columns.get(str(error.params.get("field", "")))
        label = self.header.texts.get(column, "") if column else ""
        return UserError(error.template, **{**error.params, "field": label}) if label else error


def _header(office: Office, grid: Grid) -> Header | None:
    own = own_names(office)
    found = (find_header(grid, JOURNAL, own, ("description", day), 3) for day in ("date", "received"))
    return next((header for header in found if header), None)


def _tables(office: Office, grids: Sequence[Grid], chosen: Iterable[Mapped]) -> list[_Table]:
    labels = frozenset(word_key(office.journal.get(key, "")) for key in ("date", "full_name", "signature")) - {""}
    tables = []
    for mapped in chosen:
        grid = next(grid for grid in grids if grid.name == mapped.sheet)
        header = _header_of(grid, mapped)
        day = "date" if "date" in header.columns else "received"
        rows = table_rows(grid, header, "description", day, labels)
        tables.append(_Table(grid, header, mapped.header_row, rows))
    return tables


def _header_of(grid: Grid, mapped: Mapped) -> Header:
    unknown = [name for name in mapped.columns if name not in JOURNAL]
    if unknown:
        raise BadInput(
            "There is no field “{unknown}” here. Known are: {known}.",
            field=unknown[0],
            unknown=unknown,
            known=list(JOURNAL),
        )
    upper = [place for place, row in enumerate(grid.rows) if row.number <= mapped.header_row]
    last = upper[-1] if upper else -1
    return Header(last, mapped.columns, header_texts(grid.rows[last]) if upper else {})


def _judged(
    tables: Sequence[_Table], office: Office, staff: list[Person], specialist: Person, progress: Progress | None
) -> tuple[list[Draft], list[Rejected]]:
    drafts: list[Draft] = []
    rejected: list[Rejected] = []
    total = sum(len(table.rows) for table in tables)
    for table in tables:
        read = RowReader(office, staff, specialist, table.grid.late_epoch)
        for row in table.rows:
            place = len(drafts) + len(rejected)
            if progress and place % STEP == 0:
                progress(place, total)
            try:
                drafts.append(read.draft(place, table.grid.name, row.number, row.values))
            except UserError as error:
                rejected.append(Rejected(table.grid.name, row.number, table.in_its_words(error)))
    return drafts, rejected


def _specialist(staff: list[Person], name: str) -> Person:
    if not name:
        return NOBODY
    for person in staff:
        if word_key(name) in (word_key(person.login), word_key(person.name)):
            return person
    raise BadInput("There is no colleague “{name}” here. Give a login or a full name.", field="specialist", name=name)


def _alone(drafts: Iterable[Draft]) -> tuple[list[Draft], list[Rejected]]:
    """Part the drafts whose number another row of the sheet has already."""
    kept: list[Draft] = []
    refused: list[Rejected] = []
    first: dict[str, Draft] = {}
    for draft in drafts:
        number = draft.ticket.number
        other = first.setdefault(number, draft) if number else draft
        if other is draft:
            kept.append(draft)
        else:
            error = BadInput("Row {other} has the number {number}, too.", "number", number=number, other=other.row)
            refused.append(Rejected(draft.sheet, draft.row, error))
    return kept, refused


def _taken(draft: Draft) -> Rejected:
    error = BadInput(
        "There is a ticket {number} in this office already, and it says something else.",
        field="number",
        number=draft.ticket.number,
    )
    return Rejected(draft.sheet, draft.row, error)


def _occurrences(drafts: Iterable[Draft]) -> list[tuple[Draft, int]]:
    """Return every draft with how often the same row occurred before it."""
    seen: Counter[bytes] = Counter()
    found = []
    for draft in drafts:
        found.append((draft, seen[draft.fingerprint]))
        seen[draft.fingerprint] += 1
    return found


def _in_order(pair: tuple[Draft, int]) -> tuple[bool, datetime, int]:
    """Tickets that bring a number along come first, so that none of theirs is allotted; then by date."""
    draft = pair[0]
    return draft.ticket.number is None, draft.registered_at, draft.place
