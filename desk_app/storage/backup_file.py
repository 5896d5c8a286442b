"""The file of a backup: an office file of its own, made of any file with all the tables, checked, with a note in it."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from desk_app.domain import history
from desk_app.domain.errors import N_
from desk_app.services.checks import broken_link
from desk_app.services.ports import Finding
from desk_app.storage import checks, migrations
from desk_app.storage.connection import Connection
from desk_app.storage.copy_follow import NUMBERED
from desk_app.storage.door import Door
from desk_app.storage.models import TABLES
from desk_app.storage.office_rows import OfficeCache
from desk_app.storage.reader import OfficeReader
from desk_app.storage.share_vfs import address

_NOTE: Final = (
    "CREATE TABLE backup (made_at INTEGER NOT NULL, why TEXT NOT NULL, host TEXT NOT NULL, tickets INTEGER NOT NULL, "
    "head INTEGER NOT NULL, missing INTEGER NOT NULL, verified INTEGER NOT NULL)"
)
_SHAPE: Final = "SELECT type, name, sql FROM main.sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"


class Point(NamedTuple):
    """Where a file stands: its epoch, its last change, and the last entry of its history with its hash."""

    epoch: str
    change: int
    event: int
    head: bytes


class Note(NamedTuple):
    """What a backup says of itself. `made_at` is in seconds since 1970, UTC."""

    made_at: int
    why: str
    host: str
    tickets: int
    head: int
    missing: int
    verified: bool


def point_of(door: Door, schema: str = "main") -> Point:
    """Return where the file stands. Call it inside a transaction; a workstation's copy says it in `copy_state`."""
    copy = door.sql(f"SELECT 1 FROM {schema}.sqlite_master WHERE name = 'copy_state'")  # noqa: S608 - names of ours
    change = "SELECT change FROM {}.copy_state" if copy else "SELECT COALESCE(MAX(seq), 0) FROM {}.change"
    epoch = door.sql(f"SELECT epoch FROM {schema}.office")[0][0]  # noqa: S608
    last = door.sql(f"SELECT seq, hash FROM {schema}.event ORDER BY seq DESC LIMIT 1")  # noqa: S608
    event, head = (last[0][0], bytes(last[0][1])) if last else (0, history.GENESIS)
    return Point(str(epoch), int(door.sql(change.format(schema))[0][0]), event, head)


def build(source: Callable[[], Path], target: Path, agreed: Callable[[Point, Door], object]) -> Point:
    """Make the office file `target` of one consistent look at what `source` gives, which has every table.

    Returns where that stood. `source` is called when everything is ready for the look. `agreed` is called inside the
    look, with where it stands; what it raises is raised. The feed of changes and the claims of workstations stay
    behind. Nobody else uses `target`, so it is not synced: the caller does that.
    """
    made = Connection(target, migrations.APPLICATION_ID, create=True)
    try:
        made.open()
        made.pragma("journal_mode=DELETE")
        made.sql("PRAGMA synchronous=OFF")
        migrations.migrate(made)
        made.sql("PRAGMA foreign_keys=OFF")
        made.sql("ATTACH ? AS source", (address(source(), "ro"),))

        def fill() -> Point:
            point = point_of(made, "source")
            agreed(point, made)
            _copy_rows(made)
            return point

        point = made.reshape(fill)
        made.sql("DETACH source")
        return point
    finally:
        made.close()
        made.journal.unlink(missing_ok=True)


def _copy_rows(made: Connection) -> None:
    shape = made.sql(_SHAPE)
    for kind, name, _ in shape:
        made.sql(f"DROP {kind} {name}")
    for table in TABLES:
        name = table._meta.table_name
        columns = ", ".join(field.column_name for field in table._meta.sorted_fields)
        made.sql(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM source.{name}")  # noqa: S608
    places = ", ".join("?" * len(NUMBERED))
    made.sql("DELETE FROM main.sqlite_sequence")
    made.sql(
        f"INSERT INTO main.sqlite_sequence SELECT name, seq FROM source.sqlite_sequence WHERE name IN ({places})",  # noqa: S608
        NUMBERED,
    )
    for _, _, sql in shape:
        made.sql(sql)


def put_note(target: Path, made_at: int, why: str, missing: int, verified: bool) -> None:
    """Write into a backup what it says of itself."""
    made = Connection(target, migrations.APPLICATION_ID)
    try:
        made.open()
        made.pragma("journal_mode=DELETE")

        def write() -> None:
            made.sql("DROP TABLE IF EXISTS backup")
            made.sql(_NOTE)
            tickets = made.sql("SELECT COUNT(*) FROM ticket")[0][0]
            head = made.sql("SELECT COALESCE(MAX(seq), 0) FROM event")[0][0]
            row = (made_at, why, socket.gethostname(), tickets, head, missing, int(verified))
            made.sql("INSERT INTO backup VALUES (?, ?, ?, ?, ?, ?, ?)", row)

        made.reshape(write)
    finally:
        made.close()
        made.journal.unlink(missing_ok=True)


def note_of(door: Door) -> Note | None:
    """Return what a backup says of itself; None for a file that is none, or is cut short."""
    if door.sql("SELECT 1 FROM sqlite_master WHERE name = 'backup'") == []:
        return None
    columns = ", ".join(Note._fields)
    rows = door.sql(f"SELECT {columns} FROM backup")  # noqa: S608 - names of ours
    return Note._make((*rows[0][:-1], bool(rows[0][-1]))) if rows else None


def faults(door: Door, since: tuple[int, bytes] = (0, history.GENESIS)) -> list[Finding]:
    """Return what is wrong with an office file: as a database, in its invariants, and in its history after `since`.

    `since` is an entry that was proved before, with its hash.
    """
    found = checks.problems(door)
    if found:
        return found
    seq, head = since
    known = door.sql("SELECT hash FROM event WHERE seq = ?", (seq,)) if seq else [(head,)]
    if not known or bytes(known[0][0]) != head:
        return [Finding(str(seq), N_("the history is not the one of the last backup"), {})]
    broken = broken_link(OfficeReader(door, OfficeCache()).chain(seq), head, seq + 1)
    return [broken] if broken else []


def tokens(door: Door, schema: str = "main") -> dict[str, Any]:
    """Return what two files that stand at the same point must have alike, found in a few page reads of the office."""

    def ask(columns: str, table: str, rest: str = "") -> list[tuple[Any, ...]]:
        return door.sql(f"SELECT {columns} FROM {schema}.{table} {rest}")  # noqa: S608 - names of ours

    few = {name: ask("COUNT(*)", name) for name in ("office", "item", "staff", "saved_view", "call_template", "duty")}
    last = {name: ask("MAX(id)", name) for name in ("organisation", "requester", "ticket", "ticket_text", "attachment")}
    sequences = [row for row in ask("name, seq", "sqlite_sequence", "ORDER BY name") if row[0] in NUMBERED and row[1]]
    return {**few, **last, "counters": ask("scope, value", "counter", "ORDER BY scope"), "sequences": sequences}
