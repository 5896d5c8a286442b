"""This computer's copy of an office, for reading (see `services.station`)."""

from pathlib import Path

from desk_app.services.station import CopyState
from desk_app.storage.closing import Closing
from desk_app.storage.copy_door import CopyDoor
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.office_rows import OfficeCache
from desk_app.storage.reader import OfficeReader


class OfficeCopy(Closing):
    """See `services.station.Copy`. Use it on the thread that opened it."""

    def __init__(self, door: CopyDoor) -> None:
        self._door = door
        self.reader = OfficeReader(door, OfficeCache())

    @property
    def door(self) -> CopyDoor:
        """What goes to the copy itself: for backups and measurements."""
        return self._door

    @property
    def state(self) -> CopyState:
        """How the copy stands."""
        return self._door.state()

    def close(self) -> None:
        """Close the copy."""
        self._door.close()


def open_copy(path: Path) -> OfficeCopy:
    """Open this computer's copy of the office at `path`, for reading. Raises Unavailable when there is none yet."""
    door = CopyDoor(CopyPlace(path))
    door.open()
    return OfficeCopy(door)
