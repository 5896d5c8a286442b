"""A workstation that meets a restored office brings back what it was told is saved, then follows the new office."""

from pathlib import Path

import pytest

from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.office_copy import open_copy
from desk_app.storage.rescue import meet_again
from desk_app.storage.station import open_station
from tests.storage.rescuing import backed_up, numbers, proved, set_back
from tests.support.office import Desk, make_desk


@pytest.fixture
def office(tmp_path: Path) -> Desk:
    """Return an office with a ticket."""
    desk = make_desk(tmp_path)
    desk.register(description="Первая")
    return desk


def test_the_station_brings_back_and_follows(office: Desk) -> None:
    path = office.file.path
    with open_station(path, clock=office.clock) as station:
        backup = backed_up(office)
        lost = office.register(description="Потерянная")
        station.pull()
        set_back(office, backup)
        assert lost.number not in numbers(office)
        assert station.pull().rebuilt
        assert numbers(office)[str(lost.number)] == "Потерянная"
        assert "1 entries" in str(station.warnings[-1])
        proved(office)
        with open_copy(path) as copy:
            assert copy.state.epoch == office.file.reader.epoch()
            assert copy.reader.find_ticket(str(lost.number))
        after = office.register(description="После")
        assert station.pull().changes.tickets == (after.id,)
    office.file.close()


def test_a_station_that_starts_later_does_so_too(office: Desk) -> None:
    path = office.file.path
    with open_station(path, clock=office.clock):
        pass
    backup = backed_up(office)
    lost = office.register(description="Потерянная")
    with open_station(path, clock=office.clock) as station:
        station.pull()
    set_back(office, backup)
    with open_station(path, clock=office.clock) as station:
        station.pull()
    assert lost.number in numbers(office)
    proved(office)
    office.file.close()


def test_a_copy_that_cannot_be_read_is_kept(office: Desk) -> None:
    path = office.file.path
    with open_station(path, clock=office.clock) as station:
        station.pull()
    copy = CopyPlace(path).current()
    assert copy
    copy.write_bytes(b"garbage" * 1000)
    assert meet_again(copy, office.file._connection).events == 0
    assert copy.with_name(f"unread-{copy.name}").exists()
    office.file.close()
