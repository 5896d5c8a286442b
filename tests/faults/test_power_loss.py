"""The power goes at any moment of a commit: the file holds every acknowledged write and no half of another."""

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from desk_app.services import tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import OfficeFile, open_office
from tests.faults.power import Disk
from tests.faults.story import CALLER, Ledger, hold, person
from tests.faults.vfs import broken_share, copy_office, sound_share

pytestmark = pytest.mark.slow
SHARDS = 8
IMAGES = 60
"""Images a shard: 480 in all, one sixth of them of transactions that spill before they commit."""


class Outage(Disk):
    """Keeps what a power cut would leave, at random moments of writes that are watched."""

    def __init__(self, chance: random.Random, folder: Path, ledger: Ledger) -> None:
        super().__init__(chance)
        self.there = folder
        self.ledger = ledger
        self.images: list[tuple[Path, dict[bytes, Changes]]] = []
        self.until_next = 0

    def before(self, kind: str, file: str) -> None:
        super().before(kind, file)
        if not self.watching or kind not in ("write", "sync", "truncate", "lock", "unlock", "delete"):
            return
        self.until_next -= 1
        if self.until_next < 0:
            self.until_next = self.chance.randint(5, 60)
            image = self.image(self.there / f"image{len(self.images)}")
            self.images.append((image, dict(self.ledger.acknowledged)))

    def look(self) -> int:
        """Fail if an image is not what it must be; return how many there were, and drop them."""
        looked = len(self.images)
        with sound_share():
            for image, acknowledged in self.images:
                hold(image, replace(self.ledger, acknowledged=acknowledged))
                shutil.rmtree(image.parent)
        self.images.clear()
        return looked


def one(number: int) -> Callable[[Session], Changes]:
    return partial(tickets.register, raw={"description": f"Обращение {number} " * number, "requester": CALLER})


def many(db: Session) -> Changes:
    done = [tickets.register(db, {"description": f"половина {number} " * 400}) for number in range(40)]
    return Changes((done[0].tickets[0],))


def work(office: OfficeFile, disk: Outage, ledger: Ledger) -> None:
    """Save single calls, and now and then forty at once through a cache that is too small for them."""
    me, number, looked = person(office), 0, 0
    while looked < IMAGES:
        number += 1
        op_id, big = os.urandom(16), number % 8 == 0
        ledger.tried[op_id] = 40 if big else 1
        office._connection.sql(f"PRAGMA cache_size={10 if big else 2000}")
        disk.watching = True
        ledger.acknowledged[op_id] = office.unit_of_work(me).write(many if big else one(number), op_id)
        disk.watching = False
        looked += disk.look()


@pytest.mark.parametrize("seed", range(SHARDS))
def test_a_power_cut_at_any_moment(whole: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.storage.connection.LONGEST_WRITE", 600.0)  # however busy the computer is
    path, ledger = copy_office(whole, tmp_path / "share"), Ledger()
    disk = Outage(random.Random(seed), tmp_path, ledger)
    with broken_share(disk), open_office(path) as office:
        disk.adopt(path, path.with_name(path.name + "-journal"))
        work(office, disk, ledger)
    hold(path, ledger)
