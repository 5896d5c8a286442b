"""The ticket that people mean by a number: as it is written, or by its last digits."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from desk_app.domain import numbering
from desk_app.domain.errors import NotFound
from desk_app.domain.text import LINE_LIMIT, clean_line, quoted
from desk_app.storage.door import Door
from desk_app.storage.models import OfficeRow, TicketTable

_ID: Final = re.compile(r"id:(\d{1,18})", re.ASCII | re.IGNORECASE)
_DIGITS: Final = re.compile(r"[№#]? ?(\d{1,9}(?:[ ./_-]+\d{1,9}){0,3})", re.ASCII)
_PART: Final = 400
"""How many numbers are looked up at once."""
_PREFIXES: Final = 100
"""How many beginnings of numbers are tried, the last one in the order of letters first."""


def find_ticket(connection: Door, number: str) -> int:
    """Return the id of the ticket that people call `number`. Raises NotFound.

    That is a number as it is written, or the last digits of one, with the zeros before them or without; of several
    it is the newest. An id is taken where it says what it is, as in id:17. Every look is one along an index, so that
    it costs the same however many tickets there are.
    """
    text = clean_line(number[:LINE_LIMIT])
    found = _first(connection, [text]) or _by_id(connection, text) or _by_digits(connection, text)
    if not found:
        raise NotFound("There is no ticket “{number}” in this office. Check the number.", number=quoted(number))
    return found


def _first(connection: Door, numbers: Sequence[str]) -> int:
    """Return the id of the first of `numbers` that there is; 0 for none."""
    for at in range(0, len(numbers), _PART):
        part = numbers[at : at + _PART]
        query = TicketTable.select(TicketTable.number, TicketTable.id).where(TicketTable.number.in_(part))
        there = dict(connection.rows(query))
        if found := next((there[number] for number in part if number in there), 0):
            return int(found)
    return 0


def _by_id(connection: Door, text: str) -> int:
    asked = _ID.fullmatch(text)
    if asked is None:
        return 0
    return int(connection.value(TicketTable.select(TicketTable.id).where(TicketTable.id == int(asked[1]))) or 0)


def _by_digits(connection: Door, text: str) -> int:
    typed = _DIGITS.fullmatch(text)
    if typed is None:
        return 0
    asked = numbering.groups(typed[1])
    template = str(connection.value(OfficeRow.select(OfficeRow.number_template)))
    newest = _newest_year(connection)
    made = [number for seq in dict.fromkeys(asked) for number in numbering.recent(template, seq, newest)]
    fitting = [number for number in made if len(asked) == 1 or numbering.groups(number)[-len(asked) :] == asked]
    found = _first(connection, fitting)
    return found or (_by_prefix(connection, asked) if numbering.counts_last(template) else 0)


def _newest_year(connection: Door) -> int:
    """Return the year of the newest numbers there can be: this one, or a later one that was counted in."""
    ((scope,),) = connection.sql("SELECT MAX(scope) FROM counter")
    counted = re.match(r"\d{4}", scope or "")
    return max(datetime.now(UTC).year + 1, int(counted[0]) if counted else 0)


def _by_prefix(connection: Door, asked: tuple[int, ...]) -> int:
    """Return the ticket with a number of any form that ends with `asked`: of another template, or brought along."""
    ((last,),) = connection.sql("SELECT MAX(number) FROM ticket")
    for _ in range(_PREFIXES):
        if last is None:
            return 0
        begin, end = numbering.around_last(last)
        digits = str(asked[-1])
        made = [f"{begin}{digits.zfill(width)}{end}" for width in range(len(digits), 10)]
        found = _first(connection, [number for number in made if numbering.ends_with(number, asked)])
        if found:
            return found
        ((last,),) = connection.sql("SELECT MAX(number) FROM ticket WHERE number < ?", (f"{begin}0" if begin else "0",))
    return 0
