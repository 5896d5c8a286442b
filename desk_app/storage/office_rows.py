"""The office and its people, between rows and objects."""

import json
from collections.abc import Mapping
from typing import Any, Final

from desk_app.calendars import years_of
from desk_app.domain.errors import Unavailable
from desk_app.domain.office import NOBODY, Item, Office, OfficeSeed, Person
from desk_app.storage.door import Door
from desk_app.storage.models import ItemRow, OfficeRow, StaffRow

MOVED_TO: Final = "moved_to"
"""The setting of an office that is somewhere else now: where."""
BLANKS: Final = ("kind", "status", "type", "channel", "priority", "system", "line")
"""Sections with a row that stands for nothing chosen; in the others that is 0."""
_REVISION: Final = "SELECT epoch, revision FROM office"
"""What tells whether settings, items or staff have changed."""
PERSON_COLUMNS = (StaffRow.id, StaffRow.login, StaffRow.name, StaffRow.role, StaffRow.line, StaffRow.active)


def person_of(row: tuple[Any, ...]) -> Person:
    """Return the person of a row of PERSON_COLUMNS."""
    return Person(row[0], row[1], row[2], row[3], row[4], bool(row[5]))


def load_person(connection: Door, person_id: int) -> Person:
    """Return the person of a row id; nobody for one that is not there."""
    row = connection.row(StaffRow.select(*PERSON_COLUMNS).where(StaffRow.id == person_id))
    return person_of(row) if row else NOBODY


def load_people(connection: Door) -> dict[int, Person]:
    """Return everybody who has or had an account, by row id."""
    return {row[0]: person_of(row) for row in connection.rows(StaffRow.select(*PERSON_COLUMNS))}


class OfficeCache:
    """The office and its people as last read, read again only when its revision moved on.

    Call it inside a transaction. `blank` gives, a section, the row that stands for nothing chosen.
    """

    def __init__(self) -> None:
        self._revision: tuple[object, ...] | None = None
        self._office: Office | None = None
        self._blank: Mapping[str, int] = {}
        self._people: dict[int, Person] = {}

    def get(self, connection: Door) -> Office:
        """Return the office as it is now."""
        found = connection.known(_REVISION, (), (OfficeRow,))
        revision = found[0] if found else None
        if self._office is None or revision != self._revision:
            self._office, self._blank = _load(connection)
            self._revision = revision
            self._people = {}
        return self._office

    def person(self, connection: Door, person_id: int) -> Person:
        """Return the person of a row id as they were when `get` was last called; nobody for one that is not there."""
        if person_id not in self._people:
            self._people[person_id] = load_person(connection, person_id)
        return self._people[person_id]

    def item_id(self, connection: Door, section: str, code: str) -> int:
        """Return the row id of a choice of the office as last read; `code` "" is nothing chosen, 0 where no row is."""
        choices = (self._office or self.get(connection)).choices(section)
        return choices[code].id if code in choices else self._blank.get(section, 0)


def insert_office(connection: Door, seed: OfficeSeed, epoch: str) -> None:
    """Fill an empty office file with what `seed` says."""
    connection.run(
        OfficeRow.insert(
            id=1,
            name=seed.name,
            profile=seed.profile,
            language=seed.language,
            time_zone=seed.time_zone,
            country=seed.country,
            number_template=seed.number_template,
            week=json.dumps({day: list(spans) for day, spans in seed.week.items()}),
            journal=json.dumps(dict(seed.journal), ensure_ascii=False),
            settings=json.dumps(dict(seed.settings), ensure_ascii=False),
            epoch=epoch,
            revision=1,
        )
    )
    blanks = [(section, Item("", "")) for section in BLANKS]
    counts: dict[str, int] = {}
    for section, item in (*blanks, *seed.items):
        position = counts.setdefault(section, 0 if section in BLANKS else 1)
        counts[section] += 1
        data = json.dumps(dict(item.data), ensure_ascii=False, sort_keys=True)
        connection.run(ItemRow.insert(section=section, code=item.code, label=item.label, position=position, data=data))


def _load(connection: Door) -> tuple[Office, dict[str, int]]:
    row = connection.row(
        OfficeRow.select(
            OfficeRow.name,
            OfficeRow.profile,
            OfficeRow.language,
            OfficeRow.time_zone,
            OfficeRow.country,
            OfficeRow.number_template,
            OfficeRow.week,
            OfficeRow.journal,
            OfficeRow.settings,
        )
    )
    assert row is not None
    settings = json.loads(row[8])
    if place := settings.get(MOVED_TO):
        raise Unavailable("This office has moved to {moved_to}. Open it there.", moved_to=place)
    columns = (ItemRow.section, ItemRow.code, ItemRow.label, ItemRow.id, ItemRow.data)
    items = connection.rows(ItemRow.select(*columns).order_by(ItemRow.section, ItemRow.position))
    name, profile, language, time_zone, country, number_template = row[:6]
    seed = OfficeSeed(
        name=name,
        profile=profile,
        language=language,
        time_zone=time_zone,
        country=country,
        number_template=number_template,
        week={day: tuple(spans) for day, spans in json.loads(row[6]).items()},
        journal=json.loads(row[7]),
        settings=settings,
        items=tuple((r[0], Item(r[1], r[2], r[3], json.loads(r[4]))) for r in items if r[1]),
    )
    return Office.of(seed, years_of(seed.country, seed.settings)), {r[0]: r[3] for r in items if not r[1]}
