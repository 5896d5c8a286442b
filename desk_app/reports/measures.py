"""Measures in words: counts, shares, ratings and durations, as the language spoken now writes them."""

from typing import Final

from desk_app.domain.indicators import Unit
from desk_app.i18n import language, tr

NOTHING: Final = "–"
NBSP: Final = "\N{NO-BREAK SPACE}"
_LONG: Final = 10 * 60
"""From so many minutes on, single minutes do not matter."""
_SHORT: Final = 10
"""Up to so many minutes, seconds do."""


def said(value: float | None, unit: Unit) -> str:
    """Return `value` in words; a dash where there is nothing to measure. Shares are of one, durations in minutes."""
    if value is None:
        return NOTHING
    match unit:
        case Unit.COUNT:
            return f"{round(value):,}".replace(",", NBSP)
        case Unit.SHARE:
            return f"{_decimal(value * 100, 1)}{NBSP}%"
        case Unit.SCORE:
            return _decimal(value, 2)
    return duration(value)


def duration(minutes: float) -> str:
    """Return a duration as one says it: 45 s, 1 min 30 s, 12 min, 2 h 15 min, 34 h."""
    seconds = round(minutes * 60)
    if seconds < 60:
        return tr("{s} s", s=seconds)
    if seconds < _SHORT * 60 and seconds % 60:
        return tr("{m} min {s} s", m=seconds // 60, s=seconds % 60)
    whole = round(minutes)
    if whole < 60:
        return tr("{m} min", m=whole)
    if whole >= _LONG or not whole % 60:
        return tr("{h} h", h=f"{round(whole / 60):,}".replace(",", NBSP))
    return tr("{h} h {m} min", h=whole // 60, m=whole % 60)


def planned(number: float, unit: Unit) -> str:
    """Return a number of the office's plan, where shares are in per cent."""
    return said(number / 100, unit) if unit is Unit.SHARE else said(number, unit)


def _decimal(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language() == "ru" else text
