"""Who works here, and how the program knows them."""

import ctypes
import os
import sys
from collections.abc import Mapping

from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.intake import refuse_unknown, require, text_of
from desk_app.domain.office import Person
from desk_app.domain.text import clean_line, normalise
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.ports import Changes, Reader, Session

if sys.platform != "win32":
    import pwd

ACCOUNT_FIELDS = ("login", "name", "role", "line", "password")


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


def add_staff(db: Session, raw: Mapping[str, object]) -> Changes:
    """Add an account. `raw` holds ACCOUNT_FIELDS; a login, a name and a role are needed."""
    rights.require(db, "staff")
    refuse_unknown(raw, ACCOUNT_FIELDS)
    texts = {key: "" if raw.get(key) is None else text_of(raw[key], key) for key in ACCOUNT_FIELDS}
    given = {key: clean_line(texts[key], key) for key in ("login", "name", "role", "line")}
    require(given, ("login", "name"))
    if " " in given["login"]:
        raise BadInput("A login has no spaces: “{login}”. Write it as the computer knows it.", field="login", **given)
    role = db.office.choices("role").find(given["role"] or "technician")
    line = db.office.choices("line").find(given["line"]) if given["line"] else db.office.choices("line").first
    person = Person(0, given["login"], given["name"], role, line)
    db.add_person(person, _hashed(texts["password"]))
    db.note(Event("staff-add", db.now, {**given, "role": role, "line": line}))
    return Changes(staff=True)


def set_password(db: Session, login: str, password: str | None) -> Changes:
    """Set or take away a password: one's own, or with the right anybody's."""
    person = db.person(login)
    if person is None or normalise(person.login) != normalise(login):
        raise BadInput("There is no account “{login}” in this office.", field="login", login=login)
    if person.id != db.actor.id:
        rights.require(db, "staff")
    db.set_password(person.id, _hashed(password))
    db.note(Event("staff-password", db.now, {"login": person.login}))
    return Changes(staff=True)


def _matches(password: str, phc: str) -> bool:
    from desk_app.services import passwords  # its library is loaded only where somebody has a password

    return passwords.matches(password, phc)


def _hashed(password: str | None) -> str | None:
    from desk_app.services import passwords

    return passwords.hashed(password) if password else None
