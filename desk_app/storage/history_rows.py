"""The history of a ticket, from its rows."""

import json
from collections.abc import Mapping
from typing import Any

from desk_app.domain.moments import from_seconds
from desk_app.domain.office import NOBODY, Person
from desk_app.services.ports import HistoryEntry
from desk_app.storage.door import Door
from desk_app.storage.models import EventTable


def load_history(connection: Door, ticket_id: int, people: Mapping[int, Person]) -> list[HistoryEntry]:
    """Return the history of a ticket, oldest first. Payloads that were erased, or are none any more, are None."""
    names = ("seq", "verb", "by_id", "at", "recorded_at", "payload")
    query = EventTable.select(*(getattr(EventTable, name) for name in names))
    rows = connection.rows(query.where(EventTable.ticket_id == ticket_id).order_by(EventTable.seq))
    return [
        HistoryEntry(
            seq,
            verb,
            people.get(by_id, NOBODY),
            from_seconds(at),
            from_seconds(recorded_at),
            _data(payload),
        )
        for seq, verb, by_id, at, recorded_at, payload in rows
    ]


def _data(payload: str | None) -> dict[str, Any] | None:
    """Return what a payload says; one that somebody spoilt is for `verify` to find, and keeps no card shut."""
    try:
        data = json.loads(payload or "null")
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
