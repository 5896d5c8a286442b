"""Making and opening an office on a server, with a clear word for every database that holds none."""

from desk_app.domain.errors import Unavailable
from desk_app.domain.office import OfficeSeed, Person
from desk_app.services.ports import Clock
from desk_app.storage import migrations
from desk_app.storage.office_file import OfficeFile, fill_office, system_clock
from desk_app.storage.postgres import schema
from desk_app.storage.postgres.door import ServerDoor
from desk_app.storage.postgres.updating import bring_up_to_date, form_of

_OLD_CONTENT = """DELETE FROM content WHERE kept_at < now() - interval '1 day'
    AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.sha256 = content.sha256) RETURNING id"""


class ServerOffice(OfficeFile):
    """An open office on a server. Use it on the thread that opened it."""

    def __init__(self, door: ServerDoor, clock: Clock) -> None:
        super().__init__(door, clock)
        self.door: ServerDoor = door

    def clean_files(self) -> int:
        return self.door.write(lambda: len(self.door.sql(_OLD_CONTENT)))


def create_server_office(
    address: str, seed: OfficeSeed, admin: Person, password_hash: str | None = None, clock: Clock = system_clock
) -> None:
    """Make a new office in the database at `address`, with `admin` as its first administrator.

    Raises Unavailable when there is an office already, or the database cannot be reached or written.
    """
    door = ServerDoor(address)

    def make() -> None:
        refuse_taken(door)
        schema.make_tables(door)
        schema.make_order(door)
        fill_office(door, seed, admin, password_hash, clock)

    try:
        door.open()
        door.write(make)
    finally:
        door.close()


def open_server_office(address: str, clock: Clock = system_clock) -> ServerOffice:
    """Open the office in the database at `address`, bringing an older one up to date.

    Raises Unavailable, saying which: not reachable, no office there, of a newer program, not writable.
    """
    door = ServerDoor(address)
    try:
        door.open()
        if door.read(lambda: form_of(door)) < migrations.CURRENT:
            bring_up_to_date(door)
        door.form = migrations.CURRENT
        office = ServerOffice(door, clock)
        office.reader.office()
    except BaseException:
        door.close()
        raise
    return office


def refuse_taken(door: ServerDoor) -> None:
    """Raise Unavailable where the database has an office already."""
    if schema.is_there(door):
        raise Unavailable(
            "There is an office in this database already: {place}. Open it, or choose an empty database.",
            place=door.place,
        )
