import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from desk_app import i18n
from desk_app.domain.filter_text import parse
from desk_app.domain.view import Queue, TicketFilter
from desk_app.services import tickets
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.tickets.go_to import GoToDialog
from desk_app.ui.tickets.queues import ENTRIES
from desk_app.ui.tickets.saved import around
from tests.support.desk import follow, write


def lines(search):
    return [search.popup.item(row).text() for row in range(search.popup.count())]


@pytest.fixture
def search(qtbot, main):
    main.top.search.setFocus()
    qtbot.waitUntil(main.top.search.hasFocus)
    return main.top.search


def test_a_key_and_its_value_complete_by_keyboard(qtbot, main, search):
    qtbot.keyClicks(search, "sta")
    assert lines(search) == ["status:"]
    qtbot.keyClick(search, Qt.Key.Key_Tab)
    assert search.text() == "status:"
    assert "open" in lines(search)
    qtbot.keyClicks(search, "sol")
    assert lines(search)
    qtbot.keyClick(search, Qt.Key.Key_Down)
    with qtbot.waitSignal(main.table.tickets.loaded):
        qtbot.keyClick(search, Qt.Key.Key_Return)
    assert search.text().lower().startswith("status:sol")
    assert main.view.filter.chosen
    assert main.table.tickets.rowCount() == 0
    assert "search box" in main.table.empty_text


def test_a_number_without_a_hit_tells_how_its_ticket_is_opened(qtbot, main, search):
    with qtbot.waitSignal(main.table.tickets.loaded):
        qtbot.keyClicks(search, "00003")
    assert main.table.tickets.rowCount() == 0
    assert "Enter opens it" in main.table.empty_text
    with qtbot.waitSignal(main.table.tickets.loaded):
        search.setText("paperless")
    assert "Enter" not in main.table.empty_text


def test_conditions_and_the_queue_hold_together(qtbot, main, search):
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.queues.choose(Queue.MINE)
    with qtbot.waitSignal(main.table.tickets.loaded):
        search.setText("assignee:me received:today call 7:")
    asked = main.view.filter
    assert (asked.queue, asked.people, asked.words) == (Queue.MINE, (main._desk.me.id,), "call 7:")
    assert main.table.tickets.rowCount() == 1


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_queue_is_asked_for_by_the_name_at_the_side(desk, language):
    with i18n.speaking(language):
        for entry in ENTRIES:
            for text in (f'queue:"{i18n.tr(entry.text)}"', f"очередь:{i18n.tr(entry.text)}"):
                assert parse(text, around(desk)) == TicketFilter(entry.queue)


def test_nothing_found_among_all_tickets_sends_nobody_there(qtbot, main, search):
    with qtbot.waitSignal(main.table.tickets.loaded):
        search.setText("nowhere")
    assert "All tickets" in main.table.empty_text
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.queues.choose(Queue.ALL)
    with qtbot.waitSignal(main.table.tickets.loaded):
        search.setText("nowhere else")
    assert main.table.tickets.rowCount() == 0
    assert "All tickets" not in main.table.empty_text


def test_an_unknown_value_is_said_and_the_list_stays(qtbot, main, search):
    before = main.view
    search.setText("system:space")
    qtbot.waitUntil(main.top.trouble.isVisible)
    assert "space" in main.top.trouble.text()
    assert main.view == before
    assert main.table.tickets.rowCount() == 12
    search.setText("call 7:")
    qtbot.waitUntil(lambda: not main.top.trouble.isVisible())


def test_what_is_still_being_typed_is_not_blamed(qtbot, main, search):
    qtbot.keyClicks(search, "status:in ")
    qtbot.keyClick(search, Qt.Key.Key_Backspace)
    qtbot.wait(300)
    assert search.popup.isVisible()
    assert not main.top.trouble.isVisible()


def test_escape_closes_the_suggestions_first(qtbot, main, search):
    qtbot.keyClicks(search, "sta")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert not search.popup.isVisible()
    assert search.text() == "sta"
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_f1_shows_every_key_with_examples(qtbot, main, search):
    qtbot.keyClick(search, Qt.Key.Key_F1)
    assert "assignee:" in lines(search)
    row = lines(search).index("assignee:")
    for _ in range(row + 1):
        qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert search.text() == "assignee:"
    assert "me" in lines(search)
    assert not main.findChildren(QDialog)


def test_a_number_opens_its_ticket_while_suggestions_are_there(qtbot, main, search):
    qtbot.keyClicks(search, "5")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(main.findChildren(TicketWindow)))
    main.findChildren(TicketWindow)[0].close()


def test_digits_open_what_the_number_says_and_never_a_row_id(qtbot, main, search, office_path):
    arrived = write(office_path, "kim", lambda db: tickets.arrive(db, {"description": "A letter"})).tickets[0]
    registered = write(office_path, "kim", lambda db: tickets.register(db, {"description": "Late"})).tickets[0]
    follow(qtbot, main._desk)
    assert (arrived, registered) == (13, 14)
    qtbot.keyClicks(search, "13")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(main.findChildren(TicketWindow)))
    window = main.findChildren(TicketWindow)[0]
    assert window.ticket_id == registered
    window.close()


def test_enter_opens_nothing_where_no_number_is_meant(qtbot, main, search):
    with qtbot.waitSignal(main.table.tickets.loaded):
        qtbot.keyClicks(search, "000")
        qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(main.table.hasFocus)
    assert main.view.filter.words == "000"
    assert not main.findChildren(TicketWindow)


def test_letters_typed_over_the_list_go_to_the_search(qtbot, main):
    main.table.setFocus()
    with qtbot.waitSignal(main.table.tickets.loaded):
        qtbot.keyClick(main.table, "7")
    assert main.top.search.text() == "7"


def test_go_to_number_says_what_is_missing_and_opens_what_is_there(qtbot, main):
    main.actions_by_id["go-to"].trigger()
    dialog = main.findChildren(GoToDialog)[0]
    dialog.number.setText("99999")
    dialog.ok.click()
    qtbot.waitUntil(lambda: bool(dialog.remark.text()))
    dialog.number.setText("3")
    with qtbot.waitSignal(main.table.opened):
        dialog.ok.click()
    qtbot.waitUntil(lambda: bool(main.findChildren(TicketWindow)))
    main.findChildren(TicketWindow)[0].close()
