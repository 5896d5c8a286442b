"""Ticket numbers: unique, without gaps, from the office's template (K-2.2)."""

import re
from datetime import UTC, datetime
from string import Formatter
from typing import Final

from desk_app.domain.errors import BadInput

PARTS: Final = ("year", "month", "seq")
_SEQ = re.compile(r"\{seq(?::0?(\d+))?\}")


def scope(template: str, local: datetime) -> str:
    """Return what the sequence counts within: the year, the month, or for ever."""
    if "{month" in template:
        return f"{local:%Y-%m}"
    return f"{local:%Y}" if "{year" in template else ""


def number(template: str, local: datetime, seq: int) -> str:
    """Return the number that `template` gives the `seq`-th ticket registered at `local` time."""
    return template.format(year=local.year, month=local.month, seq=seq)


def check_template(template: str) -> None:
    """Raise BadInput when `template` could give the same number twice or is not understood."""
    try:
        parts = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        sample = number(template, datetime(2026, 1, 1, tzinfo=UTC), 1)
    except (ValueError, KeyError, IndexError):
        parts, sample = set(), ""
    if "seq" not in parts or not parts <= set(PARTS) or ("month" in parts and "year" not in parts) or not sample:
        raise BadInput(
            "The number template “{template}” is not understood. Write it like {example}.",
            field="number_template",
            template=template,
            example="{year}-{seq:06}",
        )
