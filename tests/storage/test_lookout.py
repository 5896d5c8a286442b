"""Looking who is here beside everything else: nobody who saves waits for it, and what it refuses is refused."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.domain.office import Person
from desk_app.services import tickets
from desk_app.services.station import Peer
from desk_app.storage import open_station, station
from desk_app.storage.lookout import Lookout
from desk_app.storage.presence import Presence, folder_of
from tests.support.desk import call, make_office

ANNA = Person(1, "anna", "Анна Ким", "technician")
KIM = Peer("k" * 32, 2, "Ким", "pc", (7,))
SOON = 20.0


class Stuck:
    """A share whose folder of who is here cannot be listed until it is let go."""

    def __init__(self) -> None:
        self.listing, self.let_go = threading.Event(), threading.Event()
        self.asked: list[Sequence[int]] = []
        self.threads: set[str] = set()
        self.trouble: Exception | None = None
        self.closed = False

    def __call__(self, _office: Path) -> "Stuck":
        return self

    def meet(self, _person: Person, editing: Sequence[int]) -> tuple[Peer, ...]:
        self.asked.append(editing)
        self.threads.add(threading.current_thread().name)
        self.listing.set()
        assert self.let_go.wait(SOON)
        if self.trouble is not None:
            raise self.trouble
        return (KIM,)

    def close(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.closed = True


@pytest.fixture
def stuck() -> Stuck:
    return Stuck()


@pytest.fixture
def lookout(stuck: Stuck, tmp_path: Path) -> Iterator[Lookout]:
    with Lookout(tmp_path / "office.desk", company=stuck) as made:
        yield made
        stuck.let_go.set()


def test_a_look_is_never_waited_for_and_the_next_asking_tells_what_it_found(lookout: Lookout, stuck: Stuck) -> None:
    assert lookout.meet(ANNA, (1,)) == ()
    assert stuck.listing.wait(SOON)
    assert lookout.meet(ANNA, (2,)) == lookout.meet(ANNA, (3,)) == ()
    stuck.let_go.set()
    assert lookout.rest(SOON)
    assert lookout.meet(ANNA, (3,)) == (KIM,)
    assert lookout.rest(SOON)
    assert stuck.asked == [(1,), (3,), (3,)]  # what was asked meanwhile is told once, as it is now


def test_who_listens_is_told_when_something_is_found_and_not_again(stuck: Stuck, tmp_path: Path) -> None:
    heard: list[int] = []
    stuck.let_go.set()
    with Lookout(tmp_path / "office.desk", lambda: heard.append(len(stuck.asked)), stuck) as lookout:
        for _ in range(3):
            lookout.meet(ANNA, ())
            assert lookout.rest(SOON)
        stuck.trouble = Unavailable("no")
        for _ in range(3):
            with suppress(Unavailable):
                lookout.meet(ANNA, ())
            assert lookout.rest(SOON)
    assert heard == [1, 4]


def test_what_a_look_refuses_is_refused_the_next_time_and_stays_known(lookout: Lookout, stuck: Stuck) -> None:
    stuck.trouble = Unavailable("Locks do not reach the server")
    stuck.let_go.set()
    assert lookout.meet(ANNA, ()) == ()
    assert lookout.rest(SOON)
    assert lookout.refused is stuck.trouble
    with pytest.raises(Unavailable, match="Locks do not reach"):
        lookout.meet(ANNA, ())
    assert lookout.rest(SOON)
    stuck.trouble = None
    with pytest.raises(Unavailable):
        lookout.meet(ANNA, ())
    assert lookout.rest(SOON)
    assert lookout.meet(ANNA, ()) == (KIM,)
    assert lookout.refused is not None


def test_it_is_opened_used_and_closed_on_one_thread_that_ends(stuck: Stuck, tmp_path: Path) -> None:
    before = threading.active_count()
    lookout = Lookout(tmp_path / "office.desk", company=stuck)
    lookout.meet(ANNA, ())
    assert stuck.listing.wait(SOON)
    lookout.end()
    stuck.let_go.set()
    lookout.close()
    lookout.close()
    assert stuck.closed
    assert stuck.threads == {"lookout"}
    assert threading.active_count() == before


def test_a_save_does_not_wait_while_the_folder_cannot_be_listed(
    tmp_path: Path, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_office(tmp_path / "office.desk", 2)
    monkeypatch.setattr(Presence, "_files", lambda _self: stuck.meet(ANNA, ()) and ())
    with open_station(path) as here:
        account = here.reader.account("ivanov")
        assert account
        me = account.person
        assert here.meet(me, ()) == ()
        assert stuck.listing.wait(SOON)
        done = here.unit_of_work(me).write(partial(tickets.register, raw=call(3)))
        assert here.pull().changes.tickets == done.tickets
        assert here.meet(me, ()) == ()
        assert not stuck.let_go.is_set()
        stuck.let_go.set()
    assert sorted(file.name for file in folder_of(path).iterdir()) == ["locks", "turn"]


def test_nothing_is_written_once_a_look_has_refused_it(
    tmp_path: Path, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_office(tmp_path / "office.desk", 1)
    stuck.trouble = Unavailable("Locks do not reach the server")
    monkeypatch.setattr(station, "Lookout", partial(Lookout, company=stuck))
    with station.open_station(path) as here:
        account = here.reader.account("ivanov")
        assert account
        here.meet(account.person, ())
        here.unit_of_work(account.person).write(partial(tickets.register, raw=call(2)))  # not known yet
        stuck.let_go.set()
        assert here._lookout is not None
        assert here._lookout.rest(SOON)
        with pytest.raises(Unavailable, match="Locks do not reach"):  # though nobody has asked again
            here.unit_of_work(account.person)
