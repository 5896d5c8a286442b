"""A database for each test, and an office in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.domain.office import Person
from desk_app.storage.postgres.office import ServerOffice, open_server_office
from tests.support.office import Desk, copied_desk, make_desk
from tests.support.places import SERVER, forget_copies

ADMIN = Person(0, "chief", "Анна Сергеевна Ким", "administrator")
needs_server = pytest.mark.skipif(not SERVER, reason="there is no server: make test-postgres starts one")


@pytest.fixture(autouse=True)
def _databases_forgotten() -> Iterator[None]:
    yield
    forget_copies()


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return an office at rest, to be copied."""
    desk = make_desk(tmp_path_factory.mktemp("fresh"))
    desk.file.close()
    return desk


@pytest.fixture
def desk(fresh: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Return the desk of a situation centre on the server."""
    desk = copied_desk(fresh, tmp_path)
    yield desk
    desk.file.close()


@pytest.fixture
def address(desk: Desk) -> str:
    """Return where the office of `desk` is."""
    return str(desk.place)


@pytest.fixture
def office(address: str) -> Iterator[ServerOffice]:
    """Return the office of `desk` as another workstation has it open."""
    with open_server_office(address) as office:
        yield office
