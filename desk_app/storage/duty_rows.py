"""Papers of the duty planner, between rows and objects."""

import json
import uuid
from typing import Any

from desk_app.domain.errors import Conflict, NotFound
from desk_app.services.duty_ports import Paper, Sort
from desk_app.storage.door import Door
from desk_app.storage.models import DutyTable

_COLUMNS = (DutyTable.id, DutyTable.sort, DutyTable.key, DutyTable.staff_id, DutyTable.body, DutyTable.version)


class DutyReader:
    """See `services.duty_ports.DutyReads`; every question is a read transaction of its own."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def papers(self, sort: Sort, first: str = "", last: str = "\uffff", staff: int | None = None) -> list[Paper]:
        return self._connection.read(lambda: _load(self._connection, sort, first, last, staff))


class DutyWriter:
    """See `services.duty_ports.DutyWrites`. Lives as long as one transaction."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def papers(self, sort: Sort, first: str = "", last: str = "\uffff", staff: int | None = None) -> list[Paper]:
        return _load(self._connection, sort, first, last, staff)

    def paper(self, paper_id: int) -> Paper:
        row = self._connection.row(DutyTable.select(*_COLUMNS).where(DutyTable.id == paper_id))
        if row is None:
            raise NotFound("This entry of the duty planner is gone. Look at the schedule again.")
        return _paper(row)

    def add(self, paper: Paper) -> int:
        values = _values(paper) | {"uid": uuid.uuid4().hex, "version": 1}
        return self._connection.insert(DutyTable, values)

    def save(self, paper: Paper) -> None:
        same = (DutyTable.id == paper.id) & (DutyTable.version == paper.version)
        changed = self._connection.run(DutyTable.update(**_values(paper), version=paper.version + 1).where(same))
        if not changed.rowcount:
            raise Conflict("A colleague has changed this since you looked. Look again, then save.", [])

    def drop(self, paper_id: int) -> None:
        self._connection.run(DutyTable.delete().where(DutyTable.id == paper_id))


def _load(connection: Door, sort: Sort, first: str, last: str, staff: int | None) -> list[Paper]:
    asked = [DutyTable.sort == sort.value, DutyTable.key >= first, DutyTable.key <= last]
    if staff is not None:
        asked.append(DutyTable.staff_id == staff)
    query = DutyTable.select(*_COLUMNS).where(*asked).order_by(DutyTable.key, DutyTable.id)
    return [_paper(row) for row in connection.rows(query)]


def _paper(row: tuple[Any, ...]) -> Paper:
    return Paper(Sort(row[1]), row[2], row[3], json.loads(row[4]), row[0], row[5])


def _values(paper: Paper) -> dict[str, Any]:
    body = json.dumps(dict(paper.body), ensure_ascii=False, sort_keys=True)
    return {"sort": paper.sort.value, "key": paper.key, "staff_id": paper.staff, "body": body}
