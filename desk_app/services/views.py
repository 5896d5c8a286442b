"""Views that people save: a filter, an order and columns under a name, for oneself or for everybody."""

import json
from typing import Any

from desk_app.domain.errors import BadInput
from desk_app.domain.intake import require
from desk_app.domain.text import clean_line
from desk_app.domain.tickets import Event
from desk_app.domain.view import GROUP_COLUMNS, Queue, SavedView, Sort, SortColumn
from desk_app.services import rights
from desk_app.services.ports import Changes, Session


def body_of(view: SavedView) -> str:
    """Return `view` as it is stored."""
    sorts = [[sort.column.value, sort.descending] for sort in view.sorts]
    body: dict[str, object] = {"text": view.text, "queue": view.queue.value, "sorts": sorts}
    body |= {"columns": list(view.columns), "group": view.group.value if view.group else ""}
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def view_of(view_id: int, owner: int, name: str, body: str) -> SavedView:
    """Return the view that was stored as `body`; what is spoilt, or a newer program's, is passed over."""
    data = _object(body)
    known = set(SortColumn)
    pairs = [pair for pair in data.get("sorts") or () if isinstance(pair, list) and len(pair) == 2]
    sorts = tuple(Sort(SortColumn(column), bool(down)) for column, down in pairs if column in known)
    queue = Queue(data["queue"]) if data.get("queue") in set(Queue) else Queue.ALL
    columns = tuple(str(column) for column in data.get("columns") or ())
    group = next((column for column in GROUP_COLUMNS if column.value == data.get("group")), None)
    return SavedView(name, str(data.get("text", "")), queue, sorts or (Sort(),), columns, owner, view_id, group)


def _object(body: str) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def save_view(db: Session, view: SavedView, shared: bool) -> Changes:
    """Keep `view` under its name, in place of one's own (or the shared) view of this name."""
    name = clean_line(view.name, "name")
    require({"name": name}, ("name",))
    if shared:
        rights.require(db, "share-view")
    db.put_view(0 if shared else db.actor.id, name, body_of(view))
    db.note(Event("view-save", db.now, {"name": name, "shared": shared}))
    return Changes(office=True)


def forget_view(db: Session, view_id: int) -> Changes:
    """Take away a saved view: one's own, or with the right a shared one."""
    view = db.saved_view(view_id)
    if view is None:
        raise BadInput("This view is gone already.", field="view")
    if view.owner == 0:
        rights.require(db, "share-view")
    elif view.owner != db.actor.id:
        raise BadInput("This view belongs to a colleague.", field="view")
    db.drop_view(view_id)
    db.note(Event("view-forget", db.now, {"name": view.name, "shared": view.owner == 0}))
    return Changes(office=True)
