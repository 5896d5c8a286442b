import threading

import pytest
from PySide6.QtCore import QObject

from desk_app.app.desk import Desk
from desk_app.app.settings import Settings
from desk_app.app.tasks import Worker
from desk_app.domain.errors import NotFound, Unavailable
from desk_app.services import tickets
from desk_app.services.ports import Changes
from tests.support.desk import Recorder, call, sit_down, write
from tests.support.fakes import ME, FakeBackend, FakeReader


@pytest.fixture
def backend():
    return FakeBackend(FakeReader(1000))


@pytest.fixture
def fake_desk(qtbot, backend):
    seated = Desk(Worker(lambda: backend), ME, Settings(), Recorder())
    yield seated
    backend.reader.gate.set()
    seated.close()


def test_a_question_is_answered_here_and_asked_on_the_worker(qtbot, fake_desk):
    asked, answered = [], []
    fake_desk.query(
        fake_desk, lambda _reader: asked.append(threading.get_ident()), lambda _: answered.append(threading.get_ident())
    )
    qtbot.waitUntil(lambda: bool(answered))
    assert answered == [threading.get_ident()]
    assert asked != answered


def test_the_answer_for_an_owner_that_is_gone_is_dropped(qtbot, fake_desk, backend):
    backend.reader.gate.clear()
    owner, answers, later = QObject(), [], []
    fake_desk.query(owner, lambda reader: reader.count(None, None), answers.append)
    owner.deleteLater()
    qtbot.wait(10)
    backend.reader.gate.set()
    fake_desk.query(fake_desk, lambda reader: 1, later.append)
    qtbot.waitUntil(lambda: later == [1])
    assert answers == []


def test_trouble_goes_to_who_asked_or_is_said(qtbot, fake_desk, backend):
    backend.reader.trouble = NotFound("There is no such ticket.")
    told = []
    fake_desk.query(fake_desk, lambda reader: reader.count(None, None), print, told.append)
    fake_desk.query(fake_desk, lambda reader: reader.count(None, None), print)
    qtbot.waitUntil(lambda: bool(told and fake_desk.messages.errors))
    assert told == fake_desk.messages.errors == [backend.reader.trouble]


def test_a_bug_is_logged_and_does_not_leave_who_asked_waiting(qtbot, fake_desk):
    told = []
    fake_desk.query(fake_desk, lambda _reader: 1 / 0, print, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(fake_desk.messages.bugs[0], ZeroDivisionError)
    assert "inside the program" in str(told[0])


def test_a_write_is_told_to_everybody_even_when_its_window_is_gone(qtbot, fake_desk):
    owner = QObject()
    with qtbot.waitSignal(fake_desk.changed) as told:
        fake_desk.command(owner, lambda _db: Changes((7,)), print)
        owner.deleteLater()
    assert told.args[0].tickets == (7,)


def test_closing_waits_for_writes_and_drops_questions(qtbot, backend):
    desk = Desk(Worker(lambda: backend), ME, Settings(), Recorder())
    backend.reader.gate.clear()
    done = []
    desk.query(desk, lambda reader: reader.count(None, None), done.append)
    desk.command(desk, lambda _db: Changes((1,)))
    desk.query(desk, lambda _reader: done.append("never"), print)
    threading.Timer(0.05, backend.reader.gate.set).start()
    desk.close()
    assert backend.written == [Changes((1,))]
    assert backend.closed_on not in (None, threading.get_ident())
    assert done == []
    desk.close()


def test_an_office_that_cannot_be_opened_says_so_to_who_asks(qtbot):
    def refuse():
        raise Unavailable("There is no file.")

    worker = Worker(refuse)
    with pytest.raises(Unavailable, match="no file"):
        Desk(worker, ME, Settings(), Recorder())
    worker.close()


def test_a_colleagues_write_is_seen_at_the_next_look(qtbot, desk, office_path):
    done = write(office_path, "kim", lambda db: tickets.register(db, call(99)))
    with qtbot.waitSignal(desk.changed) as told:
        desk.look()
    assert told.args[0].tickets == done.tickets


def test_an_own_write_is_told_once(qtbot, desk):
    told, looked = [], []
    desk.changed.connect(told.append)
    desk.reached.connect(looked.append)
    with qtbot.waitSignal(desk.changed):
        desk.command(desk, lambda db: tickets.register(db, call(50)))
    desk.look()
    qtbot.waitUntil(lambda: looked == [None])
    assert len(told) == 1


def test_new_colleagues_are_known_after_the_next_look(qtbot, desk, office_path):
    from desk_app.services import people

    write(office_path, "boss", lambda db: people.add_staff(db, {"login": "new", "name": "New Nina"}))
    with qtbot.waitSignal(desk.changed):
        desk.look()
    assert "New Nina" in {person.name for person in desk.people.values()}


def test_a_desk_at_a_second_office_is_its_own(qtbot, office_path):
    desk = sit_down(office_path, "kim")
    assert desk.me.name == "Kim Olga"
    desk.close()
