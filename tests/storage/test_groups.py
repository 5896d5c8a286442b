"""Grouped lists: the groups with their counts, and places that count tickets, group after group."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk_app import profiles
from desk_app.domain.view import GROUP_COLUMNS, Queue, Sort, SortColumn, TicketFilter, View
from desk_app.services import tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import OfficeFile, create_office, open_office
from tests.storage.conftest import ADMIN

TOTAL = 60


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("groups") / "office.desk"
    create_office(path, profiles.load("situation-centre", "ru"), ADMIN)
    with open_office(path) as office:
        office.unit_of_work(office.reader.account(ADMIN.login).person).write(fill)
    return path


@pytest.fixture
def office(filled):
    with open_office(filled) as file:
        yield file


@pytest.fixture
def me(office):
    return office.reader.account(ADMIN.login).person


def fill(db: Session) -> Changes:
    dice = random.Random(5)
    systems = ["", *(item.code for item in db.office.choices("system"))]
    first = datetime(2025, 1, 1, 20, tzinfo=db.office.zone)
    for place in range(TOTAL):
        moment = first + timedelta(hours=place * 3)
        call = {
            "description": f"{dice.choice(['Принтер', 'Журнал'])} {place}",
            "system": dice.choice(systems),
            "type": dice.choice(["support", "error"]),
            "received_at": moment.replace(tzinfo=None).isoformat(),
            "requester": {"name": f"Петрова {place}", "organisation": dice.choice(["", "Школа № 5", "Ёлка", "Абай"])},
        }
        dice.choice([tickets.register, tickets.arrive])(db, call)
    return Changes()


VIEWS = (
    View(sort=Sort(SortColumn.SUBJECT, descending=False)),
    View(sort=Sort(SortColumn.NUMBER)),
    View(TicketFilter(Queue.OPEN, words="принтер")),
    View(sort=Sort(SortColumn.TYPE), then=(Sort(SortColumn.NUMBER, descending=False),)),
)


@pytest.mark.parametrize("column", GROUP_COLUMNS)
@pytest.mark.parametrize("plain", VIEWS)
def test_a_grouped_list_has_every_ticket_once_in_the_order_of_its_groups(office: OfficeFile, me, column, plain):
    reader, view = office.reader, replace(plain, group=column)
    groups = reader.groups(view, me)
    ids = reader.ids(view, me, 0, 1000)
    assert sorted(ids) == sorted(reader.ids(plain, me, 0, 1000))
    assert sum(group.count for group in groups) == len(ids) == reader.count(view, me)
    assert all(group.count for group in groups)
    rows = {row.id: row for row in reader.rows(ids)}
    office_now = reader.office()
    keys = [key_of(rows[ticket], column, office_now) for ticket in ids]
    expected = [group.key for group in groups for _ in range(group.count)]
    if column != SortColumn.ORGANISATION:
        assert keys == expected
    else:
        assert [key for key, _ in Counter(keys).items()] == [group.text for group in groups]
    order = {ticket: place for place, ticket in enumerate(reader.ids(plain, me, 0, 1000))}
    for one, other, key, following in zip(ids, ids[1:], expected, expected[1:], strict=False):
        assert key != following or order[one] < order[other]


@pytest.mark.parametrize("column", GROUP_COLUMNS)
@pytest.mark.parametrize("plain", VIEWS)
def test_pages_and_places_of_a_grouped_list_agree(office: OfficeFile, me, column, plain):
    reader, view = office.reader, replace(plain, group=column)
    ids = reader.ids(view, me, 0, 1000)
    paged = [ticket for start in range(0, TOTAL, 7) for ticket in reader.ids(view, me, start, 7)]
    assert paged == ids
    assert [row.id for row in reader.page(view, me, 3, 9, len(ids))] == ids[3:12]
    assert [reader.position(view, me, ticket) for ticket in ids] == list(range(len(ids)))
    assert reader.position(view, me, 999) is None


def test_groups_follow_the_direction_of_their_column(office: OfficeFile, me):
    reader = office.reader
    up = View(sort=Sort(SortColumn.ORGANISATION, descending=False), group=SortColumn.ORGANISATION)
    down = View(sort=Sort(SortColumn.ORGANISATION, descending=True), group=SortColumn.ORGANISATION)
    assert reader.groups(up, me) == list(reversed(reader.groups(down, me)))
    days = [group.key for group in reader.groups(View(group=SortColumn.RECEIVED), me)]
    assert days == sorted(days, reverse=True)


def test_a_day_is_the_office_s_day_across_a_change_of_its_clocks(tmp_path: Path):
    path = tmp_path / "office.desk"
    seed = replace(profiles.load("situation-centre", "en"), time_zone="Europe/Berlin")
    create_office(path, seed, ADMIN)
    moments = ("2025-03-29T23:30", "2025-03-30T00:10", "2025-03-30T23:30", "2025-03-31T00:10", "2025-10-26T23:59")
    with open_office(path) as file:
        person = file.reader.account(ADMIN.login).person

        def register(db: Session) -> Changes:
            for moment in moments:
                tickets.register(db, {"description": "Late", "requester": {"name": "P"}, "received_at": moment})
            return Changes()

        file.unit_of_work(person).write(register)
        found = file.reader.groups(View(group=SortColumn.RECEIVED), person)
    assert {datetime.fromordinal(group.key).date().isoformat(): group.count for group in found} == {
        "2025-03-29": 1, "2025-03-30": 2, "2025-03-31": 1, "2025-10-26": 1,
    }  # fmt: skip


def test_groups_are_counted_anew_after_a_write(filled: Path, tmp_path: Path):
    path = tmp_path / "copy.desk"
    path.write_bytes(filled.read_bytes())
    with open_office(path) as file:
        person = file.reader.account(ADMIN.login).person
        view = View(group=SortColumn.TYPE)
        before = sum(group.count for group in file.reader.groups(view, person))
        call = {"description": "One more", "type": "error", "requester": {"name": "P"}}
        file.unit_of_work(person).write(lambda db: tickets.register(db, call))
        assert sum(group.count for group in file.reader.groups(view, person)) == before + 1


def key_of(row, column, office):
    if column == SortColumn.RECEIVED:
        return datetime.fromtimestamp(row.received_at, office.zone).date().toordinal()
    return getattr(row, column.value)
