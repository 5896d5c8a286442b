"""The calendar is changed later: open tickets move, with an entry of the history; closed ones never do."""

from datetime import date

import pytest

from desk_app.services import recount, tickets, working_days
from desk_app.storage import open_office
from tests.support.desk import make_office, write

APRIL = {"description": "No signal", "kind": "request", "received_at": "2026-04-29T09:00"}
REGISTERED = {**APRIL, "registered_at": "2026-04-29T09:10"}
WAITS = {"reason": "Not there", "at": "2026-04-29T10:00"}
SOLVED = {"solution": "Done", "at": "2026-05-05T10:00"}
CLOCK = ("due_at", "first_due_at", "due_register_at", "warn_at")


@pytest.fixture
def town(tmp_path):
    """Give an office with requests of April: in work, waiting, solved, and one that only arrived."""
    path = make_office(tmp_path / "town.desk", profile="municipal")
    for _ in range(3):
        write(path, "boss", lambda db: tickets.register(db, REGISTERED))
    write(path, "boss", lambda db: tickets.do(db, 2, "wait", WAITS))
    write(path, "boss", lambda db: tickets.do(db, 3, "solve", SOLVED))
    write(path, "boss", lambda db: tickets.arrive(db, APRIL))
    return path


def cards(path):
    with open_office(path) as office:
        return {number: office.reader.card(number) for number in (1, 2, 3, 4)}


def day_off(path, day):
    """Set `day` apart, count anew, and return which tickets moved."""
    write(path, "boss", lambda db: working_days.set_day(db, day, []))
    with open_office(path) as office:
        boss = next(person for person in office.reader.staff() if person.login == "boss")
        return recount.recount(office.unit_of_work(boss), office.reader)


@pytest.mark.clause("K-3.1")
def test_the_calendar_edited_later_moves_only_open_tickets(town):
    before = cards(town)
    assert day_off(town, date(2026, 5, 6)) == [1]
    after = cards(town)
    assert before[1].ticket.due_at.isoformat() == "2026-05-07T12:15:00+00:00"
    assert after[1].ticket.due_at.isoformat() == "2026-05-08T10:00:00+00:00"  # a Friday before a holiday, 15:00 there
    [entry] = [entry for entry in after[1].history if entry.verb == "recount"]
    assert set(entry.data["changes"]) <= {"due_at", "first_due_at", "warn_at"}
    for number in (2, 3, 4):
        assert after[number] == before[number]


def test_nothing_but_dates_changes(town):
    before = cards(town)
    day_off(town, date(2026, 4, 30))
    for number, card in cards(town).items():
        for name in set(card.ticket.__dataclass_fields__) - {*CLOCK, "version"}:
            assert getattr(card.ticket, name) == getattr(before[number].ticket, name), name


def test_what_only_arrived_moves_too(town):
    before = cards(town)[4].ticket
    assert 4 in day_off(town, date(2026, 4, 30))
    after = cards(town)[4].ticket
    assert after.due_at == after.due_register_at > before.due_at


def test_once_more_changes_nothing(town):
    day_off(town, date(2026, 5, 6))
    with open_office(town) as office:
        head = office.reader.head()
    assert day_off(town, date(2026, 5, 6)) == []
    with open_office(town) as office:
        assert office.reader.head() == head
