"""What an office consists of in a PostgreSQL database: the tables of the models, lists, words, and the change feed.

The form has the number of the office file's (`migrations.CURRENT`), for both hold the same. What changes here or in
the models is a step in `storage.migrations` and one in `steps`, which older offices on a server take.
"""

from collections.abc import Iterator
from typing import Any, Final

from peewee import AutoField, BlobField, BooleanField, Field, IntegerField, Model

from desk_app.storage import migrations
from desk_app.storage.dialect import LONGEST_INDEXED, LONGEST_WORD, WORDS
from desk_app.storage.door import Door
from desk_app.storage.models import TABLES, OfficeRow, TicketTextTable
from desk_app.storage.moving_tables import KEPT, key_of

CHANNEL: Final = "desk"
"""Where a change is told to those who listen."""
OWN: Final = ("form", "presence", "content", "piece")
"""The tables that only a server has: its form, who is here, and what is attached."""
_UNIQUE: Final = (
    ("item", "section, code"),
    ("item", "section, position"),
    ("staff", "login_key"),
    ("organisation", "name_key"),
    ("requester", "name_key, organisation_id"),
    ("ticket", "number"),
    ("event", "op_id, ordinal"),
    ("saved_view", "owner_id, name_key"),
    ("call_template", "owner_id, name_key"),
    ("duty", "uid"),
)
_POINTS: Final = (
    ("requester", "organisation_id", "organisation"),
    *(("ticket", f"{name}_id", "item") for name in ("kind", "status", "type", "channel", "priority", "system", "line")),
    ("ticket", "assignee_id", "staff"),
    ("ticket_text", "id", "ticket"),
    ("link", "ticket_id", "ticket"),
    ("link", "other_id", "ticket"),
    ("event", "ticket_id", "ticket"),
    ("saved_view", "owner_id", "staff"),
    ("call_template", "owner_id", "staff"),
    ("duty", "staff_id", "staff"),
    ("attachment", "ticket_id", "ticket"),
    ("imported", "ticket_id", "ticket"),
)
_LISTS: Final = (
    *(("ticket", f"{name}_id, id") for name in ("kind", "status", "type", "channel", "priority", "system", "line")),
    ("ticket", "service_id, id"),
    ("ticket", "assignee_id, id"),
    ("ticket", "requester_id"),
    *(("ticket", f"{name}_key, id") for name in ("subject", "requester", "organisation")),
    ("ticket", "received_at, id"),
    *(
        ("ticket", f"{name} NULLS FIRST, id")
        for name in ("number", "registered_at", "solved_at", "closed_at", "due_at", "appointment_at", "remind_at")
    ),
    ("staff", "name_key"),
    ("duty", "sort, key"),
    ("requester", "organisation_id"),
    ("event", "ticket_id, seq"),
    ("attachment", "ticket_id"),
    ("attachment", "sha256"),
    ("imported", "ticket_id"),
    ("link", "other_id"),
)
_WORDS_OF: Final = f"""CREATE FUNCTION desk_words(search text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN octet_length(search) <= {LONGEST_INDEXED} THEN array_to_tsvector(ARRAY(
        SELECT DISTINCT left(word, {LONGEST_WORD}) FROM unnest(string_to_array(search, ' ')) AS word WHERE word <> ''))
    END $$"""  # noqa: S608 - numbers of ours
_OWN: Final = (
    "CREATE TABLE form (version BIGINT NOT NULL)",
    """CREATE TABLE content (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sha256 TEXT COLLATE "C" UNIQUE,
        size BIGINT NOT NULL DEFAULT 0, kept_at TIMESTAMPTZ NOT NULL DEFAULT now())""",
    """CREATE TABLE piece (content_id BIGINT NOT NULL REFERENCES content (id) ON DELETE CASCADE, place BIGINT NOT NULL,
        data BYTEA NOT NULL, PRIMARY KEY (content_id, place))""",
    "ALTER TABLE piece ALTER COLUMN data SET STORAGE EXTERNAL",
    """CREATE TABLE presence (id BIGINT GENERATED ALWAYS AS IDENTITY (MAXVALUE 2147483647 CYCLE) PRIMARY KEY,
        person BIGINT NOT NULL, name TEXT NOT NULL, host TEXT NOT NULL, editing TEXT NOT NULL,
        since TIMESTAMPTZ NOT NULL DEFAULT now())""",
)


def is_there(door: Door) -> bool:
    """Tell whether there is an office, or a part of one, in the database."""
    return bool(door.sql("SELECT to_regclass('office') IS NOT NULL OR to_regclass('form') IS NOT NULL")[0][0])


def version(door: Door) -> int:
    """Return which form the office has: 0 where there is none, less than nothing where one is still on its way."""
    if not door.sql("SELECT to_regclass('form') IS NOT NULL")[0][0]:
        return 0
    return int(door.sql("SELECT COALESCE(MAX(version), 0) FROM form")[0][0])


def make_tables(door: Door) -> None:
    """Make the tables, empty and without what keeps order among them, which is quicker to fill. In a transaction."""
    door.sql(_WORDS_OF)
    for table in KEPT:
        door.sql(_table(table))
    for statement in _OWN:
        door.sql(statement)


def make_order(door: Door) -> None:
    """Add to full or empty tables what keeps order: constraints, indexes, the change feed. In a transaction."""
    for statement in _order():
        door.sql(statement)
    for table in KEPT:
        if has_identity(table):
            _go_on(door, table)
    door.sql("INSERT INTO form (version) VALUES (?)", (migrations.CURRENT,))


def drop_everything(door: Door) -> None:
    """Take an office out of the database again. In a transaction."""
    for name in (*OWN, *(table._meta.table_name for table in KEPT)):
        door.sql(f"DROP TABLE IF EXISTS {name} CASCADE")
    for (name,) in door.sql(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'desk^_%' ESCAPE '^' "
        "AND pronamespace = current_schema()::regnamespace"
    ):
        door.sql(f"DROP FUNCTION {name}")


def _table(table: type[Model]) -> str:
    parts = [_column(table, field) for field in table._meta.sorted_fields]
    parts.append(f"PRIMARY KEY ({', '.join(key_of(table))})")
    if table is TicketTextTable:
        parts.append(f"{WORDS} tsvector GENERATED ALWAYS AS (desk_words(search)) STORED")
    if table is OfficeRow:
        parts.append("CHECK (id = 1)")
    return f"CREATE TABLE {table._meta.table_name} ({', '.join(parts)})"


def _column(table: type[Model], field: Field) -> str:
    kind = 'TEXT COLLATE "C"'
    if isinstance(field, BooleanField):
        kind = "BOOLEAN"
    elif isinstance(field, IntegerField):
        kind = "BIGINT"
    elif isinstance(field, BlobField):
        kind = "BYTEA"
    if isinstance(field, AutoField) and has_identity(table):
        return f"{field.name} {kind} GENERATED BY DEFAULT AS IDENTITY"
    default = f" DEFAULT '{field.default}'" if isinstance(field.default, str) else ""
    return f"{field.name} {kind}{'' if field.null else ' NOT NULL'}{default}"


def has_identity(table: type[Model]) -> bool:
    """Tell whether the server gives the rows of `table` their ids."""
    return isinstance(table._meta.primary_key, AutoField) and table not in (OfficeRow, TicketTextTable)


def _order() -> Iterator[str]:
    for table, columns in _UNIQUE:
        yield f"ALTER TABLE {table} ADD UNIQUE ({columns})"
    for table, columns in _LISTS:
        yield f"CREATE INDEX ON {table} ({columns})"
    yield "CREATE INDEX ON ticket_text USING gin (words) WITH (fastupdate = off)"
    yield "CREATE INDEX ON ticket_text (id) WHERE words IS NULL"
    yield "CREATE INDEX ON event (at) WHERE verb = 'escalate'"
    for table, column, parent in _POINTS:
        yield f"ALTER TABLE {table} ADD FOREIGN KEY ({column}) REFERENCES {parent} (id)"
    for number, model in enumerate(TABLES, 1):
        yield from _feed(model, number)
    yield f"""CREATE FUNCTION desk_tell() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL; END $$"""
    yield "CREATE TRIGGER tell AFTER INSERT ON change FOR EACH STATEMENT EXECUTE FUNCTION desk_tell()"


def _feed(table: type[Model], number: int) -> Iterator[str]:
    """Give what fills the change feed for `table`, as the triggers of the office file do. New events need no entry."""
    name = table._meta.table_name
    key = next((key for key in ("ticket_id", "id", "seq") if key in key_of(table)), "")
    key = "ticket_id" if name == "imported" else key
    old, new = (f"OLD.{key}", f"NEW.{key}") if key else ("0", "0")
    yield f"""CREATE FUNCTION desk_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES ({number}, {old});
        ELSE INSERT INTO change (table_no, row_id) VALUES ({number}, {new}); END IF; RETURN NULL; END $$"""  # noqa: S608 - names of ours
    kinds = "UPDATE OR DELETE" if name == "event" else "INSERT OR UPDATE OR DELETE"
    yield f"CREATE TRIGGER feed AFTER {kinds} ON {name} FOR EACH ROW EXECUTE FUNCTION desk_{name}()"


def _go_on(door: Door, table: type[Model]) -> None:
    """Let new ids follow those that are there."""
    name = table._meta.table_name
    key = key_of(table)[0]
    asked: list[Any] = door.sql(f"SELECT COALESCE(MAX({key}), 0) FROM {name}")  # noqa: S608 - names of ours
    set_next(door, table, max(int(asked[0][0]), 0) + 1)


def set_next(door: Door, table: type[Model], following: int) -> None:
    """Let the next new row of `table` have the id `following`."""
    place = "pg_get_serial_sequence(?, ?)"
    door.sql(f"SELECT setval({place}, ?, false)", (table._meta.table_name, key_of(table)[0], following))
