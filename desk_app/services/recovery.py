"""The recovery key: the way in when nobody is left who can manage accounts. Made once, printed, kept in a safe.

The office keeps only its Argon2id hash. Using the key spends it: another one takes its place.
"""

import secrets
from dataclasses import replace
from typing import Final

from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.office import Office
from desk_app.domain.text import normalise, quoted
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.people import Hash
from desk_app.services.ports import Changes, Session

SETTING: Final = "recovery"
"""Under this name the settings of the office hold the hash of its recovery key."""
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: nothing in it is read for something else."""
_READ_FOR: Final = str.maketrans("ILO", "110")
_GROUPS, _LONG = 5, 4


def new_key() -> str:
    """Return a new key of a hundred random bits, in groups that can be read from paper."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_GROUPS))


def hashed(key: str) -> Hash:
    """Return `key` as the office keeps it. Takes a tenth of a second: never call it inside a transaction."""
    from desk_app.services import passwords

    return Hash(passwords.hashed(_as_written(key)))


def check(office: Office, key: str) -> str:
    """Return the hash that `key` fits. Raises NotAllowed where it does not, or where the office has no key.

    Takes a tenth of a second: never call it inside a transaction.
    """
    from desk_app.services import passwords

    kept = str(office.settings.get(SETTING, ""))
    if not kept:
        raise NotAllowed("This office has no recovery key. An administrator can make one under Accounts.")
    if not passwords.matches(_as_written(key), kept):
        raise NotAllowed("This is not the recovery key of this office. Type it as it is printed.")
    return kept


def keep_key(db: Session, key: Hash) -> Changes:
    """Let a new key take the place of the one there was."""
    rights.require(db, "staff")
    _keep(db, key)
    db.note(Event("staff-recovery-key", db.now, {}))
    return Changes(staff=True, office=True)


def recover(db: Session, seen: str, login: str, password: Hash, new: Hash) -> Changes:
    """Make the account `login` an active administrator with `password`; `new` takes the place of the spent key.

    `seen` is what `check` returned. Raises NotAllowed when the key was spent meanwhile, BadInput for no such account.
    """
    if not seen or db.office.settings.get(SETTING) != seen:
        raise NotAllowed("This recovery key has been used. The one that was printed then is valid now.")
    person = next((one for one in db.staff.everybody() if normalise(one.login) == normalise(login)), None)
    if person is None:
        raise BadInput("There is no account “{login}” in this office.", field="login", login=quoted(login))
    role = next(item.code for item in db.office.choices("role") if "*" in item.data.get("rights", ()))
    db.staff.change(replace(person, role=role, active=True))
    db.set_password(person.id, password.phc)
    _keep(db, new)
    db.note(Event("staff-recover", db.now, {"login": person.login, "role": [person.role, role]}))
    return Changes(staff=True, office=True)


def _keep(db: Session, key: Hash) -> None:
    db.put_settings({**db.office.settings, SETTING: key.phc})


def _as_written(key: str) -> str:
    """Return `key` however somebody typed it: any case, with or without dashes, I for 1 and O for 0."""
    return "".join(letter for letter in key.upper().translate(_READ_FOR) if letter in _LETTERS)
