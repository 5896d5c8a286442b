"""Opens and makes an office wherever it is: a file by its path, a database by its address."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.domain.office import OfficeSeed, Person
from desk_app.services.places import Place, is_address
from desk_app.services.ports import Clock
from desk_app.services.station import Progress
from desk_app.storage import office_copy, office_file, station
from desk_app.storage.office_copy import OfficeCopy
from desk_app.storage.office_file import OfficeFile, system_clock
from desk_app.storage.station import OfficeStation

if TYPE_CHECKING:
    from desk_app.storage.postgres.station import ServerCopy, ServerStation


def open_office(place: Place, clock: Clock = system_clock) -> OfficeFile:
    """Open the office at `place`. Raises Unavailable with what is wrong with it."""
    if not is_address(place):
        return office_file.open_office(Path(place), clock)
    from desk_app.storage.postgres.office import open_server_office

    return open_server_office(str(place), clock)


def open_station(
    place: Place, progress: Progress | None = None, clock: Clock = system_clock
) -> "OfficeStation | ServerStation":
    """Follow the office at `place` from this workstation (see `services.station`). Raises Unavailable, Cancelled."""
    if not is_address(place):
        return station.open_station(Path(place), progress, clock)
    from desk_app.storage.postgres.station import open_server_station

    return open_server_station(str(place), clock)


def open_copy(place: Place, clock: Clock = system_clock) -> "OfficeCopy | ServerCopy":
    """Open what this workstation reads of the office at `place`. Raises Unavailable."""
    if not is_address(place):
        return office_copy.open_copy(Path(place))
    from desk_app.storage.postgres.station import ServerCopy

    return ServerCopy(str(place), clock)


def create_office(
    place: Place, seed: OfficeSeed, admin: Person, password_hash: str | None = None, clock: Clock = system_clock
) -> None:
    """Make a new office at `place` with `admin` as its first administrator. Raises Unavailable."""
    if not is_address(place):
        return office_file.create_office(Path(place), seed, admin, password_hash, clock)
    from desk_app.storage.postgres.office import create_server_office

    return create_server_office(str(place), seed, admin, password_hash, clock)
