"""Text as people type it, made harmless to keep, to compare and to search."""

import re
import unicodedata
from typing import Final

from desk_app.domain.errors import BadInput

LINE_LIMIT: Final = 300
"""Longest one-line field, in characters."""
TEXT_LIMIT: Final = 1_000_000
"""Longest text field, in characters."""
KEY_LENGTH: Final = 24
"""How much of a normalised text is kept for sorting, in characters."""
SUBJECT_LENGTH: Final = 160

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
_SIGN = re.compile(r"[^\w\s]+|_")


def clean_line(text: str, field: str = "") -> str:
    """Return `text` on one line: no control or bidi-override characters, single spaces.

    Raises BadInput when it is longer than LINE_LIMIT.
    """
    line = _SPACE.sub(" ", _BIDI.sub("", _CONTROL.sub(" ", text))).strip()
    if len(line) > LINE_LIMIT:
        raise BadInput(
            "“{field}” is {length} characters long; at most {limit} fit. Shorten it.",
            field=field,
            length=len(line),
            limit=LINE_LIMIT,
        )
    return line


def clean_text(text: str, field: str = "") -> str:
    """Return `text` with its lines and tabs, without control and bidi-override characters.

    Raises BadInput when it is longer than TEXT_LIMIT.
    """
    body = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    body = _BIDI.sub("", _CONTROL.sub("", body)).strip()
    if len(body) > TEXT_LIMIT:
        raise BadInput(
            "“{field}” is {length} characters long; at most {limit} fit. Attach it as a file instead.",
            field=field,
            length=len(body),
            limit=TEXT_LIMIT,
        )
    return body


def normalise(text: str) -> str:
    """Return `text` as it is compared and searched: NFKC, case folded, ё as е, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _SPACE.sub(" ", folded).strip()


def sort_key(text: str) -> str:
    """Return the part of the normalised `text` that is kept for sorting; quotes and dashes do not count."""
    return _SPACE.sub(" ", _SIGN.sub(" ", normalise(text[: 4 * KEY_LENGTH]))).strip()[:KEY_LENGTH]


def subject_of(description: str) -> str:
    """Return the first line of `description`, as tables show it."""
    first = description.lstrip().partition("\n")[0].strip()
    return first if len(first) <= SUBJECT_LENGTH else first[: SUBJECT_LENGTH - 1].rstrip() + "…"
