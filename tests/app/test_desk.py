import threading
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QObject

from desk_app.app.desk import Desk
from desk_app.app.outbox import new_entry
from desk_app.app.place import Ways, take_place
from desk_app.app.settings import Settings
from desk_app.domain.errors import Cancelled, NotFound, Unavailable
from desk_app.services import tickets
from desk_app.services.outbox import Kind
from desk_app.services.ports import Changes
from desk_app.services.station import News, Peer
from desk_app.storage import open_office
from desk_app.storage.copy_place import CopyPlace
from tests.support.desk import Recorder, call, sit_down, write
from tests.support.fakes import ME, FakeReader, FakeStation, fake_place

AWAY = Unavailable("The share is away.")


@pytest.fixture
def reader():
    return FakeReader(1000)


@pytest.fixture
def station():
    return FakeStation()


@pytest.fixture
def fake_desk(qtbot, station, reader):
    seated = Desk(fake_place(station, reader), ME, Settings(), Recorder())
    yield seated
    reader.gate.set()
    station.gate.set()
    seated.close()


def looked(qtbot, desk):
    with qtbot.waitSignal(desk.reached) as told:
        desk.look()
    return told.args[0]


# -- asking and changing ----


def test_a_question_is_answered_here_and_asked_on_the_worker(qtbot, fake_desk):
    asked, answered = [], []
    fake_desk.query(
        fake_desk, lambda _reader: asked.append(threading.get_ident()), lambda _: answered.append(threading.get_ident())
    )
    qtbot.waitUntil(lambda: bool(answered))
    assert answered == [threading.get_ident()]
    assert asked != answered


def test_a_question_never_waits_for_the_share(qtbot, fake_desk, station):
    station.gate.clear()
    fake_desk.look()
    fake_desk.command(fake_desk, lambda _db: Changes((1,)))
    answers = []
    fake_desk.query(fake_desk, lambda reader: reader.count(None, None), answers.append)
    qtbot.waitUntil(lambda: answers == [1000])
    assert station.written == []


def test_the_answer_for_an_owner_that_is_gone_is_dropped(qtbot, fake_desk, reader):
    reader.gate.clear()
    owner, answers, later = QObject(), [], []
    fake_desk.query(owner, lambda reader: reader.count(None, None), answers.append)
    owner.deleteLater()
    qtbot.wait(10)
    reader.gate.set()
    fake_desk.query(fake_desk, lambda reader: 1, later.append)
    qtbot.waitUntil(lambda: later == [1])
    assert answers == []


def test_trouble_goes_to_who_asked_or_is_said(qtbot, fake_desk, reader):
    reader.trouble = NotFound("There is no such ticket.")
    told = []
    fake_desk.query(fake_desk, lambda reader: reader.count(None, None), print, told.append)
    fake_desk.query(fake_desk, lambda reader: reader.count(None, None), print)
    qtbot.waitUntil(lambda: bool(told and fake_desk.messages.errors))
    assert told == fake_desk.messages.errors == [reader.trouble]


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


def test_what_a_write_changed_is_told_with_what_it_found_of_others(qtbot, fake_desk, station):
    station.news = [News(Changes((7, 9), directory=True))]
    with qtbot.waitSignal(fake_desk.changed) as told:
        fake_desk.command(fake_desk, lambda _db: Changes((7,)))
    assert told.args[0] == Changes((7, 9), directory=True)


def test_a_write_stands_though_the_office_went_away_right_after_it(qtbot, fake_desk, station):
    station.news = [AWAY, News(Changes((8,)))]
    done = []
    with qtbot.waitSignal(fake_desk.changed) as told:
        fake_desk.command(fake_desk, lambda _db: Changes((7,)), done.append)
    assert told.args[0].tickets == (7,)
    assert done == [Changes((7,))]


def test_a_write_stands_though_the_copy_stumbled_right_after_it(qtbot, fake_desk, station, caplog):
    """Who was told that it failed would save it twice."""
    station.news = [IndexError("no rows"), News(Changes((8,)))]
    done, failed = [], []
    with qtbot.waitSignal(fake_desk.changed) as told:
        fake_desk.command(fake_desk, lambda _db: Changes((7,)), done.append, failed.append)
    assert told.args[0].tickets == (7,)
    assert (done, failed) == ([Changes((7,))], [])
    assert "after a save" in caplog.text
    assert "no rows" in caplog.text
    with qtbot.waitSignal(fake_desk.changed) as told:
        fake_desk.look()
    assert told.args[0].tickets == (8,)


def test_closing_waits_for_writes_and_drops_questions(qtbot, station, reader):
    desk = Desk(fake_place(station, reader), ME, Settings(), Recorder())
    station.gate.clear()
    reader.gate.clear()
    done = []
    desk.query(desk, lambda reader: reader.count(None, None), done.append)
    desk.look()
    desk.command(desk, lambda _db: Changes((1,)))
    desk.query(desk, lambda _reader: done.append("never"), print)
    threading.Timer(0.05, station.gate.set).start()
    threading.Timer(0.05, reader.gate.set).start()
    desk.close()
    assert station.written == [Changes((1,))]
    assert station.closed_on not in (None, threading.get_ident())
    assert done == []
    desk.close()


def test_what_is_read_now_is_read_after_a_look_and_dated_while_the_office_is_away(qtbot, fake_desk, station, reader):
    found = []
    fake_desk.query_now(fake_desk, lambda reader: reader.count(None, None), lambda *answer: found.append(answer))
    qtbot.waitUntil(lambda: found == [(1000, None)])
    pulled = len(station.told)
    assert pulled
    station.away = AWAY
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    fake_desk._place.copy.ask(lambda copy: setattr(copy, "as_of", moment))
    for _ in range(2):
        fake_desk.query_now(fake_desk, lambda reader: reader.count(None, None), lambda *answer: found.append(answer))
        qtbot.waitUntil(lambda: len(found) >= 2)
    qtbot.waitUntil(lambda: found[1:] == [(1000, moment)] * 2)


def test_a_call_is_registered_though_this_computer_has_no_room_for_a_new_copy(qtbot, desk, office_path, monkeypatch):
    def refuse(_copies, _file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CopyPlace, "use", refuse)
    with open_office(office_path) as office:
        office.connection.write(lambda: office.connection.sql("UPDATE office SET epoch = 'another'"))
    desk.look()
    qtbot.waitUntil(lambda: bool(desk.reach.warnings), timeout=20_000)
    assert "copy of the office" in str(desk.reach.warnings[-1])
    assert (desk.reach.away, desk.reach.behind) == (None, True)
    heard = []
    desk.outbox.send(desk, new_entry(Kind.REGISTER, {"raw": call(77)}), heard.append, heard.append, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], Changes)
    assert desk.outbox.entries == ()


def test_what_is_read_while_the_copy_is_made_anew_is_dated(qtbot, fake_desk, station):
    seen = looked(qtbot, fake_desk).seen
    station.news = [News(behind=True)] * 3
    reach = looked(qtbot, fake_desk)
    assert (reach.away, reach.behind, reach.seen) == (None, True, seen)
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    fake_desk._place.copy.ask(lambda copy: setattr(copy, "as_of", moment))
    found = []
    fake_desk.query_now(fake_desk, lambda reader: reader.count(None, None), lambda *answer: found.append(answer))
    qtbot.waitUntil(lambda: found == [(1000, moment)])
    station.news = []
    reach = looked(qtbot, fake_desk)
    assert not reach.behind
    assert reach.seen > seen


# -- opening ----


def test_an_office_that_cannot_be_opened_says_so(qtbot, reader):
    def refuse(_progress):
        raise AWAY

    with pytest.raises(Unavailable, match="away"):
        take_place(Ways(refuse, lambda: reader, lambda: reader))


def test_the_first_copy_can_be_stopped(qtbot, reader, station):
    def stop(done, total):
        assert (done, total) == (35, 100)
        raise Cancelled

    def build(progress):
        progress(35, 100)
        return station

    with pytest.raises(Cancelled):
        take_place(Ways(build, lambda: reader, lambda: reader), stop)


def test_an_office_that_is_away_is_sat_down_at_with_its_copy(qtbot, station, reader):
    station.away = AWAY
    desk = Desk(fake_place(station, reader), ME, Settings(), Recorder())
    assert desk.reach.away is AWAY
    assert desk.people
    desk.close()


# -- looking ----


def test_away_and_back_are_told_with_their_moments(qtbot, fake_desk, station):
    assert looked(qtbot, fake_desk).away is None
    seen = fake_desk.reach.seen
    station.away = AWAY
    gone = looked(qtbot, fake_desk)
    assert gone.away is AWAY
    assert gone.seen == seen
    assert looked(qtbot, fake_desk).since == gone.since
    station.away = None
    back = looked(qtbot, fake_desk)
    assert back.away is None
    assert back.seen > seen


def test_who_is_here_and_what_they_edit_is_told_once(qtbot, fake_desk, station):
    met = []
    fake_desk.presence.met.connect(met.append)
    station.peers = (Peer("k", 2, "Kim Olga", "pc-2", (5, 6)),)
    looked(qtbot, fake_desk)
    looked(qtbot, fake_desk)
    assert met == [{5, 6}]
    assert fake_desk.presence.editors(5) == ("Kim Olga",)
    station.peers = (Peer("k", 2, "Kim Olga", "pc-2", (6,)),)
    looked(qtbot, fake_desk)
    assert met[1:] == [{5}]
    station.away = AWAY
    looked(qtbot, fake_desk)
    assert fake_desk.presence.peers == ()


def test_what_a_look_found_is_told_though_nobody_can_say_who_is_here(qtbot, fake_desk, station, monkeypatch):
    monkeypatch.setattr(station, "meet", lambda _me, _editing: 1 / 0)
    station.news = [News(Changes((8,)))]
    with qtbot.waitSignals([fake_desk.changed, fake_desk.reached]):
        fake_desk.look()
    assert isinstance(fake_desk.messages.bugs[0], ZeroDivisionError)


def test_colleagues_are_told_what_is_edited_here_as_long_as_it_is(qtbot, fake_desk, station):
    editor, other = QObject(), QObject()
    fake_desk.presence.begin(editor, 7)
    fake_desk.presence.begin(other, 8)
    qtbot.waitUntil(lambda: bool(station.told) and station.told[-1] == (7, 8))
    fake_desk.presence.end(other)
    qtbot.waitUntil(lambda: station.told[-1] == (7,))
    editor.deleteLater()
    qtbot.wait(5)
    looked(qtbot, fake_desk)
    assert station.told[-1] == ()


def test_a_raised_window_looks_at_once(qtbot, fake_desk):
    fake_desk.idle = True
    with qtbot.waitSignal(fake_desk.reached):
        fake_desk.idle = False


def test_a_copy_made_anew_is_told_and_a_restored_backup_by_its_epoch(qtbot, fake_desk, station, reader):
    renewed, told = [], []
    fake_desk.renewed.connect(lambda: renewed.append(fake_desk.epoch))
    fake_desk.changed.connect(told.append)
    station.news = [News(rebuilt=True)]
    looked(qtbot, fake_desk)
    qtbot.waitUntil(lambda: renewed == [fake_desk.epoch])
    reader.epoch = lambda: "restored"
    station.news = [News(rebuilt=True)]
    looked(qtbot, fake_desk)
    qtbot.waitUntil(lambda: renewed[1:] == ["restored"])
    assert fake_desk.epoch == "restored"
    assert told == [Changes(directory=True, staff=True, office=True)] * 2


def test_a_colleagues_write_is_seen_at_the_next_look(qtbot, desk, office_path):
    done = write(office_path, "kim", lambda db: tickets.register(db, call(99)))
    with qtbot.waitSignal(desk.changed) as told:
        desk.look()
    assert told.args[0].tickets == done.tickets


def test_an_own_write_is_read_at_once_and_told_once(qtbot, desk):
    told, read = [], []
    desk.changed.connect(told.append)

    def done(changes):
        desk.query(desk, lambda reader: reader.card(changes.tickets[0]), read.append)

    desk.command(desk, lambda db: tickets.register(db, call(50)), done)
    qtbot.waitUntil(lambda: bool(read))
    looked(qtbot, desk)
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
