"""Saved views, between rows and objects."""

from desk_app.domain.text import normalise
from desk_app.domain.view import SavedView
from desk_app.services.views import view_of
from desk_app.storage.door import Door
from desk_app.storage.models import SavedViewTable

_COLUMNS = (SavedViewTable.id, SavedViewTable.owner_id, SavedViewTable.name, SavedViewTable.body)


def load_views(connection: Door, person_id: int) -> list[SavedView]:
    """Return a person's own views and the shared ones, by name."""
    query = SavedViewTable.select(*_COLUMNS).where(SavedViewTable.owner_id.in_((0, person_id)))
    return [view_of(*row) for row in connection.rows(query.order_by(SavedViewTable.name_key, SavedViewTable.id))]


def load_view(connection: Door, view_id: int) -> SavedView | None:
    """Return one view, or None when it is gone."""
    row = connection.row(SavedViewTable.select(*_COLUMNS).where(SavedViewTable.id == view_id))
    return view_of(*row) if row else None


def put_view(connection: Door, owner: int, name: str, body: str) -> None:
    """Keep a view under its name, in place of the owner's one of this name."""
    insert = SavedViewTable.insert(owner_id=owner, name=name, name_key=normalise(name), body=body)
    target = [SavedViewTable.owner_id, SavedViewTable.name_key]
    update = {SavedViewTable.name: name, SavedViewTable.body: body}
    connection.run(insert.on_conflict(conflict_target=target, update=update))
