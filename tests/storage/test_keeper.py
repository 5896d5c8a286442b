"""What a restore is said to bring back is what it brings back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.services.backup_words import meaning
from desk_app.services.backups import Backup, Preview
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.keeper import OfficeBackups
from desk_app.storage.station import open_station
from tests.storage.rescuing import backed_up, numbers
from tests.support.office import Desk, copied_desk, make_desk

ALL = "This computer brings all of that back at once"
MENDS = "A restore mends a broken file; it does not undo what people did."


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return an office with one ticket, to be copied."""
    desk = make_desk(tmp_path_factory.mktemp("template"))
    desk.register(description="Первая")
    yield desk
    desk.file.close()


@pytest.fixture
def office(template: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Return the office to set back."""
    desk = copied_desk(template, tmp_path)
    yield desk
    desk.file.close()


def keeper_of(office: Desk) -> OfficeBackups:
    return OfficeBackups(office.file.path, clock=office.clock)


def kept(office: Desk) -> Backup:
    """Make a backup of the office as it is."""
    return keeper_of(office).backup_at(backed_up(office))


def pulled(office: Desk) -> None:
    """Bring this computer's copy up to date."""
    with open_station(office.file.path, clock=office.clock) as station:
        station.pull()


def test_an_office_that_can_be_read_brings_back_what_is_in_no_copy(office: Desk) -> None:
    backup = kept(office)
    office.register(description="Вторая")
    assert CopyPlace(office.file.path).current() is None
    preview = keeper_of(office).preview(backup)
    assert preview == Preview(preview.since, preview.since, readable=True, copied=False)
    assert f"{ALL}, as far as the office file can be read." in meaning(preview)
    assert meaning(preview).endswith(MENDS)
    office.file.close()
    assert keeper_of(office).restore(backup, "Админова").rescued.events == preview.here > 0
    assert list(numbers(office).values()) == ["Первая", "Вторая"]


def test_what_the_office_has_besides_the_copy_comes_back_over_the_copy(office: Desk) -> None:
    pulled(office)
    office.register(description="Вторая")
    preview = keeper_of(office).preview(None)
    assert preview == Preview(preview.since, preview.since, readable=True, copied=False)
    office.file.close()
    assert keeper_of(office).restore(None, "Админова").rescued.events == preview.here > 0
    assert list(numbers(office).values()) == ["Первая", "Вторая"]


def test_what_the_copy_knows_too_comes_back_whatever_is_damaged(office: Desk) -> None:
    backup = kept(office)
    office.register(description="Вторая")
    pulled(office)
    preview = keeper_of(office).preview(backup)
    assert preview == Preview(preview.since, preview.since, readable=True)
    assert f"{ALL}. " in meaning(preview)


@pytest.mark.parametrize("what", ["garbage", "empty", "half", "missing"])
@pytest.mark.parametrize("copy", [True, False])
def test_of_an_office_that_is_no_more_only_the_copy_tells(office: Desk, what: str, copy: bool) -> None:
    backup = kept(office)
    office.register(description="Вторая")
    if copy:
        pulled(office)
    since = office.file.reader.head()[0] - backup.head
    office.file.close()
    _break(office.file.path, what)
    before = office.file.path.read_bytes() if what != "missing" else None
    preview = keeper_of(office).preview(backup)
    assert preview == Preview(since * copy, since * copy, readable=False)
    assert meaning(preview).endswith(f"The office file itself cannot be read. {MENDS}")
    assert (ALL in meaning(preview)) is copy
    assert (office.file.path.read_bytes() if office.file.path.exists() else None) == before
    assert keeper_of(office).restore(backup, "Админова").rescued.events == preview.here
    assert list(numbers(office).values()) == ["Первая", "Вторая"][: 1 + copy]


def _break(path: Path, what: str) -> None:
    if what == "missing":
        path.unlink()
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
        return
    whole = path.read_bytes()
    path.write_bytes({"garbage": b"garbage" * 1000, "empty": b"", "half": whole[: len(whole) // 2]}[what])


def test_a_copy_that_is_garbage_is_no_hindrance(office: Desk) -> None:
    backup = kept(office)
    pulled(office)
    copy = CopyPlace(office.file.path).current()
    assert copy
    copy.write_bytes(b"garbage" * 1000)
    office.register(description="Вторая")
    preview = keeper_of(office).preview(backup)
    assert preview == Preview(preview.since, preview.since, readable=True, copied=False)
    assert preview.since > 0


def test_a_copy_that_is_not_there_cannot_be_put_back(office: Desk) -> None:
    with pytest.raises(Unavailable, match="no copy of the office yet"):
        keeper_of(office).preview(None)
