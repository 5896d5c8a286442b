"""No query leaves a cursor half read: right after each, another workstation can take the whole file for itself."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain.errors import NotFound
from desk_app.domain.statistics import Asked, By
from desk_app.domain.view import Sort, SortColumn, TicketFilter, View
from desk_app.services import checks
from desk_app.services.duty_ports import Sort as PaperSort
from desk_app.services.ports import Reader
from desk_app.storage import OfficeFile, open_office
from desk_app.storage.copy_door import CopyDoor
from desk_app.storage.office_copy import open_copy
from desk_app.storage.reader import OfficeReader
from desk_app.storage.station import open_station
from tests.faults.story import person
from tests.faults.vfs import copy_office

VIEW = View(TicketFilter(words="обращ"), Sort(SortColumn.STATUS))
PLAIN = View(TicketFilter(), Sort(SortColumn.RECEIVED))
COUNTED = Asked(date(2000, 1, 1), date(2100, 1, 1), By.ORGANISATION)
LATER = datetime(2100, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ASKED: dict[str, Callable[[OfficeReader, Any], object]] = {
    "epoch": lambda reader, me: reader.epoch(),
    "office": lambda reader, me: reader.office(),
    "staff": lambda reader, me: reader.staff(),
    "account": lambda reader, me: reader.account("chief"),
    "find_requesters": lambda reader, me: reader.find_requesters("ива"),
    "count": lambda reader, me: (reader.count(VIEW, me), reader.count(PLAIN, me)),
    "groups": lambda reader, me: reader.groups(VIEW, me),
    "ids": lambda reader, me: (reader.ids(VIEW, me, 0, 1), reader.ids(PLAIN, me, 0, 1)),
    "page": lambda reader, me: (reader.page(VIEW, me, 0, 1), reader.page(PLAIN, me, 0, 1, 3)),
    "rows": lambda reader, me: reader.rows([1, 2]),
    "position": lambda reader, me: (reader.position(VIEW, me, 2), reader.position(PLAIN, me, 2)),
    "queue_counts": lambda reader, me: reader.queue_counts(me),
    "requester_tickets": lambda reader, me: reader.requester_tickets(1, 1),
    "overdue": lambda reader, me: reader.overdue(datetime(2100, 1, 1, tzinfo=UTC), 1),
    "saved_views": lambda reader, me: reader.saved_views(me),
    "templates.of": lambda reader, me: reader.templates.of(me),
    "find_ticket": lambda reader, me: reader.find_ticket("2"),
    "card": lambda reader, me: reader.card(1),
    "tickets": lambda reader, me: reader.tickets([1, 2]),
    "journal": lambda reader, me: reader.journal(date(2000, 1, 1), date(2100, 1, 1), 0, ""),
    "head": lambda reader, me: reader.head(),
    "changed_since": lambda reader, me: reader.changed_since(0),
    "chain": lambda reader, me: _begun(reader.chain()),
    "told": lambda reader, me: _begun(reader.told()),
    "problems": lambda reader, me: reader.problems(),
    "sizes": lambda reader, me: reader.sizes(),
    "imports.known": lambda reader, me: reader.imports.known([bytes(32)]),
    "imports.taken": lambda reader, me: reader.imports.taken(["1", "2"]),
    "directory.people": lambda reader, me: reader.directory.people("ива", 0, 1),
    "directory.count_people": lambda reader, me: reader.directory.count_people("ива"),
    "directory.contact": lambda reader, me: reader.directory.contact(1),
    "directory.organisations": lambda reader, me: reader.directory.organisations("", 0, 1),
    "directory.count_organisations": lambda reader, me: reader.directory.count_organisations(),
    "directory.everybody": lambda reader, me: _begun(reader.directory.everybody()),
    "directory.own_tickets": lambda reader, me: reader.directory.own_tickets(1),
    "directory.tickets_of": lambda reader, me: reader.directory.tickets_of("Иванова А.", "Школа № 5"),
    "directory.tickets_with": lambda reader, me: reader.directory.tickets_with(["обращение"]),
    "directory.payloads": lambda reader, me: _begun(reader.directory.payloads()),
    "attachments.of": lambda reader, me: reader.attachments.of(1),
    "attachments.get": lambda reader, me: _refused(reader.attachments.get, 1),
    "attachments.all": lambda reader, me: _begun(reader.attachments.all()),
    "administration.used": lambda reader, me: reader.administration.used(
        "status", reader.office().choices("status").first
    ),
    "attachments.untold": lambda reader, me: reader.attachments.untold(),
    "acts.faults": lambda reader, me: reader.acts.faults(LONG_AGO, LATER, ()),
    "acts.answered": lambda reader, me: reader.acts.answered(LONG_AGO, LATER, "data_change"),
    "statistics.flow": lambda reader, me: reader.statistics.flow(COUNTED, date(2000, 1, 1), date(2100, 1, 1)),
    "statistics.never_solved": lambda reader, me: reader.statistics.never_solved(COUNTED, LATER),
    "statistics.solved_later": lambda reader, me: reader.statistics.solved_later(COUNTED, LATER, LATER, LATER),
    "duty.papers": lambda reader, me: reader.duty.papers(PaperSort.CARD),
    "checks": lambda reader, me: checks.check(reader, full=True),
}
"""Every question a reader answers, asked so that there are more rows than are wanted."""


def _begun(lists: Iterator[list[Any]]) -> tuple[Iterator[list[Any]], object]:
    """Take the first of many lists and keep the rest for later."""
    return lists, next(lists, None)


def _refused(ask: Callable[[int], object], row: int) -> NotFound:
    with pytest.raises(NotFound) as told:
        ask(row)
    return told.value


def _questions(asked: object, before: str = "") -> set[str]:
    return {before + name for name in dir(asked) if name[0] != "_" and callable(getattr(asked, name))}


@pytest.fixture(scope="module")
def office(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeFile]:
    with open_office(copy_office(whole, tmp_path_factory.mktemp("cursors"))) as opened:
        yield opened


def test_every_question_is_asked_here(office: OfficeFile) -> None:
    reader = office.reader
    found = _questions(reader)
    for part in ("imports", "directory", "templates", "attachments", "statistics", "acts", "administration", "duty"):
        found |= _questions(getattr(reader, part), f"{part}.")
    assert found == ASKED.keys() - {"checks"}


@pytest.mark.parametrize("question", ASKED)
def test_the_office_file_is_free_after(office: OfficeFile, question: str) -> None:
    kept = ASKED[question](office.reader, person(office))
    _take_all(office.path)
    assert kept is not None or question == "find_requesters"


@pytest.mark.parametrize("question", ASKED)
def test_the_copy_is_free_after(whole: Path, tmp_path: Path, question: str) -> None:
    path = copy_office(whole, tmp_path)
    with open_station(path) as station, open_copy(path) as copy:
        reader: Reader = copy.reader
        kept = ASKED[question](copy.reader, person(station.office))
        door = copy.door
        assert isinstance(door, CopyDoor)
        assert door.file is not None
        _take_all(door.file)
        assert kept is not None
        assert reader.head()


def _take_all(path: Path) -> None:
    """Lock the whole file as a writer does who commits."""
    other = sqlite3.connect(path, isolation_level=None, timeout=0)
    other.execute("BEGIN EXCLUSIVE")
    other.execute("ROLLBACK")
    other.close()
