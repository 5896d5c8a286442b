"""A shell, and an office to type at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.services.places import Place
from tests.support.offices import copied_office
from tests.support.places import forget_copies
from tests.support.shell import Shell


@pytest.fixture(autouse=True)
def _databases_forgotten() -> Iterator[None]:
    yield
    forget_copies()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line, used by the operating-system user `boss`."""
    return Shell(monkeypatch, capsys)


@pytest.fixture
def office(tmp_path: Path) -> Place:
    """Return the place of a situation centre whose administrator is `boss`."""
    return copied_office("situation-centre", tmp_path)


@pytest.fixture
def town(tmp_path: Path) -> Place:
    """Return the place of a town administration whose administrator is `boss`."""
    return copied_office("municipal", tmp_path)
