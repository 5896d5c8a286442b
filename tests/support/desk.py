"""A real office on disk, and a desk to work at in tests."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_app.app.desk import Desk
from desk_app.app.messages import Messages
from desk_app.app.place import take_place
from desk_app.app.settings import Settings
from desk_app.bootstrap import ways
from desk_app.domain.errors import UserError
from desk_app.domain.office import Person
from desk_app.profiles import load
from desk_app.services import people, tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import create_office, open_office

ADMIN = Person(0, "boss", "Beisenova Dana", "administrator", "")
IVANOV = {"login": "ivanov", "name": "Ivanov Ivan", "role": "technician"}
PART = 20
"""How many calls are registered at a time."""
KIM = {"login": "kim", "name": "Kim Olga", "role": "technician"}


class Recorder(Messages):
    """Notes what would have been said; answers are taken one by one.

    `answers` for `ask` (yes when none is left), `choices` for `choose` (the last answer when none is left).
    """

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[UserError] = []
        self.remarks: list[str] = []
        self.questions: list[str] = []
        self.bugs: list[BaseException] = []
        self.answers: list[bool] = []
        self.choices: list[int] = []

    def error(self, parent: QWidget | None, error: UserError) -> None:
        self.errors.append(error)

    def info(self, text: str) -> None:
        self.remarks.append(text)
        self.said.emit(text)

    def ask(self, parent: QWidget | None, text: str, yes: str, no: str | None = None, careful: bool = False) -> bool:
        self.questions.append(text)
        return self.answers.pop(0) if self.answers else True

    def choose(self, parent: QWidget | None, text: str, answers: Sequence[str]) -> int:
        self.questions.append(text)
        return self.choices.pop(0) if self.choices else len(answers) - 1

    def bug(self, error: BaseException, silent: bool = False) -> None:
        self.bugs.append(error)


def make_office(path: Path, calls: int = 0, profile: str = "situation-centre", language: str = "en") -> Path:
    """Make an office with an administrator (boss), two technicians (ivanov, kim) and `calls` tickets of ivanov's."""
    create_office(path, load(profile, language), ADMIN)
    write(path, "boss", lambda db: people.add_staff(db, IVANOV))
    write(path, "boss", lambda db: people.add_staff(db, KIM))

    def register_some(first: int, db: Session) -> Changes:
        done = [tickets.register(db, call(number)) for number in range(first, min(first + PART, calls + 1))]
        return Changes(tuple(ticket for changes in done for ticket in changes.tickets))

    for first in range(1, calls + 1, PART):
        write(path, "ivanov", partial(register_some, first))
    return path


def call(number: int, **fields: object) -> dict[str, object]:
    """Return the fields of a call that can be told from others by its `number`."""
    described = f"Call {number}: the printer of room {number % 40} is silent"
    caller = {"name": f"Caller {number % 7}", "organisation": f"School {number % 5}"}
    return {"description": described, "requester": caller, **fields}


def write(path: Path, login: str, work: Callable[[Session], Changes]) -> Changes:
    """Write to the office file as a colleague on another computer would."""
    with open_office(path) as office_file:
        actor = next(person for person in office_file.reader.staff() if person.login == login)
        return office_file.unit_of_work(actor).write(work)


def follow(qtbot: QtBot, desk: Desk) -> None:
    """Let the desk look for what others wrote, and wait for it."""
    looked: list[None] = []
    desk.look(lambda: looked.append(None))
    qtbot.waitUntil(lambda: bool(looked))


def sit_down(path: Path, login: str = "ivanov", settings: Settings | None = None) -> Desk:
    """Return a desk at the office, with recorded messages. Close it."""
    place = take_place(ways(path))
    try:
        account = place.copy.ask(lambda copy: copy.reader.account(login))
        assert account is not None, login
        return Desk(place, account.person, settings or Settings(), Recorder())
    except BaseException:
        place.close()
        raise


@pytest.fixture
def office_path(tmp_path: Path) -> Path:
    """Give an office file with twelve calls of ivanov's."""
    return make_office(tmp_path / "office.desk", 12)


@pytest.fixture
def desk(qtbot: object, office_path: Path) -> Iterator[Desk]:
    """Give a desk where ivanov works, closed after the test."""
    seated = sit_down(office_path)
    yield seated
    seated.close()
