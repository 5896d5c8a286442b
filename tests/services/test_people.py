"""Who works here, and how the program knows them."""

import os
import pwd
import sys
from typing import Any

import pytest

from desk_app.domain.errors import BadInput, NotAllowed, UserError
from desk_app.domain.office import Person
from desk_app.services import passwords, people
from tests.support.office import Desk

NEW = {"login": "petrov", "name": "Петров Пётр", "role": "Специалист", "line": "Методисты"}


@pytest.fixture
def at_the_computer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that seats a user of the operating system at the computer."""

    def seat(login: str) -> None:
        monkeypatch.setattr(people, "os_login", lambda: login)

    return seat


def add(desk: Desk, who: Person, **raw: object) -> None:
    desk.write(who, lambda db: people.add_staff(db, raw))


def test_a_new_colleague(desk: Desk) -> None:
    add(desk, desk.administrator, **NEW)
    petrov = next(person for person in desk.file.reader.staff() if person.login == "petrov")
    assert (petrov.name, petrov.role, petrov.line, petrov.active) == ("Петров Пётр", "technician", "methodists", True)
    assert desk.register(petrov).line == "methodists"


@pytest.mark.parametrize("login", ["petrov", "PETROV", " Petrov "])
def test_two_colleagues_have_two_logins(desk: Desk, login: str) -> None:
    add(desk, desk.administrator, **NEW)
    with pytest.raises(BadInput, match=r"(?i)There is an account “petrov” already") as told:
        add(desk, desk.administrator, **{**NEW, "login": login})
    assert told.value.field == "login"
    assert len(desk.file.reader.staff()) == 4


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({**NEW, "password": "short"}, "password"),
        ({**NEW, "login": "a b"}, "login"),
        ({**NEW, "login": ""}, "login"),
        ({**NEW, "name": " \x00"}, "name"),
        ({**NEW, "role": "бог"}, "role"),
        ({**NEW, "line": "передовая"}, "line"),
        ({**NEW, "salary": 1}, "salary"),
        ({**NEW, "login": ["a"]}, "login"),
        ({**NEW, "name": {"x": 1}}, "name"),
        ({**NEW, "password": ["long enough"]}, "password"),
        ({**NEW, "password": True}, "password"),
        ({}, "login"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(desk: Desk, raw: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as told:
        add(desk, desk.administrator, **raw)
    assert told.value.field == field
    assert len(desk.file.reader.staff()) == 3


def test_only_an_administrator_adds_accounts(desk: Desk) -> None:
    for person in (desk.technician, desk.supervisor):
        with pytest.raises(NotAllowed, match="has no right"):
            add(desk, person, **NEW)


def test_the_history_tells_of_accounts_but_not_of_passwords(desk: Desk) -> None:
    add(desk, desk.administrator, **NEW, password="correct horse")
    desk.write(desk.administrator, lambda db: people.set_password(db, "tech", "battery staple"))
    told = [entry.payload or "" for part in desk.file.reader.chain() for entry in part]
    assert any("petrov" in payload for payload in told)
    assert not any("horse" in payload or "staple" in payload or "argon2" in payload for payload in told)


# -- signing in ------------------------------------------------------------------------------------------------------


def test_the_computer_s_user_needs_no_password(desk: Desk, at_the_computer: Any) -> None:
    at_the_computer("TECH")
    assert people.sign_in(desk.file.reader, "tech") == desk.technician
    assert not people.needs_password(desk.file.reader, "tech")


def test_nobody_takes_a_colleague_s_account_without_a_password(desk: Desk, at_the_computer: Any) -> None:
    at_the_computer("tech")
    for given in (None, "", "guess"):
        with pytest.raises(NotAllowed, match="only the computer's user of this name"):
            people.sign_in(desk.file.reader, "head", given)


def test_a_password_opens_the_account_on_every_computer(desk: Desk, at_the_computer: Any) -> None:
    at_the_computer("head")
    desk.write(desk.supervisor, lambda db: people.set_password(db, "HEAD", "верный пароль"))
    assert people.needs_password(desk.file.reader, "head")
    for wrong in (None, "", "верный  пароль", "Верный пароль", "верный пароль\ud800"):
        with pytest.raises(NotAllowed, match="The password of “head” is wrong"):
            people.sign_in(desk.file.reader, "head", wrong)
    at_the_computer("somebody")
    assert people.sign_in(desk.file.reader, "Head", "верный пароль").id == desk.supervisor.id


def test_a_password_taken_away_leaves_the_computer_s_user(desk: Desk, at_the_computer: Any) -> None:
    desk.write(desk.technician, lambda db: people.set_password(db, "tech", "long enough"))
    desk.write(desk.administrator, lambda db: people.set_password(db, "tech", None))
    at_the_computer("tech")
    assert people.sign_in(desk.file.reader, "tech") == desk.technician


def test_who_left_does_not_come_in(desk: Desk, at_the_computer: Any) -> None:
    at_the_computer("gone")
    desk.write(desk.administrator, _with_one_who_left)
    with pytest.raises(NotAllowed, match="There is no account “gone”"):
        people.sign_in(desk.file.reader, "gone")


def _with_one_who_left(db: Any) -> Any:
    db.add_person(Person(0, "gone", "Ушедший", "technician", active=False), None)
    return people.Changes(staff=True)


@pytest.mark.parametrize("login", ["", "nobody", "0", "\ud800", "a\x00b", "%", "tech'--", "x" * 100_000])
def test_a_stranger_is_told_whom_to_ask(desk: Desk, at_the_computer: Any, login: str) -> None:
    at_the_computer(login)
    with pytest.raises(NotAllowed, match="Ask an administrator"):
        people.sign_in(desk.file.reader, login)


def test_one_s_own_password_but_not_a_colleague_s(desk: Desk) -> None:
    desk.write(desk.technician, lambda db: people.set_password(db, "tech", "long enough"))
    with pytest.raises(NotAllowed):
        desk.write(desk.technician, lambda db: people.set_password(db, "head", "long enough"))
    with pytest.raises(BadInput, match="at least 8 characters"):
        desk.write(desk.technician, lambda db: people.set_password(db, "tech", "1234567"))


@pytest.mark.parametrize("login", ["nobody", "", "Головина Галина Павловна", "\ud800"])
def test_a_password_is_set_by_login_alone(desk: Desk, login: str) -> None:
    """Two colleagues may share a name: a name is not enough to give a password to."""
    with pytest.raises(BadInput, match="There is no account"):
        desk.write(desk.administrator, lambda db: people.set_password(db, login, "long enough"))


def test_a_password_is_hashed_with_a_salt_of_its_own() -> None:
    one, other = passwords.hashed("long enough"), passwords.hashed("long enough")
    assert one != other
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches("long enough", one)


@pytest.mark.parametrize("kept", ["", "plain text", "$argon2id$v=19$m=65536,t=3,p=4$broken", "$2b$12$abc"])
def test_a_damaged_hash_opens_nothing(kept: str) -> None:
    assert not passwords.matches("long enough", kept)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows its user otherwise")
def test_the_system_says_who_sits_here_and_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "admin")
    assert people.os_login() == pwd.getpwuid(os.getuid()).pw_name != "admin"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows its user otherwise")
def test_a_computer_that_knows_no_user(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(uid: int) -> None:
        raise KeyError(f"uid not found: {uid}")

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert people.os_login() == ""


def test_every_refusal_can_be_said(desk: Desk) -> None:
    with pytest.raises(UserError) as told:
        add(desk, desk.administrator, **{**NEW, "login": "{x} {0}"})
    assert "{x}" in str(told.value)
