"""The day of one person: what stands where, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest

from desk_app.domain.view import Queue, Sort, SortColumn, TicketFilter, View
from desk_app.services.agenda import Part, today
from desk_app.services.appointments import day_of, meetings
from tests.support.office import MONDAY


@pytest.fixture
def now(town):
    """Let the office stand at the present moment: its queues are those of today."""
    town.clock.now = datetime.now(UTC).replace(microsecond=0)
    return town.clock.now


def request(town, text, **fields):
    return town.register(description=text, kind="request", **fields)


def agree(town, ticket, when, verb="appoint"):
    return town.do(town.technician, ticket, verb, {"when": when.isoformat()})


def subjects(day, part):
    return [task.subject for task in day.tasks if task.part is part]


def read(town, now, person=None):
    return today(town.file.reader, person or town.technician, now)


def test_a_ticket_stands_once_unless_both_are_agreed(town, now):
    both = request(town, "оба")
    _begin, end = day_of(town.office, now)
    agree(town, both, end - timedelta(seconds=1))
    agree(town, both, now, "remind")
    day = read(town, now)
    assert subjects(day, Part.MEETINGS) == subjects(day, Part.CALLS) == ["оба"]
    assert day.totals[Part.MEETINGS] == day.totals[Part.CALLS] == 1
    assert subjects(day, Part.DUE) == subjects(day, Part.LATE) == []


def test_the_day_ends_at_the_office_s_midnight(town, now):
    _begin, end = day_of(town.office, now)
    tonight, tomorrow = request(town, "сегодня"), request(town, "завтра")
    agree(town, tonight, end - timedelta(seconds=1))
    agree(town, tomorrow, end)
    day = read(town, now)
    assert subjects(day, Part.MEETINGS) == ["сегодня"]
    assert day.following is not None
    assert day.following.subject == "завтра"


def test_what_is_finished_or_somebody_else_s_is_not_of_the_day(town, now):
    solved, given = request(town, "готово"), request(town, "чужое")
    for ticket in (solved, given):
        agree(town, ticket, now)
    town.do(town.technician, solved, "solve", {"solution": "Сделано"})
    town.do(town.technician, given, "assign", {"to": town.supervisor.login})
    assert subjects(read(town, now), Part.MEETINGS) == []
    assert subjects(read(town, now, town.supervisor), Part.MEETINGS) == ["чужое"]


def test_what_is_late_stands_last_and_the_oldest_first(town, now):
    for days, text in ((12, "позже"), (20, "раньше")):
        moment = now - timedelta(days=days)
        town.register(town.administrator, description=text, kind="request", received_at=moment.isoformat(),
                      registered_at=moment.isoformat())  # fmt: skip
    assert subjects(read(town, now, town.administrator), Part.LATE) == ["раньше", "позже"]
    assert read(town, now).tasks == ()


def test_the_queue_counts_the_tickets_of_the_day(town, now):
    ticket = request(town, "звонок")
    request(town, "не сегодня")
    agree(town, ticket, now, "remind")
    reader, view = town.file.reader, View(TicketFilter(Queue.TODAY))
    assert reader.ids(view, town.technician, 0, 10) == [ticket.id]
    assert reader.queue_counts(town.technician)[Queue.TODAY] == 1
    assert reader.queue_counts(town.supervisor)[Queue.TODAY] == 0
    town.do(town.technician, ticket, "remind", {})
    assert reader.queue_counts(town.technician)[Queue.TODAY] == 0


def test_a_promised_call_about_a_fix_that_waits_stands_there_too(town, now):
    ticket = request(town, "проверить, работает ли")
    town.do(town.technician, ticket, "solve", {"solution": "Сделано"})
    agree(town, ticket, now, "remind")
    assert subjects(read(town, now), Part.CALLS) == ["проверить, работает ли"]
    assert town.file.reader.queue_counts(town.technician)[Queue.TODAY] == 1


def test_what_arrived_stands_first_with_how_many_there_are(town, now):
    for number in range(7):
        town.arrive(description=f"письмо {number}")
    day = read(town, now)
    assert len(subjects(day, Part.ARRIVED)) == 5
    assert day.totals[Part.ARRIVED] == 7
    assert [task.part for task in day.tasks] == [Part.ARRIVED] * 5


@pytest.mark.parametrize("sort", [SortColumn.DUE, SortColumn.RECEIVED, SortColumn.STATUS])
def test_the_overdue_queue_has_what_is_late_registered_or_not(town, now, sort):
    """The list, its count and the day say the same of each ticket."""
    long_ago = (now - timedelta(days=20)).isoformat()
    late = town.register(town.administrator, kind="request", received_at=long_ago, registered_at=long_ago)
    letter = town.arrive(town.administrator, kind="request", received_at=long_ago)
    solved = town.register(town.administrator, kind="request", received_at=long_ago, registered_at=long_ago)
    town.do(town.technician, solved, "solve", {"solution": "Сделано"})
    request(town, "не сегодня")
    reader, view = town.file.reader, View(TicketFilter(Queue.OVERDUE), Sort(sort))
    assert set(reader.ids(view, town.technician, 0, 10)) == {late.id, letter.id}
    assert {reader.position(view, town.technician, ticket.id) for ticket in (late, letter)} == {0, 1}
    assert reader.position(view, town.technician, solved.id) is None
    assert reader.count(view, town.technician) == reader.queue_counts(town.technician)[Queue.OVERDUE] == 2
    assert {task.ticket_id for task in read(town, now, town.administrator).tasks if task.late} == {late.id, letter.id}


def test_appointments_of_a_span_are_those_that_begin_in_it_and_stand(town):
    town.clock.now = MONDAY
    first, second, over, gone = (request(town, text) for text in ("раз", "два", "было", "отпало"))
    for hours, ticket in ((1, first), (3, second), (2, over), (4, gone)):
        agree(town, ticket, MONDAY + timedelta(hours=hours))
    town.do(town.technician, second, "assign", {"to": town.supervisor.login})
    town.clock.go_on(hours=2, minutes=30)
    town.do(town.technician, over, "solve", {"solution": "Сделано на месте"})  # after it began: it took place
    town.do(town.technician, gone, "solve", {"solution": "Решилось раньше"})
    reader = town.file.reader
    assert [one.subject for one in meetings(reader)] == ["раз", "было", "два"]
    assert [one.subject for one in meetings(reader, person=town.supervisor.id)] == ["два"]
    until = MONDAY + timedelta(hours=3)
    assert [one.subject for one in meetings(reader, MONDAY + timedelta(hours=1), until)] == ["раз", "было"]
