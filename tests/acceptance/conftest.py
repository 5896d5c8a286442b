"""A shell, and an office to type at."""

from pathlib import Path

import pytest

from tests.support.offices import copied_office
from tests.support.shell import Shell


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line, used by the operating-system user `boss`."""
    return Shell(monkeypatch, capsys)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return the file of a situation centre whose administrator is `boss`."""
    return copied_office("situation-centre", tmp_path)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Return the file of a town administration whose administrator is `boss`."""
    return copied_office("municipal", tmp_path)
