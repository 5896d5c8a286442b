"""The flag that keeps everybody out goes when it is over, though everybody looks at it."""

import os
from pathlib import Path

import pytest

from desk_app.storage import maintenance
from desk_app.storage.maintenance import flag_of, is_up, keeping_out


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return where an office file would lie."""
    return tmp_path / "office.desk"


def test_on_windows_nobody_opens_the_flag_that_keeps_him_out(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with keeping_out(office, "Ким"), monkeypatch.context() as system:
        system.setattr(os, "name", "nt")
        system.setattr("io.open", _refuse)
        assert is_up(office)


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("was opened")


def hold(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Let others have the flag open the first `times` times that it is to be removed, which Windows refuses then."""
    unlink, left = Path.unlink, iter(range(times))

    def asked(path: Path, missing_ok: bool = False) -> None:
        if next(left, None) is not None:
            raise PermissionError(13, "in use by another process", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", asked)


def test_a_flag_that_somebody_reads_goes_a_moment_later(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with keeping_out(office, "Ким"):
        hold(monkeypatch, 3)
    assert not flag_of(office).exists()


def test_a_flag_that_stays_keeps_nobody_out_and_fails_nothing(
    office: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(maintenance, "LET_GO", 0.1)
    with monkeypatch.context() as system:
        with keeping_out(office, "Ким"):
            hold(system, 1000)
        assert flag_of(office).exists()
        assert not is_up(office)
        assert "in use by another process" in caplog.text
    with keeping_out(office, "Другой"):
        assert is_up(office)
    assert not flag_of(office).exists()


def test_what_was_cut_short_is_told_by_a_flag_that_keeps_nobody_out(office: Path) -> None:
    with pytest.raises(maintenance.CutShort), keeping_out(office, "Ким", "office.desk.broken") as told:
        raise maintenance.cut_short(office, told)
    assert not is_up(office)
    said = maintenance.how_to_go_on(office)
    assert said
    assert str(office.with_name("office.desk.broken")) in str(said)
