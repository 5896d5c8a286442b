"""Rows onto pages: rows stay whole where they can, and the signature never stands alone."""

from collections.abc import Iterator

from desk_app.reports.table import Strip, Table

_TAIL_LINES = 3  # lines of a very long last row that go with the signature


def paginate(table: Table, first_room: float, room: float, tail: float) -> Iterator[list[Strip]]:
    """Yield the strips of each page.

    `first_room` and `room` are the points below the column headers on the first and on later pages;
    `tail` is what must fit under the last row, on the page of that row.
    """
    page: list[Strip] = []
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


def _move_end(table: Table, page: list[Strip], room: float) -> list[Strip]:
    """Take from the end of `page` what goes to the next page, above the signature."""
    last = page.pop()
    if (not page or last.height > room) and last.lines > 1:
        moved = min(_TAIL_LINES, last.lines - 1)
        first, last = table.split(last, last.lines - moved)
        page.append(first)
        return [last]
    return [*_take_headings(page), last]


def _take_headings(page: list[Strip]) -> list[Strip]:
    """Take the group headings that end `page`: they belong to the row after them."""
    taken: list[Strip] = []
    while page and page[-1].keep:
        taken.insert(0, page.pop())
    return taken


def _height(strips: list[Strip]) -> float:
    return sum(strip.height for strip in strips)
