"""What a save takes from the workstation's copy is what the office says, whatever colleagues saved meanwhile."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from peewee import OperationalError

from desk_app.domain.errors import NotAllowed
from desk_app.services import directory, people, tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import open_office
from desk_app.storage.connection import Connection
from desk_app.storage.models import OfficeRow, RequesterRow
from desk_app.storage.nearby import FURTHEST
from desk_app.storage.station import OfficeStation, open_station
from tests.storage.conftest import ADMIN
from tests.storage.copies import person

Write = Callable[[Callable[[Session], Changes]], Changes]
CALLER = {"name": "Ёлкин Ян", "organisation": "Школа 5"}
CALL = {"description": "Не печатает принтер", "requester": {**CALLER, "phone": "2-44-90"}}
AGAIN = {"description": "Опять не печатает", "requester": CALLER}
_REVISION = "SELECT revision FROM office"


@pytest.fixture
def station(path: Path) -> Iterator[OfficeStation]:
    """Return a workstation that knows a caller."""
    with open_station(path) as opened:
        opened.unit_of_work(person(opened, ADMIN.login)).write(partial(tickets.register, raw=CALL))
        opened.pull()
        yield opened


@pytest.fixture
def write(station: OfficeStation) -> Write:
    """Return what writes at this workstation."""
    return station.unit_of_work(person(station, ADMIN.login)).write


@pytest.fixture
def colleague(path: Path, station: OfficeStation) -> Iterator[Write]:
    """Return what writes at another workstation, which has no copy."""
    with open_office(path) as office:
        yield office.unit_of_work(person(station, ADMIN.login)).write


def from_the_copy(connection: Connection, *tables: type) -> bool:
    """Tell whether what is asked of `tables` now is answered by the copy."""
    assert connection.nearby
    nearby = connection.nearby
    return connection.read(lambda: nearby(_REVISION, (), tables)) is not None


def callers(station: OfficeStation) -> list[tuple[str, str]]:
    """Return the names and telephones of the directory of the office itself."""
    return [(contact.name, contact.phone) for contact in station.reader.directory.people()]


def test_the_copy_answers_until_somebody_touches_the_table(
    station: OfficeStation, write: Write, colleague: Write
) -> None:
    connection = station.office.connection
    assert from_the_copy(connection, OfficeRow, RequesterRow)
    assert connection.read(lambda: connection.known(_REVISION, (), (OfficeRow,)) == connection.sql(_REVISION))
    colleague(partial(tickets.register, raw=AGAIN))
    assert from_the_copy(connection, OfficeRow, RequesterRow)
    contact = station.reader.directory.people()[0]
    colleague(partial(directory.edit_person, contact_id=contact.id, raw={"phone": "3-00-00"}))
    assert from_the_copy(connection, OfficeRow)
    assert not from_the_copy(connection, OfficeRow, RequesterRow)
    station.pull()
    assert from_the_copy(connection, OfficeRow, RequesterRow)


def test_a_bug_in_what_is_asked_of_the_copy_is_raised(station: OfficeStation) -> None:
    """It was its own cause once, and whoever followed the causes never came to an end."""
    connection = station.office.connection
    with pytest.raises(OperationalError, match="no such column"):
        connection.read(lambda: connection.known("SELECT nonsense FROM office", (), (OfficeRow,)))


def test_a_caller_whom_a_colleague_changed_is_known_as_changed(
    station: OfficeStation, write: Write, colleague: Write
) -> None:
    contact = station.reader.directory.people()[0]
    colleague(partial(directory.edit_person, contact_id=contact.id, raw={"phone": "3-00-00"}))
    ticket = write(partial(tickets.register, raw=AGAIN)).tickets[0]
    card = station.reader.card(ticket)
    assert card.ticket.requester.phone == "3-00-00"
    assert callers(station) == [("Ёлкин Ян", "3-00-00")]


def test_a_caller_whom_a_colleague_added_is_not_added_again(
    station: OfficeStation, write: Write, colleague: Write
) -> None:
    new = {"description": "Нет сети", "requester": {"name": "Юн А.", "organisation": "Лицей 1", "phone": "1-11"}}
    colleague(partial(tickets.register, raw=new))
    write(partial(tickets.register, raw={**new, "requester": {"name": "юн а.", "organisation": "лицей 1"}}))
    assert callers(station) == [("Ёлкин Ян", "2-44-90"), ("Юн А.", "1-11")]


def test_a_caller_added_by_the_same_transaction_is_not_added_again(station: OfficeStation, write: Write) -> None:
    new = {"description": "Нет сети", "requester": {"name": "Юн А.", "organisation": "Лицей 1"}}

    def twice(db: Session) -> Changes:
        tickets.register(db, new)
        return tickets.register(db, new)

    write(twice)
    assert callers(station) == [("Ёлкин Ян", "2-44-90"), ("Юн А.", "")]


def test_a_person_whom_a_colleague_barred_saves_nothing_more(
    station: OfficeStation, write: Write, colleague: Write
) -> None:
    colleague(partial(people.add_staff, raw={"login": "kim", "name": "Ким"}))
    kim = person(station, "kim")
    station.pull()
    theirs = station.unit_of_work(kim)
    theirs.write(partial(tickets.register, raw=AGAIN))
    colleague(partial(people.edit_staff, login="kim", raw={"active": False}))
    with pytest.raises(NotAllowed):
        theirs.write(partial(tickets.register, raw=AGAIN))


def test_a_damaged_copy_keeps_nobody_from_saving(station: OfficeStation, write: Write) -> None:
    copy = station._copy
    assert copy.file
    copy.copies.doubt(copy.file)
    assert not from_the_copy(station.office.connection, OfficeRow)
    write(partial(tickets.register, raw=AGAIN))
    assert callers(station) == [("Ёлкин Ян", "2-44-90")]


def test_a_copy_far_behind_is_not_asked(station: OfficeStation, colleague: Write) -> None:
    connection = station.office.connection

    def many(db: Session) -> Changes:
        for _ in range(FURTHEST // 2 + 1):  # each is two changes, of the ticket and of the counter at least
            tickets.register(db, AGAIN)
        return Changes()

    colleague(many)
    assert not from_the_copy(connection, OfficeRow)
    station.pull()
    assert from_the_copy(connection, OfficeRow)


def test_another_file_under_the_name_is_not_answered_for(station: OfficeStation) -> None:
    connection = station.office.connection
    connection.close()
    assert not from_the_copy(connection, OfficeRow)
    station.pull()
    assert from_the_copy(connection, OfficeRow)


def test_a_copy_of_a_past_that_was_undone_is_not_asked(path: Path, station: OfficeStation, write: Write) -> None:
    before = path.read_bytes()
    write(partial(directory.edit_person, contact_id=station.reader.directory.people()[0].id, raw={"phone": "3-00-00"}))
    write(partial(tickets.register, raw=AGAIN))
    station.pull()
    old = path.with_name("old.desk")
    old.write_bytes(before)
    old.replace(path)  # as if somebody put an old file there by hand
    with open_office(path) as office:
        theirs = office.unit_of_work(person(station, ADMIN.login)).write
        contact = office.reader.directory.people()[0].id
        theirs(partial(directory.edit_person, contact_id=contact, raw={"phone": "4-00-00"}))
        theirs(partial(tickets.register, raw=AGAIN))
    station.listen(bool)  # somebody works here: another copy is made beside
    station.pull()
    connection = station.office.connection
    assert not from_the_copy(connection, OfficeRow, RequesterRow)
