"""The form of a copy: the office's own tables, the indexes that lists walk, and the index of words."""

from typing import Final

from desk_app.storage.door import Door
from desk_app.storage.migrations import CURRENT, STEPS

VERSION: Final = f"{CURRENT}.2"
"""Which form a copy has: that of the office file, and what is added here. A copy of another form is made anew."""

_LISTS: Final = {
    "kind": "kind_id",
    "status": "status_id",
    "type": "type_id",
    "channel": "channel_id",
    "priority": "priority_id",
    "system": "system_id",
    "line": "line_id",
    "assignee": "assignee_id",
    "subject": "subject_key",
    "requester": "requester_key",
    "organisation": "organisation_key",
    "received": "received_at",
    "registered": "registered_at",
    "solved": "solved_at",
    "closed": "closed_at",
    "due": "due_at",
    "service": "service_id",
    "appointment": "appointment_at",
    "reminder": "remind_at",
}
_ESCALATED: Final = "CREATE INDEX event_escalated ON event (at) WHERE verb = 'escalate'"
WORDS: Final = "ticket_words"
"""The index of words over `ticket_text.search`, where words are normalised and stand between single spaces.

The tokenizer `ascii` takes them as they are: it parts at spaces only and folds nothing that is folded already.
"""
_WORDS: Final = (
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5("
    "search, content='ticket_text', content_rowid='id', tokenize='ascii', columnsize=0)"
)
_FOLLOWING: Final = (
    """CREATE TRIGGER ticket_words_insert AFTER INSERT ON ticket_text BEGIN
        INSERT INTO ticket_words (rowid, search) VALUES (NEW.id, NEW.search); END""",
    """CREATE TRIGGER ticket_words_delete AFTER DELETE ON ticket_text BEGIN
        INSERT INTO ticket_words (ticket_words, rowid, search) VALUES ('delete', OLD.id, OLD.search); END""",
    """CREATE TRIGGER ticket_words_update AFTER UPDATE OF search ON ticket_text BEGIN
        INSERT INTO ticket_words (ticket_words, rowid, search) VALUES ('delete', OLD.id, OLD.search);
        INSERT INTO ticket_words (rowid, search) VALUES (NEW.id, NEW.search); END""",
)
_STATE: Final = """CREATE TABLE copy_state (
    id INTEGER PRIMARY KEY CHECK (id = 1), version TEXT NOT NULL, epoch TEXT NOT NULL, change INTEGER NOT NULL,
    event INTEGER NOT NULL, as_of INTEGER, complete INTEGER NOT NULL)"""
WORDS_AT_ONCE: Final = 20_000
"""How many tickets are added to the index of words between two reports of progress."""


def make_tables(copy: Door) -> tuple[str, ...]:
    """Make the tables of an office, without triggers, and `copy_state`; return the indexes to be made after the rows.

    They come from the very steps that make an office file.
    """
    for step in STEPS:
        for statement in step:
            copy.sql(statement)
    made = copy.sql("SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL")
    for kind, name, _ in made:
        copy.sql(f"DROP {kind} {name}")
    copy.sql(_STATE)
    lists = tuple(f"CREATE INDEX ticket_{name} ON ticket ({column})" for name, column in _LISTS.items())
    return (*(sql for kind, _, sql in made if kind == "index"), *lists, _ESCALATED)


def make_words(copy: Door) -> None:
    """Make the empty index of words."""
    copy.sql(_WORDS)


def add_words(copy: Door, after: int) -> int | None:
    """Add the texts of the next tickets after the id `after`; return the last one's id, None when there are no more."""
    last = copy.sql(
        "SELECT MAX(id) FROM (SELECT id FROM ticket_text WHERE id > ? ORDER BY id LIMIT ?)", (after, WORDS_AT_ONCE)
    )[0][0]
    if last is None:
        return None
    copy.sql(
        f"INSERT INTO {WORDS} (rowid, search) SELECT id, search FROM ticket_text WHERE id > ? AND id <= ?",  # noqa: S608
        (after, last),
    )
    return int(last)


def follow_words(copy: Door) -> None:
    """Let the index of words follow the texts from now on."""
    copy.sql(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('optimize')")  # noqa: S608 - a name of ours
    for statement in _FOLLOWING:
        copy.sql(statement)
