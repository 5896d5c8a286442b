"""Ticket numbers: unique, without gaps, from the office's template (K-2.2)."""

import re
from datetime import datetime
from typing import Final

from desk_app.domain.errors import BadInput
from desk_app.domain.text import clean_line

_PART: Final = re.compile(r"\{(year|month:02|month|seq(?::0[1-9])?)\}")
_TOUCHING: Final = re.compile(r"\{month\}[\d\0]*\{seq|\{seq[^}]*\}[\d\0]*\{month\}")
"""A month of one or two digits and a sequence that run into each other: 1 and 11 would look like 11 and 1."""
_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_SEQ_LAST: Final = re.compile(r"\{seq[^}]*\}\D*$", re.ASCII)
_LAST_DIGITS: Final = re.compile(r"(.*?)\d+(\D*)", re.ASCII | re.DOTALL)
YEARS: Final = 30
"""How many years back a ticket is found by its last digits."""


def scope(template: str, local: datetime) -> str:
    """Return what the sequence counts within: the year, the month, or for ever."""
    if "{month" in template:
        return f"{local:%Y-%m}"
    return f"{local:%Y}" if "{year" in template else ""


def number(template: str, local: datetime, seq: int) -> str:
    """Return the number that `template` gives the `seq`-th ticket registered at `local` time."""
    return template.format(year=local.year, month=local.month, seq=seq)


def recent(template: str, seq: int, newest: int) -> list[str]:
    """Return the numbers that the `seq`-th ticket can have by `template` in the YEARS to `newest`, the newest first."""
    years = range(newest, newest - YEARS, -1) if "{year" in template else range(1, 2)
    months = range(12, 0, -1) if "{month" in template else range(1, 2)
    return [template.format(year=year, month=month, seq=seq) for year in years for month in months]


def groups(text: str) -> tuple[int, ...]:
    """Return the numbers that `text` has between its signs and letters: (2026, 4) of 2026-000004."""
    return tuple(int(digits) for digits in _DIGITS.findall(text))


def counts_last(template: str) -> bool:
    """Tell whether the last digits of a number by `template` are those that count."""
    return _SEQ_LAST.search(template) is not None


def around_last(number: str) -> tuple[str, str]:
    """Return what stands before and behind the last digits of `number`; without digits, all of it before them."""
    found = _LAST_DIGITS.fullmatch(number)
    return (found[1], found[2]) if found else (number, "")


def ends_with(number: str, asked: tuple[int, ...]) -> bool:
    """Tell whether the last digits of `number` count what is `asked`; a year alone counts nothing, as in 77/2025."""
    year = len(asked) == 1 and asked[0] in range(1900, 2100) and re.search(rf"\D{asked[0]}\Z", number)
    return groups(number)[-len(asked) :] == asked and not year


def check_template(template: str) -> None:
    """Raise BadInput when `template` could give the same number twice or is not understood."""
    parts = _PART.findall(template)
    words = _PART.sub("", template)
    kinds = {part.partition(":")[0] for part in parts}
    understood = (
        not set("{}") & set(words)
        and clean_line(template) == template
        and "seq" in kinds
        and ("month" not in kinds or "year" in kinds)
        and not _TOUCHING.search(template.replace("{year}", "\0").replace("{month:02}", "\0"))
    )
    if not understood:
        raise BadInput(
            "The number template “{template}” is not understood. Write it like {example}.",
            field="number_template",
            template=template,
            example="{year}-{seq:06}",
        )
