"""What is said of things that wait to be sent."""

from collections.abc import Iterable

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.i18n import explain, tr, trn
from desk_app.services.outbox import Entry, Kind
from desk_app.ui.editor import fields


def how_it_stands(desk: Desk, entry: Entry) -> tuple[str, Hue | None]:
    """Return whether `entry` waits to be sent or was not taken, and the colour of that."""
    reason = entry.reason
    if reason is None:
        return tr("Waiting to be sent"), None
    return tr("Not taken: {reason}", reason=explain(reason, fields.labels(desk.office))), Hue.BAD


def how_much(entries: Iterable[Entry], files: int = 0) -> str:
    """Return “1 call, 2 comments, files of 1 call”; `files` counts calls that only lack their files."""
    kinds = [entry.kind for entry in entries]
    comments = kinds.count(Kind.COMMENT)
    calls = len(kinds) - comments
    said = [
        trn("{n} call", "{n} calls", calls) if calls else "",
        trn("{n} comment", "{n} comments", comments) if comments else "",
        trn("files of {n} call", "files of {n} calls", files) if files else "",
    ]
    return ", ".join(filter(None, said))
