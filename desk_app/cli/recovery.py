"""desk-app recover and recovery-key: the way in when no administrator is left."""

import argparse
import os
import sys
from functools import partial
from getpass import getpass
from typing import Final

from desk_app import i18n
from desk_app.cli.desk import PASSWORD, given_password, seated
from desk_app.cli.give import give, give_done
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.domain.errors import BadInput
from desk_app.domain.office import NOBODY
from desk_app.i18n import tr
from desk_app.services import people, recovery
from desk_app.storage import open_office

KEY: Final = "DESK_RECOVERY_KEY"
"""The variable that may hold the recovery key."""


def add(commands: Commands, common: Parser) -> None:
    """Add the commands of this module."""
    made = command(commands, "recover", tr("let an administrator in with the recovery key"), common)
    takes_file(made)
    made.add_argument("--admin", required=True, metavar="LOGIN", help=tr("the account that becomes an administrator"))
    made.set_defaults(run=recover)
    made = command(commands, "recovery-key", tr("make a new recovery key"), common)
    takes_file(made)
    made.set_defaults(run=make_key)


def recover(asked: argparse.Namespace) -> int:
    """Give an account the right to manage accounts, and a new password; print the key that is valid from now on."""
    with open_office(asked.file) as file:
        office = file.reader.office()
        if not getattr(asked, "lang", None):
            i18n.use(office.language)
        seen = recovery.check(office, _given_key())
        password = given_password(tr("New password of {login}: ", login=asked.admin))
        if password is None:
            raise BadInput(
                "Put the new password into the variable {variable}, or run this on a terminal.",
                field="password",
                variable=PASSWORD,
            )
        key, kept = recovery.new_key(), people.hashed(password)
        work = partial(recovery.recover, seen=seen, login=asked.admin, password=kept, new=recovery.hashed(key))
        file.unit_of_work(NOBODY).write(work)
    tell_key(key, bool(getattr(asked, "json", False)), {"admin": asked.admin})
    return 0


def make_key(asked: argparse.Namespace) -> int:
    """Make a new recovery key and print it, this once."""
    key = recovery.new_key()
    with seated(asked) as desk:
        desk.uow.write(partial(recovery.keep_key, key=recovery.hashed(key)))
    tell_key(key, bool(getattr(asked, "json", False)), {})
    return 0


def tell_key(key: str, as_json: bool, besides: dict[str, str]) -> None:
    """Print `key` and what to do with it."""
    if as_json:
        give_done({**besides, "recovery_key": key})
        return
    give(tr("Recovery key: {key}", key=key))
    give(tr("It is shown this once. Print it and lock it away: with “desk-app recover” it lets an administrator in."))


def _given_key() -> str:
    if key := os.environ.get(KEY):
        return key
    if sys.stdin is not None and sys.stdin.isatty() and (typed := getpass(tr("Recovery key: "))):
        return typed
    raise BadInput("Put the recovery key into the variable {variable}, or run this on a terminal.", variable=KEY)
