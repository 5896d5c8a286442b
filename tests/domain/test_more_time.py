"""More time given while the clock stands. Dates are worked out by hand in the comments."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk_app.domain import asks, workflow
from desk_app.domain.tickets import Ticket
from tests.support.office import MUNICIPAL, seeded_office

OFFICE = seeded_office(MUNICIPAL)
ZONE = ZoneInfo("Asia/Yekaterinburg")
MORE = {"due": "2026-10-16", "reason": "Ждём поставку"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def take(ticket: Ticket, verb: str, moment: str, **raw: Any) -> Ticket:
    step = workflow.find_step(OFFICE, ticket, verb)
    answer = asks.parse_answer(OFFICE, verb, raw, step.requires)
    return workflow.take(OFFICE, ticket, step, answer, at=at(moment))[0]


@pytest.fixture
def ticket() -> Ticket:
    since = at("2026-10-05T09:00")  # Monday
    call = Ticket("Не печатает", since, "request", OFFICE.choices("type").usual, "phone", "normal", id=1)
    return workflow.registered(OFFICE, call, "2026-000001", since)[0]


def local(moment: datetime | None) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if moment else ""


@pytest.mark.clause("K-4.6")
def test_the_rest_of_a_pause_that_goes_on_counts_after_more_time_was_given(ticket: Ticket) -> None:
    # It waits from Tuesday 10:00; on Wednesday 10:00 it gets time until Friday 16 October 16:00; it goes on on
    # Thursday 10:00. From Wednesday 10:00 to Thursday 10:00 is a whole working day: Monday 19 October, 17:15.
    waiting = take(ticket, "wait", "2026-10-06T10:00", reason="Нет счётчика")
    given = take(waiting, "extend", "2026-10-07T10:00", **MORE)
    assert given.due_at is None
    assert local(take(given, "resume", "2026-10-08T10:00").due_at) == "2026-10-19T17:15"


@pytest.mark.clause("K-4.6")
@pytest.mark.parametrize(
    ("waits", "goes_on", "due"),
    [
        ("2026-10-06T10:00", "2026-10-06T16:00", "2026-10-16T16:00"),  # over before: the time given knows of it
        ("2026-10-08T10:00", "2026-10-09T10:00", "2026-10-19T17:15"),  # after it: a whole working day, as above
    ],
)
def test_a_pause_before_counts_not_and_one_after_does(ticket: Ticket, waits: str, goes_on: str, due: str) -> None:
    steps = [
        ("wait", waits, {"reason": "Нет счётчика"}),
        ("resume", goes_on, {}),
        ("extend", "2026-10-07T10:00", MORE),
    ]
    for verb, moment, raw in sorted(steps, key=lambda step: step[1]):
        ticket = take(ticket, verb, moment, **raw)
    assert local(ticket.due_at) == due
