"""Who works here, and how the program knows them."""

import json
import os
import pwd
import sys
from typing import Any

import pytest

from desk_app.domain.errors import BadInput, NotAllowed, UserError
from desk_app.domain.office import Person
from desk_app.domain.view import SavedView
from desk_app.services import passwords, people, tickets, views
from tests.support.office import Desk

NEW = {"login": "petrov", "name": "Петров Пётр", "role": "Специалист", "line": "Методисты"}


@pytest.fixture
def at_the_computer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that seats a user of the operating system at the computer."""

    def seat(login: str) -> None:
        monkeypatch.setattr(people, "os_login", lambda: login)

    return seat


def add(desk: Desk, who: Person, **raw: object) -> None:
    desk.write(who, lambda db: people.add_staff(db, people.prepared(raw)))


def edit(desk: Desk, who: Person, login: str, **raw: object) -> None:
    change = people.prepared(raw)
    desk.write(who, lambda db: people.edit_staff(db, login, change))


def account(desk: Desk, login: str) -> Person:
    found = desk.file.reader.account(login)
    assert found is not None
    return found.person


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
    desk.write(desk.administrator, lambda db: people.set_password(db, "tech", people.hashed("battery staple")))
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
    desk.write(desk.supervisor, lambda db: people.set_password(db, "HEAD", people.hashed("верный пароль")))
    assert people.needs_password(desk.file.reader, "head")
    for wrong in (None, "", "верный  пароль", "Верный пароль", "верный пароль\ud800"):
        with pytest.raises(NotAllowed, match="The password of “head” is wrong"):
            people.sign_in(desk.file.reader, "head", wrong)
    at_the_computer("somebody")
    assert people.sign_in(desk.file.reader, "Head", "верный пароль").id == desk.supervisor.id


def test_a_password_taken_away_leaves_the_computer_s_user(desk: Desk, at_the_computer: Any) -> None:
    desk.write(desk.technician, lambda db: people.set_password(db, "tech", people.hashed("long enough")))
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
    desk.write(desk.technician, lambda db: people.set_password(db, "tech", people.hashed("long enough")))
    with pytest.raises(NotAllowed):
        desk.write(desk.technician, lambda db: people.set_password(db, "head", people.hashed("long enough")))
    with pytest.raises(BadInput, match="at least 8 characters"):
        desk.write(desk.technician, lambda db: people.set_password(db, "tech", people.hashed("1234567")))


@pytest.mark.parametrize("login", ["nobody", "", "Головина Галина Павловна", "\ud800"])
def test_a_password_is_set_by_login_alone(desk: Desk, login: str) -> None:
    """Two colleagues may share a name: a name is not enough to give a password to."""
    with pytest.raises(BadInput, match="There is no account"):
        desk.write(desk.administrator, lambda db: people.set_password(db, login, people.Hash("x")))


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


# -- changed ---------------------------------------------------------------------------------------------------------


def test_an_account_is_changed_and_the_history_tells_it(desk: Desk) -> None:
    edit(desk, desk.administrator, "TECH", name="Новикова Нина", role="Администратор", line="Методисты")
    changed = account(desk, "tech")
    assert (changed.name, changed.role, changed.line) == ("Новикова Нина", "administrator", "methodists")
    told = [json.loads(entry.payload or "{}") for part in desk.file.reader.chain() for entry in part]
    assert told[-1]["changes"]["name"] == ["Техников Тимур Олегович", "Новикова Нина"]
    assert set(told[-1]["changes"]) == {"name", "role", "line"}


def test_the_history_of_tickets_shows_the_name_a_person_has_now(desk: Desk) -> None:
    ticket = desk.register()
    edit(desk, desk.administrator, "tech", name="Новикова Нина")
    assert desk.card(ticket).history[0].by.name == "Новикова Нина"


def test_who_leaves_comes_in_no_more_until_taken_back(desk: Desk, at_the_computer: Any) -> None:
    at_the_computer("tech")
    desk.register()
    edit(desk, desk.administrator, "tech", active=False)
    with pytest.raises(NotAllowed, match="There is no account “tech”"):
        people.sign_in(desk.file.reader, "tech")
    left = account(desk, "tech")
    assert desk.file.reader.count(people.open_tickets(left), left) == 1
    edit(desk, desk.administrator, "tech", active=True)
    assert people.sign_in(desk.file.reader, "tech").id == desk.technician.id


def test_a_window_left_open_writes_no_more_once_its_account_is_closed(desk: Desk) -> None:
    ticket = desk.register()
    running = desk.file.unit_of_work(desk.technician)
    edit(desk, desk.administrator, "tech", active=False)
    for work in (
        lambda db: tickets.register(db, {"description": "Ещё одна"}),
        lambda db: tickets.do(db, ticket.id, "comment", {"text": "Ещё"}),
        lambda db: views.save_view(db, SavedView("Моё"), shared=False),
        lambda db: people.set_password(db, "tech", people.Hash("x")),
    ):
        with pytest.raises(NotAllowed, match="“tech” is no longer active"):
            running.write(work)
    assert desk.file.reader.sizes()["ticket"] == 1


@pytest.mark.parametrize("change", [{"active": False}, {"role": "technician"}])
def test_the_last_administrator_stays_one(desk: Desk, change: dict[str, object]) -> None:
    with pytest.raises(NotAllowed, match="is the last one who can manage accounts"):
        edit(desk, desk.administrator, "admin", **change)
    edit(desk, desk.administrator, "tech", role="administrator")
    with pytest.raises(NotAllowed, match="take your own rights away"):
        edit(desk, desk.administrator, "admin", **change)
    edit(desk, account(desk, "tech"), "admin", **change)
    assert not desk.office.may(account(desk, "admin"), "staff")
    with pytest.raises(NotAllowed, match="is the last one who can manage accounts"):
        edit(desk, account(desk, "tech"), "tech", **change)


def test_nobody_takes_the_password_that_lets_them_in(desk: Desk, at_the_computer: Any) -> None:
    at_the_computer("somebody")
    desk.write(desk.technician, lambda db: people.set_password(db, "tech", people.hashed("long enough")))
    with pytest.raises(NotAllowed, match="Without a password only the computer's user “tech”"):
        desk.write(desk.technician, lambda db: people.set_password(db, "tech", None))
    at_the_computer("Tech")
    desk.write(desk.technician, lambda db: people.set_password(db, "tech", None))
    assert not people.needs_password(desk.file.reader, "tech")


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"role": "бог"}, "role"),
        ({"line": "передовая"}, "line"),
        ({"active": "нет"}, "active"),
        ({"active": 0}, "active"),
        ({"salary": 1}, "salary"),
        ({"password": "short"}, "password"),
        ({"password": 1e400}, "password"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(desk: Desk, raw: dict[str, object], field: str) -> None:
    before = account(desk, "tech")
    with pytest.raises(BadInput) as told:
        edit(desk, desk.administrator, "tech", **raw)
    assert told.value.field == field
    assert account(desk, "tech") == before


def test_only_an_administrator_changes_accounts(desk: Desk) -> None:
    for person in (desk.technician, desk.supervisor):
        with pytest.raises(NotAllowed, match="has no right"):
            edit(desk, person, "tech", name="Сам Себе")
    with pytest.raises(BadInput, match="There is no account"):
        edit(desk, desk.administrator, "Техников Тимур Олегович", name="X")


def test_a_change_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    head = desk.file.reader.head()
    edit(desk, desk.administrator, "tech", name="Техников Тимур Олегович", active=True)
    assert desk.file.reader.head() == head


def test_no_password_is_hashed_while_colleagues_wait(desk: Desk) -> None:
    """Argon2 takes a tenth of a second of 64 MiB; every write of the office would wait for it."""
    with pytest.raises(TypeError, match="hashed before"):
        desk.write(desk.administrator, lambda db: people.set_password(db, "tech", "plain text"))
    with pytest.raises(TypeError, match="hashed before"):
        desk.write(desk.administrator, lambda db: people.add_staff(db, {**NEW, "password": "plain text"}))
