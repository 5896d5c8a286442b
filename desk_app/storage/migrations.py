"""How the office file came to its present form: frozen steps, each atomic and stamped in `user_version`.

A step is never edited once released and imports no live model.
"""

from functools import partial
from typing import Final

from desk_app.storage.connection import Connection

APPLICATION_ID: Final = 0x4445534B
"""Marks a SQLite file as ours ("DESK")."""

_FIRST: Final = (
    """CREATE TABLE office (
        id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, profile TEXT NOT NULL, language TEXT NOT NULL,
        time_zone TEXT NOT NULL, country TEXT NOT NULL, number_template TEXT NOT NULL, week TEXT NOT NULL,
        journal TEXT NOT NULL, epoch TEXT NOT NULL, revision INTEGER NOT NULL)""",
    """CREATE TABLE item (
        id INTEGER PRIMARY KEY, section TEXT NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL,
        position INTEGER NOT NULL, data TEXT NOT NULL, UNIQUE (section, code), UNIQUE (section, position))""",
    """CREATE TABLE staff (
        id INTEGER PRIMARY KEY, login TEXT NOT NULL, login_key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        name_key TEXT NOT NULL, role TEXT NOT NULL, line TEXT NOT NULL, active INTEGER NOT NULL, password_hash TEXT)""",
    "CREATE INDEX staff_name ON staff (name_key)",
    """CREATE TABLE organisation (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE)""",
    """CREATE TABLE requester (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, name_key TEXT NOT NULL,
        organisation_id INTEGER NOT NULL REFERENCES organisation (id), phone TEXT NOT NULL, email TEXT NOT NULL,
        room TEXT NOT NULL, search TEXT NOT NULL, UNIQUE (name_key, organisation_id))""",
    """CREATE TABLE ticket (
        id INTEGER PRIMARY KEY, version INTEGER NOT NULL, number TEXT UNIQUE,
        kind_id INTEGER NOT NULL REFERENCES item (id), status_id INTEGER NOT NULL REFERENCES item (id),
        type_id INTEGER NOT NULL REFERENCES item (id), channel_id INTEGER NOT NULL REFERENCES item (id),
        priority_id INTEGER NOT NULL REFERENCES item (id), system_id INTEGER NOT NULL REFERENCES item (id),
        line_id INTEGER NOT NULL REFERENCES item (id), assignee_id INTEGER NOT NULL REFERENCES staff (id),
        requester_id INTEGER NOT NULL, subject TEXT NOT NULL, subject_key TEXT NOT NULL,
        requester TEXT NOT NULL, requester_key TEXT NOT NULL, organisation TEXT NOT NULL,
        organisation_key TEXT NOT NULL, received_at INTEGER NOT NULL, registered_at INTEGER, solved_at INTEGER,
        closed_at INTEGER, approval TEXT NOT NULL, outcome TEXT NOT NULL)""",
    """CREATE TABLE ticket_text (
        id INTEGER PRIMARY KEY REFERENCES ticket (id), description TEXT NOT NULL, additional_info TEXT NOT NULL,
        note TEXT NOT NULL, cause TEXT NOT NULL, solution TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL,
        room TEXT NOT NULL, search TEXT NOT NULL)""",
    """CREATE TABLE link (
        ticket_id INTEGER NOT NULL REFERENCES ticket (id), other_id INTEGER NOT NULL REFERENCES ticket (id),
        relation TEXT NOT NULL, PRIMARY KEY (ticket_id, other_id)) WITHOUT ROWID""",
    """CREATE TABLE event (
        seq INTEGER PRIMARY KEY, ticket_id INTEGER REFERENCES ticket (id), op_id BLOB NOT NULL,
        ordinal INTEGER NOT NULL, verb TEXT NOT NULL, by_id INTEGER NOT NULL, recorded_at INTEGER NOT NULL,
        at INTEGER NOT NULL, salt BLOB, payload TEXT, digest BLOB NOT NULL, hash BLOB NOT NULL,
        UNIQUE (op_id, ordinal))""",
    "CREATE INDEX event_ticket ON event (ticket_id)",
    "CREATE TABLE counter (scope TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX ticket_requester_id ON ticket (requester_id)",
    "CREATE INDEX ticket_kind ON ticket (kind_id)",
    "CREATE INDEX ticket_status ON ticket (status_id)",
    "CREATE INDEX ticket_type ON ticket (type_id)",
    "CREATE INDEX ticket_channel ON ticket (channel_id)",
    "CREATE INDEX ticket_priority ON ticket (priority_id)",
    "CREATE INDEX ticket_system ON ticket (system_id)",
    "CREATE INDEX ticket_line ON ticket (line_id)",
    "CREATE INDEX ticket_assignee ON ticket (assignee_id)",
    "CREATE INDEX ticket_subject ON ticket (subject_key)",
    "CREATE INDEX ticket_requester ON ticket (requester_key)",
    "CREATE INDEX ticket_organisation ON ticket (organisation_key)",
    "CREATE INDEX ticket_received ON ticket (received_at)",
    "CREATE INDEX ticket_registered ON ticket (registered_at)",
    "CREATE INDEX ticket_solved ON ticket (solved_at)",
    "CREATE INDEX ticket_closed ON ticket (closed_at)",
)

_SECOND: Final = (
    """CREATE TABLE saved_view (
        id INTEGER PRIMARY KEY AUTOINCREMENT, owner_id INTEGER NOT NULL REFERENCES staff (id), name TEXT NOT NULL,
        name_key TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (owner_id, name_key))""",
    """CREATE TABLE attachment (
        id INTEGER PRIMARY KEY, ticket_id INTEGER NOT NULL REFERENCES ticket (id), sha256 TEXT NOT NULL,
        name TEXT NOT NULL, size INTEGER NOT NULL, added_at INTEGER NOT NULL, by_id INTEGER NOT NULL)""",
    "CREATE INDEX attachment_ticket ON attachment (ticket_id)",
    """CREATE TABLE imported (
        fingerprint BLOB NOT NULL, occurrence INTEGER NOT NULL, ticket_id INTEGER NOT NULL REFERENCES ticket (id),
        PRIMARY KEY (fingerprint, occurrence)) WITHOUT ROWID""",
    "ALTER TABLE requester ADD COLUMN position TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE organisation ADD COLUMN phone TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE organisation ADD COLUMN address TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX requester_organisation ON requester (organisation_id)",
)

_THIRD: Final = (
    "ALTER TABLE office ADD COLUMN settings TEXT NOT NULL DEFAULT '{}'",
    """UPDATE item SET data = json_insert(data, '$.rights[#]', 'attach')
        WHERE section = 'role' AND EXISTS (SELECT 1 FROM json_each(data, '$.rights') WHERE value = 'comment')""",
    "UPDATE office SET revision = revision + 1",
)

_FEED: Final = (
    ("office", 1, "id"),
    ("item", 2, "id"),
    ("staff", 3, "id"),
    ("organisation", 4, "id"),
    ("requester", 5, "id"),
    ("ticket", 6, "id"),
    ("ticket_text", 7, "id"),
    ("link", 8, "ticket_id"),
    ("event", 9, "seq"),
    ("counter", 10, ""),
    ("saved_view", 11, "id"),
    ("attachment", 12, "id"),
    ("imported", 13, "ticket_id"),
    ("call_template", 14, "id"),
)
"""The tables that workstations copy: name, number in the change feed, what names the changed row ("": all of them)."""


def _triggers(table: str, number: int, key: str) -> tuple[str, ...]:
    """Return what fills the change feed for `table`. New events need no entry: their own numbers go up."""

    def trigger(what: str, row: str) -> str:
        named = f"{row}.{key}" if key else "0"
        entry = f"INSERT INTO change (table_no, row_id) VALUES ({number}, {named})"  # noqa: S608 - names of ours
        return f"CREATE TRIGGER change_{table}_{what.lower()} AFTER {what} ON {table} BEGIN {entry}; END"

    kinds = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    return tuple(trigger(*kind) for kind in kinds if (table, kind[0]) != ("event", "INSERT"))


_FOURTH: Final = (
    *(
        f"DROP INDEX IF EXISTS ticket_{name}"
        for name in (
            *("kind", "status", "type", "channel", "priority", "system", "line", "assignee"),
            *("subject", "requester", "organisation", "received", "registered", "solved", "closed"),
        )
    ),  # lists are read from each workstation's own copy, which has them
    """CREATE TABLE call_template (
        id INTEGER PRIMARY KEY AUTOINCREMENT, owner_id INTEGER NOT NULL REFERENCES staff (id), name TEXT NOT NULL,
        name_key TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (owner_id, name_key))""",
    "CREATE TABLE claim (name TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX imported_ticket ON imported (ticket_id)",
    "CREATE TABLE change (seq INTEGER PRIMARY KEY, table_no INTEGER NOT NULL, row_id INTEGER NOT NULL)",
    *(statement for table in _FEED for statement in _triggers(*table)),
)

_FIFTH: Final = (
    *(
        f"ALTER TABLE ticket ADD COLUMN {name} INTEGER"
        for name in ("due_at", "first_due_at", "due_register_at", "due_return_at", "warn_at")
    ),
    "ALTER TABLE ticket ADD COLUMN breached TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE ticket_text ADD COLUMN clock TEXT NOT NULL DEFAULT ''",
)

_SIXTH: Final = (
    *(
        f"ALTER TABLE ticket ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0"
        for name in ("service_id", "mode_id", "rating", "reworks")
    ),
    *(f"ALTER TABLE ticket ADD COLUMN {name} INTEGER" for name in ("appointment_at", "remind_at")),
    """CREATE TABLE duty (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, sort TEXT NOT NULL, key TEXT NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff (id), body TEXT NOT NULL, version INTEGER NOT NULL)""",
    "CREATE INDEX duty_key ON duty (sort, key)",
    *_triggers("duty", 15, "id"),
)

STEPS: Final[tuple[tuple[str, ...], ...]] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH)
"""Step N brings a file from version N to N + 1."""
CURRENT: Final = len(STEPS)


def migrate(connection: Connection, steps: tuple[tuple[str, ...], ...] = STEPS) -> int:
    """Bring the file to the newest version, one stamped, guarded transaction a step; return how many were taken.

    Another workstation may be at the same work: the version is read again inside each transaction.
    """
    taken = 0
    while connection.read(lambda: int(connection.pragma("user_version"))) < len(steps):
        taken += connection.reshape(partial(_step, connection, steps))
    return taken


def _step(connection: Connection, steps: tuple[tuple[str, ...], ...]) -> int:
    version = int(connection.pragma("user_version"))
    if version >= len(steps):
        return 0
    for statement in steps[version]:
        connection.sql(statement)
    connection.sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.sql(f"PRAGMA user_version={version + 1}")
    return 1
