"""A share that stumbles is tried for at least twelve seconds before the word "damaged" is said."""

import os
import threading
import time
from pathlib import Path

import pytest

from desk_app.domain.errors import Damaged, Unavailable
from desk_app.storage import open_office, trouble


def spoil(path: Path) -> bytes:
    """Break the pages behind the first one; return what they were."""
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + os.urandom(len(whole) - 8192))
    return whole


def heal(path: Path, whole: bytes) -> None:
    """Put back what was spoilt, without ever leaving the file shorter."""
    with path.open("r+b") as stream:
        stream.write(whole)


def test_the_patience_is_long_enough() -> None:
    assert trouble.PATIENCE >= 12


def test_what_passes_is_never_told(path: Path) -> None:
    whole = spoil(path)
    healing = threading.Timer(1.0, heal, [path, whole])
    healing.start()
    with open_office(path) as office:
        assert office.reader.staff()
    healing.join()


@pytest.mark.slow
def test_what_stays_is_called_damaged(path: Path) -> None:
    spoil(path)
    began = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        open_office(path)
    assert isinstance(caught.value, Damaged)
    assert time.monotonic() - began >= 12


def test_nothing_is_written_into_a_damaged_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.3)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(Damaged):
        open_office(path)
    assert path.read_bytes() == before
