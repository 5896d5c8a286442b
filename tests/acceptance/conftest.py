"""A shell, and an office to type at."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.domain.deadlines import consumed
from desk_app.services.places import Place
from desk_app.storage import open_office
from tests.support.offices import copied_office
from tests.support.places import forget_copies
from tests.support.rota import Rota, make_rota
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


@pytest.fixture
def support(tmp_path: Path) -> Place:
    """Return the place of a support service in two lines whose administrator is `boss`."""
    return copied_office("two-line", tmp_path)


@pytest.fixture
def bureau(tmp_path: Path) -> Place:
    """Return the place of an IT office with a service catalogue whose administrator is `boss`."""
    return copied_office("service-catalogue", tmp_path)


@pytest.fixture
def counter(tmp_path: Path) -> Place:
    """Return the place of a service desk of operators whose administrator is `boss`."""
    return copied_office("operator", tmp_path)


@pytest.fixture
def rota(tmp_path: Path) -> Iterator[Rota]:
    """Return an open office with shifts, a head and four technicians."""
    made = make_rota(tmp_path)
    yield made
    made.file.close()


@pytest.fixture
def hire(desk: Shell) -> Callable[..., str]:
    """Return a function that adds an account, by its code of role and line, and returns its login."""

    def hire(place: Place, login: str, name: str, role: str = "technician", line: str = "") -> str:
        row = {"login": login, "name": name, "role": role, **({"line": line} if line else {})}
        desk.well("staff", "add", place, "--json", "-", stdin=json.dumps(row) + "\n")
        return login

    return hire


@pytest.fixture
def worked() -> Callable[[Place, str], int]:
    """Return a function that gives the working minutes a ticket took from its registration to its solution."""

    def worked(place: Place, number: str) -> int:
        with open_office(place) as file:
            ticket = file.reader.card(file.reader.find_ticket(number)).ticket
            calendar = file.reader.office().calendar
        assert ticket.registered_at
        assert ticket.solved_at
        return consumed(calendar, ticket.registered_at, ticket.solved_at, ticket.pauses) // timedelta(minutes=1)

    return worked


@pytest.fixture
def refused(desk: Shell) -> Callable[..., str]:
    """Return a function that takes a step that the office refuses, and returns the sentence that says why."""

    def refused(place: Place, number: str, verb: str, **answer: object) -> str:
        ended = desk("ticket", "do", place, number, verb, "--json", "-", stdin=json.dumps(answer))
        assert (ended.code, ended.out) == (1, "")
        return ended.err

    return refused
