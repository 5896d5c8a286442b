"""A live refresh of a list: what to read so that what is under the eye stays there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.domain.office import Person
from desk_app.domain.view import View
from desk_app.services.ports import Group, Reader
from desk_app.ui.models.grouped import Folding, Heading, Key, Outline
from desk_app.ui.models.row_texts import RowTexts, ShownRow

TableRow = ShownRow | Heading

PAGE: Final = 200
"""Rows fetched at a time."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Where a list stands: its first row and how many fit, the ticket it is anchored to, what is chosen. 0 is none.

    The anchor stands `below` the first row, under headings; `heading` is the key of the group whose heading is current.
    """

    first: int = 0
    rows: int = 40
    anchor: int = 0
    current: int = 0
    chosen: tuple[int, ...] = ()
    below: int = 0
    heading: Key | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        """The tickets whose places matter."""
        return tuple(ticket for ticket in (self.anchor, self.current, *self.chosen) if ticket)


@dataclass(frozen=True, slots=True)
class Fresh:
    """The same after a refresh: rows of the ids (None: not in sight any more), and the pages to show."""

    outline: Outline
    places: dict[int, int | None]
    pages: dict[int, list[TableRow]]


def ids_of(rows: Sequence[TableRow]) -> list[object]:
    """Return what tells the rows of two readings apart."""
    return [shown.row.id if isinstance(shown, ShownRow) else (shown.group.key, shown.folded) for shown in rows]


@dataclass(frozen=True, slots=True)
class Look:
    """What is read for whom, how it is written out, and which groups are collapsed. Works on the worker's thread."""

    view: View
    me: Person
    texts: RowTexts
    folding: Folding

    def outline(self, reader: Reader) -> Outline:
        """Read how the rows of the list stand."""
        if self.view.group is None:
            return Outline(reader.count(self.view, self.me))
        return Outline.of(self.view.group, reader.groups(self.view, self.me), self.folding)

    def first(self, reader: Reader) -> tuple[list[TableRow], Outline]:
        """Read the first page, and how the rows stand."""
        if self.view.group is not None:
            outline = self.outline(reader)
            return self.page(reader, outline, 0), outline
        rows = reader.page(self.view, self.me, 0, PAGE)
        return [*self.texts.shown(rows)], Outline(len(rows)) if len(rows) < PAGE else self.outline(reader)

    def page(self, reader: Reader, outline: Outline, page: int) -> list[TableRow]:
        """Read the rows of one page; it ends early where somebody wrote meanwhile."""
        known = {
            offset + at: shown
            for offset, count in outline.spans(page * PAGE, PAGE)
            for at, shown in enumerate(self._tickets(reader, outline, offset, count))
        }
        found: list[TableRow] = []
        for part in outline.parts(page * PAGE, PAGE):
            if isinstance(part, Group):
                found.append(self.texts.heading(outline.column, part, outline.folding.folded(part.key)))
                continue
            offset, count = part
            found += [known[at] for at in range(offset, offset + count) if at in known]
            if offset + count - 1 not in known:
                break
        return found

    def again(self, reader: Reader, watched: Watched) -> Fresh:
        """Read what a refreshed list needs. The screen follows its anchor, so the pages are those around it."""
        outline = self.outline(reader)
        places = {
            ticket: outline.row_of(reader.position(self.view, self.me, ticket)) for ticket in dict.fromkeys(watched.ids)
        }
        anchor = places.get(watched.anchor)
        first = watched.first if anchor is None else anchor - watched.below
        first = max(0, min(first, outline.rows - watched.rows))
        last = min(first + watched.rows, max(outline.rows - 1, 0))
        pages = {page: self.page(reader, outline, page) for page in range(first // PAGE, last // PAGE + 1)}
        return Fresh(outline, places, pages)

    def _tickets(self, reader: Reader, outline: Outline, offset: int, count: int) -> list[ShownRow]:
        return self.texts.shown(reader.page(self.view, self.me, offset, count, outline.total))
