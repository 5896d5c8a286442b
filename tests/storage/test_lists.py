"""Lists of tickets: any order, any page, from either end, without sorting in memory."""

import itertools
import random
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest

from desk_app import profiles
from desk_app.domain.filter_text import Around, parse
from desk_app.domain.office import Person
from desk_app.domain.view import Queue, Sort, SortColumn, TicketFilter, View
from desk_app.services import people, tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import OfficeFile, create_office, open_office
from desk_app.storage.office_copy import OfficeCopy, open_copy
from desk_app.storage.reader import OfficeReader
from desk_app.storage.station import open_station
from desk_app.storage.ticket_list import Eye, TicketList
from tests.storage.conftest import ADMIN

TOTAL = 60


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an office file with tickets of every sort."""
    path = tmp_path_factory.mktemp("many") / "office.desk"
    create_office(path, profiles.load("situation-centre", "ru"), ADMIN)
    with open_office(path) as office:
        account = office.reader.account(ADMIN.login)
        assert account
        _fill(office, account.person)
    return path


@pytest.fixture(scope="module")
def copied(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeCopy]:
    """Return this computer's copy of it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp("data")))
        open_station(filled).close()
        with open_copy(filled) as copy:
            yield copy


@pytest.fixture(params=["office", "copy"])
def reader(request: pytest.FixtureRequest) -> OfficeReader:
    """Return what reads the lists: the office file itself, and this computer's copy of it."""
    if request.param == "copy":
        copy: OfficeCopy = request.getfixturevalue("copied")
        return copy.reader
    office: OfficeFile = request.getfixturevalue("office")
    return office.reader


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return Path(shutil.copy(filled, tmp_path))


@pytest.fixture
def many(office: OfficeFile) -> OfficeFile:
    """Return it open."""
    return office


def _fill(office: OfficeFile, me: Person) -> None:
    dice = random.Random(7)

    def fill(db: Session) -> Changes:
        for login, name in (("yolkin", "Ёлкин Ян"), ("abc", "абакумов Юрий"), ("zuev", "Зуев Иван")):
            people.add_staff(db, {"login": login, "name": name})
        for place in range(TOTAL):
            call = {
                "description": dice.choice(["Ёлка", "елка", "«Журнал»", "журнал завис", "Пароль", "abc"])
                + f"\n{place}",
                "type": dice.choice(["support", "error"]),
                "system": dice.choice(["", *(item.code for item in db.office.choices("system"))]),
                "requester": {
                    "name": dice.choice(["Ёж", "Иванова", "ЕЖОВ"]),
                    "organisation": dice.choice(["Школа 1", ""]),
                },
                "received_at": f"2026-0{dice.randint(1, 9)}-10T10:00",
            }
            ticket_id = (tickets.arrive if place % 9 == 0 else tickets.register)(db, call).tickets[0]
            if place % 3 == 0:
                tickets.do(
                    db, ticket_id, "assign", {"to": dice.choice(["yolkin", "abc", "zuev"])}
                ) if place % 9 else None
            if place % 4 == 0 and place % 9 and call["type"] == "support":
                tickets.do(db, ticket_id, "solve", {"solution": "готово"})
        return Changes()

    office.unit_of_work(me).write(fill)


@pytest.mark.parametrize("column", list(SortColumn))
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("queue", [Queue.ALL, Queue.OPEN])
def test_pages_put_together_are_the_whole_list(
    reader: OfficeReader, me: Person, column: SortColumn, descending: bool, queue: Queue
) -> None:
    view = View(TicketFilter(queue), Sort(column, descending))
    total = reader.count(view, me)
    whole = reader.ids(view, me, 0, TOTAL)
    assert len(whole) == len(set(whole)) == total
    for offset in range(0, total, 7):
        page = reader.page(view, me, offset, 7, total)
        assert [row.id for row in page] == whole[offset : offset + 7]
    assert [reader.position(view, me, ticket_id) for ticket_id in whole] == list(range(total))


@pytest.mark.parametrize("descending", [False, True])
def test_people_stand_in_the_order_of_their_names(reader: OfficeReader, me: Person, descending: bool) -> None:
    view = View(sort=Sort(SortColumn.ASSIGNEE, descending))
    names = {person.id: person.name.casefold().replace("ё", "е") for person in reader.staff()}
    found = [names.get(row.assignee, "") for row in reader.page(view, me, 0, TOTAL)]
    assert found == sorted(found, reverse=descending)


def test_statuses_stand_in_the_order_of_the_office(reader: OfficeReader, me: Person) -> None:
    order = [item.id for item in reader.office().choices("status")]
    page = reader.page(View(sort=Sort(SortColumn.STATUS, False)), me, 0, TOTAL)
    found = [order.index(row.status) for row in page if row.status in order]
    assert found == sorted(found)


def test_quotes_and_case_do_not_count_in_the_order_of_subjects(reader: OfficeReader, me: Person) -> None:
    page = reader.page(View(sort=Sort(SortColumn.SUBJECT, False)), me, 0, TOTAL)
    found = [row.subject.casefold().replace("ё", "е").strip("«»") for row in page]
    assert found == sorted(found)


@pytest.mark.parametrize("column", list(SortColumn))
@pytest.mark.parametrize("backwards", [False, True])
def test_every_order_is_walked_by_an_index(copied: OfficeCopy, me: Person, column: SortColumn, backwards: bool) -> None:
    connection = copied.door
    listed = TicketList(connection)._ordered(View(sort=Sort(column)), Eye(copied.reader.office(), me), backwards)
    sql, params = listed.limit(50).offset(20).sql()
    plan = [row[3] for row in connection.sql("EXPLAIN QUERY PLAN " + sql, params)]
    assert not any("TEMP B-TREE" in step for step in plan), plan
    assert all("INDEX" in step for step in plan), plan


@pytest.mark.parametrize(("words", "found"), [("ёлка", True), ("ЕЛКА", True), ("журнал завис", True), ("100%", False)])
def test_words_are_found_in_any_case(reader: OfficeReader, me: Person, words: str, found: bool) -> None:
    view = View(TicketFilter(words=words), Sort(SortColumn.REGISTERED, False))
    ids = reader.ids(view, me, 0, TOTAL)
    assert bool(ids) is found
    assert reader.count(view, me) == len(ids)
    for place, ticket_id in enumerate(ids):
        assert reader.position(view, me, ticket_id) == place


def test_a_search_sees_what_was_just_saved(many: OfficeFile, me: Person) -> None:
    view = View(TicketFilter(words="небывалое"))
    assert many.reader.count(view, me) == 0
    many.unit_of_work(me).write(partial(tickets.register, raw={"description": "Небывалое"}))
    assert many.reader.count(view, me) == 1


def test_a_system_includes_its_subsystems(reader: OfficeReader, me: Person) -> None:
    office = reader.office()
    parent = next(item.parent for item in office.choices("system") if item.parent)
    family = {office.choices("system")[code].id for code in office.with_subsystems(parent)}
    rows = reader.page(View(TicketFilter(system=parent)), me, 0, TOTAL)
    assert rows
    assert {row.system for row in rows} <= family
    everything = reader.page(View(), me, 0, TOTAL)
    assert len(rows) == sum(row.system in family for row in everything)


def test_queues_hold_what_they_say(reader: OfficeReader, me: Person) -> None:
    counts = reader.queue_counts(me)
    assert counts[Queue.UNREGISTERED] == len(range(0, TOTAL, 9))
    for queue, count in counts.items():
        assert reader.count(View(TicketFilter(queue)), me) == count
    solved = reader.office().status("solved").id
    assert all(row.status == solved for row in reader.page(View(TicketFilter(Queue.SOLVED)), me, 0, TOTAL))


@pytest.mark.parametrize("first", [SortColumn.STATUS, SortColumn.SUBJECT])
@pytest.mark.parametrize("second", [SortColumn.ASSIGNEE, SortColumn.SYSTEM, SortColumn.RECEIVED])
def test_ties_are_ordered_by_the_next_column(
    reader: OfficeReader, me: Person, first: SortColumn, second: SortColumn
) -> None:
    view = View(sort=Sort(first, False), then=(Sort(second, True),))
    whole = reader.ids(view, me, 0, TOTAL)
    place = {
        column: {ticket_id: at for at, ticket_id in enumerate(reader.ids(View(sort=Sort(column, False)), me, 0, TOTAL))}
        for column in (first, second)
    }
    key = {row.id: row for row in reader.page(view, me, 0, TOTAL)}
    names = {SortColumn.STATUS: "status", SortColumn.SYSTEM: "system", SortColumn.ASSIGNEE: "assignee"}
    attribute = names.get(first, first.value)
    for one, other in itertools.pairwise(whole):
        if first is not SortColumn.SUBJECT and getattr(key[one], attribute) == getattr(key[other], attribute):
            tied = names.get(second, second.value)
            same = getattr(key[one], tied) == getattr(key[other], tied)
            assert same or place[second][one] > place[second][other]
        elif first is not SortColumn.SUBJECT:
            assert place[first][one] < place[first][other]
    assert reader.page(view, me, 20, 10, TOTAL) == [key[ticket_id] for ticket_id in whole[20:30]]
    assert reader.position(view, me, whole[17]) == 17


def test_conditions_of_the_search_box(reader: OfficeReader, me: Person) -> None:
    office, staff = reader.office(), reader.staff()
    around = Around(office, staff, me, date(2026, 11, 22))
    everything = reader.page(View(), me, 0, TOTAL)
    ids = {item.code: item.id for item in office.choices("status")}
    yolkin = next(person.id for person in staff if person.login == "yolkin")

    def found(text: str) -> set[int]:
        return {row.id for row in reader.page(View(parse(text, around)), me, 0, TOTAL)}

    assert found("status:solved") == {row.id for row in everything if row.status == ids["solved"]}
    assert found("assignee:yolkin") == {row.id for row in everything if row.assignee == yolkin} != set()
    assert found("assignee:nobody") == {row.id for row in everything if row.assignee == 0} != set()
    may = int(datetime(2026, 5, 1, tzinfo=office.zone).timestamp())
    assert found("received:<2026-05") == {row.id for row in everything if row.received_at < may} != set()
    assert found("received:2026 ёлка") == found("ёлка") != set()


def test_what_was_found_is_looked_for_again_when_the_file_was_opened_anew(path: Path, me: Person) -> None:
    """What SQLite counts of changes begins at the same number with every opening."""
    view = View(TicketFilter(words="журнал"))
    register = partial(tickets.register, raw={"description": "Журнал"})
    with open_office(path) as office, open_office(path) as colleague:
        colleague.unit_of_work(me).write(register)
        office._connection.close()
        before = office.reader.count(view, me)
        office._connection.close()  # as after a stumble of the share
        colleague.unit_of_work(me).write(register)
        assert office.reader.count(view, me) == before + 1


@pytest.mark.parametrize("pasted", ["слово " * 3000, "я" * 100_000, " ".join(map(str, range(3000)))])
def test_a_letter_pasted_into_a_search_is_searched_for(office: OfficeFile, me: Person, pasted: str) -> None:
    office.unit_of_work(me).write(partial(tickets.register, raw={"description": pasted, "requester": {"name": "Я"}}))
    assert office.reader.count(View(TicketFilter(words=pasted)), me) == 1
    assert office.reader.find_requesters(pasted) == []
    assert office.reader.directory.count_people(pasted) == 0
