"""Dates that follow when a ticket is corrected, or gets more time while it waits."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk_app.domain.errors import BadInput
from tests.support.office import Desk, make_desk


def test_the_time_to_register_follows_when_it_was_received(desk: Desk) -> None:
    desk.clock.now = datetime(2026, 10, 2, 16, tzinfo=UTC)
    late = desk.arrive(received_at="2026-10-02T18:40")
    assert late.due_register_at == datetime(2026, 10, 5, 12, tzinfo=UTC)
    corrected = desk.do(desk.technician, late, "edit", {"received_at": "2026-10-01T10:00"})
    assert corrected.due_at == corrected.due_register_at == datetime(2026, 10, 1, 12, tzinfo=UTC)


def test_more_time_while_it_waits_is_never_less(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, "two-line")
    ticket = desk.register()
    desk.do(desk.technician, ticket, "wait", {"reason": "Ждём снимок экрана"})
    desk.clock.go_on(hours=1)
    with pytest.raises(BadInput, match="later"):
        desk.do(desk.supervisor, ticket, "extend", {"due": "2026-11-02T14:00", "reason": "Сложно"})
    assert desk.do(desk.supervisor, ticket, "extend", {"due": "2026-11-20", "reason": "Сложно"}).extension
    desk.file.close()
