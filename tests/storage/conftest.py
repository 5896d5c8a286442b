"""An office file to break."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app import profiles
from desk_app.domain.office import Person
from desk_app.storage import OfficeFile, create_office, open_office
from tests.support.office import Desk, make_desk

ADMIN = Person(0, "chief", "Анна Сергеевна Ким", "administrator")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a fresh office file."""
    path = tmp_path / "office.desk"
    create_office(path, profiles.load("situation-centre", "ru"), ADMIN)
    return path


@pytest.fixture
def office(path: Path) -> Iterator[OfficeFile]:
    """Return a fresh office, open."""
    with open_office(path) as office_file:
        yield office_file


@pytest.fixture
def me(office: OfficeFile) -> Person:
    """Return the administrator."""
    account = office.reader.account(ADMIN.login)
    assert account
    return account.person


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return an office with three people and two tickets, to be copied."""
    desk = make_desk(tmp_path_factory.mktemp("template"))
    desk.register(description="Первая")
    desk.register(description="Вторая")
    yield desk
    desk.file.close()
