"""The rows that the acts of a month are made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from peewee import fn

from desk_app.domain.acts import Fault
from desk_app.domain.moments import to_seconds
from desk_app.domain.office import Office
from desk_app.domain.tickets import Outcome
from desk_app.storage.door import Door
from desk_app.storage.models import TicketTable, TicketTextTable
from desk_app.storage.office_rows import OfficeCache

_BEGINNING: Final = 500
"""So many characters of a cause tell one error from another."""


class ActReader:
    """See `services.act_ports.ActReads`."""

    def __init__(self, connection: Door, cache: OfficeCache) -> None:
        self._connection = connection
        self._cache = cache

    def faults(self, since: datetime, until: datetime, types: Sequence[str]) -> list[Fault]:
        return self._connection.read(lambda: self._faults(self._cache.get(self._connection), since, until, types))

    def answered(self, since: datetime, until: datetime, question: str) -> list[int]:
        query = _registered(since, until, (TicketTable.id,))
        query = query.where(TicketTextTable.clock.contains(f'"{question}"'))
        query = query.order_by(TicketTable.registered_at, TicketTable.id)
        return self._connection.read(lambda: [row[0] for row in self._connection.rows(query)])

    def _faults(self, office: Office, since: datetime, until: datetime, types: Sequence[str]) -> list[Fault]:
        cause = fn.SUBSTR(TicketTextTable.cause, 1, _BEGINNING)
        query = _registered(since, until, (TicketTable.system_id, cause, TicketTable.subject, TicketTable.number))
        if types:
            query = query.where(TicketTable.type_id.in_([office.choices("type")[code].id for code in types]))
        codes = {item.id: item.code for item in office.choices("system")}
        rows = self._connection.rows(query)
        return [Fault(codes.get(system, ""), why, subject, number or "") for system, why, subject, number in rows]


def _registered(since: datetime, until: datetime, columns: Sequence[Any]) -> Any:
    query = TicketTable.select(*columns).join(TicketTextTable, on=(TicketTextTable.id == TicketTable.id))
    query = query.where(TicketTable.registered_at >= to_seconds(since), TicketTable.registered_at < to_seconds(until))
    return query.where(TicketTable.outcome.not_in([Outcome.DECLINED.value, Outcome.CONVERTED.value]))
