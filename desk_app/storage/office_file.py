"""Making and opening an office file, with a clear word for every file that is not one."""

import os
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desk_app.domain.errors import Unavailable
from desk_app.domain.office import NOBODY, OfficeSeed, Person
from desk_app.domain.text import normalise
from desk_app.domain.tickets import Event
from desk_app.services.ports import Changes, Clock, Session
from desk_app.storage import maintenance, migrations
from desk_app.storage.attachments import clean_up
from desk_app.storage.closing import Closing
from desk_app.storage.connection import Connection
from desk_app.storage.door import Door
from desk_app.storage.models import OrganisationRow, StaffRow
from desk_app.storage.office_rows import OfficeCache, insert_office
from desk_app.storage.presence import folder_of
from desk_app.storage.reader import OfficeReader
from desk_app.storage.session import WriteSession
from desk_app.storage.trouble import Trouble, sentence, trouble_of, verdict
from desk_app.storage.turns import Turns
from desk_app.storage.unit_of_work import OfficeUnitOfWork

TRIED: Final = 2.0
"""How long a program that opens an office waits for its turn to write, in seconds."""


def system_clock() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class OfficeFile(Closing):
    """An open office, in a file or on a server. Use it on the thread that opened it."""

    def __init__(self, connection: Door, clock: Clock, turns: Turns | None = None) -> None:
        self._turns = turns
        self.place = connection.place
        self._connection = connection
        self.door: Door = connection
        """What goes to the office itself."""
        self._clock = clock
        self._cache = OfficeCache()
        self.reader = OfficeReader(connection, self._cache)

    @property
    def connection(self) -> Connection:
        """The guarded connection, for what follows the file."""
        assert isinstance(self._connection, Connection)
        return self._connection

    @property
    def path(self) -> Path:
        """The office file; what is on a server has none."""
        return Path(self.place)

    def unit_of_work(self, actor: Person, clock: Clock | None = None) -> OfficeUnitOfWork:
        """Return the door for writes in the name of `actor`."""
        return OfficeUnitOfWork(self._connection, self._cache, actor, clock or self._clock)

    def replay(self, past: Sequence[tuple[Person, datetime, Callable[[Session], Changes]]]) -> list[Changes]:
        """Do what several people did at several moments, in one transaction; for samples.

        The moments are aware; the history keeps each act under its own person and moment.
        """

        def attempt() -> list[Changes]:
            return [
                work(WriteSession(self._connection, self._cache, actor, now, uuid.uuid4().bytes))
                for actor, now, work in past
            ]

        return self._connection.write(attempt)

    def clean_files(self) -> int:
        """Remove attached content that no ticket has named for more than a day; return how many files went."""
        return clean_up(self._connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        if self._turns is not None:
            self._turns.close()


def create_office(
    path: Path, seed: OfficeSeed, admin: Person, password_hash: str | None = None, clock: Clock = system_clock
) -> None:
    """Make a new office file with `admin` as its first administrator.

    It is made under a temporary name and then takes its own, so that nobody ever opens half an office.
    Raises Unavailable when there is a file already, or the folder cannot be written.
    """
    _refuse_place(path)
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.new")
    connection = Connection(draft, migrations.APPLICATION_ID, create=True)
    try:
        draft.touch(exist_ok=False)
        connection.open()
        migrations.migrate(connection)
        connection.write(lambda: fill_office(connection, seed, admin, password_hash, clock))
        connection.close()
        _take_name(draft, path)
    except FileExistsError:
        raise Unavailable("There is a file already: {path}. Open it, or choose another name.", path=path) from None
    except Unavailable as error:  # it names the draft
        raise Unavailable(error.template, **{**error.params, "path": path}) from error
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise sentence(trouble, path) from error
    finally:
        connection.close()
        draft.unlink(missing_ok=True)
        connection.journal.unlink(missing_ok=True)


def open_office(path: Path, clock: Clock = system_clock) -> OfficeFile:
    """Open the office file at `path`, bringing an older one up to date.

    Raises Unavailable, saying which: missing, not ours, damaged, of a newer program, not writable, unreachable.
    """
    _refuse_missing(path)
    connection = Connection(path, migrations.APPLICATION_ID)
    connection.form = migrations.CURRENT
    connection.turns = turns = Turns(folder_of(path))
    try:
        if connection.read(lambda: connection.pragma("user_version"), guard=True) != migrations.CURRENT:
            from desk_app.storage.updating import bring_up_to_date  # it makes backups, which is seldom needed here

            bring_up_to_date(connection, clock)
        _try_to_write(connection)
        office_file = OfficeFile(connection, clock, turns)
        office_file.reader.office()
    except Unavailable:
        connection.close()
        turns.close()
        raise
    except Exception as error:
        connection.close()
        turns.close()
        trouble = verdict(error)
        if trouble is None:
            raise
        raise sentence(trouble, path) from error
    return office_file


def _try_to_write(connection: Connection) -> None:
    """Find out whether we may write; a crashed writer's journal is rolled back. Raises Unavailable.

    While colleagues save without a pause neither is asked: no journal is in the way then, and the first save will tell
    about the right to write.
    """
    try:
        connection.write(lambda: None, patience=TRIED)
    except Unavailable as error:
        if error.template != sentence(Trouble.BUSY, connection.path).template:
            connection.write(lambda: None)  # with all the patience that a share which stumbles needs


def _take_name(draft: Path, path: Path) -> None:
    """Give `draft` its own name, never over another file. Windows refuses that by itself; others by a hard link."""
    if os.name == "nt":
        draft.rename(path)
        return
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # a share without hard links
        draft.rename(path)


def _refuse_place(path: Path) -> None:
    """Refuse a place where no new office can stand."""
    try:
        taken, folder = path.exists(), path.parent.is_dir()
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise sentence(trouble_of(error) or Trouble.PASSING, path) from error
    if taken:
        raise Unavailable("There is a file already: {path}. Open it, or choose another name.", path=path)
    if not folder:
        raise Unavailable("There is no folder {path}. Make it first, or choose another.", path=path.parent)


def _refuse_missing(path: Path) -> None:
    """Look at the name only: opening the file ourselves would drop the locks of a connection in this process."""
    try:
        folder, there = path.is_dir(), path.exists()
    except OSError as error:
        raise sentence(trouble_of(error) or Trouble.PASSING, path) from error
    if folder:
        raise Unavailable("{path} is a folder. Choose the office file in it.", path=path)
    if not there and not maintenance.is_up(path):
        raise maintenance.how_to_go_on(path) or Unavailable(
            "There is no office file {path}. Check the name and the connection to the shared drive, "
            "or make a new office.",
            path=path,
        )


def fill_office(connection: Door, seed: OfficeSeed, admin: Person, password_hash: str | None, clock: Clock) -> None:
    """Fill an empty office with what `seed` says, and its first administrator. Call it inside a transaction."""
    insert_office(connection, seed, uuid.uuid4().hex)
    nobody = {
        "login": "",
        "login_key": "",
        "name": "",
        "name_key": "",
        "role": "",
        "line": "",
        "active": False,
    }
    connection.run(StaffRow.insert(id=0, **nobody))
    connection.run(OrganisationRow.insert(id=0, name="", name_key=""))
    now = clock().replace(microsecond=0)
    session = WriteSession(connection, OfficeCache(), NOBODY, now, uuid.uuid4().bytes)
    admin_id = session.add_person(admin, password_hash)
    session.actor = Person(admin_id, admin.login, admin.name, admin.role, admin.line)
    created = {"name": seed.name, "profile": seed.profile, "admin": normalise(admin.login)}
    session.note(Event("create", now, created))
