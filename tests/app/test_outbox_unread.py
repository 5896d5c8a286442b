"""What waits and cannot be read: it is lost to nobody, and the person is told of it."""

import json
from contextlib import contextmanager

import pytest

from desk_app.app.outbox import new_entry
from desk_app.app.outbox_store import OutboxStore, outbox_path
from desk_app.domain.errors import UserError
from desk_app.services.outbox import Kind
from desk_app.ui.outbox.banner import AwayBanner
from tests.support.desk import call, follow, sit_down
from tests.support.share import Share

EPOCH = "0123456789abcdef0123456789abcdef"
ME = 2


def a_call(number=1):
    return new_entry(Kind.REGISTER, {"raw": call(number)})


def file_of(store, entry):
    (path,) = store.folder.glob(f"*.{entry.op_id.hex()}.json")
    return path


@contextmanager
def held(path):
    """Let nobody read the file at `path` meanwhile: a folder has its name."""
    elsewhere = path.rename(path.with_suffix(".elsewhere"))
    path.mkdir()
    yield
    path.rmdir()
    elsewhere.rename(path)


@pytest.fixture
def share(tmp_path):
    return Share(tmp_path)


# -- the files ----


@pytest.fixture
def store(tmp_path):
    return OutboxStore(tmp_path / "outbox")


def test_what_cannot_be_read_now_stays_and_the_rest_goes_on(store):
    first, second = (store.keep(EPOCH, ME, a_call(n)) for n in (1, 2))
    with held(file_of(store, first)):
        found = store.found(EPOCH, ME)
        assert found.entries == (second,)
        assert list(found.unread) == [first.op_id.hex()]
        assert str(file_of(store, first)) in str(found.unread[first.op_id.hex()])
        assert found.beside([first, second]).entries == (first, second)
        assert found.beside([first, second]).unread == {}
        assert store.keep(EPOCH, ME, a_call(3)).provisional == "L-3"
    assert store.all(EPOCH, ME)[:2] == (first, second)
    assert not list(store.folder.glob("*.broken"))


def test_what_cannot_be_removed_is_told_with_its_file(store):
    kept = store.keep(EPOCH, ME, a_call())
    path = file_of(store, kept)
    with held(path), pytest.raises(UserError) as told:
        store.drop(EPOCH, ME, kept)
    assert str(path) in str(told.value)
    store.drop(EPOCH, ME, kept)
    assert store.all(EPOCH, ME) == ()


def test_what_is_damaged_is_told_of_until_it_is_removed(store):
    kept = store.keep(EPOCH, ME, a_call())
    file_of(store, kept).write_text("{")
    for _ in range(2):
        found = OutboxStore(store.folder).found(EPOCH, ME)
        (aside,) = store.folder.glob("*.broken")
        assert (found.entries, found.unread) == ((), {})
        (told,) = found.aside
        assert str(aside) in str(told)
    aside.unlink()
    assert store.found(EPOCH, ME).aside == ()


@pytest.mark.parametrize(
    ("name", "value"), [("at", "0001-01-01T00:00:00+14:00"), ("at", "9999-12-31T23:00:00-14:00"), ("order", 1e999)]
)
def test_a_moment_or_a_place_that_cannot_be_is_damage(store, name, value):
    kept = store.keep(EPOCH, ME, a_call())
    path = file_of(store, kept)
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), name: value}))
    assert store.all(EPOCH, ME) == ()
    assert len(store.found(EPOCH, ME).aside) == 1


# -- at the desk ----


@pytest.fixture
def waiting(qtbot, share):
    """Return what a program left that was closed while the office was away."""
    desk = sit_down(share.office)
    share.go()
    follow(qtbot, desk)
    kept = []
    desk.outbox.send(desk, a_call(11), kept.append, kept.append, kept.append)
    qtbot.waitUntil(lambda: bool(kept))
    desk.close()
    share.come()
    return kept[0]


def test_a_call_that_could_not_be_read_at_the_start_is_sent_as_soon_as_it_can(qtbot, share, waiting):
    with held(file_of(OutboxStore(), waiting)):
        desk = sit_down(share.office)
        banner = AwayBanner(desk, print)
        qtbot.addWidget(banner)
        follow(qtbot, desk)
        assert desk.outbox.entries == ()
        assert "cannot be read now" in banner.text.text()
        assert not banner.isHidden()
        qtbot.waitUntil(lambda: not desk.outbox._sending)
    with qtbot.waitSignal(desk.outbox.sent, timeout=20_000) as told:
        desk.look()
    assert told.args[0] == waiting
    qtbot.waitUntil(banner.isHidden)
    assert not list(outbox_path().glob("*.json"))
    desk.close()


def test_a_call_that_is_known_is_sent_though_its_file_cannot_be_read_any_more(qtbot, share, waiting):
    share.go()
    desk = sit_down(share.office)
    assert desk.outbox.entries == (waiting,)
    with held(file_of(OutboxStore(), waiting)):
        share.come()
        with qtbot.waitSignal(desk.outbox.sent, timeout=20_000):
            desk.look()
    desk.close()


def test_a_damaged_call_is_said_over_the_table_with_where_it_lies(qtbot, share, waiting):
    file_of(OutboxStore(), waiting).write_text('{"payload": "Wichtig"}')
    desk = sit_down(share.office)
    banner = AwayBanner(desk, print)
    qtbot.addWidget(banner)
    (aside,) = outbox_path().glob("*.broken")
    assert "damaged and was not sent" in banner.text.text()
    assert str(aside) in banner.text.text()
    share.go()
    follow(qtbot, desk)
    assert "cannot be reached" in banner.text.text()
    assert str(aside) in banner.text.text()
    desk.close()


def test_what_is_thrown_away_while_the_files_are_read_is_not_put_back(qtbot, share, waiting):
    share.go()
    desk = sit_down(share.office)
    follow(qtbot, desk)
    assert desk.outbox.entries == (waiting,)
    desk.renewed.emit()  # the files are read again
    desk.outbox.drop(waiting)
    over = []
    desk.nearby(desk, lambda: None, over.append)
    qtbot.waitUntil(lambda: bool(over))
    assert desk.outbox.entries == ()
    assert not list(outbox_path().glob("*.json"))
    desk.close()


def test_a_reading_that_fails_does_not_keep_what_waits_until_the_program_ends(qtbot, share, waiting, monkeypatch):
    share.go()
    desk = sit_down(share.office)
    follow(qtbot, desk)
    share.come()

    def fault(*_):
        raise IndexError

    with monkeypatch.context() as broken:
        broken.setattr(OutboxStore, "found", fault)
        follow(qtbot, desk)
        qtbot.waitUntil(lambda: bool(desk.messages.bugs))
        qtbot.waitUntil(lambda: not desk.outbox._sending)
    with qtbot.waitSignal(desk.outbox.sent, timeout=20_000):
        desk.look()
    desk.close()
