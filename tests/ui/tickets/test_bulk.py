import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton

from desk_app.domain.errors import Unavailable
from desk_app.domain.office import Meaning
from desk_app.domain.view import Queue, TicketFilter, View
from desk_app.services import bulk, tickets
from desk_app.services.ports import Changes
from desk_app.ui.tickets.bulk_dialog import BulkDialog
from desk_app.ui.tickets.bulk_text import steps_for_many
from tests.support.desk import call, follow, sit_down, write
from tests.ui.tickets.conftest import many_calls, opened

FLAGS = QItemSelectionModel.SelectionFlag


def select(main, rows):
    model = main.table.selectionModel()
    for row in rows:
        model.select(main.table.tickets.index(row, 0), FLAGS.Select | FLAGS.Rows)


def step(main, verb):
    return next(one for one in steps_for_many(main._desk.office, main._desk.me) if one.verb == verb)


def asked(qtbot, main, verb):
    """Ask for a step with what is selected, and return the dialog once it has looked."""
    main.lists.change_many(step(main, verb))
    qtbot.waitUntil(lambda: bool(main.findChildren(BulkDialog)), timeout=10000)
    dialog = main.findChildren(BulkDialog)[0]
    qtbot.waitUntil(lambda: not dialog.bar.isVisible(), timeout=20000)
    return dialog


def close_some(path, count):
    ids = list(range(1, count + 1))
    for ticket in ids:
        write(path, "boss", lambda db, ticket=ticket: tickets.do(db, ticket, "solve", {"solution": "Done"}))
        write(path, "boss", lambda db, ticket=ticket: tickets.do(db, ticket, "close"))


def test_the_bar_offers_steps_for_several_tickets_only(qtbot, boss):
    select(boss, [0])
    qtbot.wait(50)
    assert not boss.lists.bar.isVisible()
    select(boss, [1, 2])
    qtbot.waitUntil(boss.lists.bar.isVisible)
    assert boss.lists.bar.count.text() == "3 selected"
    verbs = [button.objectName() for button in boss.lists.bar.findChildren(QToolButton) if button.objectName()]
    assert verbs == ["bulk-assign", "bulk-solve", "bulk-close"]
    boss.lists.bar.buttons[-1].click()
    qtbot.waitUntil(lambda: not boss.lists.bar.isVisible())


def test_the_menu_by_keyboard_has_the_steps(qtbot, boss):
    select(boss, [0, 1])
    boss.actions_by_id["change-many"].trigger()
    menu = next(menu for menu in boss.table.findChildren(QMenu) if menu.isVisible())
    assert {"open", "copy", "bulk-assign"} <= {action.objectName() for action in menu.actions()}
    menu.close()


def test_three_are_assigned_with_one_answer(qtbot, boss):
    select(boss, [0, 1, 2])
    dialog = asked(qtbot, boss, "assign")
    assert "3 tickets can" in dialog.summary.text()
    assert not dialog.refused.isVisible()
    assert not dialog.ok.isEnabled()
    dialog.questions.rows["to"].input.set_value("kim")
    assert dialog.ok.isEnabled()
    with qtbot.waitSignal(dialog.taken) as told:
        dialog.ok.click()
    assert told.args == [3]
    kim = next(person.id for person in boss._desk.people.values() if person.login == "kim")
    qtbot.waitUntil(lambda: all(boss.table.tickets.shown(row).row.assignee == kim for row in range(3)))
    assert "3 tickets" in boss.lists.notice.text.text()


def test_a_step_with_three_is_undone_from_its_notice(qtbot, boss):
    select(boss, [0, 1, 2])
    dialog = asked(qtbot, boss, "assign")
    dialog.questions.rows["to"].input.set_value("kim")
    dialog.ok.click()
    qtbot.waitUntil(lambda: "3 tickets" in boss.lists.notice.text.text())
    (undo,) = boss.lists.notice.offers
    undo.click()
    qtbot.waitUntil(lambda: "3 tickets are as they were" in boss.lists.notice.text.text())
    found = []
    boss._desk.query(boss, lambda reader: reader.tickets([12, 11, 10]), found.extend)
    qtbot.waitUntil(lambda: bool(found))
    kim = next(person.id for person in boss._desk.people.values() if person.login == "kim")
    assert kim not in {ticket.assignee for ticket in found}
    assert boss.lists.notice.offers == []


def test_what_cannot_be_done_is_said_first_with_its_reason(qtbot, boss, office_path):
    close_some(office_path, 2)
    follow(qtbot, boss._desk)
    with qtbot.waitSignal(boss.table.tickets.loaded):
        boss.queues.choose(Queue.ALL)
    boss.table.selectAll()
    dialog = asked(qtbot, boss, "solve")
    assert "10 tickets can" in dialog.summary.text()
    said = dialog.refused.toPlainText()
    assert "2026-000001, 2026-000002" in said or "2026-000002, 2026-000001" in said
    assert step(boss, "solve").label in said
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == said
    dialog.questions.rows["solution"].input.set_value("Cable")
    with qtbot.waitSignal(dialog.taken) as told:
        dialog.ok.click()
    assert told.args == [10]


def test_nothing_can_be_done(qtbot, boss, office_path):
    close_some(office_path, 2)
    follow(qtbot, boss._desk)
    with qtbot.waitSignal(boss.table.tickets.loaded):
        boss.queues.choose(Queue.ALL)
    select(boss, [10, 11])
    dialog = asked(qtbot, boss, "solve")
    assert "None" in dialog.summary.text()
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_a_wrong_answer_is_marked_and_nothing_is_done(qtbot, boss):
    select(boss, [0, 1])
    dialog = asked(qtbot, boss, "assign")
    dialog.questions.rows["to"].input.set_value("nobody at all")
    dialog.ok.click()
    qtbot.waitUntil(lambda: dialog._batch is None and dialog._over)
    assert dialog.result_.done == []
    assert "nobody at all" in dialog.refused.toPlainText()
    dialog.ok.click()


def test_a_share_that_goes_away_leaves_the_rest_to_be_tried_again(qtbot, big, monkeypatch):
    big.table.selectAll()
    dialog = asked(qtbot, big, "assign")
    dialog.questions.rows["to"].input.set_value("kim")
    real, calls = bulk.apply, []

    def away(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise Unavailable("The share is away.")
        return real(*args, **kwargs)

    monkeypatch.setattr(bulk, "apply", away)
    dialog.ok.click()
    qtbot.waitUntil(lambda: "away" in dialog.remark.text(), timeout=20000)
    assert "50 are done, 450 are left" in dialog.remark.text()
    with qtbot.waitSignal(dialog.taken, timeout=60000) as told:
        dialog.ok.click()
    assert told.args == [500]


def test_stop_keeps_what_was_done(qtbot, big):
    big.table.selectAll()
    dialog = asked(qtbot, big, "assign")
    dialog.questions.rows["to"].input.set_value("kim")
    dialog.ok.click()
    qtbot.waitUntil(lambda: len(dialog.result_.done) >= 50, timeout=20000)
    dialog.leave_button.click()
    qtbot.waitUntil(lambda: dialog._over or not dialog.isVisible(), timeout=20000)
    done = len(dialog.result_.done)
    assert 50 <= done < 500
    assert "Stopped" in dialog.remark.text()
    assert str(done) in dialog.summary.text()
    dialog.ok.click()


def test_a_selection_over_unloaded_pages_stays_with_its_tickets(qtbot, big, tmp_path):
    table = big.table
    rows = table.selectionModel()
    first, last = table.tickets.index(100, 0), table.tickets.index(399, 15)
    from PySide6.QtCore import QItemSelection

    rows.select(QItemSelection(first, last), FLAGS.ClearAndSelect)
    qtbot.waitUntil(lambda: len(table.chosen._ids) == 300)
    held = list(table.chosen._ids)
    path = tmp_path / "big.desk"
    write(path, "kim", lambda db: Changes(tuple(tickets.register(db, call(n)).tickets[0] for n in range(900, 903))))
    with qtbot.waitSignal(table.tickets.refreshed):
        big._desk.look()
    qtbot.waitUntil(lambda: table.chosen.spans()[0][0] == 103)
    assert table.chosen.count() == 300
    got = []
    table.chosen.ask(got.append)
    assert got == [held]


@pytest.mark.slow
def test_five_thousand_selected_never_freeze_the_window(qtbot, tmp_path):
    import time

    from PySide6.QtCore import QTimer

    path = many_calls(tmp_path / "huge.desk", 5000)
    desk = sit_down(path, "boss")
    main = opened(qtbot, desk, path)
    beats, longest = [time.monotonic()], [0.0]

    def beat():
        now = time.monotonic()
        longest[0] = max(longest[0], now - beats[0])
        beats[0] = now

    timer = QTimer(interval=5)
    timer.timeout.connect(beat)
    timer.start()
    main.table.setFocus()
    qtbot.keyClick(main.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert main.table.chosen.count() == 5000
    dialog = asked(qtbot, main, "assign")
    assert "5000 tickets can" in dialog.summary.text()
    dialog.questions.rows["to"].input.set_value("kim")
    began = time.monotonic()
    with qtbot.waitSignal(dialog.taken, timeout=300000) as told:
        dialog.ok.click()
    timer.stop()
    assert told.args == [5000]
    assert longest[0] < (time.monotonic() - began) / 4
    kim = next(person.id for person in desk.people.values() if person.login == "kim")
    counted = []
    desk.query(main, lambda reader: reader.count(View(TicketFilter(people=(kim,))), desk.me), counted.append)
    qtbot.waitUntil(lambda: bool(counted))
    assert counted == [5000]
    assert all(main.table.tickets.shown(row).meaning != Meaning.CLOSED for row in range(10))
    desk.close()
