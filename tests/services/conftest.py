"""Desks to work at, each in an office of its own: a file, or a database where tests run on a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office import MUNICIPAL, SITUATION_CENTRE, Desk, copied_desk, make_desk
from tests.support.places import forget_copies


@pytest.fixture(autouse=True)
def _databases_forgotten() -> Iterator[None]:
    yield
    forget_copies()


@pytest.fixture(scope="session")
def fresh_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    """Return one fresh office of each shipped profile, to be copied."""
    folder = tmp_path_factory.mktemp("offices")
    desks = {profile: make_desk(folder, profile) for profile in (SITUATION_CENTRE, MUNICIPAL)}
    for desk in desks.values():
        desk.file.close()
    return desks


@pytest.fixture
def desk(fresh_files: dict[str, Desk], tmp_path: Path) -> Iterator[Desk]:
    """Return the desk of a situation centre with an administrator, a supervisor and a technician."""
    desk = copied_desk(fresh_files[SITUATION_CENTRE], tmp_path)
    yield desk
    desk.file.close()


@pytest.fixture
def town(fresh_files: dict[str, Desk], tmp_path: Path) -> Iterator[Desk]:
    """Return the desk of a town administration."""
    desk = copied_desk(fresh_files[MUNICIPAL], tmp_path)
    yield desk
    desk.file.close()
