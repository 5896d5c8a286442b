"""Who had a ticket, and for how long."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from desk_app.domain.deadlines import Pause
from desk_app.domain.holding import Holding, holders
from tests.support.office import seeded_office

MONDAY = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
"""Monday, 2 November 2026, ten in the morning in Yekaterinburg."""


@dataclass(frozen=True)
class Entry:
    verb: str
    at: datetime
    data: dict | None


def told(verb: str, minutes: int, **data: object) -> Entry:
    return Entry(verb, MONDAY + timedelta(minutes=minutes), data)


def changed(verb: str, minutes: int, **pairs: object) -> Entry:
    return told(verb, minutes, changes={name: [None, new] for name, new in pairs.items()})


REGISTERED = told("register", 0, fields={"status": "in-work", "line": "specialists", "assignee": 3})
ESCALATED = changed("escalate", 20, line="methodists", assignee=0)
TAKEN = changed("assign", 30, assignee=4)
HANDED = told("hand-over", 60, to="ООО «Разработчик»", changes={"status": ["in-work", "developer"]})
RETURNED = changed("return", 120, status="in-work")
SOLVED = changed("solve", 150, status="solved")


@pytest.fixture(scope="module")
def office():
    return seeded_office()


@pytest.mark.clause("E-6.2c")
def test_the_history_tells_who_had_it_and_how_long(office):
    found = holders(office, [REGISTERED, ESCALATED, TAKEN, HANDED, RETURNED, SOLVED])
    assert [(one.line, one.assignee, one.outside) for one in found] == [
        ("specialists", 3, ""),
        ("methodists", 0, ""),
        ("methodists", 4, ""),
        ("methodists", 4, "ООО «Разработчик»"),
        ("methodists", 4, ""),
    ]
    minutes = [one.worked(office, MONDAY).total_seconds() / 60 for one in found]
    assert minutes == [20, 10, 30, 60, 30]


def test_who_has_it_now_is_counted_until_now(office):
    [one] = holders(office, [REGISTERED])
    assert one.until is None
    assert one.worked(office, MONDAY + timedelta(minutes=45)) == timedelta(minutes=45)


def test_only_working_time_counts_and_no_pause(office):
    one = Holding("specialists", 3, "", MONDAY, MONDAY + timedelta(days=1))
    assert one.worked(office, MONDAY) == timedelta(hours=7.5)
    paused = (Pause(MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2)),)
    assert one.worked(office, MONDAY, paused) == timedelta(hours=6.5)


def test_a_finished_ticket_is_with_nobody_until_it_is_reopened(office):
    found = holders(office, [REGISTERED, SOLVED, changed("close", 200, status="closed")])
    assert [one.until for one in found] == [SOLVED.at]
    found = holders(office, [REGISTERED, SOLVED, changed("reopen", 300, status="in-work")])
    assert [(one.assignee, one.until) for one in found] == [(3, SOLVED.at), (3, None)]


def test_what_changes_nobody_makes_no_new_stretch(office):
    others = [changed("edit", 5, note="x"), told("comment", 6, text="x"), Entry("edit", MONDAY, None)]
    assert len(holders(office, [REGISTERED, *others, changed("wait", 8, status="feedback")])) == 1


def test_a_ticket_passed_on_at_once_was_with_nobody_there(office):
    at_once = changed("escalate", 0, line="methodists", assignee=0)
    assert [one.line for one in holders(office, [REGISTERED, at_once])] == ["methodists"]
    back = [changed("escalate", 10, line="methodists"), changed("undo", 10, line="specialists")]
    [one] = holders(office, [REGISTERED, *back])
    assert (one.line, one.until) == ("specialists", None)


def test_a_moment_entered_late_never_makes_time_run_backwards(office):
    found = holders(office, [REGISTERED, changed("assign", 30, assignee=4), changed("assign", 10, assignee=5)])
    assert all(one.until is None or one.until > one.since for one in found)


def test_a_status_that_the_office_no_longer_has_is_work(office):
    assert holders(office, [changed("import", 0, status="once-there", assignee=3)])[0].assignee == 3
    assert holders(office, []) == ()
