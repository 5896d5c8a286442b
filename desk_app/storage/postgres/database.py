"""Peewee's PostgreSQL with a connection of our own making; the driver is loaded when an office is on a server."""

from typing import Any, Final

import psycopg
from peewee import PostgresqlDatabase
from psycopg.types.string import StrDumper

from desk_app.domain.errors import BadInput
from desk_app.services.places import shown

_SETTINGS: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "desk-app",
    "client_encoding": "UTF8",
}
"""A server that is gone is noticed within half a minute; what the address says goes before."""
_SESSION: Final = (
    "-c lock_timeout=15s -c idle_in_transaction_session_timeout=60s -c default_transaction_isolation=read\\ committed "
    "-c standard_conforming_strings=on -c timezone=UTC -c jit=off"
)
"""A workstation that stops in the middle of a save holds up nobody for longer than a minute."""


class ServerDatabase(PostgresqlDatabase):
    """The database at `address`, with statements put together here: no plan on the server outlives its statement."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__("office", autoconnect=False)

    def _connect(self) -> psycopg.Connection[Any]:
        return connect(self._address)

    def _set_server_version(self, conn: psycopg.Connection[Any]) -> None:
        self.server_version = conn.info.server_version

    def get_context_options(self) -> dict[str, Any]:
        return {**super().get_context_options(), "server": True}


def connect(address: str, **settings: Any) -> psycopg.Connection[Any]:
    """Return a connection of its own to the database at `address`; every statement stands by itself.

    Passwords come from the address, PGPASSWORD or the password file, as everywhere with PostgreSQL.
    """
    given = psycopg.conninfo.conninfo_to_dict(address)
    asked = {**_SETTINGS, "options": _SESSION, **given, **settings}
    made = psycopg.connect(autocommit=True, **asked)
    made.cursor_factory = psycopg.ClientCursor
    made.adapters.register_dumper(str, _Text)
    return made


class _Text(StrDumper):
    """Text without the one character that PostgreSQL does not keep: what asks for it finds nothing."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\ufffd"))


def readable(address: str) -> str:
    """Return `address` without its password. Raises BadInput where it is none."""
    place = shown(address)
    try:
        psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        raise BadInput(
            "This is no address of a database. Write it so: {example}.",
            field="file",
            example="postgresql://desk@server/office",
        ) from None
    return place
