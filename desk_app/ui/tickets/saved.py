"""Saved views at a desk: what they ask for here and today, how many tickets they hold, and keeping them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from desk_app.app.desk import Desk
from desk_app.domain.errors import BadInput
from desk_app.domain.filter_text import Around, parse
from desk_app.domain.office import Person
from desk_app.domain.view import Queue, SavedView, TicketFilter, View
from desk_app.services.ports import Reader

Counted = tuple[SavedView, int | None]
"""A view and how many tickets it holds; None where it asks for what is no longer there."""


def around(desk: Desk) -> Around:
    """Return what a filter text at `desk` refers to."""
    today = datetime.now(UTC).astimezone(desk.office.zone).date()
    return Around(desk.office, list(desk.people.values()), desk.me, today)


def filter_of(saved: SavedView, where: Around) -> TicketFilter:
    """Return which tickets `saved` asks for. Raises BadInput when it names what is no longer there."""
    found = parse(saved.text, where)
    return found if found.queue is not Queue.ALL else replace(found, queue=saved.queue)


def counted(reader: Reader, me: Person, where: Around) -> list[Counted]:
    """Return the views that `me` sees, own ones first, each with its count."""
    views = sorted(reader.saved_views(me), key=lambda view: view.owner == 0)
    return [(view, _count(reader, me, view, where)) for view in views]


def same(one: SavedView, other: SavedView) -> bool:
    """Tell whether two views show the same, whatever they are called."""
    columns = not one.columns or not other.columns or one.columns == other.columns
    wanted = (one.text, one.queue, one.sorts, one.group)
    return columns and wanted == (other.text, other.queue, other.sorts, other.group)


def taken_names(views: Sequence[SavedView], shared: bool) -> set[str]:
    """Return the names that saving would replace."""
    return {view.name.casefold() for view in views if (view.owner == 0) == shared}


def _count(reader: Reader, me: Person, saved: SavedView, where: Around) -> int | None:
    try:
        return reader.count(View(filter_of(saved, where)), me)
    except (BadInput, KeyError):
        return None
