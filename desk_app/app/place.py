"""The threads of one office: the one that goes to it, and the one that reads this computer's copy of it."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from desk_app.app.tasks import Backend, Worker
from desk_app.domain.errors import Unavailable
from desk_app.services.station import Copy, Progress, Station


@dataclass(frozen=True, slots=True)
class Ways:
    """How an office is opened. Each is called on the thread that uses what it gives.

    `station` is told how far the first copy is; `beside` opens the office once more, for long work.
    """

    station: Callable[[Progress], Station]
    copy: Callable[[], Copy]
    beside: Callable[[], Backend]


@dataclass(frozen=True, slots=True)
class Place:
    """An opened office: its two threads, and the way to open it once more on another."""

    station: Worker[Station]
    copy: Worker[Copy]
    beside: Callable[[], Backend]

    def close(self) -> None:
        """Let the threads end what must be done, and wait for them."""
        self.copy.close()
        self.station.close()


def take_place(ways: Ways, progress: Progress | None = None, lively: bool = False) -> Place:
    """Open an office; `progress` is told on another thread how far its copy is, and may raise Cancelled.

    With `lively` windows take input meanwhile. Raises UserError when neither the office nor a copy of it is there.
    """
    station = Worker(lambda: ways.station(progress or _untold), "station")
    try:
        station.ask(_catch_up, lively)
        copy = Worker(ways.copy, "copy")
        try:
            copy.ask(lambda opened: opened.state)
        except BaseException:
            copy.close()
            raise
    except BaseException:
        station.close()
        raise
    return Place(station, copy, ways.beside)


def _catch_up(station: Station) -> None:
    """Let the copy be what the office is before anything is read from it; where it is away, the copy is as it was."""
    if station.away is None:
        with contextlib.suppress(Unavailable):
            station.pull()


def _untold(_done: int, _total: int) -> None:
    """Tell nobody."""
