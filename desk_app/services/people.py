"""Who works here, and how the program knows them."""

import ctypes
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.intake import refuse_unknown, require, text_of
from desk_app.domain.office import Person
from desk_app.domain.text import clean_line, normalise, quoted
from desk_app.domain.tickets import Event
from desk_app.domain.view import Queue, TicketFilter, View
from desk_app.services import rights
from desk_app.services.ports import Changes, Reader, Session

if sys.platform != "win32":
    import pwd

ACCOUNT_FIELDS: Final = ("login", "name", "role", "line", "password")
"""What a new account is made of."""
CHANGED: Final = ("name", "role", "line", "active", "password")
"""What can be changed of an account. The login stays: the history and the computer know the person by it."""
_FACTS: Final = ("name", "role", "line", "active")


def os_login() -> str:
    """Return the account of the operating-system user, without its domain, or "" where there is none.

    The system is asked, never the environment: a variable is no proof of who somebody is.
    """
    if sys.platform == "win32":
        size = ctypes.c_ulong(257)
        name = ctypes.create_unicode_buffer(size.value)
        return name.value if ctypes.windll.advapi32.GetUserNameW(name, ctypes.byref(size)) else ""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return ""


def sign_in(reader: Reader, login: str, password: str | None = None) -> Person:
    """Return the person of `login`.

    An account with a password asks for it; one without is its own operating-system user's alone.
    Raises NotAllowed: no such account, wrong password, or somebody else's account.
    """
    account = reader.account(login)
    if account is None or not account.person.active:
        raise NotAllowed(
            "There is no account “{login}” in this office. Ask an administrator to add it.",
            login=login or "—",
        )
    if account.password_hash is None:
        if login.casefold() != os_login().casefold():
            raise NotAllowed(
                "The account “{login}” has no password, so only the computer's user of this name may use it. "
                "Ask an administrator to set a password.",
                login=login,
            )
    elif password is None or not _matches(password, account.password_hash):
        raise NotAllowed("The password of “{login}” is wrong. Try again.", login=login)
    return account.person


def needs_password(reader: Reader, login: str) -> bool:
    """Tell whether signing in as `login` takes a password."""
    account = reader.account(login)
    return account is not None and account.password_hash is not None


@dataclass(frozen=True, slots=True)
class Hash:
    """A password as it is kept."""

    phc: str = field(repr=False)


def hashed(password: str) -> Hash:
    """Return `password` as it is kept. Takes a tenth of a second: never call it inside a transaction.

    Raises BadInput for one that is too short.
    """
    from desk_app.services import passwords  # its library is loaded only where somebody has a password

    return Hash(passwords.hashed(password))


def prepared(raw: Mapping[str, object]) -> dict[str, object]:
    """Return `raw` with its password as it is kept, ready for a transaction. An empty one is none at all."""
    password = raw.get("password")
    if password is None or isinstance(password, Hash):
        return dict(raw)
    typed = text_of(password, "password")
    return {**raw, "password": hashed(typed) if typed else None}


def add_staff(db: Session, raw: Mapping[str, object]) -> Changes:
    """Add an account. `raw` holds ACCOUNT_FIELDS, the password `prepared`; a login and a name are needed."""
    rights.require(db, "staff")
    refuse_unknown(raw, ACCOUNT_FIELDS)
    given = {key: clean_line(_text(raw, key), key) for key in ("login", "name", "role", "line")}
    require(given, ("login", "name"))
    if " " in given["login"]:
        raise BadInput("A login has no spaces: “{login}”. Write it as the computer knows it.", field="login", **given)
    role = db.office.choices("role").find(given["role"] or "technician")
    line = db.office.choices("line").find(given["line"]) if given["line"] else db.office.choices("line").first
    db.add_person(Person(0, given["login"], given["name"], role, line), _phc(raw.get("password")))
    db.note(Event("staff-add", db.now, {**given, "role": role, "line": line}))
    return Changes(staff=True)


def edit_staff(db: Session, login: str, raw: Mapping[str, object]) -> Changes:
    """Change an account: of CHANGED what is given, the password `prepared`; None takes the password away.

    Raises BadInput, NotAllowed for what would leave the office without an administrator, or lock out who asks.
    """
    rights.require(db, "staff")
    refuse_unknown(raw, CHANGED)
    old = _account(db, login)
    new = _changed(db, old, raw)
    if new != old:
        _refuse_lockout(db, old, new)
        db.staff.change(new)
        was = {name: getattr(old, name) for name in _FACTS if getattr(old, name) != getattr(new, name)}
        data = {"login": old.login, "changes": {name: [value, getattr(new, name)] for name, value in was.items()}}
        db.note(Event("staff-edit", db.now, data))
    if "password" in raw:
        set_password(db, login, raw["password"])
    return Changes(staff=True)


def set_password(db: Session, login: str, password: object) -> Changes:
    """Set (a Hash) or take away (None) a password: one's own, or with the right anybody's."""
    person = _account(db, login)
    if person.id != db.actor.id:
        rights.require(db, "staff")
    phc = _phc(password)
    if phc is None and person.id == db.actor.id and normalise(os_login()) != normalise(person.login):
        raise NotAllowed(
            "Without a password only the computer's user “{login}” could use this account, and you are “{user}”. "
            "Set another password instead.",
            login=person.login,
            user=os_login() or "—",
        )
    db.set_password(person.id, phc)
    db.note(Event("staff-password", db.now, {"login": person.login, "set": phc is not None}))
    return Changes(staff=True)


def open_tickets(person: Person) -> View:
    """Return the view of what is still open and assigned to `person`."""
    return View(TicketFilter(queue=Queue.OPEN, assignee=person.id))


def _account(db: Session, login: str) -> Person:
    key = normalise(login)
    found = next((person for person in db.staff.everybody() if normalise(person.login) == key), None)
    if found is None:
        raise BadInput("There is no account “{login}” in this office.", field="login", login=quoted(login))
    return found


def _changed(db: Session, old: Person, raw: Mapping[str, object]) -> Person:
    name = clean_line(_text(raw, "name"), "name") if "name" in raw else old.name
    require({"name": name}, ("name",))
    active = raw.get("active", old.active)
    if not isinstance(active, bool):
        raise BadInput("“{field}” must be true or false; it is “{value}”.", field="active", value=quoted(active))
    role, line = (_code(db, section, raw, getattr(old, section)) for section in ("role", "line"))
    return replace(old, name=name, role=role, line=line, active=active)


def _code(db: Session, section: str, raw: Mapping[str, object], old: str) -> str:
    given = clean_line(_text(raw, section), section)
    return db.office.choices(section).find(given) if given else old


def _refuse_lockout(db: Session, old: Person, new: Person) -> None:
    """Raise NotAllowed where `new` would leave the office without an administrator, or its own editor outside."""
    if not db.office.may(old, "staff") or db.office.may(new, "staff"):
        return
    if not any(db.office.may(person, "staff") for person in db.staff.everybody() if person.id != old.id):
        raise NotAllowed(
            "{name} is the last one who can manage accounts. Make somebody else an administrator first.",
            name=old.name or old.login,
        )
    if old.id == db.actor.id:
        raise NotAllowed(
            "This would take your own rights away, and you could not give them back. Ask another administrator."
        )


def _text(raw: Mapping[str, object], key: str) -> str:
    return "" if raw.get(key) is None else text_of(raw[key], key)


def _phc(password: object) -> str | None:
    if password is None or password == "":
        return None
    if not isinstance(password, Hash):
        raise TypeError("a password is hashed before the transaction: see prepared()")
    return password.phc


def _matches(password: str, phc: str) -> bool:
    from desk_app.services import passwords

    return passwords.matches(password, phc)
