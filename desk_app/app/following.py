"""Following the office: a look every few seconds at what colleagues did, and whether it can be reached at all."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desk_app.app.presence import Presence
from desk_app.app.tasks import Worker
from desk_app.domain.errors import UserError
from desk_app.domain.office import Person
from desk_app.services.station import News, Peer, Station

POLL: Final = (2000, 2600)
"""How long the desk waits before it looks for colleagues' changes, from..to in milliseconds."""
IDLE_FACTOR: Final = 5
"""How much longer it waits while its window is minimised."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether the office can be reached: `away` says why not, `since` when that began or ended (UTC).

    `seen` is when the copy was last up to date (UTC), `took` how long the last look took in seconds; None if unknown.
    `behind` while the office is there, but the copy is made anew: what is read is as it was when it was `seen`.
    """

    since: datetime
    away: UserError | None = None
    seen: datetime | None = None
    took: float | None = None
    warnings: tuple[UserError, ...] = ()
    behind: bool = False


class Following(QObject):
    """Looks by itself, and when asked. `news` carries what a look found, `reached` the Reach after each look.

    `failed` carries what is no trouble of the office but a bug.
    """

    news = Signal(object)
    reached = Signal(object)
    failed = Signal(object)
    _heard = Signal()

    def __init__(
        self, station: Worker[Station], presence: Presence, me: Callable[[], Person], seen: datetime | None
    ) -> None:
        """Take the office as the station found it when it was opened; its copy was last up to date at `seen`.

        Raises UserError when it was not opened.
        """
        super().__init__()
        self._station, self._presence, self._me = station, presence, me
        self._heard.connect(self.look, Qt.ConnectionType.QueuedConnection)
        away, warnings = station.ask(self._listened)
        self.reach = Reach(datetime.now(UTC), away, seen, warnings=warnings)
        self._idle = False
        self._again = False
        self._looking = False
        self._after: list[Callable[[], object]] = []
        self._poll = QTimer(self, singleShot=True)
        self._poll.timeout.connect(self.look)
        presence.edits.connect(self.look)
        self._wait()

    @property
    def idle(self) -> bool:
        """Whether nobody looks at the window: then it need not look so often."""
        return self._idle

    @idle.setter
    def idle(self, idle: bool) -> None:
        raised, self._idle = self._idle and not idle, idle
        if raised:
            self.look()

    def look(self, then: Callable[[], object] | None = None) -> None:
        """Look now; call `then` when a look that began from now on has ended, whatever it found."""
        if then is not None:
            self._after.append(then)
        if self._looking:
            self._again = True
            return
        self._poll.stop()
        self._looking, self._again = True, False
        after, self._after = self._after, []
        me, editing = self._me(), self._presence.editing
        self._station.run(
            self,
            lambda station: _look(station, me, editing),
            lambda seen: self._looked(seen, after),
            lambda error: self._not_looked(error, after),
        )

    def stop(self) -> None:
        """Look no more."""
        self._poll.stop()
        self._looking = True

    def _listened(self, station: Station) -> tuple[UserError | None, tuple[UserError, ...]]:
        station.listen(self._heard.emit)
        return station.away, tuple(station.warnings)

    def _looked(self, seen: "_Seen", after: Sequence[Callable[[], object]]) -> None:
        now = datetime.now(UTC)
        since = now if self.reach.away else self.reach.since
        behind = seen.news.behind
        self.reach = Reach(since, None, self.reach.seen if behind else now, seen.took, seen.warnings, behind)
        self._presence.meet(seen.peers)
        self.news.emit(seen.news)
        if seen.bug is not None:
            self.failed.emit(seen.bug)
        self._end(after)

    def _not_looked(self, error: Exception, after: Sequence[Callable[[], object]]) -> None:
        if isinstance(error, UserError):
            since = self.reach.since if self.reach.away else datetime.now(UTC)
            self.reach = replace(self.reach, away=error, since=since)
            self._presence.meet(())
        else:
            self.failed.emit(error)
        self._end(after)

    def _end(self, after: Sequence[Callable[[], object]]) -> None:
        self._looking = False
        self._wait()
        self.reached.emit(self.reach)
        for then in after:
            then()
        if self._again or self._after:
            self.look()

    def _wait(self) -> None:
        pause = random.randint(*POLL)  # noqa: S311 - jitter, not a secret
        self._poll.start(pause * (IDLE_FACTOR if self._idle else 1))


@dataclass(frozen=True, slots=True)
class _Seen:
    news: News
    peers: tuple[Peer, ...]
    took: float
    warnings: tuple[UserError, ...]
    bug: Exception | None


def _look(station: Station, me: Person, editing: Sequence[int]) -> _Seen:
    began = time.perf_counter()
    news = station.pull()
    took = time.perf_counter() - began
    peers: tuple[Peer, ...] = ()
    warnings, bug = tuple(station.warnings), None
    try:
        peers = station.meet(me, editing)
    except UserError as error:  # what was pulled is told whatever becomes of the rest, and so is this
        warnings = (error, *warnings)
    except Exception as error:
        bug = error
    return _Seen(news, peers, took, warnings, bug)
