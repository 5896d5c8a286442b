"""Who is told of what: mine, never my own deeds, and only at work."""

from datetime import UTC, datetime

import pytest

from desk_app.domain.view import View
from desk_app.services import tickets
from desk_app.services.notes import Why, concerning
from desk_app.services.reminders import at_work
from desk_app.storage import open_office
from tests.support.desk import call, make_office, write


class Desk:
    """Writes as several people and asks what concerns one of them."""

    def __init__(self, path):
        self.path = path

    def do(self, login, verb, **answer):
        return write(self.path, login, lambda db: tickets.do(db, 1, verb, answer))

    def note(self, login, act):
        with open_office(self.path) as file:
            since = file.reader.head()[0]
        act()
        with open_office(self.path) as file:
            me = next(one for one in file.reader.staff() if one.login == login)
            return concerning(me, file.reader.office(), file.reader.card(1), since)


@pytest.fixture
def office(tmp_path):
    path = make_office(tmp_path / "office.desk")
    write(path, "ivanov", lambda db: tickets.register(db, call(1)))
    return Desk(path)


def test_a_ticket_that_somebody_gives_me(office):
    note = office.note("kim", lambda: office.do("ivanov", "assign", to="kim"))
    assert note.why is Why.ASSIGNED
    assert note.by.login == "ivanov"
    assert note.subject.startswith("Call 1:")


def test_what_i_do_myself_is_no_news(office):
    assert office.note("ivanov", lambda: office.do("ivanov", "comment", text="I look")) is None
    assert office.note("kim", lambda: office.do("kim", "assign", to="kim")) is None


def test_a_comment_on_my_ticket_and_none_on_others(office):
    act = lambda: office.do("boss", "comment", text="And?")  # noqa: E731
    assert office.note("ivanov", act).why is Why.COMMENTED
    assert office.note("kim", act) is None


def test_what_i_registered_is_mine_to_check_and_what_i_solved_mine_when_reopened(office):
    office.do("ivanov", "assign", to="kim")
    assert office.note("ivanov", lambda: office.do("kim", "solve", solution="Paper")).why is Why.VERIFY
    assert office.note("kim", lambda: office.do("boss", "reopen", reason="Again")).why is Why.REOPENED


def test_taking_it_from_me_is_not_giving_it(office):
    assert office.note("ivanov", lambda: office.do("boss", "assign", to="kim")) is None


def test_messages_come_in_working_hours(office):
    with open_office(office.path) as file:
        found = file.reader.office()
        assert file.reader.count(View(), file.reader.staff()[0]) == 1
    monday = datetime(2026, 11, 23, 0, 0, tzinfo=found.zone)
    assert at_work(found, monday.replace(hour=10).astimezone(UTC))
    assert not at_work(found, monday.replace(hour=3))
    assert not at_work(found, datetime(2026, 11, 22, 10, tzinfo=found.zone))  # a Sunday
