"""People of the directory from a sheet or from rows pasted out of one: first a preview, then the change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, Final

from desk_app.domain.errors import BadInput, UserError
from desk_app.domain.grid import Fault, Grid, cell_text
from desk_app.domain.intake import require
from desk_app.domain.office import Person
from desk_app.domain.text import normalise
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.directory import PERSON, person_fields, told
from desk_app.services.directory_ports import Contact
from desk_app.services.ports import Changes, Reader, Session, UnitOfWork
from desk_app.services.sheet_columns import PEOPLE, Header, find_header, header_texts
from desk_app.services.sheet_rows import TableRow, table_rows

BATCH: Final = 100
"""Rows that are written in one transaction."""

Progress = Callable[[int, int], None]


class State(StrEnum):
    """What a row would do to the directory."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the sheet and what it would do; `old` is the entry it would change, `error` why it is bad."""

    sheet: str
    row: int
    state: State
    contact: Contact
    old: Contact | None = None
    error: UserError | None = None


@dataclass(frozen=True, slots=True)
class PeopleColumns:
    """How a sheet is read: the row number of its header (0 without one) and the column (1 = A) of each field."""

    sheet: str
    header_row: int
    columns: Mapping[str, int]


def detect(grids: Iterable[Grid]) -> tuple[PeopleColumns, ...]:
    """Return how each sheet that looks like a list of people is read. Raises BadInput when none does."""
    grids = tuple(grids)
    found = [(g, header) for g in grids if not g.hidden and (header := find_header(g, PEOPLE, {}, ("name",), 2))]
    if not found:
        raise BadInput(
            "There is no header here that names a person and something else, such as a phone or an organisation. "
            "Say which column is which.",
            field="sheet",
        )
    return tuple(PeopleColumns(grid.name, grid.rows[header.last].number, header.columns) for grid, header in found)


def preview(
    reader: Reader, actor: Person, grids: Sequence[Grid], columns: Iterable[PeopleColumns] | None = None
) -> list[PreviewRow]:
    """Return what every row would do. An empty cell changes nothing. Raises NotAllowed, BadInput without a header."""
    rights.require_of(reader.office(), actor, "directory")
    known = {_key(contact): contact for contacts in reader.directory.everybody() for contact in contacts}
    rows: list[PreviewRow] = []
    for way in columns if columns is not None else detect(grids):
        grid = next(grid for grid in grids if grid.name == way.sheet)
        for row in table_rows(grid, _header(grid, way), "name"):
            judged = _judged(grid.name, row, known)
            rows.append(judged)
            if judged.state is not State.BAD:
                known[_key(judged.contact)] = judged.contact
    return rows


def apply(uow: UnitOfWork, rows: Iterable[PreviewRow], progress: Progress | None = None) -> int:
    """Add and change what the new and changed rows say; return how many. `progress` may raise Cancelled."""
    wanted = [row for row in rows if row.state in (State.NEW, State.CHANGED)]
    for start in range(0, len(wanted), BATCH):
        if progress:
            progress(start, len(wanted))
        uow.write(partial(_write, contacts=[row.contact for row in wanted[start : start + BATCH]]))
    if progress:
        progress(len(wanted), len(wanted))
    return len(wanted)


def _write(db: Session, contacts: Sequence[Contact]) -> Changes:
    rights.require(db, "directory")
    for contact in contacts:
        old = db.directory.twin(replace(contact, id=0))
        new = _filled(contact, old)
        if old is None or told(new) != told(old):
            kept = db.directory.save(new)
            was = {"was": told(old)} if old else {}
            db.note(Event("directory-import", db.now, {"id": kept.id, **was, "is": told(kept)}))
    return Changes(directory=True)


def _header(grid: Grid, way: PeopleColumns) -> Header:
    upper = [place for place, row in enumerate(grid.rows) if row.number <= way.header_row]
    last = upper[-1] if upper else -1
    return Header(last, way.columns, header_texts(grid.rows[last]) if upper else {})


def _judged(sheet: str, row: TableRow, known: Mapping[tuple[str, str], Contact]) -> PreviewRow:
    texts = {name: cell_text(row.values.get(name)) for name in PERSON}
    try:
        for name in PERSON:
            if isinstance(row.values.get(name), Fault):
                raise BadInput("“{field}” holds an error or a formula that was never calculated.", field=name)
        contact = Contact(**person_fields(texts))
        require({"name": contact.name}, ("name",))
    except UserError as error:
        return PreviewRow(sheet, row.number, State.BAD, Contact(texts["name"][:80]), error=error)
    old = known.get(_key(contact))
    new = _filled(contact, old)
    if old is None:
        return PreviewRow(sheet, row.number, State.NEW, new)
    state = State.SAME if told(new) == told(old) else State.CHANGED
    return PreviewRow(sheet, row.number, state, new, old)


def _filled(contact: Contact, old: Contact | None) -> Contact:
    """Return the entry that `contact` makes of `old`: what it does not say stays."""
    if old is None:
        return replace(contact, id=0)
    parts: dict[str, Any] = {name: getattr(contact, name) or getattr(old, name) for name in PERSON}
    return replace(old, **parts)


def _key(contact: Contact) -> tuple[str, str]:
    return normalise(contact.name), normalise(contact.organisation)
