"""A day in short, and what must hold after it whatever happened: nothing lost, nothing doubled, the chain whole."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from desk_app import profiles
from desk_app.domain.errors import UserError
from desk_app.domain.office import Person
from desk_app.services import checks, tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import OfficeFile, create_office, open_office

ADMIN = Person(0, "chief", "Анна Сергеевна Ким", "administrator")
CALLER = {"name": "Иванова А.", "organisation": "Школа № 5"}
Work = Callable[[Session], Changes]


@dataclass
class Ledger:
    """What was acknowledged, and what was refused in words."""

    acknowledged: dict[bytes, Changes] = field(default_factory=dict)
    refused: list[UserError] = field(default_factory=list)
    tried: dict[bytes, int] = field(default_factory=dict)
    """How many entries of the history each operation makes."""


def make_office(path: Path, calls: int = 3) -> Path:
    """Make an office file at rest, with a reserve of free pages and `calls` tickets."""
    create_office(path, profiles.load("situation-centre", "ru"), ADMIN)
    with open_office(path) as office:
        write = office.unit_of_work(person(office)).write
        for number in range(calls):
            write(partial(tickets.register, raw={"description": f"Обращение {number}", "requester": CALLER}))
    return path


def person(office: OfficeFile) -> Person:
    """Return the administrator."""
    account = office.reader.account(ADMIN.login)
    assert account
    return account.person


def day(office: OfficeFile, ledger: Ledger, insist: bool = True) -> None:
    """Register, edit, comment and close. What is refused is said again with its op_id, as a person does; once."""
    me = person(office)

    def act(work: Work) -> Changes | None:
        op_id = os.urandom(16)
        ledger.tried[op_id] = 1
        for _ in range(2 if insist else 1):
            try:
                ledger.acknowledged[op_id] = office.unit_of_work(me).write(work, op_id)
            except UserError as error:
                str(error)
                ledger.refused.append(error)
            else:
                return ledger.acknowledged[op_id]
        return None

    registered = act(partial(tickets.register, raw={"description": "Не открывается журнал", "requester": CALLER}))
    if registered:
        step = partial(tickets.do, ticket_id=registered.tickets[0])
        act(partial(step, verb="edit", raw={"note": "перезвонить"}))
        act(partial(step, verb="comment", raw={"text": "просил завтра"}))
        act(partial(step, verb="solve", raw={"solution": "журнал открыт"}))
        act(partial(step, verb="close"))


def hold(path: Path, ledger: Ledger) -> None:
    """Fail unless everything acknowledged is in the file once, everything else wholly or not at all."""
    with open_office(path) as office:
        keep(office, ledger)


def keep(office: OfficeFile, ledger: Ledger) -> None:
    """See `hold`."""
    rows = office._connection.sql("SELECT op_id, COUNT(*), MIN(ticket_id) FROM event GROUP BY op_id")
    found = {bytes(op_id): (count, ticket) for op_id, count, ticket in rows}
    for op_id, changes in ledger.acknowledged.items():
        assert found.get(op_id, (0, 0)) == (ledger.tried[op_id], changes.tickets[0]), "an acknowledged write is lost"
    for op_id, entries in ledger.tried.items():
        assert found.get(op_id, (entries, 0))[0] == entries, "half a transaction is kept"
    assert checks.check(office.reader) == []
