"""Who is here on a server: a row for each running program, alive as long as its connection holds a lock."""

import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import psycopg

from desk_app.domain.office import Person
from desk_app.services.station import Peer
from desk_app.storage.postgres.database import connect

PRESENCE: Final = 0x44455350
"""The first half of the lock of a program that is here ("DESP"); the other half is the id of its row."""
_ALIVE: Final = f"""SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = {PRESENCE} AND objid = presence.id
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND granted"""  # noqa: S608
_COME: Final = "INSERT INTO presence (person, name, host, editing) VALUES (%s, %s, %s, '') RETURNING id"
_UPDATE: Final = "UPDATE presence SET person = %s, name = %s, editing = %s WHERE id = %s"
_CLEAN: Final = f"DELETE FROM presence WHERE NOT EXISTS ({_ALIVE})"  # noqa: S608
_OTHERS: Final = f"""SELECT id, person, name, host, editing, since FROM presence
    WHERE id != %s AND EXISTS ({_ALIVE}) ORDER BY since, id"""  # noqa: S608


class ServerPresence:
    """Tells colleagues that this program is here. A program that ends in any way is gone with its connection."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._server: psycopg.Connection[Any] | None = None
        self._row = 0
        self._said: tuple[object, ...] = ()

    def meet(self, me: Person, editing: Sequence[int]) -> tuple[Peer, ...]:
        """Say who is here and what is being edited; return who else is. While the server is away nobody is."""
        try:
            server = self._there(me)
            said = (me.id, me.name, " ".join(map(str, editing)), self._row)
            if said != self._said:
                server.execute(_UPDATE, said)
                self._said = said
            server.execute(_CLEAN)
            return tuple(_peer(row) for row in server.execute(_OTHERS, (self._row,)).fetchall())
        except psycopg.Error:
            self.close()
            return ()

    def close(self) -> None:
        """Leave."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(psycopg.Error):
                server.execute("DELETE FROM presence WHERE id = %s", (self._row,))
            server.close()

    def _there(self, me: Person) -> psycopg.Connection[Any]:
        """Return the connection; the row of this program is seen by others only once its lock is held."""
        if self._server is None:
            self._server, self._said = connect(self._address), ()
            with self._server.transaction():
                come = (me.id, me.name, socket.gethostname())
                self._row = int(self._server.execute(_COME, come).fetchall()[0][0])
                self._server.execute("SELECT pg_advisory_lock(%s, %s)", (PRESENCE, self._row))
        return self._server


def _peer(row: tuple[Any, ...]) -> Peer:
    key, person, name, host, editing, since = row
    return Peer(str(key), person, name, host, tuple(int(one) for one in editing.split()), since)
