"""The clock of a ticket that comes with its end, as from a journal kept so far."""

from datetime import UTC, datetime, timedelta

from desk_app.domain import asks, workflow
from desk_app.domain.clock import begun
from desk_app.domain.tickets import Ticket
from tests.support.office import MUNICIPAL, seeded_office

OFFICE = seeded_office(MUNICIPAL)


def test_what_was_closed_long_ago_is_not_overdue_once_it_is_reopened() -> None:
    moment = datetime(2026, 2, 2, 5, tzinfo=UTC)
    closed = next(item.code for item in OFFICE.choices("status") if item.meaning == "closed")
    ticket = Ticket(
        *("Не печатает", moment, "request", OFFICE.choices("type").usual, "phone", "normal"),
        number="2026-000001", status=closed, registered_at=moment, closed_at=moment + timedelta(days=1),
        solved_at=moment + timedelta(days=1),
    )  # fmt: skip
    known = begun(OFFICE, ticket)
    assert known.due_at == datetime(2026, 2, 9, 12, 15, tzinfo=UTC)
    later = datetime(2026, 11, 2, 5, tzinfo=UTC)
    step = workflow.find_step(OFFICE, known, "reopen")
    answer = asks.parse_answer(OFFICE, "reopen", {"reason": "Снова не печатает"}, step.requires)
    again, _ = workflow.take(OFFICE, known, step, answer, at=later, by=2)
    assert again.due_at is not None
    assert again.due_at > later
