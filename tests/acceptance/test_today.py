"""A technician's day: agreed times, promised calls, reminders, what is going on, last month's journal (K, E, S)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt

from desk_app.app.reminders import Reminders, is_made
from desk_app.app.tray import Tray
from desk_app.domain.board import board_of
from desk_app.domain.journal import Month
from desk_app.domain.view import Queue, TicketFilter, View
from desk_app.services import board, tickets
from desk_app.services.agenda import Part
from desk_app.services.ports import Changes
from desk_app.ui.board.strip import SystemNotice
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.main_window import MainWindow
from desk_app.ui.reports import files
from desk_app.ui.today.page import TodayPage
from tests.support.desk import call, follow, make_office, sit_down, write

CALL = {
    "kind": "consultation",
    "requester": {"name": "Сидорова О. И.", "organisation": "Отдел кадров", "phone": "91", "room": "204"},
    "description": "Как подписать приказ?",
    "received_at": "2026-11-20T10:00",
    "registered_at": "2026-11-20T10:05",
}


def at(minutes, zone=None):
    """Return a moment `minutes` from now as the services read it."""
    moment = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return (moment.astimezone(zone) if zone else moment).isoformat()


@pytest.fixture
def path(tmp_path):
    return make_office(tmp_path / "office.desk", 6, "municipal")


@pytest.fixture
def sitting(qtbot, path):
    seated = sit_down(path)
    yield seated
    seated.close()


def opened(qtbot, desk, path):
    main = MainWindow(desk, path)
    qtbot.addWidget(main)
    main.resize(1280, 720)
    with qtbot.waitSignal(main.middle.day.loaded):
        main.show()
    return main


def step(path, ticket, verb, **answer):
    return write(path, "ivanov", lambda db: tickets.do(db, ticket, verb, answer))


def parts(main):
    """Return the tickets of each part of the day."""
    return {
        part: [task.ticket_id for task in main.middle.day.day.tasks if task.part is part]
        for part in Part
        if any(task.part is part for task in main.middle.day.day.tasks)
    }


# -- K-4.2, K-4.7: an agreed time ------------------------------------------------------------------------------------


@pytest.mark.clause("K-4.2", "K-4.7")
def test_an_agreed_time_is_on_the_record_and_in_the_calendar_file(desk, town, tmp_path):
    number = desk.add(town, CALL)[0]
    desk.do(town, number, "appoint", when="2026-11-23T14:00", how="на месте", place="каб. 204", minutes=40)
    shown = desk.show(town, number)
    assert (shown["appointment_at"], shown["history"][-1]["verb"]) == ("2026-11-23T14:00", "appoint")
    span = ("--from", "2026-11-23", "--until", "2026-11-23")
    [told] = desk.well("appointments", town, *span, "--json").json["appointments"]
    assert (told["starts"], told["ends"]) == ("2026-11-23T14:00", "2026-11-23T14:40")
    assert (told["place"], told["requester"], told["phone"]) == ("каб. 204", "Сидорова О. И.", "91")
    assert told["ticket"] == number
    out = tmp_path / "agreed.ics"
    desk.well("appointments", town, *span, "--out", out)
    [event] = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert event.decoded("dtstart") == datetime.fromisoformat("2026-11-23T14:00+05:00")
    assert str(event["location"]) == "каб. 204"
    assert "Сидорова О. И." in str(event["description"])


@pytest.mark.clause("K-4.7")
def test_a_moved_appointment_keeps_its_uid_and_one_called_off_is_gone(desk, town, tmp_path):
    number = desk.add(town, CALL)[0]
    out = tmp_path / "agreed.ics"

    def events():
        desk.well("appointments", town, "--from", "2026-11-20", "--person", "boss", "--out", out)
        return Calendar.from_ical(out.read_bytes()).walk("VEVENT")

    desk.do(town, number, "appoint", when="2026-11-23T14:00")
    [before] = events()
    desk.do(town, number, "appoint", when="2026-11-24T10:00", place="2-44-90")
    [after] = events()
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") == datetime.fromisoformat("2026-11-24T10:00+05:00")
    desk.do(town, number, "call-off", reason="Заболела")
    assert events() == []
    assert desk("appointments", town, "--from", "2026-11-20", "--person", "nobody", "--out", out).code == 1


@pytest.mark.clause("K-4.2", "K-4.7")
def test_the_day_shows_what_is_agreed_promised_and_late_in_order(qtbot, path, sitting):
    step(path, 1, "appoint", when=at(2), how="on site", place="room 204", minutes="30")
    step(path, 2, "remind", when=at(-30))
    step(path, 3, "appoint", when=at(-60 * 30))
    old = {**call(7), "kind": "request", "received_at": at(-60 * 24 * 20), "registered_at": at(-60 * 24 * 20)}
    write(path, "boss", lambda db: tickets.register(db, old))
    write(path, "boss", lambda db: tickets.do(db, 7, "assign", {"to": "ivanov"}))
    write(path, "ivanov", lambda db: tickets.arrive(db, {"description": "A letter"}))
    follow(qtbot, sitting)
    main = opened(qtbot, sitting, path)
    found = parts(main)
    assert found[Part.ARRIVED] == [8]
    assert found[Part.MEETINGS] == [3, 1]
    assert found[Part.CALLS] == [2]
    assert found[Part.LATE] == [7]
    task = next(task for task in main.middle.day.day.tasks if task.ticket_id == 1)
    assert (task.who, task.where, task.how) == ("Caller 1", "room 204", "on site")
    assert main.queues.item(0).text() == "Today"
    qtbot.waitUntil(lambda: main._total is not None)
    assert main.queues.item(0).data(Qt.ItemDataRole.UserRole) == 4
    spoken = main.middle.day.list.days.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Appointments" in spoken


@pytest.mark.clause("K-4.2")
def test_the_keyboard_alone_opens_a_ticket_and_says_that_the_call_was_made(qtbot, path, sitting):
    step(path, 2, "remind", when=at(-30))
    follow(qtbot, sitting)
    main = opened(qtbot, sitting, path)
    main.activateWindow()
    day = main.middle.day
    assert day.list.choose((Part.CALLS, 2))
    qtbot.keyClick(day.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: main.findChild(TicketWindow) is not None)
    main.findChild(TicketWindow).close()
    day.buttons["called"].click()
    qtbot.waitUntil(lambda: Part.CALLS not in parts(main))
    assert "Called" in day.notice.text.text()
    day.notice.offers[0].click()
    qtbot.waitUntil(lambda: Part.CALLS in parts(main))


@pytest.mark.clause("K-4.7")
def test_another_time_is_agreed_from_the_day(qtbot, path, sitting):
    step(path, 1, "appoint", when=at(-60), place="room 204")
    follow(qtbot, sitting)
    main = opened(qtbot, sitting, path)
    day = main.middle.day
    assert day.list.choose((Part.MEETINGS, 1))
    day.buttons["move"].click()
    qtbot.waitUntil(lambda: main.findChild(StepDialog) is not None)
    dialog = main.findChild(StepDialog)
    wanted = datetime.now(sitting.office.zone).replace(hour=23, minute=58, second=0, microsecond=0)
    dialog.rows.fill({"when": wanted.replace(tzinfo=None).isoformat(timespec="minutes")})
    dialog.take()
    qtbot.waitUntil(lambda: any(task.at == wanted for task in day.day.tasks))


@pytest.mark.clause("K-4.2")
def test_a_reminder_comes_before_the_appointment_once_even_after_a_restart(qtbot, path, sitting):
    monday = datetime(2026, 11, 23, 14, 0, tzinfo=sitting.office.zone)
    step(path, 1, "appoint", when=monday.isoformat(), place="room 204")
    step(path, 4, "appoint", when=monday.isoformat())
    write(path, "ivanov", lambda db: tickets.do(db, 4, "assign", {"to": "kim"}))
    follow(qtbot, sitting)

    def told(now):
        said = []
        tray = Tray(sitting, now=lambda: now)
        tray.said.connect(lambda *message: said.append(message))
        reminders = Reminders(sitting, tray, now=lambda: now)
        looked = []
        sitting.query(reminders, lambda reader: reader.head(), looked.append)
        reminders.look()
        qtbot.waitUntil(lambda: bool(looked) and not reminders._looking)
        for made in (reminders, tray):
            made.deleteLater()
        return [text for _title, text, _ticket in said]

    assert told(monday - timedelta(minutes=20)) == []
    [text] = told(monday - timedelta(minutes=15))
    assert text.startswith("14:00 · Caller 1 · room 204")
    assert told(monday - timedelta(minutes=10)) == []


# -- E-6.2b: what is going on ----------------------------------------------------------------------------------------


@pytest.mark.clause("E-6.2b")
def test_line_one_tells_of_mass_incidents_and_of_what_does_not_work(desk, support):
    desk.well("board", support, "--system", system(desk, support), "--state", "down", "--words", "Меняют диск")
    number = desk.add(support, {"description": "Не открывается"})[0]
    desk.well("board", support, "--incident", "Портал не открывается ни у кого", "--tickets", number)
    told = desk.well("board", support, "--json").json
    assert [(one["state"], one["words"]) for one in told["systems"] if one["state"] != "works"] == [
        ("down", "Меняют диск")
    ]
    [incident] = told["incidents"]
    assert (incident["text"], incident["tickets"]) == ("Портал не открывается ни у кого", [number])
    assert incident["by"] == "Босова Берта Борисовна"
    assert "Меняют диск" in desk.well("board", support).out
    desk.well("board", support, "--over", incident["id"])
    assert desk.well("board", support, "--json").json["incidents"] == []
    desk.well("verify", support)


@pytest.mark.clause("E-6.2b")
def test_who_has_no_right_to_the_board_reads_it_only(desk, town):
    desk.well("staff", "add", town, "--json", "-", stdin=json.dumps({"login": "t", "name": "Т", "role": "technician"}))
    desk.as_user("t")
    assert desk("board", town, "--incident", "Всё плохо").code == 1
    assert desk.well("board", town, "--json").json["incidents"] == []


@pytest.mark.clause("E-6.2b")
def test_the_board_stands_over_the_day_and_beside_the_form_at_once(qtbot, path, sitting):
    main = opened(qtbot, sitting, path)
    assert main.middle.day.board.isHidden()
    systems = [item.code for item in sitting.office.choices("system")]
    beside = SystemNotice(sitting)
    qtbot.addWidget(beside)
    beside.show_system(systems[0])
    assert beside.isHidden()
    write(path, "boss", lambda db: board.set_state(db, systems[0], "down", "The disk is being changed"))
    write(path, "boss", lambda db: board.report(db, "Nobody can sign in", systems[0]))
    follow(qtbot, sitting)
    qtbot.waitUntil(main.middle.day.board.isVisible)
    for words in ("The disk is being changed", "Nobody can sign in"):
        assert words in main.middle.day.board.news.accessibleName()
        assert words in beside.accessibleName()
    beside.show_system(systems[-1])
    assert beside.isHidden()


@pytest.mark.clause("E-6.2b")
def test_the_board_is_kept_with_who_said_it_in_the_history(path):
    def both(db):
        first, second = (item.code for item in list(db.office.choices("system"))[:2])
        board.set_state(db, first, "down")
        return board.set_state(db, second, "slow")

    write(path, "boss", both)
    seen = []

    def look(db):
        seen.append(board_of(db.office))
        return Changes()

    write(path, "kim", look)
    assert len(seen[0].troubled) == 2
    assert len({one.by for one in seen[0].troubled}) == 1


# -- S-10: last month's journal --------------------------------------------------------------------------------------


@pytest.mark.clause("S-10")
def test_from_the_tenth_on_the_journal_of_the_month_before_is_asked_for_until_it_is_made(qtbot, tmp_path, monkeypatch):
    path = make_office(tmp_path / "office.desk", 1)
    registered = {"received_at": "2026-09-15T10:00", "registered_at": "2026-09-15T10:10"}
    write(path, "boss", lambda db: tickets.register(db, {**call(2), **registered}))
    write(path, "boss", lambda db: db.put_settings({**db.office.settings, "journal_day": 10}) or Changes(office=True))
    desk = sit_down(path, "boss")

    def page(day):
        moment = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=desk.office.zone)
        made = TodayPage(desk, now=lambda: moment)
        qtbot.addWidget(made)
        with qtbot.waitSignal(made.loaded):
            made.show()
        return made

    saturday = page("2026-10-10")
    assert saturday.journal.isHidden()  # 10 October 2026 is a Saturday
    monday = page("2026-10-12")
    qtbot.waitUntil(monday.journal.isVisible)
    assert "September 2026" in monday.journal.text.text()
    with qtbot.waitSignal(monday.asked_journal) as asked:
        monday.journal.offers[0].click()
    assert asked.args == [Month(2026, 9)]
    window = journal_of(desk, monday, Month(2026, 9))
    assert window.scope.scope().month == Month(2026, 9)
    qtbot.waitUntil(window.commands["pdf"].isEnabled, timeout=20_000)
    monkeypatch.setattr(files, "ask_path", lambda *_given, **_named: tmp_path / "journal.pdf")
    window.commands["pdf"].trigger()
    qtbot.waitUntil(lambda: is_made(desk, Month(2026, 9)), timeout=20_000)
    assert (tmp_path / "journal.pdf").stat().st_size > 1000
    monday.journal.look()
    assert monday.journal.isHidden()
    window.close()
    assert page("2026-10-30").journal.isHidden()
    desk.close()


def journal_of(desk, parent, month):
    """Open the journal as the button does."""
    from desk_app.ui.reports.journal_window import JournalWindow

    window = JournalWindow.open(desk, parent)
    window.scope.choose(month)
    return window


# -- E-6.3a and all queues -------------------------------------------------------------------------------------------


@pytest.mark.clause("E-6.3a")
def test_fixes_to_be_checked_stand_in_a_queue_where_the_office_checks_them(qtbot, tmp_path):
    checked = make_office(tmp_path / "two.desk", 1, "two-line")
    plain = make_office(tmp_path / "town.desk", 1, "municipal")
    for path, there in ((checked, True), (plain, False)):
        desk = sit_down(path)
        main = MainWindow(desk, path)
        qtbot.addWidget(main)
        assert (Queue.VERIFY in [entry.queue for entry in main.queues.offered()]) is there
        main.close()
        desk.close()


@pytest.mark.parametrize("profile", ["situation-centre", "municipal", "two-line", "service-catalogue", "operator"])
def test_every_queue_counts_what_it_lists_in_every_office(tmp_path, profile):
    path = make_office(tmp_path / "office.desk", 3, profile)
    desk = sit_down(path)
    counts, lists = {}, {}

    def read(reader):
        counts.update(reader.queue_counts(desk.me))
        for queue in counts:
            lists[queue] = len(reader.ids(View(TicketFilter(queue)), desk.me, 0, 100))

    desk._place.copy.ask(lambda copy: read(copy.reader))
    assert counts == lists
    desk.close()


def system(desk, office):
    """Return the code of a system of the office."""
    return desk.well("board", office, "--json").json["systems"][0]["system"]
