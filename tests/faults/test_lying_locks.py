"""Locks that are granted and never reach the server: what one program sees of it, and what stops the damage."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.services import tickets
from desk_app.storage import open_office, presence
from desk_app.storage.station import open_station
from tests.faults.liar import BEAT, Liar
from tests.faults.story import CALLER, person
from tests.faults.vfs import broken_share, copy_office, sound_share

pytestmark = pytest.mark.skipif(os.name == "nt", reason="locks are taken in another way there")
CALL = partial(tickets.register, raw={"description": "Не открывается журнал", "requester": CALLER})


def test_sqlite_alone_does_not_see_it(whole: Path, tmp_path: Path) -> None:
    """Two write at the same time and neither is told: this is what has to be found out in another way."""
    path = copy_office(whole, tmp_path)
    with broken_share(Liar()), open_office(path) as office:
        office.connection.db.execute_sql("BEGIN IMMEDIATE")
        with sound_share(), open_office(path) as other:
            other.unit_of_work(person(other)).write(CALL)
        office.connection.db.execute_sql("ROLLBACK")


@pytest.fixture
def liar(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """Give an office where a colleague works whose locks reach nobody."""
    path = copy_office(whole, tmp_path / "share")
    command = [sys.executable, "-m", "tests.faults.liar", str(path), "60"]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as colleague:
        assert colleague.stdout
        assert colleague.stdout.readline() == "here\n"
        yield path
        colleague.terminate()


def test_the_presence_of_a_colleague_shows_it_and_nothing_is_written_then(
    liar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "BEAT", BEAT)
    monkeypatch.setattr(presence, "SPACED", BEAT / 2)
    with open_station(liar) as station:
        me = person(station.office)
        station.unit_of_work(me).write(CALL)
        told = _until_refused(station, me)
        assert "Locks do not reach the server" in str(told)
        assert "nobrl" in str(told)
        with pytest.raises(Unavailable, match="Locks do not reach"):
            station.unit_of_work(me).write(CALL)


def _until_refused(station: object, me: object) -> Unavailable:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            station.meet(me, ())  # type: ignore[attr-defined]
        except Unavailable as told:
            return told
        time.sleep(BEAT / 4)
    raise AssertionError("nobody noticed")
