"""What ran out is recorded once, whoever looks first."""

import pytest

from desk_app.app.clockwork import Clockwork
from desk_app.services import tickets
from desk_app.storage import open_office
from tests.support.desk import follow, make_office, sit_down, write

LATE = {"description": "No signal", "kind": "request", "received_at": "2026-04-29T09:00"}
REGISTERED = {**LATE, "registered_at": "2026-04-29T09:10"}


@pytest.fixture
def town(tmp_path):
    """Give an office with two requests of April that are still open, and one that was solved in time."""
    path = make_office(tmp_path / "town.desk", profile="municipal")
    write(path, "boss", lambda db: tickets.register(db, REGISTERED))
    write(path, "boss", lambda db: tickets.arrive(db, LATE))
    done = write(path, "boss", lambda db: tickets.register(db, REGISTERED)).tickets[0]
    solved = {"solution": "Done", "at": "2026-05-05T10:00"}
    write(path, "boss", lambda db: tickets.do(db, done, "solve", solved))
    return path


@pytest.fixture
def two(qtbot, town):
    """Give the desks of two colleagues, each with a clockwork that does not wait for its minute."""
    desks = [sit_down(town, login) for login in ("boss", "ivanov")]
    for desk in desks:
        Clockwork(desk, pause=0)
    yield desks
    for desk in desks:
        desk.close()


def broken(path):
    with open_office(path) as office:
        cards = [office.reader.card(number) for number in (1, 2, 3)]
    return [[entry.data["of"] for entry in card.history if entry.verb == "breach"] for card in cards]


def test_two_workstations_record_what_ran_out_exactly_once(qtbot, town, two):
    for desk in two:
        desk.look()
    qtbot.waitUntil(lambda: broken(town) == [["resolve"], ["register"], []], timeout=20_000)
    for _ in range(3):
        for desk in two:
            follow(qtbot, desk)
            assert desk.messages.errors == []
    assert broken(town) == [["resolve"], ["register"], []]


def test_what_is_recorded_is_not_looked_for_again(qtbot, town, two):
    two[0].look()
    qtbot.waitUntil(lambda: broken(town)[0] == ["resolve"], timeout=20_000)
    follow(qtbot, two[1])
    found = []
    two[1].query(two[1], lambda reader: reader.overdue(two[1].clockwork._now(), 5), found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found == [[]]
