"""The settings and items of the office, as a write transaction changes them."""

import json
from collections.abc import Mapping
from typing import Any, Final

from desk_app.domain.office import CHOICE_SECTIONS, OfficeSeed
from desk_app.services.files import Kept
from desk_app.storage.attachments import files_of
from desk_app.storage.door import Door
from desk_app.storage.models import ItemRow, OfficeRow, StaffRow, TicketTable

_Key = tuple[str, str]
"""Section and code."""
_BY_PEOPLE: Final = {"role": StaffRow.role, "line": StaffRow.line}
_BY_ANY_TICKET: Final = ("approval", "question")
"""Sections whose codes lie within the texts of tickets, where they are not searched for."""


class OfficeQueries:
    """See `services.office_ports.OfficeReads`."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def used(self, section: str, code: str) -> bool:
        return self._connection.read(lambda: _used(self._connection, section, code))


class OfficeWriter:
    """See `services.office_ports.OfficeWrites`; to be used inside a transaction of `connection`."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def used(self, section: str, code: str) -> bool:
        return _used(self._connection, section, code)

    def has(self, content: Kept) -> bool:
        return files_of(self._connection).has(content)

    def put(self, seed: OfficeSeed) -> None:
        """Keep `seed` in place of the settings and items there are. The ids of items stay, by section and code."""
        self._connection.run(OfficeRow.update(**facts_of(seed)))
        wanted = rows_of(seed)
        there = self._there()
        gone = [there[key][0] for key in there if key not in wanted]
        if gone:
            self._connection.run(ItemRow.delete().where(ItemRow.id.in_(gone)))
        for key, (row_id, row) in there.items():
            if key in wanted and wanted[key]["position"] != row["position"]:  # no two stand in one place meanwhile
                self._connection.run(ItemRow.update(position=-row_id).where(ItemRow.id == row_id))
        for key, values in wanted.items():
            if key not in there:
                self._connection.insert(ItemRow, {"section": key[0], "code": key[1], **values})
            elif values != there[key][1]:
                self._connection.run(ItemRow.update(**values).where(ItemRow.id == there[key][0]))

    def _there(self) -> dict[_Key, tuple[int, dict[str, Any]]]:
        columns = (ItemRow.section, ItemRow.code, ItemRow.id, ItemRow.label, ItemRow.position, ItemRow.data)
        rows = self._connection.rows(ItemRow.select(*columns).where(ItemRow.code != ""))
        return {(r[0], r[1]): (r[2], {"label": r[3], "position": r[4], "data": r[5]}) for r in rows}


def facts_of(seed: OfficeSeed) -> dict[str, str]:
    """Return the columns of the office's row that `seed` fills, but what tells one file from another."""
    return {
        **{name: getattr(seed, name) for name in ("name", "profile", "language", "time_zone", "country")},
        "number_template": seed.number_template,
        "week": json.dumps({day: list(spans) for day, spans in seed.week.items()}),
        "journal": json.dumps(dict(seed.journal), ensure_ascii=False),
        "settings": json.dumps(dict(seed.settings), ensure_ascii=False, sort_keys=True),
    }


def rows_of(seed: OfficeSeed) -> dict[_Key, dict[str, Any]]:
    """Return label, position and data of each item of `seed`; positions count from 1 in each section."""
    counts: dict[str, int] = {}
    made: dict[_Key, dict[str, Any]] = {}
    for section, item in seed.items:
        counts[section] = counts.get(section, 0) + 1
        made[section, item.code] = {"label": item.label, "position": counts[section], "data": _written(item.data)}
    return made


def _written(data: Mapping[str, Any]) -> str:
    return json.dumps(dict(data), ensure_ascii=False, sort_keys=True)


def _used(connection: Door, section: str, code: str) -> bool:
    """Tell whether anybody points to an item. Call it inside a transaction."""
    if section in _BY_PEOPLE:
        people = StaffRow.select(StaffRow.id).where(_BY_PEOPLE[section] == code).limit(1)
        if connection.row(people):
            return True
    tickets = TicketTable.select(TicketTable.id).limit(1)
    if section in CHOICE_SECTIONS:
        own = (ItemRow.section == section) & (ItemRow.code == code)
        row_id = connection.value(ItemRow.select(ItemRow.id).where(own))
        return row_id is not None and connection.row(tickets.where(_column(section) == row_id)) is not None
    return section in _BY_ANY_TICKET and connection.row(tickets) is not None


def _column(section: str) -> Any:
    return getattr(TicketTable, f"{section}_id")
