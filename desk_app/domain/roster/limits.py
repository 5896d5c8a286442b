"""What a plan may ask of a person: the office's profile sets it, a staff card may set it apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

IN_ROW: Final = 60
"""Two shifts follow each other directly when there are fewer than so many minutes between them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a person's duty; None and 0 set none. Minutes everywhere, unless a name says otherwise.

    Hard ones, which the search never breaks: `rest` between two shifts · `days_in_row` · `in_row_article`, the
    article that forbids two shifts in a row ("ТК РФ ст. 103"; "" allows them) · `most` and `least` working minutes
    of the month · `weekends` with work · `kinds`, most shifts of a kind by code · `not_after`, by code the codes
    that must not follow on the next day · `least_in_row` days of work and `least_off` days off together; runs at
    the edge of what is known are not judged by these two.

    Soft ones, which are told and weighed: `off_norm`, how far hours may be from the norm · `spread`, how far apart
    the counts of weekends and of late shifts may be among people · `late_end`, the minute after which a shift
    that ends is a late one.

    `day_norm` is what a full working day adds to the norm, a shortened one an hour less. With `breaks_cover`
    people on their break count as present.
    """

    rest: int | None = None
    days_in_row: int | None = None
    in_row_article: str = ""
    most: int | None = None
    least: int | None = None
    weekends: int | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    not_after: Mapping[str, frozenset[str]] = field(default_factory=dict)
    least_in_row: int = 0
    least_off: int = 0
    off_norm: int | None = 8 * 60
    spread: int | None = 1
    late_end: int = 21 * 60
    day_norm: int = 8 * 60
    breaks_cover: bool = True
