"""When a ticket is due, on its card: the date, how it stands, and why; and giving it more time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from desk_app.app.theme import Hue
from desk_app.cli.card import card_text
from desk_app.domain.deadlines import Pause
from desk_app.domain.errors import BadInput
from desk_app.domain.tickets import Extension
from desk_app.services import breaches, tickets
from desk_app.services.story import Line, Teller
from desk_app.services.ticket_json import card_json
from desk_app.ui.editor.due_words import duration, standing, told
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.why_due import WhyDueDialog
from desk_app.ui.editor.window import TicketWindow
from tests.support.desk import follow, make_office, sit_down, write

MAY = datetime(2026, 4, 29, 5, 0, tzinfo=UTC)
"""A Wednesday before the holidays of May."""
CALL = {"description": "No signal", "requester": {"name": "Petrova Anna"}, "kind": "request"}


@pytest.fixture
def town(tmp_path):
    """Give an office with time limits, and one request of April."""
    path = make_office(tmp_path / "town.desk", profile="municipal")
    given = {**CALL, "received_at": "2026-04-29T09:00", "registered_at": "2026-04-29T09:10"}
    write(path, "boss", lambda db: tickets.register(db, given))
    return path


@pytest.fixture
def boss(qtbot, town):
    seated = sit_down(town, "boss")
    yield seated
    seated.close()


@pytest.fixture
def card(boss, qtbot):
    found = []
    boss.query(boss, lambda reader: reader.card(1), found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


@pytest.fixture
def window(qtbot, boss, root):
    opened = TicketWindow.open(boss, 1, root)
    qtbot.waitUntil(lambda: opened.pane.card is not None)
    yield opened
    opened.close()


def test_the_card_says_when_it_is_due_and_that_it_is_late(window):
    due = window.pane.due
    assert due.isVisible()
    assert due.date.text() == "7 May 2026 17:15"
    assert due.mark.text().startswith("late by ")
    assert "late by" in due.date.accessibleName()


def test_why_is_told_day_by_day_and_can_be_copied(qtbot, window):
    window.pane.due.why.click()
    dialog = window.findChild(WhyDueDialog)
    said = dialog.text.toPlainText()
    assert said.startswith("Limit: Solution: five working days\nCounts from 29 Apr 2026 09:10")
    assert "1 May 2026, Friday: a holiday: Spring and Labour Day" in said
    dialog.copy.click()
    assert QApplication.clipboard().text().startswith("Due 7 May 2026 17:15\nLimit:")
    dialog.reject()


def test_how_it_stands_follows_the_clock(boss, card):
    office, ticket = boss.office, replace(card.ticket, breached="")
    assert standing(office, ticket, MAY).text.startswith("in time: 52 h")
    soon = standing(office, ticket, ticket.due_at - timedelta(minutes=30))
    assert (soon.text, soon.hue) == ("soon: 30 min of work left", Hue.WAITING)
    late = standing(office, ticket, ticket.due_at + timedelta(days=6))
    assert late.hue is Hue.BAD
    done = replace(ticket, solved_at=ticket.due_at)
    assert standing(office, done, ticket.due_at).text == "done in time"
    waits = replace(ticket, due_at=None, pauses=(Pause(MAY + timedelta(hours=4)),))
    assert standing(office, waits, MAY).text.startswith("the clock stands since 29 Apr 2026")
    assert standing(office, replace(ticket, kind="consultation", due_at=None), MAY) is None


def test_no_minute_of_work_is_told_as_the_moment_it_ran_out(boss, card):
    """The evening of the day it was due, and the night before the next working day."""
    office, ticket = boss.office, card.ticket
    for later in (timedelta(minutes=30), timedelta(hours=12)):
        stands = standing(office, ticket, ticket.due_at + later)
        assert (stands.text, stands.hue) == ("late since 7 May 2026 17:15", Hue.BAD)
        done = replace(ticket, solved_at=ticket.due_at + later)
        assert standing(office, done, MAY).text == "done late: it was due 7 May 2026 17:15"
    assert standing(office, ticket, ticket.due_at + timedelta(days=4)).text == "late by 7 h of work"


def test_a_year_without_a_calendar_is_said(boss, card):
    late = datetime(2031, 3, 3, 6, tzinfo=UTC)
    lost = replace(card.ticket, received_at=late, registered_at=late, due_at=None)
    assert standing(boss.office, lost, late).text.startswith("There is no calendar for 2031")
    assert any("There is no calendar for 2031" in line for line in told(boss.office, replace(card, ticket=lost)))


def test_more_time_is_given_with_a_reason_and_told(qtbot, boss, root, card, window):
    step = next(step for step in boss.office.steps if step.verb == "extend")
    dialog = StepDialog.open_for(boss, card.ticket, step, root)
    day = datetime.now(UTC).date() + timedelta(days=20)
    given = dialog.rows.rows["due"].input
    given.set_value(f"{day}T12:30")
    assert given.value() == f"{day}T12:30"
    dialog.rows.rows["reason"].input.set_value("Parts are on their way")
    dialog.take()
    qtbot.waitUntil(window.pane.due.first.isVisible)
    assert window.pane.due.first.text() == "First due 7 May 2026 17:15"
    said = "\n".join(told(boss.office, window.pane.card))
    assert "by Beisenova Dana on" in said
    assert "Reason: Parts are on their way" in said
    assert window.pane.card.ticket.extension == Extension(
        window.pane.card.history[-1].at, window.pane.card.ticket.due_at
    )


def test_nothing_is_shown_where_there_is_no_limit(qtbot, boss, root, town):
    number = write(town, "boss", lambda db: tickets.register(db, {**CALL, "kind": "consultation"})).tickets[0]
    follow(qtbot, boss)
    window = TicketWindow.open(boss, number, root)
    qtbot.waitUntil(lambda: window.pane.card is not None)
    assert window.pane.due.isHidden()
    window.close()


def test_hours_and_minutes_in_words():
    assert duration(timedelta(minutes=5)) == "5 min"
    assert duration(timedelta(hours=2)) == "2 h"
    assert duration(timedelta(hours=2, minutes=5)) == "2 h 5 min"


def test_the_history_tells_of_the_time_in_words(boss, qtbot, town):
    more = {"due": "2035-01-15T17:15", "reason": "Parts are on their way"}
    write(town, "boss", lambda db: tickets.do(db, 1, "extend", more))
    follow(qtbot, boss)
    found = []
    boss.query(boss, lambda reader: reader.card(1), found.append)
    qtbot.waitUntil(lambda: bool(found))
    _, ran_out, extended = (Teller(boss.office, boss.people).tell(entry) for entry in found[0].history)
    assert ran_out.title == "The time ran out (solution), it was due 7 May 2026 17:15"
    assert (ran_out.who, ran_out.entered, ran_out.lines) == ("", "", ())
    assert extended.title == "More time"
    assert extended.speech == "Parts are on their way"
    assert extended.lines == (Line("Due", "7 May 2026 17:15", "15 Jan 2035 17:15"),)
    printed = card_text(boss.office, card_json(boss.office, boss.people.values(), found[0]))
    assert "The time ran out (solution), it was due 2026-05-07 17:15" in printed
    assert "Due: 2026-05-07 17:15 → 2035-01-15 17:15" in printed
    assert not [word for word in ("pauses", "warn_at", "breached", "extension", "due_at") if word in printed]


def test_a_time_that_ran_out_is_not_taken_back(qtbot, boss, town, card, window):
    write(town, "boss", lambda db: breaches.sweep(db, (1,)))
    follow(qtbot, boss)
    qtbot.waitUntil(lambda: window.pane.card.ticket.breached == "resolve")
    assert window.pane.undo_button.isHidden()
    with pytest.raises(BadInput):
        write(town, "boss", lambda db: tickets.do(db, 1, "undo"))
