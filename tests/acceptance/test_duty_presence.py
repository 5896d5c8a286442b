"""Who is here: marks, lateness, breaks, the board and the timesheet."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desk_app.domain.duty_day import Mark, Presence
from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.roster import Absence
from desk_app.i18n import explained
from desk_app.services import people
from desk_app.services.duty import cards, presence
from desk_app.services.duty.timesheet import as_planned, timesheet
from tests.support.rota import MONTH, Rota

TUESDAY = "2026-12-01"
DAY = date(2026, 12, 1)


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    """Return a moment of December by the clock of Yekaterinburg."""
    return datetime(2026, 12, day, tzinfo=UTC) + timedelta(hours=hour - 5, minutes=minute)


def marked(rota: Rota, what: Mark, when: datetime, reason: str = "", who: int = 0) -> None:
    rota.clock.now = when
    rota.write(rota.staff[who], lambda db: presence.mark(db, what, reason))


def shown(rota: Rota, now: datetime, who: int = 0) -> tuple[Presence, list[str]]:
    reader = rota.file.reader
    board = presence.board(reader.duty, reader.office(), reader.staff(), now)
    found = next(one for one in board if one.person.id == rota.staff[who].id)
    return found.now.presence, [explained(one.template, one.params) for one in found.now.warnings]


@pytest.fixture(autouse=True)
def _published(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late", (2, TUESDAY): "night"})


@pytest.mark.clause("E-8.1a")
def test_coming_late_and_leaving_early_are_told(rota: Rota) -> None:
    assert shown(rota, at(7, 50)) == (Presence.EXPECTED, [])
    assert shown(rota, at(8, 10)) == (Presence.EXPECTED, ["Not here yet: 10 min."])
    marked(rota, Mark.ARRIVED, at(8, 12))
    assert shown(rota, at(9)) == (Presence.WORKING, ["Late by 12 min."])
    marked(rota, Mark.LEFT, at(16, 30))
    assert shown(rota, at(16, 31)) == (Presence.LEFT, ["Late by 12 min.", "Left 30 min early."])


@pytest.mark.clause("E-8.1d")
def test_lunch_is_shown_by_the_schedule_and_warned_of_outside_it(rota: Rota) -> None:
    marked(rota, Mark.ARRIVED, at(8))
    assert shown(rota, at(12, 30)) == (Presence.LUNCH, [])
    assert shown(rota, at(13)) == (Presence.WORKING, [])
    marked(rota, Mark.LUNCH, at(14), "Не успела")
    assert shown(rota, at(14, 10)) == (Presence.LUNCH, ["At lunch outside the schedule."])


@pytest.mark.clause("E-8.1c")
def test_do_not_disturb_is_twenty_minutes_at_most(rota: Rota) -> None:
    marked(rota, Mark.ARRIVED, at(8))
    marked(rota, Mark.UNDISTURBED, at(10))
    assert shown(rota, at(10, 20)) == (Presence.UNDISTURBED, [])
    assert shown(rota, at(10, 21)) == (Presence.UNDISTURBED, ["“Do not disturb” for 21 min; at most 20."])
    marked(rota, Mark.BACK, at(10, 22))
    assert shown(rota, at(10, 23)) == (Presence.WORKING, [])


@pytest.mark.clause("E-7c")
def test_a_break_outside_the_schedule_says_why_and_the_head_sees_it(rota: Rota) -> None:
    marked(rota, Mark.ARRIVED, at(8))
    with pytest.raises(BadInput, match="say why"):
        marked(rota, Mark.BREAK, at(10))
    marked(rota, Mark.BREAK, at(10), "Звонок из школы")
    assert shown(rota, at(10, 5)) == (Presence.BREAK, ["On a break outside the schedule: Звонок из школы"])


def test_nobody_marks_for_a_colleague_but_the_head(rota: Rota) -> None:
    rota.clock.now = at(8)
    with pytest.raises(NotAllowed):
        rota.write(rota.staff[0], lambda db: presence.mark(db, Mark.ARRIVED, person=rota.staff[1].id))
    rota.write(rota.head, lambda db: presence.mark(db, Mark.ARRIVED, person=rota.staff[1].id))


@pytest.mark.clause("E-5.6")
def test_who_is_on_duty_and_who_is_next_is_told_by_line(rota: Rota) -> None:
    reader = rota.file.reader
    asked = (reader.duty, reader.office(), reader.staff())
    assert [one.name for one in presence.on_duty(*asked, at(9))["desk"]] == [rota.staff[0].name]
    assert [one.name for one in presence.on_duty(*asked, at(16))["desk"]] == [rota.staff[0].name, rota.staff[1].name]
    night = at(20, day=1)
    assert rota.staff[2].name in [one.name for one in presence.on_duty(*asked, night)["desk"]]
    assert [one.name for one in presence.on_duty(*asked, at(7, day=2))["desk"]] == [rota.staff[2].name]
    person, when = presence.following(*asked, at(9))["desk"]
    assert (person.name, when) == (rota.staff[1].name, at(12))


@pytest.mark.clause("E-8.2")
def test_the_timesheet_comes_from_fact(rota: Rota) -> None:
    marked(rota, Mark.ARRIVED, at(8))
    marked(rota, Mark.LEFT, at(17))
    marked(rota, Mark.ARRIVED, at(20), who=2)
    marked(rota, Mark.LEFT, at(8, day=2), who=2)
    rota.write(rota.head, lambda db: cards.add_absence(db, Absence(rota.staff[3].id, DAY, DAY, "illness"), "Лист № 5"))
    reader = rota.file.reader
    rows = {row.person.id: row for row in timesheet(reader.duty, reader.office(), reader.staff(), MONTH)}
    mine = [rows[person.id].entries[DAY] for person in rota.staff]
    assert [(entry.code, entry.minutes) for entry in mine[:2]] == [("Я", 480), ("НН", 0)]
    assert mine[3].code == "Б"
    assert rows[rota.staff[0].id].entries[date(2026, 12, 5)].code == "В"


def test_a_night_is_counted_on_both_dates(rota: Rota) -> None:
    rota.clock.now = at(9, day=2)
    rota.write(rota.head, lambda db: as_planned(db, [person.id for person in rota.staff], DAY))
    reader = rota.file.reader
    rows = {row.person.id: row for row in timesheet(reader.duty, reader.office(), reader.staff(), MONTH)}
    night = rows[rota.staff[2].id].entries
    assert [(night[day].minutes, night[day].night) for day in (DAY, date(2026, 12, 2))] == [(240, 120), (480, 360)]
    assert rows[rota.staff[1].id].entries[DAY].minutes == 480


def test_a_night_is_one_duty_on_the_board_and_in_the_timesheet(rota: Rota) -> None:
    marked(rota, Mark.ARRIVED, at(20), who=2)
    assert shown(rota, at(2 + 24), who=2) == (Presence.WORKING, [])
    marked(rota, Mark.LEFT, at(8 + 24, 5), who=2)
    reader = rota.file.reader
    rows = {row.person.id: row for row in timesheet(reader.duty, reader.office(), reader.staff(), MONTH)}
    entries = rows[rota.staff[2].id].entries
    assert [entries[date(2026, 12, day)].minutes for day in (1, 2)] == [240, 485]


def test_the_next_night_is_not_late_by_a_day(rota: Rota) -> None:
    rota.published({(0, "2027-01-11"): "night", (0, "2027-01-12"): "night"}, "2027-01")
    january = timedelta(days=41)
    marked(rota, Mark.ARRIVED, at(20) + january)  # and never marks leaving
    assert shown(rota, at(9 + 24) + january)[1] == []
    marked(rota, Mark.ARRIVED, at(20 + 24) + january)
    assert shown(rota, at(21 + 24) + january) == (Presence.WORKING, [])


def test_the_night_before_the_first_of_a_month_counts_in_both_months(rota: Rota) -> None:
    rota.published({(0, "2026-11-30"): "night"}, "2026-11")
    marked(rota, Mark.ARRIVED, at(20) - timedelta(days=1))
    marked(rota, Mark.LEFT, at(8))
    reader = rota.file.reader
    found = []
    for month in ("2026-11", MONTH):
        rows = timesheet(reader.duty, reader.office(), reader.staff(), month)
        found.append(next(row.minutes for row in rows if row.person.id == rota.staff[0].id))
    assert found == [240, 480]


def test_who_has_left_the_office_keeps_the_row_of_the_month(rota: Rota) -> None:
    marked(rota, Mark.ARRIVED, at(8))
    marked(rota, Mark.LEFT, at(17))
    rota.write(rota.head, lambda db: people.edit_staff(db, rota.staff[0].login, {"active": False}))
    reader = rota.file.reader
    rows = {row.person.id: row for row in timesheet(reader.duty, reader.office(), reader.staff(), MONTH)}
    assert rows[rota.staff[0].id].minutes == 480
