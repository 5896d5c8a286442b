"""Who changes the calendar is told how many tickets are due at another time now."""

from datetime import date

import pytest

from desk_app.services import tickets
from desk_app.ui.calendar.window import CalendarWindow
from tests.support.desk import make_office, sit_down, write

APRIL = {"description": "No signal", "kind": "request", "received_at": "2026-04-29T09:00"}


@pytest.fixture
def boss(qtbot, tmp_path):
    path = make_office(tmp_path / "town.desk", profile="municipal")
    write(path, "boss", lambda db: tickets.register(db, {**APRIL, "registered_at": "2026-04-29T09:10"}))
    seated = sit_down(path, "boss")
    yield seated
    seated.close()


def test_a_change_of_the_calendar_moves_what_is_open_and_says_so(qtbot, boss):
    window = CalendarWindow(boss, year=2026)
    qtbot.addWidget(window)
    window.show()
    window.table.setCurrentIndex(window.model.index_of(date(2026, 5, 6)))
    window.day_off.click()
    qtbot.waitUntil(lambda: window.moved.text() == "1 ticket is due at another time now.", timeout=20_000)
    window.as_official.click()
    qtbot.waitUntil(lambda: window.moved.text() == "", timeout=20_000)
    qtbot.waitUntil(lambda: bool(window.moved.text()), timeout=20_000)
    assert boss.messages.errors == []
