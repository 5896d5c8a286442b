import os
import shutil
import subprocess
import sys
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QObject

from desk_app.app import outbox as module
from desk_app.app.outbox import new_entry
from desk_app.app.outbox_store import OutboxStore, outbox_path
from desk_app.domain.errors import Unavailable, UserError
from desk_app.domain.view import View
from desk_app.services.outbox import Entry, Kind
from desk_app.services.ports import Changes
from desk_app.storage.unit_of_work import OfficeUnitOfWork
from tests.support.desk import call, sit_down, write
from tests.support.share import Share

EPOCH = "0123456789abcdef0123456789abcdef"
ME = 2
KILLED = """
import sys
from pathlib import Path
from desk_app.app.outbox import new_entry
from desk_app.app.outbox_store import OutboxStore
from desk_app.services.outbox import Kind
store = OutboxStore(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(10_000):
    entry = store.keep(sys.argv[2], 2, new_entry(Kind.REGISTER, {"raw": {"description": f"Call {number}"}}))
    print(entry.provisional, flush=True)
"""


def a_call(number: int = 1, **payload: object) -> Entry:
    return new_entry(Kind.REGISTER, {"raw": call(number), **payload})


def a_comment(text: str, **about: object) -> Entry:
    return new_entry(Kind.COMMENT, {"raw": {"text": text, "public": False}, **about})


# -- the files ----


@pytest.fixture
def store(tmp_path):
    return OutboxStore(tmp_path / "outbox")


def test_what_is_kept_has_a_place_and_a_name_that_are_never_given_twice(store):
    first, second = (store.keep(EPOCH, ME, a_call(n)) for n in (1, 2))
    comment = store.keep(EPOCH, ME, a_comment("Hm", ticket=1))
    assert [entry.provisional for entry in (first, second, comment)] == ["L-1", "L-2", ""]
    assert store.all(EPOCH, ME) == (first, second, comment)
    for entry in store.all(EPOCH, ME):
        store.drop(EPOCH, ME, entry)
    assert store.all(EPOCH, ME) == ()
    assert OutboxStore(store.folder).keep(EPOCH, ME, a_call()).provisional == "L-4"


def test_everybody_and_every_office_has_a_box_of_its_own(store):
    mine = store.keep(EPOCH, ME, a_call())
    theirs = store.keep(EPOCH, 3, a_call())
    other = store.keep("f" * 32, ME, a_call())
    assert store.all(EPOCH, ME) == (mine,)
    assert store.all(EPOCH, 3) == (theirs,)
    assert store.all("f" * 32, ME) == (other,)


def test_what_cannot_be_read_is_put_aside_and_the_rest_goes_on(store):
    kept = store.keep(EPOCH, ME, a_call())
    (store.folder / f"{EPOCH}.{ME}.{'0' * 32}.json").write_text("{")
    assert store.all(EPOCH, ME) == (kept,)
    assert list(store.folder.glob("*.broken"))


def test_a_disk_that_takes_nothing_is_said(store, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space"):
        store.keep(EPOCH, ME, a_call())
    assert store.all(EPOCH, ME) == ()


def test_what_waited_for_an_epoch_waits_for_the_next(store):
    kept = store.keep(EPOCH, ME, a_call())
    store.carry_over(EPOCH, "f" * 32)
    assert store.all(EPOCH, ME) == ()
    assert store.all("f" * 32, ME) == (kept,)
    assert store.keep("f" * 32, ME, a_call()).provisional == "L-2"


def test_a_program_killed_while_it_keeps_leaves_only_whole_entries(store):
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(store.folder), EPOCH], stdout=subprocess.PIPE, text=True
    )
    told = [child.stdout.readline().strip() for _ in range(12)][1:]
    child.kill()
    child.wait()
    rest = [line.strip() for line in child.stdout]
    child.stdout.close()
    kept = [entry.provisional for entry in store.all(EPOCH, ME)]
    assert kept[: len(told) + len(rest)] == told + [name for name in rest if name]
    assert not list(store.folder.glob("*.broken"))
    assert store.keep(EPOCH, ME, a_call()).provisional not in kept


# -- on the way ----


@pytest.fixture
def share(tmp_path):
    return Share(tmp_path)


@pytest.fixture
def desk(qtbot, share):
    seated = sit_down(share.office)
    yield seated
    seated.close()


def looked(qtbot, desk):
    with qtbot.waitSignal(desk.reached):
        desk.look()


def away(qtbot, desk, share):
    share.go()
    looked(qtbot, desk)
    assert desk.reach.away is not None


def send(desk, entry):
    """Send `entry` as a window does; return what it hears."""
    heard = []
    desk.outbox.send(desk, entry, heard.append, heard.append, heard.append)
    return heard


def kept(qtbot, desk, entry):
    heard = send(desk, entry)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0] in desk.outbox.entries
    return heard[0]


def all_rows(desk):
    found = []
    desk.query(desk, lambda reader: reader.page(View(), desk.me, 0, 99), found.append)
    return found


def rows(qtbot, desk):
    found = all_rows(desk)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def test_while_the_office_can_be_reached_nothing_waits(qtbot, desk):
    heard = send(desk, a_call(7))
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], Changes)
    assert desk.outbox.entries == ()


def test_what_was_kept_is_sent_once_in_order_when_the_office_is_back(qtbot, desk, share):
    away(qtbot, desk, share)
    waiting = [kept(qtbot, desk, a_call(number)) for number in (11, 12, 13)]
    assert [entry.provisional for entry in waiting] == ["L-1", "L-2", "L-3"]
    said = kept(qtbot, desk, a_comment("Of old", ticket=1, number="2026-000001"))
    follows = kept(qtbot, desk, a_comment("Of the second", call=waiting[1].op_id.hex()))
    sent = []
    desk.outbox.sent.connect(lambda entry, _changes: sent.append(entry))
    share.come()
    desk.look()
    qtbot.waitUntil(lambda: len(sent) == 5, timeout=20_000)
    assert sent == [*waiting, said, follows]
    assert [row.subject[:7] for row in reversed(rows(qtbot, desk))] == [
        f"Call {n}: "[:7] for n in (1, 2, 3, 11, 12, 13)
    ]
    assert not list(outbox_path().glob("*.json"))
    looked(qtbot, desk)
    assert len(rows(qtbot, desk)) == 6


def test_a_write_that_may_have_come_through_is_sent_with_the_same_op_id(qtbot, desk, share, monkeypatch):
    """The COMMIT's answer was lost: the office has the call, and the program does not know."""
    entry = a_call(21)
    write(share.office, "ivanov", lambda db: Changes())  # the office is warm
    station = desk._place.station
    real = station.ask(
        lambda opened: opened.unit_of_work(desk.me).write(lambda db: module.deliver(db, entry), entry.op_id)
    )
    monkeypatch.setattr("desk_app.storage.unit_of_work.OfficeUnitOfWork.write", _lost)
    heard = send(desk, entry)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].op_id == entry.op_id
    monkeypatch.undo()
    desk.outbox._rest_until = 0.0
    with qtbot.waitSignal(desk.outbox.sent, timeout=20_000) as told:
        desk.look()
    assert told.args[1].tickets == real.tickets
    assert len(rows(qtbot, desk)) == 4


def test_what_is_saved_once_more_as_it_was_takes_effect_once(qtbot, desk, monkeypatch):
    """Something went wrong inside the program after the office had the call; the person presses Save again."""
    real = OfficeUnitOfWork.write

    def stumble(self, work, op_id=None):
        real(self, work, op_id)
        raise IndexError

    monkeypatch.setattr(OfficeUnitOfWork, "write", stumble)
    heard = send(desk, a_call(22))
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], UserError)
    monkeypatch.undo()
    for _ in range(2):  # what is said to be saved may be saved a second time
        heard = send(desk, a_call(22))
        qtbot.waitUntil(lambda: bool(heard))  # noqa: B023 - called at once
        assert isinstance(heard[0], Changes)
    assert len(rows(qtbot, desk)) == 5


def _lost(*_args):
    raise Unavailable("The answer was lost.")


def test_what_the_office_does_not_take_stays_and_the_rest_goes_on(qtbot, desk, share):
    away(qtbot, desk, share)
    bad = kept(qtbot, desk, a_comment("For nobody", ticket=99))
    good = kept(qtbot, desk, a_call(31))
    share.come()
    with qtbot.waitSignals([desk.outbox.refused, desk.outbox.sent], timeout=20_000):
        desk.look()
    (left,) = desk.outbox.entries
    assert left.op_id == bad.op_id
    assert "no ticket" in str(left.reason)
    assert OutboxStore().all(desk.epoch, desk.me.id) == (left,)
    assert good not in desk.outbox.entries
    desk.outbox.drop(left)
    qtbot.waitUntil(lambda: not list(outbox_path().glob("*.json")))
    assert desk.outbox.entries == ()


def test_rights_taken_away_meanwhile_are_found_when_it_is_sent_and_it_can_be_sent_again(qtbot, desk, share):
    entry = a_call(41)
    away(qtbot, desk, share)
    one = kept(qtbot, desk, replace(entry, payload={"raw": {**call(41), "type": "no such"}}))
    share.come()
    with qtbot.waitSignal(desk.outbox.refused, timeout=20_000):
        desk.look()
    (left,) = desk.outbox.entries
    assert left.refusal
    with qtbot.waitSignal(desk.outbox.refused, timeout=20_000):
        desk.outbox.again(left)
    assert desk.outbox.entries[0].op_id == one.op_id


def test_what_waits_is_found_at_the_next_start_and_its_draft_forgotten(qtbot, desk, share):
    from desk_app.app.drafts import DraftKey

    away(qtbot, desk, share)
    key = DraftKey(desk.epoch, desk.me.id, "call-1")
    desk.drafts.save(key, {"fields": {"description": "x"}})
    kept(qtbot, desk, a_call(51, draft="call-1"))
    desk.close()
    again = sit_down(share.office)
    assert again.reach.away is not None
    assert [entry.provisional for entry in again.outbox.entries] == ["L-1"]
    assert again.drafts.load(key) is None
    share.come()
    with qtbot.waitSignal(again.outbox.sent, timeout=20_000):
        again.look()
    again.close()


def test_a_window_that_is_gone_keeps_what_it_was_sending(qtbot, desk, monkeypatch):
    owner = QObject()
    with monkeypatch.context() as lost:
        lost.setattr("desk_app.storage.unit_of_work.OfficeUnitOfWork.write", _lost)
        desk.outbox.send(owner, a_call(91), print, print, print)
        owner.deleteLater()
        qtbot.waitUntil(lambda: bool(desk.outbox.entries))
    assert desk.messages.errors == []


def test_a_call_with_files_is_kept_until_they_are_there_too(qtbot, desk, share):
    away(qtbot, desk, share)
    kept(qtbot, desk, a_call(81, files=["/nowhere/x.txt"]))
    share.come()
    with qtbot.waitSignal(desk.outbox.sent, timeout=20_000) as told:
        desk.look()
    one, changes = told.args
    assert one.payload["sent_to"] == changes.tickets[0]
    assert desk.outbox.entries == ()
    assert desk.outbox.leaving == (one,)
    assert OutboxStore().all(desk.epoch, desk.me.id) == (one,)
    looked(qtbot, desk)
    assert len(rows(qtbot, desk)) == 4
    desk.outbox.drop(one)
    qtbot.waitUntil(lambda: not list(outbox_path().glob("*.json")))
    assert desk.outbox.leaving == ()


def test_two_windows_of_one_person_send_it_once(qtbot, desk, share):
    away(qtbot, desk, share)
    kept(qtbot, desk, a_call(61))
    other = sit_down(share.office)
    assert len(other.outbox.entries) == 1
    share.come()
    desk.look()
    other.look()
    qtbot.waitUntil(lambda: not (desk.outbox.entries or other.outbox.entries), timeout=20_000)
    looked(qtbot, desk)
    assert len(rows(qtbot, desk)) == 4
    other.close()


def test_what_waits_and_what_was_typed_go_on_in_a_restored_backup(qtbot, share, tmp_path):
    from desk_app.app.drafts import DraftKey

    backup = share.office.read_bytes()
    desk = sit_down(share.office)
    key = DraftKey(desk.epoch, desk.me.id, "comment", 1)
    desk.drafts.save(key, {"text": "typed"})
    away(qtbot, desk, share)
    kept(qtbot, desk, a_call(71))
    before = desk.epoch
    desk.close()
    share.come()
    share.office.write_bytes(backup)
    write(share.office, "boss", _new_epoch)
    desk = sit_down(share.office)
    assert desk.epoch != before
    assert [entry.provisional for entry in desk.outbox.entries] == ["L-1"]
    assert desk.drafts.load(replace(key, epoch=desk.epoch)) is not None
    with qtbot.waitSignal(desk.outbox.sent, timeout=20_000):
        desk.look()
    assert len(rows(qtbot, desk)) == 4
    desk.close()


def test_a_backup_put_in_place_while_the_window_is_open_is_told_and_takes_what_waits(qtbot, desk, share, tmp_path):
    from desk_app.app.drafts import DraftKey

    restored = tmp_path / "restored.desk"
    shutil.copyfile(share.office, restored)
    write(restored, "boss", _new_epoch)
    key, before = DraftKey(desk.epoch, desk.me.id, "comment", 1), desk.epoch
    away(qtbot, desk, share)
    kept(qtbot, desk, a_call(75))
    desk.drafts.save(key, {"text": "typed"})
    restored.replace(tmp_path / "away" / "office.desk")
    share.come()
    with qtbot.waitSignals([desk.renewed, desk.outbox.sent], timeout=20_000):
        desk.look()
    assert desk.epoch != before
    assert desk.drafts.load(replace(key, epoch=desk.epoch)).values == {"text": "typed"}
    desk.drafts.save(key, {"text": "typed on"})  # by an editor that was open all the time
    assert desk.drafts.load(replace(key, epoch=desk.epoch)).values == {"text": "typed on"}
    assert desk.outbox.entries == ()
    assert len(rows(qtbot, desk)) == 4


def _new_epoch(db):
    db._connection.sql("UPDATE office SET epoch = ?, revision = revision + 1", (uuid.uuid4().hex,))
    return Changes(office=True)


def test_an_entry_is_made_now(desk):
    assert abs((a_call().at - datetime.now(UTC)).total_seconds()) < 60
