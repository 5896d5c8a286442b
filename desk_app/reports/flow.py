"""Rows onto pages: rows stay whole where they can, and the signature never stands alone."""

from collections.abc import Iterator
from typing import Protocol, TypeVar

_TAIL_LINES = 3  # lines of a very long last row that go with the signature


class Sliceable(Protocol):
    """A row, or a part of one: `lines` of text, `height` in points. With `keep` it belongs to the row after it."""

    lines: int
    height: float
    keep: bool


S = TypeVar("S", bound=Sliceable)


class Body(Protocol[S]):
    """What stands on the pages, a strip a row."""

    def strips(self) -> Iterator[S]:
        """Give every row in order."""

    def fitting(self, strip: S, room: float) -> int:
        """Return how many lines of `strip` may stand in `room` points."""

    def split(self, strip: S, lines: int) -> tuple[S, S]:
        """Return the first `lines` lines of `strip` and the rest."""


def paginate(table: Body[S], first_room: float, room: float, tail: float) -> Iterator[list[S]]:
    """Yield the strips of each page.

    `first_room` and `room` are the points below the column headers on the first and on later pages;
    `tail` is what must fit under the last row, on the page of that row.
    """
    page: list[S] = []
    left = first_room
    for whole in table.strips():
        strip = whole
        while (lines := table.fitting(strip, left)) < strip.lines:
            if lines and strip.height > room / 2:
                first, strip = table.split(strip, lines)
                page.append(first)
            kept = _take_headings(page) if len(page) > 1 else []
            yield page
            page, left = kept, room - _height(kept)
        page.append(strip)
        left -= strip.height
    if tail > left and page:
        moved = _move_end(table, page, room - tail)
        if page:
            yield page
        page = moved
    yield page


def _move_end(table: Body[S], page: list[S], room: float) -> list[S]:
    """Take from the end of `page` what goes to the next page, above the signature."""
    last = page.pop()
    if (not page or last.height > room) and last.lines > 1:
        moved = min(_TAIL_LINES, last.lines - 1)
        first, last = table.split(last, last.lines - moved)
        page.append(first)
        return [last]
    return [*_take_headings(page), last]


def _take_headings(page: list[S]) -> list[S]:
    """Take the group headings that end `page`: they belong to the row after them."""
    taken: list[S] = []
    while page and page[-1].keep:
        taken.insert(0, page.pop())
    return taken


def _height(strips: list[S]) -> float:
    return sum(strip.height for strip in strips)
