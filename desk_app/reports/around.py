"""What stands around every print that is no journal: which way its language is read, when and from what it was made."""

from datetime import date, datetime
from typing import Final

from desk_app.i18n import format_date, format_moment, language, tr
from desk_app.reports.description import Direction

_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})


def direction() -> Direction:
    """Return which way the language spoken now is read."""
    return Direction.RTL if language() in _RIGHT_TO_LEFT else Direction.LTR


def footer(printed_on: date, *more: str, as_of: datetime | None = None) -> tuple[str, ...]:
    """Return the lines at the foot; `as_of` is the local moment of the copy, where the office was away."""
    printed = tr("Printed on {date}", date=format_date(printed_on))
    if as_of is not None:
        printed += " · " + tr("from a copy as of {moment}", moment=format_moment(as_of))
    return (printed, *(line for line in more if line))
