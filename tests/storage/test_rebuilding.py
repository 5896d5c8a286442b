"""A copy that has to be made anew is made beside: whoever saves meanwhile does not wait, and nothing is left behind."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.services import tickets
from desk_app.services.ports import Clock
from desk_app.services.station import News, Progress
from desk_app.storage import rebuilding
from desk_app.storage.connection import Connection
from desk_app.storage.copy_build import build
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.station import OfficeStation, open_copy, open_station
from tests.storage.conftest import ADMIN
from tests.storage.copies import assert_same, person

CALL = {"description": "Не печатает принтер", "requester": {"name": "Ёлкин Ян", "organisation": "Школа 5"}}
SOON = 60.0


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


@pytest.fixture
def station(path: Path, heard: threading.Event) -> Iterator[OfficeStation]:
    """Return a workstation where somebody listens."""
    with open_station(path) as opened:
        opened.listen(heard.set)
        yield opened


def another_epoch(station: OfficeStation) -> None:
    """Let the office be one that a backup was put back into."""
    connection = station.office.connection
    connection.write(partial(connection.sql, "UPDATE office SET epoch = 'another'"))


def test_saves_go_on_while_the_copy_is_made_anew(
    path: Path, station: OfficeStation, held: Held, heard: threading.Event
) -> None:
    me = person(station, ADMIN.login)
    another_epoch(station)
    assert station.pull() == News()
    assert held.began.wait(SOON)
    saved = station.unit_of_work(me).write(partial(tickets.register, raw=CALL))
    assert saved.tickets
    assert station.pull() == News()
    held.let_go.set()
    assert heard.wait(SOON)
    assert station.pull() == News(rebuilt=True)
    station.pull()
    with open_copy(path) as copy:
        assert copy.reader.card(saved.tickets[0]).ticket.description == CALL["description"]
        assert_same(station, copy)


def test_what_stands_in_the_way_is_told_and_it_is_tried_again(
    path: Path, station: OfficeStation, held: Held, heard: threading.Event
) -> None:
    held.trouble = Unavailable("no room")
    held.let_go.set()
    another_epoch(station)
    assert station.pull() == News()
    assert heard.wait(SOON)
    with pytest.raises(Unavailable, match="no room"):
        station.pull()
    heard.clear()
    assert station.pull() == News()
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
