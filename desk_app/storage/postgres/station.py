"""A workstation on an office that is on a server: no copy is kept, and changes are heard of as they are committed."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from desk_app.domain.errors import Unavailable, UserError
from desk_app.domain.office import Person
from desk_app.services.ports import Clock
from desk_app.services.station import CopyState, News, Peer
from desk_app.storage.closing import Closing
from desk_app.storage.copy_follow import told_since
from desk_app.storage.office_file import OfficeFile, system_clock
from desk_app.storage.postgres.door import ServerDoor
from desk_app.storage.postgres.listening import Listener
from desk_app.storage.postgres.office import open_server_office
from desk_app.storage.postgres.presence import ServerPresence
from desk_app.storage.reader import OfficeReader
from desk_app.storage.unit_of_work import OfficeUnitOfWork

PATIENCE: Final = 5.0
"""How long a look for colleagues' changes is tried before the office is called away, in seconds."""
CLOCK_LIMIT: Final = timedelta(seconds=60)
_STATE: Final = """SELECT (SELECT epoch FROM office), COALESCE((SELECT MAX(seq) FROM change), 0),
    COALESCE((SELECT MAX(seq) FROM event), 0)"""


class ServerStation(Closing):
    """See `services.station.Station`. Use it on the thread that opened it; `on_news` is called on another."""

    def __init__(self, address: str, clock: Clock) -> None:
        self._clock = clock
        self._office = open_server_office(address, clock)
        self._door = self._office.door
        self._presence = ServerPresence(address)
        self._listener = Listener(address, self._hear)
        self._told: CopyState | None = None
        self.on_news: Callable[[], None] | None = None
        """Called, on a thread of its own, when a colleague has changed something: look at once."""
        self.away: Unavailable | None = None
        self.warnings: Sequence[UserError] = ()

    def start(self) -> None:
        """Note how the office stands, and listen from now on."""
        self._told = self._door.read(lambda: state_of(self._door, self._clock))
        self.warnings = self._clock_warnings()
        self._listener.start()

    @property
    def reader(self) -> OfficeReader:
        """The office itself."""
        return self._office.reader

    @property
    def office(self) -> OfficeFile:
        """The open office."""
        return self._office

    @property
    def listening(self) -> bool:
        """Whether changes are heard of at once, so that looks may be rare."""
        return self._listener.ready.is_set()

    def unit_of_work(self, actor: Person, clock: Clock | None = None) -> OfficeUnitOfWork:
        """Return the door for writes."""
        return self._office.unit_of_work(actor, clock)

    def pull(self) -> News:
        """Tell what is new since this program last asked. Raises Unavailable while the server is away."""
        try:
            news = self._door.read(self._news, patience=PATIENCE)
        except Unavailable as error:
            self.away = error
            raise
        self.away = None
        return news

    def listen(self, heard: Callable[[], None]) -> None:
        """Call `heard`, on a thread of its own, when a colleague has changed something."""
        self.on_news = heard

    def meet(self, me: Person, editing: Sequence[int]) -> tuple[Peer, ...]:
        """See `Station`."""
        return self._presence.meet(me, editing)

    def close(self) -> None:
        """Leave the office."""
        self._listener.end()
        self._presence.close()
        self._office.close()

    def _news(self) -> News:
        self._door.refuse_newer()
        now, then = state_of(self._door, self._clock), self._told
        self._told = now
        if then is None or now.epoch != then.epoch or now.change < then.change or now.event < then.event:
            return News(rebuilt=True)
        if (then.change, then.event) == (now.change, now.event):
            return News()
        changes = told_since(self._door, then, now)
        return News(rebuilt=True) if changes is None else News(changes)

    def _hear(self) -> None:
        if self.on_news is not None:
            self.on_news()

    def _clock_warnings(self) -> list[UserError]:
        there: datetime = self._door.sql("SELECT clock_timestamp()")[0][0]
        apart = abs(self._clock() - there)
        if apart <= CLOCK_LIMIT:
            return []
        return [
            UserError(
                "The clock of this computer and that of the office's server are {seconds} s apart. "
                "Ask IT to set this computer's clock by the network.",
                seconds=int(apart.total_seconds()),
            )
        ]


class ServerCopy(Closing):
    """See `services.station.Copy`: a second connection to the server. Use it on the thread that opened it."""

    def __init__(self, address: str, clock: Clock) -> None:
        self._clock = clock
        self._office = open_server_office(address, clock)
        self.reader = self._office.reader

    @property
    def state(self) -> CopyState:
        """How the office stands now."""
        door = self._office.door
        return door.read(lambda: state_of(door, self._clock))

    def close(self) -> None:
        """Close the connection."""
        self._office.close()


def open_server_station(address: str, clock: Clock = system_clock) -> ServerStation:
    """Follow the office at `address`. Raises Unavailable."""
    station = ServerStation(address, clock)
    try:
        station.start()
    except BaseException:
        station.close()
        raise
    return station


def state_of(door: ServerDoor, clock: Clock) -> CopyState:
    """Return how an office on a server stands. Call it inside a transaction."""
    epoch, change, event = door.sql(_STATE)[0]
    return CopyState(epoch, change, event, clock())
