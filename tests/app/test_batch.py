import threading

from PySide6.QtCore import QObject

from desk_app.domain.errors import BadInput
from desk_app.services import tickets
from desk_app.services.ports import Changes
from tests.support.desk import call, sit_down


def registering(total, gate=None, written=None):
    """Return work that registers `total` calls, one a transaction, each when the gate has let it pass.

    The numbers of those that are registered are put into the list `written`.
    """
    written = [] if written is None else written

    def run(_reader, uow, progress):
        for number in range(total):
            progress(number, total)
            if gate:
                assert gate.acquire(timeout=10)
            uow.write(lambda db, number=number: tickets.register(db, call(100 + number)))
            written.append(number)
        progress(total, total)
        return total

    return run


def test_a_batch_tells_how_far_it_is_and_what_it_changed(qtbot, desk):
    moves, answers, told = [], [], []
    desk.changed.connect(lambda news: told.extend(news.tickets))
    desk.batch(desk, registering(3), answers.append, progress=lambda done, total: moves.append((done, total)))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [3]
    assert moves[-1] == (3, 3)
    assert len(set(told)) == 3


def test_lists_are_read_while_a_batch_writes(qtbot, desk):
    gate, answers, read = threading.Semaphore(0), [], []
    desk.batch(desk, registering(2, gate), answers.append)
    desk.query(desk, lambda reader: reader.head()[0], read.append)
    qtbot.waitUntil(lambda: bool(read))
    assert answers == []
    gate.release(2)
    qtbot.waitUntil(lambda: answers == [2])


def test_a_stopped_batch_keeps_what_it_wrote_and_tells_it(qtbot, desk):
    gate, answers, told, written = threading.Semaphore(2), [], [], []
    desk.changed.connect(lambda news: told.extend(news.tickets))
    batch = desk.batch(desk, registering(9, gate, written), answers.append)
    qtbot.waitUntil(lambda: len(written) == 2)
    with qtbot.waitSignal(batch.stopped):
        batch.stop()
        gate.release(1)
    assert answers == []
    assert len(set(told)) == 3
    assert desk.messages.errors == []


def test_trouble_in_a_batch_is_told_to_who_asked_after_what_was_done(qtbot, desk):
    def run(_reader, uow, _progress):
        uow.write(lambda db: tickets.register(db, call(7)))
        raise BadInput("This cannot be taken.")

    order = []
    desk.changed.connect(lambda news: order.append("changed"))
    desk.batch(desk, run, print, lambda error: order.append(str(error)))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["changed", "This cannot be taken."]


def test_a_batch_ends_its_work_when_its_window_is_gone(qtbot, desk):
    gate, answers, owner = threading.Semaphore(0), [], QObject()
    moved = []
    desk.batch(owner, registering(2, gate), answers.append, progress=lambda *at: moved.append(at))
    qtbot.waitUntil(lambda: bool(moved))
    owner.deleteLater()
    qtbot.wait(10)
    with qtbot.waitSignal(desk.changed):
        gate.release(2)
    assert answers == []


def test_closing_stops_a_batch_between_two_transactions(qtbot, office_path):
    desk = sit_down(office_path)
    gate = threading.Semaphore(1)
    desk.batch(desk, registering(500, gate), print)
    qtbot.wait(50)
    threading.Timer(0.1, gate.release).start()
    desk.close()
    desk = sit_down(office_path)
    seen = []
    desk.query(desk, lambda reader: reader.sizes()["ticket"], seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    desk.close()
    assert 12 < seen[0] < 16


def test_a_batch_that_only_reads_says_nothing_changed(qtbot, desk):
    answers, told = [], []
    desk.changed.connect(told.append)
    desk.batch(desk, lambda reader, _uow, _progress: reader.head()[0], answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert [news for news in told if news != Changes()] == []
