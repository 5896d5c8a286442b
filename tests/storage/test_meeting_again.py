"""A workstation that meets a restored office brings back what it was told is saved, then follows the new office."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import peewee
import pytest

from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.office_copy import open_copy
from desk_app.storage.station import open_station
from tests.storage.rescuing import backed_up, numbers, proved, rescued, set_back
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


def test_the_copy_of_another_office_stays_and_gives_nothing(office: Desk, tmp_path: Path) -> None:
    path = office.file.path
    with open_station(path, clock=office.clock):
        pass
    copy = CopyPlace(path).current()
    assert copy
    (tmp_path / "other").mkdir()
    other = make_desk(tmp_path / "other")
    other.file.close()
    office.file.close()
    other.file.path.replace(path)
    with open_station(path, clock=office.clock) as station:
        station.pull()
        assert not station.warnings
        assert station.reader.journal(date(2000, 1, 1), date(2100, 1, 1), 0, "") == []
        with open_copy(path) as followed:
            assert followed.state.epoch == station.reader.epoch()
    assert copy.exists()


def followed_and_lost(office: Desk) -> tuple[Path, str]:
    """Let a workstation follow a ticket, and set the office back to before it; return its copy and the number."""
    backup = backed_up(office)
    lost = office.register(description="Потерянная")
    with open_station(office.file.path, clock=office.clock) as station:
        station.pull()
    set_back(office, backup)
    copy = CopyPlace(office.file.path).current()
    assert copy
    return copy, str(lost.number)


@pytest.mark.parametrize(
    "spoilt",
    [lambda _: b"garbage" * 1000, lambda whole: whole[:40_000] + bytes(len(whole) - 40_000)],
    ids=["all", "from its middle"],
)
def test_a_copy_that_cannot_be_read_stays_and_the_person_is_told(
    office: Desk, spoilt: Callable[[bytes], bytes]
) -> None:
    copy, lost = followed_and_lost(office)
    copy.write_bytes(damage := spoilt(copy.read_bytes()))
    said = []
    for _ in range(2):
        with open_station(office.file.path, clock=office.clock) as station:
            station.pull()
            said.append(" ".join(str(warning) for warning in station.warnings))
        assert CopyPlace(office.file.path).current() != copy
        assert copy.read_bytes() == damage
    assert [f"{copy}. What only" in words for words in said] == [True, False]
    assert lost not in numbers(office)
    office.file.close()


def test_a_copy_stays_with_what_stands_in_its_log_alone(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, lost = followed_and_lost(office)
    with closing(sqlite3.connect(copy)) as other:  # as another window of this person has it open
        other.execute("UPDATE ticket SET subject = 'В журнале' WHERE number = ?", (lost,))
        other.commit()
        log = copy.with_name(f"{copy.name}-wal")
        assert log.stat().st_size
        kept = {path: path.read_bytes() for path in (copy, log)}
        with monkeypatch.context() as trouble:  # the office's side: this table is not what it should be
            trouble.setattr("desk_app.storage.rescue_events.lost", _malformed)
            with open_station(office.file.path, clock=office.clock) as station:
                station.pull()
                assert str(copy) in str(station.warnings[-1])
        CopyPlace(office.file.path).tidy()
        assert {path: path.read_bytes() for path in kept} == kept
    assert rescued(office, copy).events == 1
    assert numbers(office)[lost] == "В журнале"
    office.file.close()


def _malformed(*_: object) -> None:
    raise peewee.DatabaseError("malformed")


def test_a_damaged_copy_of_an_office_that_was_never_set_back_is_no_news(office: Desk) -> None:
    with open_station(office.file.path, clock=office.clock) as station:
        station.pull()
    copy = CopyPlace(office.file.path).current()
    assert copy
    copy.write_bytes(b"garbage" * 1000)
    with open_station(office.file.path, clock=office.clock) as station:
        station.pull()
        assert not station.warnings
    assert copy.exists()
    office.file.close()
