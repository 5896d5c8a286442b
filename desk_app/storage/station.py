"""The office as this workstation follows it (see `services.station`)."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from desk_app.domain.errors import Damaged, Unavailable, UserError
from desk_app.domain.moments import to_seconds
from desk_app.domain.office import Person
from desk_app.services.ports import Clock
from desk_app.services.station import CopyState, News, Peer, Progress
from desk_app.storage.change_feed import Pruner
from desk_app.storage.closing import Closing
from desk_app.storage.connection import Connection
from desk_app.storage.copy_door import CopyDoor, LocalTrouble
from desk_app.storage.copy_follow import Follower, OutOfReach, Still, told_since
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.lookout import Lookout
from desk_app.storage.migrations import APPLICATION_ID
from desk_app.storage.nearby import followed
from desk_app.storage.office_file import OfficeFile, open_office, system_clock
from desk_app.storage.reader import OfficeReader
from desk_app.storage.rebuilding import Anew, make_anew
from desk_app.storage.share_check import quick
from desk_app.storage.unit_of_work import OfficeUnitOfWork

PATIENCE: Final = 5.0
"""How long a look for colleagues' changes is tried before the office is called away, in seconds."""
AWAY_PATIENCE: Final = 0.2
"""The same at first, and while the office is away already."""
SAID_AGAIN: Final = timedelta(seconds=30)
"""How often a copy that nobody changed notes that it still is what the office is."""


class OfficeStation(Closing):
    """See `services.station.Station`. Use it on the thread that opened it."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._copies = CopyPlace(path)
        self._copy = CopyDoor(self._copies, follows=True)
        self._office: OfficeFile | None = None
        self._follower: Follower | None = None
        self._lookout: Lookout | None = None
        self._heard: Callable[[], None] | None = None
        self._anew = Anew(path, self._copies, clock)
        self._told: tuple[Path | None, CopyState] | None = None
        self._said: datetime | None = None
        self._pruner = Pruner()
        self._erased = False
        self._remarks: Sequence[UserError] = ()
        self.away: Unavailable | None = None

    @property
    def reader(self) -> OfficeReader:
        """The office itself. Raises Unavailable while it is away."""
        return self._there().reader

    @property
    def office(self) -> OfficeFile:
        """The open office file. Raises Unavailable while it is away."""
        return self._there()

    @property
    def warnings(self) -> Sequence[UserError]:
        """See `Station`. That the copy cannot be made or written is one: the office is there, and takes saves."""
        return (*self._remarks, *((self._anew.reason,) if self._anew.reason else ()))

    def unit_of_work(self, actor: Person, clock: Clock | None = None) -> OfficeUnitOfWork:
        """Return the door for writes. Raises Unavailable while the office is away, or when its locks are not safe."""
        if self._lookout is not None and self._lookout.refused is not None:
            raise self._lookout.refused
        return self._there().unit_of_work(actor, clock)

    def pull(self) -> News:
        """Bring the copy up to date and tell what is new since this program last asked."""
        try:
            office = self._there()
            try:
                return self._pull(office)
            except LocalTrouble as error:
                return self._held_up(office, error)
        except Unavailable as error:
            self.away = error
            raise

    def meet(self, me: Person, editing: Sequence[int]) -> tuple[Peer, ...]:
        """See `Station`. When locks turn out not to reach the server, nothing is written from now on.

        The look goes on beside: what is returned, or raised, is what the last one found.
        """
        if self._office is None:
            return ()
        if self._lookout is None:
            self._lookout = Lookout(self._path, self._hear)
        return self._lookout.meet(me, editing)

    def listen(self, heard: Callable[[], None]) -> None:
        """See `Station`: a file tells nothing by itself; that colleagues came or went is told."""
        self._heard = heard

    def close(self) -> None:
        """Let go of the office and of the copy."""
        if self._lookout is not None:
            self._lookout.end()
        self._anew.close()
        if self._office is not None:
            self._office.close()
        self._copy.close()
        if self._lookout is not None:
            self._lookout.close()

    def _hear(self) -> None:
        if self._heard is not None:
            self._heard()

    def start(self, progress: Progress) -> None:
        """Open the office and the copy; make the copy when there is none. Raises Unavailable when neither is there."""
        try:
            self._open_office()
        except Unavailable as error:
            self.away = error
            try:
                self._copy.open()
            except Unavailable:  # what keeps the office away is the news, not that it was never seen here
                raise error from None
        else:
            if not self._copy.is_usable():
                self._build(progress)
            self._copy.open()
        self._told = (self._copy.file, self._copy.state())

    # -- the office --------------------------------------------------------------------------------------------------

    def _there(self) -> OfficeFile:
        """Return the office file, which may be back. Raises Unavailable at once when it is not."""
        if self._office is None:
            if not _is_file(self._path) and self.away is not None:
                raise self.away
            connection = Connection(self._path, APPLICATION_ID)
            try:
                connection.read(lambda: None, patience=AWAY_PATIENCE)
            finally:
                connection.close()
            self._open_office()
        assert self._office is not None
        return self._office

    def _open_office(self) -> None:
        self._remarks = quick(self._path)
        self._office = open_office(self._path, self._clock)
        self._follower = followed(self._office.connection, self._copy)

    # -- the copy ----------------------------------------------------------------------------------------------------

    def _pull(self, office: OfficeFile) -> News:
        assert self._follower is not None
        if self._anew.is_under_way:
            return self._rebuilt(office)
        try:
            self._catch_up(self._follower)
        except Still:
            self._note_still()
            self._pruner.look(office.connection, self._clock())
        except (OutOfReach, Unavailable) as error:
            if isinstance(error, Unavailable) and self._copy.is_usable():
                raise  # it is the office that is away, or the disk of this computer
            return self._make_anew(office)
        return self._caught_up()

    def _catch_up(self, follower: Follower) -> None:
        if not self._copy.is_usable():
            raise OutOfReach
        self._tried(lambda patience: self._copy.write(lambda: self._follow(follower, patience)))
        follower.done()

    def _tried(self, look: Callable[[float], object]) -> None:
        """Have a `look` at the office, shortly at first; it is told how long it may try, in seconds."""
        try:
            look(AWAY_PATIENCE)
        except Unavailable as error:
            if isinstance(error, LocalTrouble) or self.away is not None or not _is_file(self._path):
                raise  # where it asks for the file, that is one more round trip, seldom needed
            look(PATIENCE)

    def _touch(self, office: OfficeFile) -> None:
        """Raise Unavailable when the office is away. Costs one read."""
        connection = office.connection
        self._tried(lambda patience: connection.read(connection.mark, patience=patience))

    def _follow(self, follower: Follower, patience: float) -> None:
        before = self._copy.standing().event
        follower.pull(self._copy, self._copy.standing, patience)
        self._erased = bool(self._copy.sql("SELECT 1 FROM event WHERE seq > ? AND verb = 'erase' LIMIT 1", (before,)))
        self._say(self._clock())

    def _say(self, now: datetime) -> None:
        """Note within a transaction of the copy that it was the same as the office at `now`."""
        self._copy.sql("UPDATE copy_state SET as_of = ?", (to_seconds(now),))
        self._said = now

    def _note_still(self) -> None:
        now = self._clock()
        if self._said is None or not timedelta() <= now - self._said < SAID_AGAIN:
            self._copy.write(lambda: self._say(now))

    def _news(self, rebuilt: bool) -> News:
        now = self._copy.state()
        file, then = self._told or (None, now)
        self._told = (self._copy.file, now)
        if rebuilt or file != self._copy.file:
            return News(rebuilt=True)
        if (then.change, then.event) == (now.change, now.event):
            return News()
        changes = self._copy.read(lambda: told_since(self._copy, then, now))
        return News(rebuilt=True) if changes is None else News(changes)

    def _build(self, progress: Progress) -> None:
        self._remark(make_anew(self._there().connection, self._copies, self._clock, progress))

    def _make_anew(self, office: OfficeFile) -> News:
        """Have the copy made anew: beside, where somebody works here and saves meanwhile."""
        self._touch(office)  # each try reads the whole office: none is made for one that is away
        if self._heard is not None:
            self._anew.begin(self._heard)
            return self._behind()
        self._build(_silent)
        return self._taken()

    def _rebuilt(self, office: OfficeFile) -> News:
        """Take the copy that was made beside, when it is there. Raises what is no trouble but a bug."""
        if not self._anew.is_over:
            self._touch(office)
            return self._behind()
        try:
            self._remark(self._anew.outcome())
        except Exception as error:
            self._touch(office)  # where it was the office that went away, another try is worth it once it is back
            self._anew.failed(error)
            if not isinstance(error, UserError):
                raise
            return self._behind()
        return self._taken()

    def _taken(self) -> News:
        self._copy.open()
        return self._caught_up(rebuilt=True)

    def _behind(self) -> News:
        """Say that the office is there, but the copy is not what it is. Raises Damaged where that is the office's."""
        if isinstance(self._anew.reason, Damaged):
            raise self._anew.reason.with_traceback(None)
        self.away = None
        return News(behind=True)

    def _held_up(self, office: OfficeFile, error: LocalTrouble) -> News:
        """Go on with the office though the copy cannot be written. Raises Unavailable when that is away, too."""
        self._touch(office)
        self._said = None  # it may have been said in what was not kept
        if not isinstance(self._anew.reason, Damaged):
            self._anew.reason = error
        return self._behind()

    def _caught_up(self, rebuilt: bool = False) -> News:
        self._anew.forget()
        try:
            self._copy.settle(self._erased)
        except LocalTrouble as error:  # the copy is what the office is all the same; it is tried again
            self._anew.reason = error
        self.away, self._erased = None, False
        return self._news(rebuilt)

    def _remark(self, news: UserError | None) -> None:
        self._remarks = (*self._remarks, *((news,) if news else ()))


def open_station(path: Path, progress: Progress | None = None, clock: Clock = system_clock) -> OfficeStation:
    """Open the office at `path` on this workstation, making its copy when there is none.

    While the share is away, the copy alone is opened, and `away` says why. Raises Unavailable when there is neither,
    and Cancelled from `progress`.
    """
    station = OfficeStation(path, clock)
    try:
        station.start(progress or _silent)
    except BaseException:
        station.close()
        raise
    return station


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises for some of what a share may say


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
