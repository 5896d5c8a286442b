"""Ticket numbers: unique, without gaps, from the office's template (K-2.2)."""

import re
from datetime import datetime
from typing import Final

from desk_app.domain.errors import BadInput
from desk_app.domain.text import clean_line

_PART: Final = re.compile(r"\{(year|month:02|month|seq(?::0[1-9])?)\}")
_TOUCHING: Final = re.compile(r"\{month\}[\d\0]*\{seq|\{seq[^}]*\}[\d\0]*\{month\}")
"""A month of one or two digits and a sequence that run into each other: 1 and 11 would look like 11 and 1."""


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
