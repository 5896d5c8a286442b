"""When one is reminded: before an appointment and at a promised call, in working hours, of what is mine."""

from datetime import datetime, timedelta

import pytest

from desk_app.services.reminders import What, at_work, due_reminders, remind_at
from tests.support.office import MUNICIPAL, seeded_office

QUARTER = timedelta(minutes=15)


def local(text):
    """Return a moment in the town: its hours are 8.00-17.15, Fridays until 16.00, with a break at noon."""
    return datetime.fromisoformat(text).replace(tzinfo=seeded_office(MUNICIPAL).zone)


@pytest.mark.parametrize(
    ("at", "reminded"),
    [
        ("2026-11-23T14:00", "2026-11-23T13:45"),  # a Monday
        ("2026-11-23T08:15", "2026-11-23T08:00"),
        ("2026-11-23T08:05", "2026-11-20T15:45"),  # begins as the week does: said on Friday before the end
        ("2026-11-22T00:00", "2026-11-20T15:45"),  # midnight before Sunday: never said then
        ("2026-11-24T21:00", "2026-11-24T17:00"),  # in the evening: said before everybody leaves
        ("2026-11-04T12:00", "2026-11-03T16:00"),  # a holiday, the day before is shortened
        ("2031-11-23T14:00", "2031-11-23T13:45"),  # no calendar for the year: as it comes
    ],
)
def test_before_an_appointment_but_in_working_time(at, reminded):
    found = remind_at(seeded_office(MUNICIPAL), local(at), QUARTER)
    assert found == local(reminded), found.astimezone(local(at).tzinfo)


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        ("2026-11-23T10:00", True),
        ("2026-11-23T07:59", False),
        ("2026-11-22T10:00", False),
        ("2026-11-04T10:00", False),  # a holiday that is a Wednesday
        ("2031-11-24T10:00", True),  # a Monday of a year without a calendar
        ("2031-11-23T10:00", False),
    ],
)
def test_working_hours_follow_the_calendar_where_there_is_one(moment, works):
    assert at_work(seeded_office(MUNICIPAL), local(moment)) is works


@pytest.fixture
def agreed(town):
    town.clock.now = local("2026-11-23T09:00")
    ticket = town.register(kind="request", requester={"name": "Ким О.", "phone": "2-10-11", "room": "12"})
    town.do(town.technician, ticket, "appoint", {"when": "2026-11-23T14:00", "minutes": "30"})
    return ticket


def reminded(town, moment, person=None):
    return due_reminders(town.file.reader, person or town.technician, local(moment), QUARTER)


def test_only_who_has_the_ticket_is_reminded_and_until_it_is_over(town, agreed):
    assert reminded(town, "2026-11-23T13:44") == []
    [one] = reminded(town, "2026-11-23T13:45")
    assert (one.what, one.who, one.where, one.ticket_id) == (What.MEETING, "Ким О.", "12", agreed.id)
    assert reminded(town, "2026-11-23T13:45", town.supervisor) == []
    assert len(reminded(town, "2026-11-23T14:29")) == 1
    assert reminded(town, "2026-11-23T14:30") == []


def test_a_moved_appointment_is_another_and_one_called_off_none(town, agreed):
    [before] = reminded(town, "2026-11-23T13:50")
    town.do(town.technician, agreed, "appoint", {"when": "2026-11-23T14:05"})
    [after] = reminded(town, "2026-11-23T13:50")
    assert before.key != after.key
    town.do(town.technician, agreed, "call-off", {"reason": "Заболел"})
    assert reminded(town, "2026-11-23T13:50") == []


def test_a_promised_call_waits_for_the_working_hours(town):
    town.clock.now = local("2026-11-20T09:00")
    ticket = town.register(kind="request", requester={"name": "Ким О.", "phone": "2-10-11"})
    # there is no `datetime.now` here: whether a call stands in the queue of today is the present day's to say
    town.do(town.technician, ticket, "remind", {"when": "2026-11-22T00:00"})
    assert reminded(town, "2026-11-22T00:00") == []
    assert reminded(town, "2026-11-23T07:59") == []
