"""Whose turn it is to save: in the order they came, and never in anybody's way."""

import errno
import os
import threading
import time
from contextlib import closing
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain.office import Person
from desk_app.storage import OfficeFile, turns
from desk_app.storage.byte_locks import ByteLocks
from desk_app.storage.presence import folder_of, make_folder
from desk_app.storage.turns import Turns
from tests.storage.test_writing import add
from tests.support.turns import held, spawned


def _queue(folder: Path, number: int, waits: Event, told: Any) -> None:
    with Turns(folder) as mine:
        waits.set()
        with mine.mine():
            told.put(number)
            time.sleep(0.05)


def _see(folder: Path, told: Any) -> None:
    with closing(ByteLocks(folder / turns.NAME)) as locks:
        told.put([locks.is_free(place) for place in range(turns._LAST + 1)])


def seen_free(folder: Path) -> list[bool]:
    """Return which bytes another program finds free."""
    told = spawned.Queue()
    other = spawned.Process(target=_see, args=(folder, told))
    other.start()
    found: list[bool] = told.get(timeout=30)
    other.join(30)
    return found


def test_the_turn_is_had_at_once_when_nobody_saves(tmp_path: Path) -> None:
    with Turns(tmp_path) as mine, mine.mine() as wait:
        assert not wait.missed
    with Turns(tmp_path) as mine, mine.mine() as wait:
        assert not wait.missed


def test_who_came_first_is_first(tmp_path: Path) -> None:
    told = spawned.Queue()
    waiting = []
    with held(tmp_path) as let_go:
        for number in range(turns._LAST):
            waits = spawned.Event()
            other = spawned.Process(target=_queue, args=(tmp_path, number, waits, told))
            other.start()
            assert waits.wait(30)
            time.sleep(0.5)  # it walks up the queue as far as it can
            waiting.append(other)
        let_go.set()
        order = [told.get(timeout=30) for _ in waiting]
    for other in waiting:
        other.join(30)
    assert order == sorted(order)


def test_who_does_not_get_the_turn_goes_on_without(tmp_path: Path) -> None:
    with held(tmp_path), Turns(tmp_path) as mine, mine.mine(0.2) as wait:
        assert wait.missed
        assert 0.2 <= wait.spent < turns.WAITED


def test_where_there_is_no_folder_nobody_waits(tmp_path: Path) -> None:
    with Turns(tmp_path / "nowhere") as mine:
        mine.give_way()
        with mine.mine() as wait:
            assert not wait.missed


def test_a_reader_gives_way_for_a_moment_only(tmp_path: Path) -> None:
    with Turns(tmp_path) as mine:
        began = time.monotonic()
        mine.give_way()
        assert time.monotonic() - began < turns.LOOKED
        with held(tmp_path):
            began = time.monotonic()
            mine.give_way()
            assert time.monotonic() - began >= turns.LOOKED


def test_the_turn_of_one_who_does_not_save_is_skipped_for_a_while(
    office: OfficeFile, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "WAITED", 0.3)
    make_folder(office.path)
    with held(folder_of(office.path)):
        began = time.monotonic()
        add(office, me)
        assert time.monotonic() - began >= 0.3
        assert office.connection.turns is not None
        with office.connection.turns.mine() as wait:
            assert not wait.missed
            assert wait.spent < 0.3


def test_one_at_a_time_within_a_program_too(tmp_path: Path) -> None:
    with Turns(tmp_path) as mine, Turns(tmp_path) as other, mine.mine():
        with other.mine(0.2) as wait:
            assert wait.missed
        other.give_way()
        assert seen_free(tmp_path) == [False, True, True, True, True]


def test_who_gives_up_leaves_no_place_taken(tmp_path: Path) -> None:
    with held(tmp_path), Turns(tmp_path) as mine:
        with mine.mine(0.2) as wait:
            assert wait.missed
        assert seen_free(tmp_path) == [False, True, True, True, True]
    assert seen_free(tmp_path) == [True] * (turns._LAST + 1)


def test_who_has_just_saved_looks_at_once(tmp_path: Path) -> None:
    with Turns(tmp_path) as mine:
        with mine.mine():
            pass
        with held(tmp_path):
            began = time.monotonic()
            mine.give_way()
            assert time.monotonic() - began < turns.LOOKED
            mine.give_way()
            assert time.monotonic() - began >= turns.LOOKED


def test_who_may_not_open_the_queue_waits_for_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, *_: Any) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    with Turns(tmp_path) as mine:
        monkeypatch.setattr(os, "open", refuse)
        with mine.mine(5.0) as wait:
            assert not wait.missed
            assert wait.spent < 5.0


@pytest.mark.skipif(os.name == "nt", reason="Windows asks the folder who may write")
def test_the_queue_is_open_to_everybody_who_may_write_beside_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with Turns(tmp_path) as mine, mine.mine():
        assert (tmp_path / turns.NAME).stat().st_mode & 0o777 == 0o666


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a file that somebody has open")
def test_all_meet_at_the_queue_that_is_there_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MET", 0.0)
    with Turns(tmp_path) as mine:
        with mine.mine():
            pass
        mine.give_way()
        (tmp_path / turns.NAME).unlink()
        mine.give_way()
        with mine.mine():
            assert seen_free(tmp_path) == [False, True, True, True, True]


def test_a_reader_leaves_the_turn_to_who_takes_it_while_it_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = ByteLocks.is_free
    got = threading.Event()
    done = threading.Event()

    def save() -> None:
        with Turns(tmp_path) as other, other.mine():
            got.set()
            done.wait(30)

    saving = threading.Thread(target=save)

    def interrupted(locks: ByteLocks, place: int) -> bool:
        if not saving.is_alive():
            saving.start()
            got.wait(0.5)  # whoever may come in between has done so
        return look(locks, place)

    with Turns(tmp_path) as mine:
        with monkeypatch.context() as patched:
            patched.setattr(ByteLocks, "is_free", interrupted)
            mine.give_way()
        try:
            assert got.wait(30)
            assert seen_free(tmp_path) == [False, True, True, True, True]
        finally:
            done.set()
            saving.join(30)


def test_the_turn_is_asked_for_again_where_it_was_not_waited_for_to_the_end(office: OfficeFile) -> None:
    connection = office.connection
    assert connection.turns is not None
    make_folder(office.path)
    with held(folder_of(office.path)):
        connection.write(lambda: None, patience=0.2)
        with connection.turns.mine(0.2) as wait:
            assert wait.missed
