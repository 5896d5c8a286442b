"""What the folder of a person's own data may refuse is told in a sentence, and leaves nothing half done behind."""

import errno
import time
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.services.station import News
from desk_app.storage import copy_place
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.office_copy import open_copy
from desk_app.storage.station import OfficeStation, open_station

SENTENCE = "own data folder"


@pytest.fixture
def copies(path: Path) -> CopyPlace:
    """Return where the copy of the office is kept; nothing is there yet."""
    place = CopyPlace(path)
    place.folder.parent.mkdir(parents=True)
    return place


def another_epoch(station: OfficeStation) -> None:
    """Let the office be one that a backup was put back into."""
    connection = station.office.connection
    connection.write(partial(connection.sql, "UPDATE office SET epoch = 'another'"))


def test_a_folder_that_cannot_be_made(path: Path, copies: CopyPlace) -> None:
    copies.folder.touch()
    with pytest.raises(Unavailable, match=SENTENCE):
        open_station(path)


def test_a_lock_that_cannot_be_opened_is_not_waited_for(path: Path, copies: CopyPlace) -> None:
    copies.folder.mkdir()
    (copies.folder / "lock").mkdir()
    began = time.monotonic()
    with pytest.raises(Unavailable, match=SENTENCE):
        open_station(path)
    assert time.monotonic() - began < copy_place.WAITING / 10


def test_a_lock_that_another_program_has_is_waited_for(copies: CopyPlace) -> None:
    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with copies.building() as first:
        assert first
        with pytest.raises(InterruptedError), copies.turn(stop):
            pass
    with copies.turn(stop):
        pass


def test_a_pointer_that_is_held_leaves_the_copy_that_is_in_use(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a file that somebody reads cannot be replaced."""
    copies = CopyPlace(path)

    def held(_source: Path, _target: Path) -> Path:
        raise PermissionError(13, "held")

    with open_station(path) as station:
        before = sorted(file.name for file in copies.folder.iterdir())
        another_epoch(station)
        with monkeypatch.context() as held_open:
            held_open.setattr(copy_place, "POINTER_PATIENCE", 0.05)
            held_open.setattr(Path, "replace", held)
            assert station.pull() == News(behind=True)
        assert [SENTENCE in str(warning) for warning in station.warnings] == [True]
        assert station.away is None
        assert sorted(file.name for file in copies.folder.iterdir()) == before
        with open_copy(path) as copy:
            assert copy.state.epoch != "another"
        assert station.pull() == News(rebuilt=True)
        assert not station.warnings


def test_a_pointer_that_cannot_be_written_leaves_nothing_behind(path: Path, copies: CopyPlace) -> None:
    (copies.folder / "current" / "something").mkdir(parents=True)
    with pytest.raises(Unavailable, match=SENTENCE):
        open_station(path)
    assert sorted(file.name for file in copies.folder.iterdir()) == ["current", "lock"]


def test_a_disk_that_is_full_is_called_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("desk_app.storage.copy_build.os.fsync", full)
    with pytest.raises(Unavailable, match="no room"):
        open_station(path)
    assert [file.name for file in CopyPlace(path).folder.iterdir()] == ["lock"]


def test_what_cannot_be_tidied_up_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_folder: Path) -> None:
        raise PermissionError(13, "no listing")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with open_station(path) as station:
        assert station.pull() == News()
