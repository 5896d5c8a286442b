"""A live refresh of a list: what to read so that what is under the eye stays there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.domain.office import Person
from desk_app.domain.view import View
from desk_app.services.ports import Reader
from desk_app.ui.models.row_texts import RowTexts, ShownRow

PAGE: Final = 200
"""Rows fetched at a time."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Where a list stands: its first row and how many fit, the ticket it is anchored to, what is chosen. 0 is none."""

    first: int = 0
    rows: int = 40
    anchor: int = 0
    current: int = 0
    chosen: tuple[int, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """The tickets whose places matter."""
        return tuple(ticket for ticket in (self.anchor, self.current, *self.chosen) if ticket)


@dataclass(frozen=True, slots=True)
class Fresh:
    """The same after a refresh: places of the ids (None: no longer in the view), and the pages to show."""

    total: int
    places: dict[int, int | None]
    pages: dict[int, list[ShownRow]]


def ids_of(rows: Sequence[ShownRow]) -> list[int]:
    return [shown.row.id for shown in rows]


def look_again(reader: Reader, view: View, me: Person, watched: Watched, texts: RowTexts) -> Fresh:
    """Read what a refreshed list needs. The screen follows its anchor, so the pages are those around it."""
    total = reader.count(view, me)
    places = {ticket: reader.position(view, me, ticket) for ticket in dict.fromkeys(watched.ids)}
    anchor = places.get(watched.anchor)
    first = watched.first if anchor is None else anchor
    first = max(0, min(first, total - watched.rows))
    last = min(first + watched.rows, max(total - 1, 0))
    pages = {
        page: texts.shown(reader.page(view, me, page * PAGE, PAGE, total))
        for page in range(first // PAGE, last // PAGE + 1)
    }
    return Fresh(total, places, pages)
