"""Opens the office file and signs the person in, as the window does."""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getpass
from typing import Final

from desk_app import i18n
from desk_app.domain.errors import NotAllowed, NotFound
from desk_app.domain.office import Office, Person
from desk_app.i18n import tr
from desk_app.services import people
from desk_app.services.ports import Reader, UnitOfWork
from desk_app.storage import OfficeFile, open_office

_ID: Final = re.compile(r"\d{1,18}", re.ASCII)
PASSWORD: Final = "DESK_PASSWORD"  # noqa: S105 - the name of the variable, not a password


@dataclass(frozen=True, slots=True)
class Desk:
    """An open office with a person at it."""

    file: OfficeFile
    person: Person

    @property
    def reader(self) -> Reader:
        return self.file.reader

    @property
    def office(self) -> Office:
        return self.file.reader.office()

    @property
    def uow(self) -> UnitOfWork:
        return self.file.unit_of_work(self.person)

    def ticket(self, number: str, arrived: bool = False) -> int:
        """Return the id of the ticket with `number`. Raises NotFound.

        The id alone names one that has no number yet, where there is no such number; with `arrived`, before any.
        """
        if arrived and (known := self._arrived(number)):
            return known
        try:
            return self.reader.find_ticket(number)
        except NotFound:
            if known := self._arrived(number):
                return known
            raise

    def _arrived(self, number: str) -> int:
        """Return the id that `number` is, where that ticket has no number yet; else 0."""
        known = int(number) if _ID.fullmatch(number) else 0
        return known if any(ticket.number is None for ticket in self.reader.tickets([known])) else 0


@contextmanager
def seated(asked: argparse.Namespace) -> Iterator[Desk]:
    """Open the file that was asked for, with the person signed in. Raises what opening and sign-in raise.

    From here on the office's language is spoken, where no other was asked for.
    """
    with open_office(asked.file) as file:
        if not getattr(asked, "lang", None):
            i18n.use(file.reader.office().language)
        yield Desk(file, signed_in(asked, file.reader))


def given_password(question: str) -> str | None:
    """Return the password from the environment, or from the terminal when there is one; None for none."""
    if password := os.environ.get(PASSWORD):
        return password
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass(question) or None
    return None


def may_ask() -> bool:
    """Tell whether somebody was asked for a password, or has set the variable, be it to nothing on purpose."""
    return PASSWORD in os.environ or (sys.stdin is not None and sys.stdin.isatty())


def signed_in(asked: argparse.Namespace, reader: Reader) -> Person:
    """Return who was asked for, or the computer's user, signed in. Raises NotAllowed."""
    login = getattr(asked, "user", None) or people.os_login()
    password = None
    if people.needs_password(reader, login):
        password = given_password(tr("Password of {login}: ", login=login))
        if password is None:
            raise NotAllowed(
                "The account “{login}” has a password. Put it into the variable {variable}, or run this on a terminal.",
                login=login,
                variable=PASSWORD,
            )
    return people.sign_in(reader, login, password)
