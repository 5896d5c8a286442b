"""Bringing an older office file up to date: with a backup beside it, and while everybody else waits."""

import socket
from contextlib import closing
from pathlib import Path

from desk_app.domain.moments import to_seconds
from desk_app.services.backups import MIGRATION
from desk_app.services.people import os_login
from desk_app.services.ports import Clock
from desk_app.storage import maintenance, migrations
from desk_app.storage.backup_file import put_note
from desk_app.storage.backup_folder import BackupFolder
from desk_app.storage.backups import scratch
from desk_app.storage.connection import Connection
from desk_app.storage.session import last_event


def bring_up_to_date(connection: Connection, clock: Clock) -> int:
    """Give the office file the newest form; return how many steps that took.

    A file with data is copied first, to where its backups lie. Raises Unavailable, with the file as it was, when that
    cannot be done, or when another program is at it.
    """

    def is_older() -> bool:
        version = int(connection.pragma("user_version"))
        return 0 < version < migrations.CURRENT and bool(connection.sql("SELECT 1 FROM office"))

    if not connection.read(is_older, guard=True):
        return migrations.migrate(connection, migrations.STEPS)
    with maintenance.keeping_out(connection.path, os_login() or socket.gethostname()):
        connection.keeps_out = True
        try:
            if not connection.read(is_older, guard=True):
                return 0
            _keep(connection, clock)
            return migrations.migrate(connection, migrations.STEPS)
        finally:
            connection.keeps_out = False


def _keep(connection: Connection, clock: Clock) -> Path:
    """Put a copy of the file, as it is before the update, among its backups; return it."""
    folder, now = BackupFolder(connection.path), clock()
    with scratch(connection.path, connection.path) as here:
        draft = here / "before.desk"
        # Within a write transaction nobody else changes the file, and half a transaction has been rolled back.
        connection.reshape(lambda: _copy(connection.path, draft))
        with closing(Connection(draft, migrations.APPLICATION_ID)) as kept:
            head = kept.read(lambda: last_event(kept)[0])
            whole = not kept.read(kept.integrity)
        put_note(draft, to_seconds(now), MIGRATION, 0, verified=whole)
        return folder.put(draft, folder.name_of(now, head, now.astimezone().tzinfo))


def _copy(office: Path, draft: Path) -> None:
    """Copy the file through the database: opening it ourselves would drop the locks of this process."""
    draft.unlink(missing_ok=True)
    other = Connection(office, migrations.APPLICATION_ID)
    other.keeps_out = True
    with closing(other):
        other.open()
        other.pragma("busy_timeout=2000")  # who began to save before everybody was kept out ends first
        other.sql("VACUUM INTO ?", (str(draft),))
