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
SEARCH_LENGTH: Final = 1_000
"""How much of what is searched for is looked at, in characters; people paste whole letters into a search."""
SEARCH_WORDS: Final = 50
QUOTE_LENGTH: Final = 80
"""How much of what was given an error says back, in characters."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
"""What ends a line on some system or in some word processor, besides the line feed."""
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
_SIGN = re.compile(r"[^\w\s]+|_")
_ONE_FOR_ANOTHER = str.maketrans(
    {"ё": "е", "ي": "ی", "ى": "ی", "ك": "ک", "\u200c": None, "\u0640": None}
    | {chr(first + digit): str(digit) for first in (0x0660, 0x06F0) for digit in range(10)}
)
"""Letters and digits that people type one for the other: ё as е, Arabic for Persian ones, joiners that none sees."""


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
    body = _BIDI.sub("", _CONTROL.sub("", _BREAK.sub("\n", text))).strip()
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
    sound = text.encode("utf-8", "replace").decode()
    folded = unicodedata.normalize("NFKC", sound).casefold().translate(_ONE_FOR_ANOTHER)
    return _SPACE.sub(" ", folded).strip()


def words_of(text: str) -> list[str]:
    """Return the words of the normalised `text`: runs of letters and digits, without marks above and below them."""
    bare = text if text.isascii() else "".join(char for char in text if unicodedata.category(char) != "Mn")
    return _SIGN.sub(" ", bare).split()


def search_words(text: str) -> list[str]:
    """Return the words that a search for `text` looks for, as `normalise` gives them; of a long text the first."""
    return normalise(text[:SEARCH_LENGTH]).split()[:SEARCH_WORDS]


def quoted(value: object) -> str:
    """Return `value`, whatever it is, as an error may say it back: on one line and short."""
    try:
        text = str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list within a list within …
        return "…"
    line = _SPACE.sub(" ", _BIDI.sub("", _CONTROL.sub(" ", text[: 2 * QUOTE_LENGTH]))).strip()
    return _cut(line, QUOTE_LENGTH)


def sort_key(text: str) -> str:
    """Return the part of the normalised `text` that is kept for sorting; quotes and dashes do not count."""
    return _SPACE.sub(" ", _SIGN.sub(" ", normalise(text[: 4 * KEY_LENGTH]))).strip()[:KEY_LENGTH]


def subject_of(description: str) -> str:
    """Return the first line of `description`, as tables show it."""
    first = description.lstrip().partition("\n")[0].strip()
    return _cut(first, SUBJECT_LENGTH)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
