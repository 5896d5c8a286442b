"""A restore brings back at once what this computer's copy and the old office file still know, when they can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.station import open_station
from tests.storage.rescuing import backed_up, copied, numbers, proved, restored
from tests.support.office import Desk, copied_desk, make_desk


@pytest.fixture
def office(template: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Return the office to set back."""
    desk = copied_desk(template, tmp_path)
    yield desk
    desk.file.close()


def test_what_was_saved_just_before_everybody_was_kept_out_is_there(office: Desk) -> None:
    path = office.file.path
    with open_station(path, clock=office.clock) as station:
        station.pull()
    copy = CopyPlace(path).current()
    assert copy
    backup = backed_up(office)
    saved = office.register(description="Только что")  # told as saved, and in no copy yet
    done = restored(office, backup, copy)
    assert done.rescued.tickets == (saved.number,)
    assert numbers(office)[str(saved.number)] == "Только что"
    proved(office)
    with open_station(path, clock=office.clock) as station:
        station.pull()
        assert not station.warnings
    proved(office)


def test_another_office_that_came_to_lie_there_gives_nothing(office: Desk, tmp_path: Path) -> None:
    backup = backed_up(office)
    (tmp_path / "other").mkdir()
    other = make_desk(tmp_path / "other")
    other.register(description="Чужая")
    other.file.close()
    office.file.close()
    other.file.path.replace(office.file.path)
    done = restored(office, backup)
    assert done.rescued.events == 0
    assert list(numbers(office).values()) == ["Первая", "Вторая"]
    proved(office)


def test_a_file_that_is_not_as_it_should_be_gives_nothing(office: Desk) -> None:
    backup = backed_up(office)
    office.register(description="Третья")
    office.file._connection.write(lambda: office.file._connection.sql("UPDATE event SET payload = '{' WHERE seq > 4"))
    done = restored(office, backup)
    assert done.rescued.events == 0
    assert list(numbers(office).values()) == ["Первая", "Вторая"]
    proved(office)


def test_a_damaged_copy_stands_in_no_backups_way(office: Desk) -> None:
    backup, copy = backed_up(office), copied(office, "pc")
    whole = copy.read_bytes()
    for damage in (b"garbage" * 1000, whole[:20_000], whole[:40_000] + bytes(len(whole) - 40_000)):
        copy.write_bytes(damage)
        restored(office, backup, copy)
        assert list(numbers(office).values()) == ["Первая", "Вторая"]
        proved(office)
