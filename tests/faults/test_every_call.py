"""Every single file operation of a story fails once, or from then on, in each way it can."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.domain.errors import UserError
from desk_app.storage import open_office
from tests.faults.story import Ledger, day, hold
from tests.faults.vfs import Fault, Meddler, broken_share, copy_office

pytestmark = pytest.mark.slow
SHARDS = 8
ERRORS = {
    "ioerr": sqlite3.SQLITE_IOERR,
    "full": sqlite3.SQLITE_FULL,
    "cantopen": sqlite3.SQLITE_CANTOPEN,
    "busy": sqlite3.SQLITE_BUSY,
}


class Breaker(Meddler):
    """Fails operation number `at`; with `ever`, every later one too. `done` fails it after it was carried out."""

    def __init__(self, at: int, code: int, ever: bool = False, done: bool = False) -> None:
        super().__init__()
        self.at = at
        self.code = code
        self.ever = ever
        self.done = done
        self.healed = False

    def before(self, kind: str, file: str) -> None:
        super().before(kind, file)
        if not self.done:
            self._fail()

    def after(self, kind: str, file: str) -> None:
        if self.done:
            self._fail()

    def _fail(self) -> None:
        here = self.total == self.at or (self.ever and self.total > self.at)
        if here and not self.healed:
            raise Fault(self.code)


def steps_of(path: Path) -> int:
    with broken_share(Meddler(), path.parent) as share:
        tell(path, Ledger())
    return share.total


def tell(path: Path, ledger: Ledger, insist: bool = True) -> None:
    """Open the office, spend the day, close. Only sentences for people may come out."""
    try:
        office = open_office(path)
    except UserError as error:
        str(error)
        ledger.refused.append(error)
        return
    try:
        day(office, ledger, insist)
    except UserError as error:  # who am I? could not be read
        ledger.refused.append(error)
    finally:
        office.close()


def places(path: Path, shard: int) -> Iterator[int]:
    return iter(range(1 + shard, steps_of(path) + 20, SHARDS))


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("error", ERRORS)
def test_any_operation_fails_once(whole: Path, tmp_path: Path, error: str, shard: int) -> None:
    path = copy_office(whole, tmp_path)
    for at in places(path, shard):
        path, ledger = copy_office(whole, tmp_path), Ledger()
        with broken_share(Breaker(at, ERRORS[error]), tmp_path):
            tell(path, ledger)
        hold(path, ledger)
        assert error == "full" or len(ledger.acknowledged) == 5 or not ledger.acknowledged, (at, ledger.refused)
        path.with_name(path.name + "-journal").unlink()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_any_operation_fails_after_it_was_done(whole: Path, tmp_path: Path, shard: int) -> None:
    path = copy_office(whole, tmp_path)
    for at in places(path, shard):
        path, ledger = copy_office(whole, tmp_path), Ledger()
        with broken_share(Breaker(at, sqlite3.SQLITE_IOERR, done=True), tmp_path):
            tell(path, ledger)
        hold(path, ledger)
        path.with_name(path.name + "-journal").unlink()


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("error", ERRORS)
def test_every_operation_fails_from_one_on_and_then_the_share_is_back(
    whole: Path, tmp_path: Path, error: str, shard: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy_office(whole, tmp_path)
    for at in list(places(path, shard))[::3]:
        path, ledger = copy_office(whole, tmp_path), Ledger()
        with broken_share(Breaker(at, ERRORS[error], ever=True), tmp_path) as share:
            with monkeypatch.context() as impatient:  # nothing heals while it is waited for
                impatient.setattr("desk_app.storage.trouble.PATIENCE", 0.01)
                tell(path, ledger, insist=False)
            assert ledger.refused or len(ledger.acknowledged) == 5
            share.healed = True
            tell(path, ledger)
        hold(path, ledger)
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
