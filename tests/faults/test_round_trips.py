"""How often a workstation waits for the share: counted, so that it cannot creep up.

A round trip is a file operation that a client's kernel cannot answer by itself: every open, lock, unlock, look at a
lock, a size or a name, every read and every sync, and every page written to the database. What is written to the
journal before one sync goes out together and counts once; closing is put off by SMB and counts nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest

from desk_app.app.following import POLL
from desk_app.domain.view import Sort, SortColumn, TicketFilter, View
from desk_app.services import tickets
from desk_app.storage import open_office
from desk_app.storage.office_copy import OfficeCopy, open_copy
from desk_app.storage.presence import Presence
from desk_app.storage.station import OfficeStation, open_station
from tests.bench import dataset
from tests.faults.vfs import Meddler, broken_share, copy_office, sound_share

LIMITS = {"alone": (33, 30), "after a look": (43, 36), "right after a colleague": (43, 38)}
"""Of a new call, and of a step with a ticket. The turn adds two to each, which makes 45 at most.

After a colleague's save SQLite throws its pages away, and every one that is needed is read anew.
"""
PULL = 15
IDLE_LOOKS = 30
"""Looks for colleagues' changes in a minute."""
STEPS = ("edit", {"note": "перезвонить"}), ("comment", {"text": "завтра"}), ("solve", {"solution": "да"}), ("close", {})
CALL = {"description": "Не открывается журнал", "requester": {"name": "Иванова А.", "organisation": "Школа № 5"}}


def round_trips(told: list[tuple[str, str]]) -> int:
    """Return how many of the operations `told` wait for the server."""
    waits = [(kind, file) for kind, file in told if kind != "close"]
    written = sum(1 for what, _ in groupby(waits) if what == ("write", "journal"))
    return sum(what != ("write", "journal") for what in waits) + written


class Watched:
    """A workstation in an office of twenty thousand tickets, whose every file operation on the share is told."""

    def __init__(self, path: Path, share: Meddler, station: OfficeStation, copy: OfficeCopy) -> None:
        self.path = path
        self.share = share
        self.station = station
        self.copy = copy
        account = copy.reader.account("ivanov")
        assert account
        self.me = account.person

    def save(self, work: Callable[..., object]) -> tuple[int, Counter[tuple[str, str]]]:
        return self.cost(lambda: self.station.unit_of_work(self.me).write(work))  # type: ignore[arg-type]

    def cost(self, what: Callable[[], object]) -> tuple[int, Counter[tuple[str, str]]]:
        """Return the round trips of `what`, and its operations by kind."""
        self.share.forget()
        what()
        return round_trips(self.share.told), Counter(self.share.calls)

    def colleague(self, work: Callable[..., object]) -> None:
        """Save as somebody else on another computer."""
        with sound_share(), open_office(self.path) as office:
            office.unit_of_work(self.me).write(work)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an office file with twenty thousand tickets, at rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "FOLDER", tmp_path_factory.mktemp("busy"))
        return dataset.office(20_000)


@contextmanager
def watched(path: Path) -> Iterator[Watched]:
    with broken_share(Meddler(), path.parent) as share, open_station(path) as station, open_copy(path) as copy:
        yield Watched(path, share, station, copy)


@pytest.fixture
def desk(busy: Path, tmp_path: Path) -> Iterator[Watched]:
    with watched(copy_office(busy, tmp_path / "share")) as desk:
        desk.save(partial(tickets.register, raw=CALL))  # the caller is known from now on
        desk.station.pull()
        yield desk


def test_reading_never_goes_to_the_share(desk: Watched) -> None:
    reader, me = desk.copy.reader, desk.me
    plain, filtered = View(TicketFilter(), Sort(SortColumn.RECEIVED)), View(TicketFilter(assignee=2))
    found = View(TicketFilter(words="принтер"))
    for read in (
        lambda: [reader.page(plain, me, offset, 100, 20_000) for offset in (0, 100, 10_000, 19_900)],
        lambda: (reader.count(filtered, me), reader.page(filtered, me, 0, 100)),
        lambda: (reader.count(found, me), reader.page(found, me, 0, 50)),
        lambda: reader.card(20_000),
        lambda: reader.queue_counts(me),
        lambda: reader.find_requesters("ива"),
    ):
        assert desk.cost(read) == (0, {})


@pytest.mark.parametrize("when", LIMITS)
def test_a_save(desk: Watched, when: str) -> None:
    """Colleagues save before each, except when "alone"; a look for their changes comes between or not."""

    def save(name: str, work: Callable[..., object]) -> None:
        if when != "alone":
            desk.colleague(partial(tickets.do, ticket_id=77, verb="comment", raw={"text": "между делом"}))
        if when == "after a look":
            desk.station.pull()
        cost, calls = desk.save(work)
        print(f"{name}, {when}: {cost} round trips, {sum(calls.values())} operations, {dict(calls)}")
        assert cost <= LIMITS[when][name != "register"]

    save("register", partial(tickets.register, raw=CALL))
    desk.station.pull()
    step = partial(tickets.do, ticket_id=desk.copy.reader.find_ticket("2026-020002"))
    for verb, raw in STEPS:
        save(verb, partial(step, verb=verb, raw=raw))


def test_a_pull_after_a_colleagues_save(desk: Watched) -> None:
    for work in (
        partial(tickets.register, raw=CALL),
        partial(tickets.do, ticket_id=15_000, verb="comment", raw={"text": "перезвонить"}),
    ):
        desk.colleague(work)
        cost, calls = desk.cost(desk.station.pull)
        print(f"pull: {cost} round trips, {dict(calls)}")
        assert cost <= PULL


def test_a_pull_after_an_own_save(desk: Watched) -> None:
    desk.station.unit_of_work(desk.me).write(partial(tickets.register, raw=CALL))
    cost, calls = desk.cost(desk.station.pull)
    print(f"pull after an own save: {cost} round trips, {dict(calls)}")
    assert cost <= PULL


def test_an_idle_minute(desk: Watched) -> None:
    assert 60_000 / POLL[0] <= IDLE_LOOKS
    cost, calls = desk.cost(desk.station.pull)
    print(f"a look when nobody wrote: {cost} round trips, {dict(calls)}")
    assert cost <= 8
    with closing(Presence(desk.path)) as here:
        here.meet(desk.me, ())
        cost, calls = desk.cost(lambda: here.meet(desk.me, ()))
    print(f"a look who is here: {cost} round trips, {dict(calls)}")
    assert cost <= 5
