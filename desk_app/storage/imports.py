"""Rows of an old journal that are tickets already, and the numbers they brought along."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any, Final

from desk_app.domain.errors import BadInput
from desk_app.domain.text import normalise
from desk_app.domain.tickets import Requester
from desk_app.storage.door import Door
from desk_app.storage.models import CounterTable, ImportedTable, OrganisationRow, RequesterRow, StaffRow, TicketTable

OWN_NUMBERS: Final = "import"
"""Scope of the counter that counts numbers which the template did not give."""
_SLICE: Final = 400
_CONTACTS: Final = ("phone", "email", "room")
_KNOWN: Final = "SELECT id, phone, email, room FROM requester WHERE name_key = ? AND organisation_id = ?"


class ImportReader:
    """See `services.import_ports.ImportReads`; every question is a read transaction of its own."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def known(self, fingerprints: Collection[bytes]) -> set[tuple[bytes, int]]:
        return self._sliced(fingerprints, lambda part: known(self._connection, part))

    def taken(self, numbers: Collection[str]) -> set[str]:
        return self._sliced(numbers, lambda part: _taken(self._connection, part))

    def _sliced(self, wanted: Collection[Any], ask: Callable[[list[Any]], set[Any]]) -> set[Any]:
        found: set[Any] = set()
        for part in _slices(wanted):
            found |= self._connection.read(lambda part=part: ask(part))  # type: ignore[misc]
        return found


class ImportWriter:
    """See `services.import_ports.ImportWrites`. Lives as long as one transaction."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection
        self._lines: dict[int, str] = {}
        self._people: dict[tuple[str, str], tuple[int, tuple[str, ...]]] = {}

    def known(self, fingerprints: Collection[bytes]) -> set[tuple[bytes, int]]:
        return set().union(*(known(self._connection, part) for part in _slices(fingerprints)))

    def remember(self, fingerprint: bytes, occurrence: int, ticket_id: int) -> None:
        row = {"fingerprint": fingerprint, "occurrence": occurrence, "ticket_id": ticket_id}
        self._connection.insert(ImportedTable, row)

    def take_number(self, number: str) -> None:
        if _taken(self._connection, [number]):
            raise BadInput(
                "There is a ticket {number} in this office already, and it says something else.",
                field="number",
                number=number,
            )
        count(self._connection, 1)

    def line_of(self, person_id: int) -> str:
        if person_id not in self._lines:
            line = self._connection.value(StaffRow.select(StaffRow.line).where(StaffRow.id == person_id))
            self._lines[person_id] = str(line or "")
        return self._lines[person_id]

    def requester(self, requester: Requester) -> Requester:
        key = (normalise(requester.name), normalise(requester.organisation))
        given = tuple(getattr(requester, name) for name in _CONTACTS)
        if key not in self._people or any(
            new and not old for new, old in zip(given, self._people[key][1], strict=True)
        ):
            self._people[key] = self._entry(requester, key)
        return replace(requester, id=self._people[key][0])

    def _entry(self, requester: Requester, key: tuple[str, str]) -> tuple[int, tuple[str, ...]]:
        organisation_id = remember_organisation(self._connection, requester.organisation)
        given = {name: getattr(requester, name) for name in _CONTACTS}
        if not requester.name:
            return 0, tuple(given.values())
        rows = self._connection.sql(_KNOWN, (key[0], organisation_id))
        row = rows[0] if rows else None
        known = dict(zip(_CONTACTS, row[1:], strict=True)) if row else given
        full = {name: known[name] or given[name] for name in _CONTACTS}
        values = full | {"search": normalise(" ".join((requester.name, requester.organisation, *full.values())))}
        if row is None:
            names = {"name": requester.name, "name_key": key[0], "organisation_id": organisation_id}
            return self._connection.insert(RequesterRow, {**names, **values}), tuple(full.values())
        if full != known:
            self._connection.run(RequesterRow.update(**values).where(RequesterRow.id == row[0]))
        return int(row[0]), tuple(full.values())


def remember_organisation(connection: Door, name: str) -> int:
    """Return the id of the organisation `name`, which is added where missing; 0 for no name."""
    if not name:
        return 0
    key = normalise(name)
    found = connection.sql("SELECT id FROM organisation WHERE name_key = ?", (key,))
    return int(found[0][0]) if found else connection.insert(OrganisationRow, {"name": name, "name_key": key})


def known(connection: Door, fingerprints: Collection[bytes]) -> set[tuple[bytes, int]]:
    """Return (fingerprint, occurrence) of the rows with one of `fingerprints` (a few hundred at most)."""
    columns = (ImportedTable.fingerprint, ImportedTable.occurrence)
    query = ImportedTable.select(*columns).where(ImportedTable.fingerprint.in_(list(fingerprints)))
    return {(bytes(row[0]), int(row[1])) for row in connection.rows(query)}


def count(connection: Door, difference: int) -> None:
    """Add `difference` to how many tickets have a number that the template did not give."""
    insert = CounterTable.insert(scope=OWN_NUMBERS, value=difference)
    connection.run(
        insert.on_conflict(
            conflict_target=[CounterTable.scope], update={CounterTable.value: CounterTable.value + difference}
        )
    )


def _taken(connection: Door, numbers: Collection[str]) -> set[str]:
    query = TicketTable.select(TicketTable.number).where(TicketTable.number.in_(list(numbers)))
    return {str(row[0]) for row in connection.rows(query)}


def _slices(wanted: Collection[Any]) -> Iterator[list[Any]]:
    everything = list(wanted)
    for start in range(0, len(everything), _SLICE):
        yield everything[start : start + _SLICE]
