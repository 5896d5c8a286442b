"""What was typed and what waits goes on in a restored backup, all of it, though a file is held at that moment."""

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.app.drafts import DraftKey, DraftStore
from desk_app.app.outbox import new_entry
from desk_app.app.outbox_store import OutboxStore
from desk_app.services.outbox import Kind
from desk_app.services.ports import Changes
from tests.support.desk import call, follow, make_office, sit_down, write
from tests.support.held import held_open
from tests.support.share import Share

FIRST, SECOND, THIRD = "a" * 32, "b" * 32, "c" * 32
ME = 2
KEY = DraftKey(FIRST, ME, "comment", 1)


def a_call(number=1):
    return new_entry(Kind.REGISTER, {"raw": call(number)})


def name_in(folder, pattern):
    (path,) = folder.glob(pattern)
    return path.name


# -- what waits ----


@pytest.fixture
def store(tmp_path):
    return OutboxStore(tmp_path / "outbox")


def test_what_is_held_stays_and_goes_later(store):
    first, second = (store.keep(FIRST, ME, a_call(n)) for n in (1, 2))
    with held_open(name_in(store.folder, f"*.{first.op_id.hex()}.json")):
        assert not store.carry_over(FIRST, SECOND)
        assert store.all(SECOND, ME) == (second,)
    assert store.carry_over(FIRST, SECOND)
    assert store.all(SECOND, ME) == (first, second)


def test_a_second_window_that_carries_over_at_the_same_time_is_no_fault(store, monkeypatch):
    kept = [store.keep(FIRST, ME, a_call(n)) for n in (1, 2)]
    real = Path.replace

    def too_late(path, there):
        real(path, there)
        return real(path, there)

    monkeypatch.setattr(Path, "replace", too_late)
    assert store.carry_over(FIRST, SECOND)
    monkeypatch.undo()
    assert [*store.all(SECOND, ME)] == kept


def test_a_number_is_not_given_twice_when_the_counter_was_held(store):
    for _ in range(2):
        store.drop(FIRST, ME, store.keep(FIRST, ME, a_call()))
    with held_open(f"{FIRST}.{ME}.last"):
        assert not store.carry_over(FIRST, SECOND)
    store.drop(SECOND, ME, store.keep(SECOND, ME, a_call()))
    assert store.carry_over(FIRST, SECOND)
    assert store.keep(SECOND, ME, a_call()).provisional == "L-3"
    store.keep(FIRST, ME, a_call())
    assert store.carry_over(FIRST, SECOND)
    assert store.keep(SECOND, ME, a_call()).provisional == "L-4"


# -- what was typed ----


def test_a_draft_that_is_held_stays_and_goes_later(home):
    store = DraftStore()
    store.save(KEY, {"text": "typed"})
    with held_open(name_in(store.folder, "*.json")):
        assert not store.carry_over(FIRST, SECOND)
    assert store.left(SECOND, ME) == []
    assert store.carry_over(FIRST, SECOND)
    store.close()
    (found,) = DraftStore().left(SECOND, ME)
    assert (found.key, found.values) == (replace(KEY, epoch=SECOND), {"text": "typed"})


def test_what_was_typed_on_meanwhile_is_not_overwritten(home):
    store = DraftStore()
    store.save(KEY, {"text": "typed"})
    with held_open(name_in(store.folder, "*.json")):
        store.carry_over(FIRST, SECOND)
        store.save(KEY, {"text": "typed on"})
    assert store.carry_over(FIRST, SECOND)
    assert store.load(KEY).values == {"text": "typed on"}


@pytest.mark.parametrize("ends", [DraftStore.forget, DraftStore.drop])
def test_what_is_not_wanted_any_more_does_not_come_back(home, ends):
    store = DraftStore()
    store.save(KEY, {"text": "typed"})
    with held_open(name_in(store.folder, "*.json")):
        store.carry_over(FIRST, SECOND)
    ends(store, KEY)
    assert store.carry_over(FIRST, SECOND)
    assert store.load(KEY) is None


def test_an_editor_open_all_the_time_types_in_the_last_of_three_epochs(home):
    store = DraftStore()
    store.carry_over(FIRST, SECOND)
    store.carry_over(SECOND, THIRD)
    store.carry_over(FIRST, THIRD)
    store.save(replace(KEY, epoch=SECOND), {"text": "typed"})
    assert [draft.key.epoch for draft in store.left(THIRD, ME)] == [THIRD]


# -- at the desk ----


@pytest.fixture
def share(tmp_path):
    return Share(tmp_path)


@pytest.fixture
def left(qtbot, share):
    """Return what waits, and the draft, of a program that was closed before a backup was put in place."""
    desk = sit_down(share.office)
    key = DraftKey(desk.epoch, desk.me.id, "comment", 1)
    desk.drafts.save(key, {"text": "typed"})
    share.go()
    follow(qtbot, desk)
    kept = []
    desk.outbox.send(desk, a_call(71), kept.append, kept.append, kept.append)
    qtbot.waitUntil(lambda: bool(kept))
    desk.close()
    share.come()
    anew(share.office)
    return kept[0], key


def anew(office):
    """Give the office another epoch, as a restored backup has."""

    def renew(db):
        db._connection.sql("UPDATE office SET epoch = ?, revision = revision + 1", (uuid.uuid4().hex,))
        return Changes(office=True)

    write(office, "boss", renew)


def test_the_window_opens_though_a_file_is_held_and_sends_it_when_it_is_free(qtbot, share, left):
    waiting, key = left
    with held_open(name_in(OutboxStore().folder, "*.json")):
        desk = sit_down(share.office)
        follow(qtbot, desk)
        assert desk.outbox.entries == ()
        qtbot.waitUntil(lambda: not desk.outbox._sending)
    with qtbot.waitSignal(desk.outbox.sent, timeout=20_000) as told:
        desk.look()
    assert told.args[0] == waiting
    assert desk.drafts.load(key).values == {"text": "typed"}
    desk.close()


def test_what_was_held_all_day_goes_on_after_yet_another_backup(qtbot, share, left):
    waiting, key = left
    held = [name_in(OutboxStore().folder, "*.json"), name_in(DraftStore().folder, "*.json")]
    with held_open(held[0]), held_open(held[1]):
        desk = sit_down(share.office)
        other = replace(key, epoch=desk.epoch, ticket=2)
        desk.drafts.save(other, {"text": "of the second epoch"})
        desk.close()
        anew(share.office)
        sit_down(share.office).close()
    anew(share.office)
    desk = sit_down(share.office)
    assert desk.outbox.entries == (waiting,)
    typed = {draft.key.ticket: draft.values["text"] for draft in desk.drafts.left(desk.epoch, desk.me.id)}
    assert typed == {1: "typed", 2: "of the second epoch"}
    desk.close()


def test_offices_that_have_nothing_behind_note_nothing(qtbot, tmp_path):
    office = make_office(tmp_path / "other.desk")
    desk = sit_down(office)
    before = desk.epoch
    desk.close()
    anew(office)
    desk = sit_down(office)
    assert desk.epoch != before
    assert desk.settings.get("epochs") == {desk.origin: desk.epoch}
    assert desk.settings.get("epochs_behind") is None
    desk.close()
