"""What a backup costs the share: a handful of looks at the office file, however large that is, and the file itself."""

from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from peewee import SqliteDatabase

from desk_app.storage import backup_file
from desk_app.storage.backups import Maker
from desk_app.storage.connection import Connection
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.station import open_station
from tests.bench import dataset
from tests.faults.vfs import Meddler, broken_share, copy_office


class OwnDisk(Connection):
    """A draft on this computer, which the share knows nothing of."""

    engine = SqliteDatabase


MOST: Final = 200


@pytest.mark.slow
def test_the_office_file_is_hardly_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "FOLDER", tmp_path / "made")
    monkeypatch.setattr(backup_file, "Connection", OwnDisk)
    office = copy_office(dataset.office(20_000), tmp_path / "share")
    with broken_share(Meddler(), office.parent) as share, open_station(office) as station:
        station.pull()
        maker = Maker(office, lambda: CopyPlace(office).current() or office, station.pull, at=tmp_path / "elsewhere")
        share.forget()
        made = maker.now()
        calls = Counter(share.calls)
    print(f"{made.tickets} tickets, {made.size // 1024} KiB: {sum(calls.values())} operations, {dict(calls)}")
    assert made.verified
    assert sum(calls.values()) <= MOST
