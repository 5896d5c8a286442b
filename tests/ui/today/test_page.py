"""The first screen at a real desk: live, by keyboard, and what it does when there is nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from desk_app.app import qt_i18n
from desk_app.domain.view import Queue
from desk_app.services import tickets
from desk_app.services.agenda import Part
from desk_app.ui.main_window import MainWindow
from desk_app.ui.today import calendar_file
from tests.support.desk import follow, write


def soon(minutes):
    return (datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=minutes)).isoformat()


def step(path, ticket, verb, login="ivanov", **answer):
    return write(path, login, lambda db: tickets.do(db, ticket, verb, answer))


@pytest.fixture
def main(qtbot, desk, office_path):
    return opened(qtbot, desk, office_path)


def opened(qtbot, desk, path):
    window = MainWindow(desk, path)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    with qtbot.waitSignal(window.middle.day.loaded):
        window.show()
    window.activateWindow()
    return window


def calls(day):
    return [task.ticket_id for task in day.day.tasks if task.part is Part.CALLS]


def test_what_a_colleague_does_shows_by_itself_and_the_line_stays(qtbot, main, desk, office_path):
    for ticket, minutes in ((1, -20), (2, -10)):
        step(office_path, ticket, "remind", when=soon(minutes))
    follow(qtbot, desk)
    day = main.middle.day
    qtbot.waitUntil(lambda: calls(day) == [1, 2])
    assert day.list.choose((Part.CALLS, 2))
    assert main.middle.current_ticket() == 2
    step(office_path, 3, "remind", "kim", when=soon(-30))
    follow(qtbot, desk)
    qtbot.waitUntil(lambda: calls(day) == [3, 1, 2])
    assert day.list.task().ticket_id == 2
    step(office_path, 2, "assign", "boss", to="kim")
    follow(qtbot, desk)
    qtbot.waitUntil(lambda: calls(day) == [3, 1])
    assert day.list.task() is not None


def test_the_card_beside_follows_the_line(qtbot, main, desk, office_path):
    step(office_path, 4, "remind", when=soon(-5))
    follow(qtbot, desk)
    day = main.middle.day
    qtbot.waitUntil(lambda: calls(day) == [4])
    day.list.choose((Part.CALLS, 4))
    qtbot.waitUntil(lambda: main.pane.card is not None and main.pane.card.ticket.id == 4)
    main.queues.choose(Queue.ALL)
    assert main.middle.current_ticket() == main.table.current_ticket()
    main.actions_by_id["today"].trigger()
    assert main.middle.shows_day
    assert main.middle.current_ticket() == 4


def test_the_keyboard_goes_along_to_the_list_and_back(qtbot, main):
    main.middle.day.list.setFocus()
    main.queues.choose(Queue.OPEN)
    assert main.focusWidget() is main.table
    main.actions_by_id["today"].trigger()
    assert main.focusWidget() is main.middle.day.list


def test_an_empty_day_says_what_there_is_besides(qtbot, main):
    assert not main.middle.day.day.tasks
    assert "12 other tickets" in main.middle.day.list.empty_text
    assert not main.actions_by_id["open"].isEnabled()
    main.grab()


def test_letters_typed_over_the_day_search_all_tickets(qtbot, main):
    main.middle.day.list.setFocus()
    qtbot.keyClicks(main.middle.day.list, "7")
    assert main.top.search.text() == "7"
    main.top.search.setText("Call 7")
    qtbot.waitUntil(lambda: not main.middle.shows_day, timeout=10_000)
    assert main.view.filter.queue is Queue.ALL
    qtbot.waitUntil(lambda: main.table.tickets.rowCount() == 1)


def test_a_queue_may_be_named_in_the_search_box(qtbot, main):
    main.queues.choose(Queue.ALL)
    main.top.search.setText("queue:mine Call")
    qtbot.waitUntil(lambda: main.view.filter.queue is Queue.MINE, timeout=10_000)
    main.top.search.setText("")
    qtbot.waitUntil(lambda: main.view.filter.queue is Queue.ALL, timeout=10_000)


def test_more_that_arrived_leads_to_its_queue(qtbot, main, desk, office_path):
    for number in range(7):
        write(office_path, "ivanov", lambda db, number=number: tickets.arrive(db, {"description": f"Letter {number}"}))
    follow(qtbot, desk)
    day = main.middle.day
    qtbot.waitUntil(lambda: day.list.days.rowCount() == 7)  # the heading, five, and the way to the others
    day.list.setCurrentIndex(day.list.days.index(6))
    qtbot.keyClick(day.list, Qt.Key.Key_Return)
    assert not main.middle.shows_day
    assert main.view.filter.queue is Queue.UNREGISTERED


def test_buttons_fit_the_line_and_the_person_s_rights(qtbot, desk, office_path):
    step(office_path, 1, "remind", when=soon(-5))
    step(office_path, 2, "appoint", when=soon(1))
    desk.look()
    main = opened(qtbot, desk, office_path)
    day = main.middle.day
    qtbot.waitUntil(lambda: len(day.day.tasks) >= 2)
    shown = {}
    for part, ticket in ((Part.CALLS, 1), (Part.MEETINGS, 2)):
        assert day.list.choose((part, ticket))
        shown[part] = {name for name, button in day.buttons.items() if button.isVisible() and button.isEnabled()}
    assert shown[Part.CALLS] == {"open", "called", "move"}
    assert shown[Part.MEETINGS] == {"open", "move", "call-off", "promise"}


def test_my_appointments_are_saved_for_another_calendar(qtbot, main, desk, office_path, tmp_path, monkeypatch):
    monkeypatch.setattr(calendar_file, "ask_path", lambda *_given, **_named: tmp_path / "mine.ics")
    day = main.middle.day
    calendar_file.save_all(desk, day, day.notice)
    qtbot.waitUntil(day.notice.isVisible)
    assert "no appointment" in day.notice.text.text()
    step(office_path, 2, "appoint", when=soon(60 * 24), place="room 7")
    step(office_path, 3, "appoint", when=soon(60 * 48))
    step(office_path, 3, "assign", "boss", to="kim")
    follow(qtbot, desk)
    calendar_file.save_all(desk, day, day.notice)
    qtbot.waitUntil((tmp_path / "mine.ics").exists)
    qtbot.waitUntil(lambda: "1 appointment saved" in day.notice.text.text())
    content = (tmp_path / "mine.ics").read_bytes().decode()
    assert content.count("BEGIN:VEVENT") == 1
    assert "LOCATION:room 7" in content
    assert f"UID:ticket-2-{desk.origin[:16]}@desk-app" in content


@pytest.mark.parametrize("language", ["ru", "en"])
def test_it_speaks_the_language_chosen_while_open(qtbot, qapp, main, language):
    qt_i18n.install(qapp, language)
    qtbot.wait(5)
    assert main.queues.item(0).text() == {"ru": "Сегодня", "en": "Today"}[language]
    assert main.middle.day.list.accessibleName() == main.queues.item(0).text()
    qt_i18n.install(qapp, "en")


def test_all_fits_on_a_small_screen(qtbot, main, desk, office_path):
    for ticket in range(1, 6):
        step(office_path, ticket, "remind", when=soon(-ticket))
    follow(qtbot, desk)
    qtbot.waitUntil(lambda: len(calls(main.middle.day)) == 5)
    assert main.width() == 1280
    assert main.height() == 720
    assert main.middle.day.list.viewport().width() >= 500
    assert main.middle.day.list.horizontalScrollBar().maximum() == 0


def test_the_day_is_read_again_when_the_copy_is_made_anew(qtbot, main, desk):
    with qtbot.waitSignal(main.middle.day.loaded):
        desk.renewed.emit()
