"""Dates and times as people write them into a sheet: as dates, as text, as serial numbers."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from desk_app.domain.grid import Value
from desk_app.domain.moments import YEARS

_EPOCH: Final = date(1899, 12, 30)
_EPOCH_GAP: Final = 1462
"""Days between the two epochs of Excel."""
_SERIALS: Final = range(7_306, 109_575)
"""Serial numbers that can be a day of a journal: 1920 to 2199."""
_CENTURY: Final = 70
"""Two-digit years from here on lie in the last century."""
_MONTHS: Final = {
    prefix: month
    for month, prefixes in enumerate(
        ("янв jan", "фев feb", "мар mar", "апр apr", "мая май may", "июн jun", "июл jul", "авг aug", "сен sep",
         "окт oct", "ноя nov", "дек dec"), 1)
    for prefix in prefixes.split()
}  # fmt: skip
_CLOCK: Final = r"(?:[\sT,]*(?:в\s+|at\s+)?(?P<hour>\d{1,2})[:.\-](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
_YEAR: Final = r"(?P<year>\d{4}|\d{2})\s*(?:г(?:ода|\.)?)?"
_FORMS: Final = tuple(
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        r"(?P<day>\d{1,2})\s*[./\- ]\s*(?P<month>\d{1,2})\s*[./\- ]\s*" + _YEAR,
        r"(?P<year>\d{4})[./\-](?P<month>\d{1,2})[./\-](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[\s.\-]+(?P<word>[a-zа-я]{3,9})\.?[\s,.\-]+" + _YEAR,
        r"(?P<word>[a-zа-я]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+" + _YEAR,
    )
)
_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2})\s*(?:[:.\-]|ч\S*)\s*(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?:м\S*)?", re.IGNORECASE
)
_WEEKDAY: Final = re.compile(
    r"^(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)[.,]*\s+",
    re.IGNORECASE,
)
_QUOTES: Final = re.compile(r"[«»\"“”„']")


def written_moment(value: Value, late_epoch: bool = False) -> tuple[date, time | None]:
    """Return the local day that `value` names, and its time where one is given (midnight is none).

    A day comes before its month. Raises ValueError for what is no date, 31 February included.
    """
    day, clock = _moment(value, late_epoch)
    if day.year not in YEARS:
        raise ValueError
    return day, clock if clock != time() else None


def written_time(value: Value) -> time:
    """Return the time of day that `value` names. Raises ValueError for what is none."""
    if isinstance(value, datetime):
        return value.time().replace(microsecond=0)
    if isinstance(value, time):
        return value.replace(microsecond=0)
    if isinstance(value, str) and (found := _TIME.fullmatch(value.strip())):
        return _clock(found) or time()
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1:
        return _fraction(float(value))
    raise ValueError


def _moment(value: Value, late_epoch: bool) -> tuple[date, time | None]:
    if isinstance(value, datetime):
        rounded = value + timedelta(milliseconds=500)
        return rounded.date(), rounded.time().replace(microsecond=0)
    if isinstance(value, date):
        return value, None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(value, late_epoch)
    if isinstance(value, str):
        return _text(value, late_epoch)
    raise ValueError


def _serial(number: float, late_epoch: bool) -> tuple[date, time | None]:
    if not 0 < number < _SERIALS.stop:  # NaN and infinity, too
        raise ValueError
    days = int(number) + (_EPOCH_GAP if late_epoch else 0)
    if days not in _SERIALS:
        raise ValueError
    return _EPOCH + timedelta(days=days), _fraction(number % 1)


def _fraction(part: float) -> time:
    seconds = min(round(part * 86_400), 86_399)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _text(text: str, late_epoch: bool) -> tuple[date, time | None]:
    line = _WEEKDAY.sub("", " ".join(_QUOTES.sub(" ", text).split()))
    if re.fullmatch(r"\d{4,6}(?:\.\d+)?", line, re.ASCII):
        return _serial(float(line), late_epoch)
    for form in _FORMS:
        if found := form.fullmatch(line.strip(" .,")):
            return _day(found), _clock(found)
    raise ValueError


def _day(found: re.Match[str]) -> date:
    parts = found.groupdict()
    word = parts.get("word")
    month = _MONTHS.get(word[:3].lower(), 0) if word else int(parts["month"])  # date() refuses a month 0
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 1900 if year >= _CENTURY else 2000
    return date(year, month, int(parts["day"]))


def _clock(found: re.Match[str]) -> time | None:
    parts = found.groupdict()
    if parts.get("hour") is None:
        return None
    return time(int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0))
