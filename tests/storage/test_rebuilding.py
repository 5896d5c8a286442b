"""A copy that has to be made anew is made beside: whoever saves meanwhile does not wait, and nothing is left behind."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Damaged, Unavailable
from desk_app.services import tickets
from desk_app.services.ports import Clock
from desk_app.services.station import News, Progress
from desk_app.storage import rebuilding
from desk_app.storage.connection import Connection
from desk_app.storage.copy_build import build
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.office_copy import open_copy
from desk_app.storage.station import OfficeStation, open_station
from tests.storage.conftest import ADMIN
from tests.storage.copies import assert_same, person

CALL = {"description": "Не печатает принтер", "requester": {"name": "Ёлкин Ян", "organisation": "Школа 5"}}
SOON = 60.0
BEHIND = News(behind=True)


class Held:
    """Makes a copy only when it is let go; `trouble` is what stands in the way of the first."""

    def __init__(self) -> None:
        self.began, self.let_go = threading.Event(), threading.Event()
        self.trouble: Exception | None = None

    def __call__(self, office: Connection, copies: CopyPlace, clock: Clock, progress: Progress) -> Path:
        self.began.set()
        while not self.let_go.wait(0.01):
            progress(0, 1)
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        return build(office, copies, clock, progress)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    made = Held()
    monkeypatch.setattr(rebuilding, "build", made)
    return made


@pytest.fixture
def heard() -> threading.Event:
    return threading.Event()


class Time:
    """A clock that is put on by hand."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def station(path: Path, heard: threading.Event, time: Time) -> Iterator[OfficeStation]:
    """Return a workstation where somebody listens."""
    with open_station(path, clock=time) as opened:
        opened.listen(heard.set)
        yield opened


def another_epoch(station: OfficeStation, epoch: str = "another") -> None:
    """Let the office be one that a backup was put back into."""
    connection = station.office.connection
    connection.write(partial(connection.sql, "UPDATE office SET epoch = ?", (epoch,)))


def test_saves_go_on_while_the_copy_is_made_anew(
    path: Path, station: OfficeStation, held: Held, heard: threading.Event
) -> None:
    me = person(station, ADMIN.login)
    another_epoch(station)
    assert station.pull() == BEHIND
    assert held.began.wait(SOON)
    saved = station.unit_of_work(me).write(partial(tickets.register, raw=CALL))
    assert saved.tickets
    assert station.pull() == BEHIND
    held.let_go.set()
    assert heard.wait(SOON)
    assert station.pull() == News(rebuilt=True)
    station.pull()
    with open_copy(path) as copy:
        assert copy.reader.card(saved.tickets[0]).ticket.description == CALL["description"]
        assert_same(station, copy)


def fail(station: OfficeStation, held: Held, heard: threading.Event, trouble: Exception) -> None:
    """Let a copy be begun, and let `trouble` stand in its way."""
    held.trouble = trouble
    held.let_go.set()
    heard.clear()
    held.began.clear()
    station.pull()
    assert held.began.wait(SOON)
    assert heard.wait(SOON)
    held.began.clear()


def test_what_stands_in_the_way_is_told_and_it_is_tried_again_after_a_while(
    station: OfficeStation, held: Held, heard: threading.Event, time: Time
) -> None:
    """Each try reads the whole office, which all others work in. Whoever saves is not hindered by it."""
    me = person(station, ADMIN.login)
    another_epoch(station)
    for pause in (1, 2, 4, 8, 15, 15):
        fail(station, held, heard, Unavailable("no room"))
        for later in (0, pause - 0.1):
            time.passes(later)
            assert station.pull() == BEHIND
            assert [str(warning) for warning in station.warnings] == ["no room"]
        assert not held.began.is_set()
        time.passes(0.2)
    assert station.unit_of_work(me).write(partial(tickets.register, raw=CALL)).tickets
    heard.clear()
    assert station.pull() == BEHIND
    assert heard.wait(SOON)
    assert station.pull() == News(rebuilt=True)
    assert not station.warnings
    another_epoch(station, "a third")
    fail(station, held, heard, Unavailable("no room"))
    assert station.pull() == BEHIND
    time.passes(1.1)
    held.began.clear()
    assert station.pull() == BEHIND
    assert held.began.wait(SOON), "what went well was forgotten"


def test_an_office_that_cannot_be_copied_because_it_is_damaged_is_called_so_all_the_time(
    station: OfficeStation, held: Held, heard: threading.Event, time: Time
) -> None:
    another_epoch(station)
    fail(station, held, heard, Damaged("half copied"))
    for _ in range(2):
        with pytest.raises(Damaged, match="half copied"):
            station.pull()
    assert isinstance(station.away, Damaged)
    time.passes(1.1)
    heard.clear()
    with pytest.raises(Damaged):
        station.pull()
    assert heard.wait(SOON), "it is tried again all the same"
    assert station.pull() == News(rebuilt=True)
    assert station.away is None


def test_a_bug_is_raised_once_and_then_told_in_a_sentence(
    station: OfficeStation, held: Held, heard: threading.Event, time: Time
) -> None:
    another_epoch(station)
    fail(station, held, heard, IndexError("no rows"))
    with pytest.raises(IndexError):
        station.pull()
    assert station.pull() == BEHIND
    assert "again within minutes" in str(station.warnings[0])
    assert not held.began.is_set()
    time.passes(-60)  # a clock that was put back
    assert station.pull() == BEHIND
    assert held.began.wait(SOON)


def test_a_copy_that_another_program_made_ends_the_wait(
    path: Path, station: OfficeStation, held: Held, heard: threading.Event
) -> None:
    another_epoch(station)
    fail(station, held, heard, Unavailable("no room"))
    assert station.pull() == BEHIND
    with open_station(path) as other:
        assert other.pull().rebuilt
    assert station.pull().rebuilt
    assert not station.warnings


def test_the_office_is_not_said_to_be_there_while_a_copy_is_made_and_it_is_not(
    path: Path, station: OfficeStation, held: Held
) -> None:
    another_epoch(station)
    assert station.pull() == BEHIND
    assert held.began.wait(SOON)
    path.rename(path.with_name("away"))
    for _ in range(2):
        with pytest.raises(Unavailable):
            station.pull()
        assert station.away is not None
    path.with_name("away").rename(path)
    assert station.pull() == BEHIND
    assert station.away is None


def test_a_try_that_the_share_put_an_end_to_is_made_again_once_it_is_back(
    path: Path, station: OfficeStation, held: Held, heard: threading.Event
) -> None:
    another_epoch(station)
    assert station.pull() == BEHIND
    assert held.began.wait(SOON)
    path.rename(path.with_name("away"))
    held.trouble = Unavailable("The share went away.")
    held.let_go.set()
    assert heard.wait(SOON)
    held.began.clear()
    for _ in range(2):
        with pytest.raises(Unavailable, match="cannot be read or written now"):
            station.pull()
    assert not held.began.is_set(), "nothing is read of an office that is away"
    path.with_name("away").rename(path)
    heard.clear()
    assert station.pull() == BEHIND
    assert heard.wait(SOON)
    assert station.pull() == News(rebuilt=True)


def test_a_program_that_closes_leaves_no_half_copy_and_no_thread(path: Path, held: Held) -> None:
    before = threading.active_count()
    held.let_go.set()
    with open_station(path) as station:
        for event in (held.let_go, held.began):
            event.clear()
        station.listen(lambda: None)
        another_epoch(station)
        station.pull()
        assert held.began.wait(SOON)
    assert threading.active_count() == before
    copies = CopyPlace(path)
    assert list(copies.folder.glob("copy-*.db")) == [copies.current()]
