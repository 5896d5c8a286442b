"""A COMMIT whose answer is lost, a disk that fills while the file grows, a share that goes at the worst moment."""

import os
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.services import checks, tickets
from desk_app.storage import open_office
from desk_app.storage.reserve import PAGE_SIZE, RESERVE_LOW
from tests.faults.story import CALLER, Ledger, hold, keep, person
from tests.faults.vfs import Fault, Meddler, broken_share, copy_office

CALL = partial(tickets.register, raw={"description": "Не открывается журнал", "requester": CALLER})


class Loser(Meddler):
    """Loses the answer to the last sync of a commit, once or from then on: it is done, but nobody is told."""

    def __init__(self, ever: bool) -> None:
        super().__init__()
        self.ever = ever
        self.armed = False
        self.lost = 0
        self._zeroed = False

    def before(self, kind: str, file: str) -> None:
        super().before(kind, file)
        if self.lost and self.ever and self.armed:
            raise Fault(sqlite3.SQLITE_IOERR)
        if kind == "sync" and file == "db":
            self._zeroed = True

    def after(self, kind: str, file: str) -> None:
        if self.armed and self._zeroed and (kind, file) == ("sync", "journal") and (self.ever or not self.lost):
            self.lost += 1
            raise Fault(sqlite3.SQLITE_IOERR)


def test_a_commit_whose_answer_is_lost_makes_no_double(whole: Path, tmp_path: Path) -> None:
    path, ledger = copy_office(whole, tmp_path), Ledger()
    with broken_share(Loser(ever=False)) as share, open_office(path) as office:
        before = office.reader.sizes()["ticket"]
        share.armed = True
        op_id = os.urandom(16)
        ledger.tried[op_id] = 1
        ledger.acknowledged[op_id] = office.unit_of_work(person(office)).write(CALL, op_id)
        assert share.lost == 1
        assert office.reader.sizes()["ticket"] == before + 1
    hold(path, ledger)


def test_nobody_is_told_that_nothing_was_saved_when_nobody_knows(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.1)
    path, ledger, op_id = copy_office(whole, tmp_path), Ledger(), os.urandom(16)
    with broken_share(Loser(ever=True)) as share, open_office(path) as office:
        me, before = person(office), office.reader.sizes()["ticket"]
        share.armed = True
        with pytest.raises(Unavailable, match="not known whether it was saved"):
            office.unit_of_work(me).write(CALL, op_id)
        share.armed = False
        ledger.tried[op_id] = 1
        ledger.acknowledged[op_id] = office.unit_of_work(me).write(CALL, op_id)
        assert office.reader.sizes()["ticket"] == before + 1
    hold(path, ledger)


class Full(Meddler):
    """A disk with room for a few more bytes: what makes a file longer fails when they are used up."""

    def __init__(self) -> None:
        super().__init__()
        self.room: int | None = None
        self.sizes: dict[str, int] = {}

    def admit(self, path: str, data: bytes, offset: int) -> None:
        if self.room is None:
            return
        known = self.sizes.setdefault(path, Path(path).stat().st_size)
        longer = offset + len(data) - known
        if longer > self.room:
            raise Fault(sqlite3.SQLITE_FULL)
        if longer > 0:
            self.room -= longer
            self.sizes[path] = known + longer

    def truncated(self, path: str, size: int) -> None:
        if self.room is not None:
            self.room += max(0, self.sizes.get(path, size) - size)
            self.sizes[path] = size


@pytest.mark.parametrize("room", [0, PAGE_SIZE, 40 * PAGE_SIZE, 700 * PAGE_SIZE, 1100 * PAGE_SIZE])
def test_the_disk_fills_while_the_file_grows(whole: Path, tmp_path: Path, room: int) -> None:
    path, ledger = copy_office(whole, tmp_path), Ledger()
    long = {"description": "страница " * 20_000, "requester": CALLER}
    with broken_share(Full()) as share, open_office(path) as office:
        me, free = person(office), partial(office._connection.pragma, "freelist_count")
        write = office.unit_of_work(me).write
        while free() * PAGE_SIZE >= RESERVE_LOW:
            write(partial(tickets.register, raw=long))
        share.room = room
        refused, pages = 0, free()
        while not refused and free() <= pages:
            op_id = os.urandom(16)
            ledger.tried[op_id] = 1
            try:
                ledger.acknowledged[op_id] = write(partial(tickets.register, raw=long), op_id)
            except Unavailable as told:
                refused += "is full" in str(told)
        assert ledger.acknowledged, "the reserve was there to be written to"
        assert refused or room > 1000 * PAGE_SIZE
        keep(office, ledger)
        share.room = None
        op_id = os.urandom(16)
        ledger.tried[op_id] = 1
        ledger.acknowledged[op_id] = write(CALL, op_id)
        assert checks.check(office.reader) == []
    hold(path, ledger)
