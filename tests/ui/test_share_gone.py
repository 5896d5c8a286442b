"""The shared drive goes away in the middle of work, and comes back."""

import subprocess
import sys
import textwrap
import threading
import time

import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtTest import QTest

from desk_app.app.desk import Desk
from desk_app.app.place import Ways, take_place
from desk_app.app.settings import Settings
from desk_app.bootstrap import ways
from desk_app.domain.view import Queue, View
from desk_app.services import tickets
from desk_app.storage import open_office
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.main_window import MainWindow
from desk_app.ui.outbox.waiting import WaitingDialog
from tests.support.desk import Recorder, call, sit_down, write
from tests.support.keys import CTRL, target, type_text
from tests.support.share import Share

LONG = 20_000


@pytest.fixture
def share(tmp_path):
    return Share(tmp_path)


@pytest.fixture
def desk(qtbot, share):
    seated = sit_down(share.office)
    yield seated
    seated.close()


def opened(qtbot, desk, office):
    main = MainWindow(desk, office)
    qtbot.addWidget(main)
    main.resize(1280, 720)
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.show()
        main.queues.choose(Queue.OPEN)
    return main


@pytest.fixture
def main(qtbot, desk, share):
    return opened(qtbot, desk, share.office)


def gone(qtbot, main, share):
    share.go()
    main._desk.look()
    qtbot.waitUntil(main.outbox.banner.isVisible)


def register(qtbot, main, text):
    """Register a call by keyboard alone; return what the window says it is called."""
    before = set(main.findChildren(RegistrationWindow))
    main.actions_by_id["register"].trigger()
    (window,) = set(main.findChildren(RegistrationWindow)) - before
    qtbot.waitUntil(window.isActiveWindow)
    type_text(window, "Caller")
    field = window.form.rows["description"].input
    while not (field is target(window) or field.isAncestorOf(target(window))):
        QTest.keyClick(target(window), Qt.Key.Key_Tab)
    type_text(window, text)
    QTest.keyClick(target(window), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.ui.pages.currentWidget() is window.ui.saved_page, timeout=LONG)
    qtbot.waitUntil(lambda: bool(window.ui.saved_number.text()), timeout=LONG)
    number = window.ui.saved_number.text()
    window.close()
    return number


def in_the_office(office):
    """Return the subjects of the calls the office has, and the comments of its first ticket."""
    with open_office(office) as file:
        me = file.reader.staff()[0]
        rows = file.reader.page(View(), me, 0, 99)
        said = [entry.data["text"] for entry in file.reader.card(1).history if entry.verb == "comment"]
    return sorted((row.number, row.subject) for row in rows), said


def everything_is_there(office):
    rows, said = in_the_office(office)
    assert [number for number, _ in rows] == [f"2026-00000{n}" for n in range(1, 7)] or len(rows) == 6
    assert sorted(subject for _, subject in rows if subject.startswith("Away")) == ["Away 1", "Away 2", "Away 3"]
    assert len({number for number, _ in rows}) == 6
    assert said == ["Said while it was away"]


def comment(qtbot, main, text):
    pane = main.pane
    pane.show_ticket(1)
    qtbot.waitUntil(lambda: pane.card is not None and pane.card.ticket.id == 1)
    main.activateWindow()
    qtbot.waitUntil(main.isActiveWindow)
    pane.comment.text.setFocus()
    type_text(pane, text)
    QTest.keyClick(target(pane), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not pane.comment.text.value())


def test_calls_and_comments_go_on_while_the_share_is_away(qtbot, main, desk, share):
    gone(qtbot, main, share)
    assert "cannot be reached since" in main.outbox.banner.text.text()
    assert "cannot be reached" in main.status._file.text()
    assert [register(qtbot, main, f"Away {n}") for n in (1, 2, 3)] == ["L-1", "L-2", "L-3"]
    comment(qtbot, main, "Said while it was away")
    assert "(4)" in main.outbox.banner.offers[1].text()
    assert main.outbox.button.isVisible()
    qtbot.keyClicks(main.top.search, '"room 2"')
    qtbot.waitUntil(lambda: main.table.tickets.rowCount() == 1)
    qtbot.keyClick(main.top.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: main.table.tickets.rowCount() == 3)
    share.come()
    main.outbox.banner.offers[0].click()
    qtbot.waitUntil(lambda: not desk.outbox.entries, timeout=LONG)
    qtbot.waitUntil(lambda: main.table.tickets.rowCount() == 6, timeout=LONG)
    assert main.outbox.banner.isHidden()
    assert main.outbox.button.isHidden()
    qtbot.waitUntil(lambda: any("L-3 is registered now" in said for said in desk.messages.remarks))
    everything_is_there(share.office)


def test_an_office_that_is_away_is_opened_from_its_copy(qtbot, desk, share):
    share.go()
    other = sit_down(share.office, "kim")
    main = opened(qtbot, other, share.office)
    assert main.outbox.banner.isVisible()
    assert main.table.tickets.rowCount() == 3
    assert register(qtbot, main, "Away 1") == "L-1"
    share.come()
    other.look()
    qtbot.waitUntil(lambda: main.table.tickets.rowCount() == 4, timeout=LONG)
    other.close()


STORY = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication
    from desk_app.app.outbox import new_entry
    from desk_app.services.outbox import Kind
    from tests.support.desk import call, sit_down
    app = QApplication([])
    desk = sit_down(Path(sys.argv[1]))
    step = sys.argv[2]

    def until(ready):
        loop = QEventLoop()
        timer = QTimer(interval=5)
        timer.timeout.connect(lambda: ready() and loop.quit())
        timer.start()
        loop.exec()

    def say(word):
        print(word, flush=True)
        sys.stdin.readline()

    if step == "keep":
        done = []
        for number in (1, 2, 3):
            entry = new_entry(Kind.REGISTER, {"raw": call(number, description=f"Away {number}")})
            desk.outbox.send(desk, entry, print, done.append, print)
        comment = {"raw": {"text": "Said while it was away", "public": False}, "ticket": 1}
        desk.outbox.send(desk, new_entry(Kind.COMMENT, comment), print, done.append, print)
        until(lambda: len(done) == 4)
        say("kept")
    else:
        stop = int(sys.argv[3])
        drop, dropped = desk.outbox._store.drop, []
        def dropping(*args):
            dropped.append(1)
            if len(dropped) == stop:
                print("sent", flush=True)
                while True:
                    pass
            drop(*args)
        desk.outbox._store.drop = dropping
        desk.look()
        until(lambda: False)
""")


def killed_at(word, *args):
    """Run the story until it says `word`, then kill it as a crash would."""
    child = subprocess.Popen(
        [sys.executable, "-c", STORY, *map(str, args)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    for line in child.stdout:
        if line.strip() == word:
            break
    child.kill()
    child.wait()
    child.stdin.close()
    child.stdout.close()


@pytest.mark.slow
def test_a_program_killed_between_any_two_steps_loses_and_doubles_nothing(qtbot, desk, share):
    """It is killed after keeping, and each time the office has something that is not yet forgotten here."""
    share.go()
    killed_at("kept", share.office, "keep")
    share.come()
    for stop in (1, 2):
        killed_at("sent", share.office, "send", stop)
    last = sit_down(share.office)
    last.look()
    qtbot.waitUntil(lambda: not last.outbox.entries, timeout=LONG)
    last.close()
    everything_is_there(share.office)


def test_files_of_a_call_that_waited_are_attached_when_it_is_sent(qtbot, main, desk, share, tmp_path):
    (tmp_path / "letter.txt").write_text("please")
    gone(qtbot, main, share)
    window = RegistrationWindow.open(desk, main)
    window.form.fill({"name": "A", "description": "With a letter"})
    window.files.put(
        [
            tmp_path / "letter.txt",
        ]
    )
    window.save()
    qtbot.waitUntil(lambda: window.ui.saved_number.text() == "L-1", timeout=LONG)
    window.close()
    share.come()
    desk.look()
    qtbot.waitUntil(lambda: "Attached: letter.txt" in desk.messages.remarks, timeout=LONG)
    qtbot.waitUntil(lambda: not desk.outbox.leaving)
    with open_office(share.office) as file:
        assert [one.name for one in file.reader.card(4).attachments] == ["letter.txt"]


def test_a_second_window_sees_what_was_sent_without_a_touch(qtbot, main, desk, share):
    other = sit_down(share.office, "kim")
    second = opened(qtbot, other, share.office)
    gone(qtbot, main, share)
    register(qtbot, main, "Away 1")
    share.come()
    qtbot.waitUntil(lambda: second.table.tickets.rowCount() == 4, timeout=LONG)
    other.close()


def test_what_was_not_taken_is_shown_with_its_reason_and_decided_upon(qtbot, main, desk, share):
    gone(qtbot, main, share)
    register(qtbot, main, "Away 1")
    from desk_app.app.outbox import new_entry
    from desk_app.services.outbox import Kind

    heard = []
    bad = new_entry(Kind.REGISTER, {"raw": {**call(9), "type": "no such"}})
    desk.outbox.send(desk, bad, print, heard.append, print)
    qtbot.waitUntil(lambda: bool(heard))
    share.come()
    with qtbot.waitSignal(desk.outbox.refused, timeout=LONG):
        desk.look()
    qtbot.waitUntil(lambda: not main._desk.reach.away and main.outbox.banner.isVisible())
    main.outbox.banner.offers[0].click()
    (dialog,) = main.findChildren(WaitingDialog)
    (part,) = dialog.parts
    assert "Not taken" in part.state.text()
    part.buttons["copy"].click()
    part.buttons["open"].click()
    (window,) = [one for one in main.findChildren(RegistrationWindow) if one.isVisible()]
    assert window.form.values()["description"].startswith("Call 9")
    assert desk.outbox.entries == ()
    qtbot.waitUntil(dialog.isHidden)
    window.leave()


def test_a_comment_is_added_to_a_call_that_waits(qtbot, main, desk, share):
    gone(qtbot, main, share)
    register(qtbot, main, "Away 1")
    main.outbox.button.click()
    (dialog,) = main.findChildren(WaitingDialog)
    dialog.parts[0].buttons["comment"].click()
    dialog.parts[0].comment.set_value("She called again")
    dialog.parts[0].buttons["keep"].click()
    qtbot.waitUntil(lambda: len(dialog.parts) == 2)
    assert "L-1" in dialog.parts[1].title.text()
    dialog.parts[1].buttons["drop"].click()
    qtbot.waitUntil(lambda: len(dialog.parts) == 1)
    assert desk.messages.questions
    dialog.close()


# -- a slow share ----


class Slow:
    """A station every step of which takes `delay` seconds longer."""

    def __init__(self, station, delay):
        self._station, self._delay = station, delay

    def __getattr__(self, name):
        if name in ("pull", "meet", "unit_of_work"):
            time.sleep(self._delay)
        return getattr(self._station, name)


class Heart:
    """Beats in the event loop; `worst` is the longest time between two beats, in milliseconds."""

    def __init__(self):
        self.worst, self.beats = 0, 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._clock.start()
        self._timer.start()

    def _beat(self):
        self.worst, self.beats = max(self.worst, self._clock.restart()), self.beats + 1

    def stop(self):
        self._timer.stop()


def story(qtbot, office, delay):
    """Play a short story with a share that takes `delay` longer; return what the GUI thread asked of the share."""
    real, asked = ways(office), []

    def slow(progress):
        return Slow(real.station(progress), delay)

    here = threading.get_ident()
    place = take_place(Ways(slow, real.copy, real.beside))
    account = place.copy.ask(lambda copy: copy.reader.account("ivanov"))
    desk = Desk(place, account.person, Settings(), Recorder())
    main = opened(qtbot, desk, office)
    place.station.ask(lambda station: asked.append(threading.get_ident() == here))
    heart = Heart()
    for row in (0, 1, 2):
        main.table.select_row(row)
        qtbot.wait(10)
    with qtbot.waitSignal(main.table.tickets.loaded):
        qtbot.keyClicks(main.top.search, "Call")
    with qtbot.waitSignal(desk.changed):
        desk.command(desk, lambda db: tickets.register(db, call(50)))
    heart.stop()
    desk.close()
    return heart, asked


def test_the_window_never_waits_for_a_slow_share(qtbot, share):
    """The longest pause of the event loop does not grow with the share's: relative to one without any delay."""
    delay = 0.5
    quick, _ = story(qtbot, share.office, 0.0)
    slow, asked = story(qtbot, share.office, delay)
    assert asked == [False]
    assert slow.beats > quick.beats
    assert slow.worst < quick.worst + delay * 1000 / 2


def test_a_colleagues_change_comes_by_itself(qtbot, main, share):
    write(share.office, "kim", lambda db: tickets.register(db, call(99)))
    qtbot.waitUntil(lambda: main.table.tickets.rowCount() == 4, timeout=LONG)
