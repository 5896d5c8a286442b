"""Text from anywhere, safe to print: without control characters, direction overrides, lone surrogates."""

import re
import unicodedata
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return `text` with line ends as \\n, tabs as spaces, and everything invisible or dangerous left out.

    Direction overrides and isolates go (they could make a name read as another one), as do control,
    zero-width and other format characters; a lone surrogate becomes the replacement character.
    """
    if text.isprintable():
        return text
    return "\n".join("".join(map(_harmless, line)) for line in _LINE_ENDS.split(text))


def _harmless(char: str) -> str:
    if char.isprintable():
        return char
    category = unicodedata.category(char)
    if char == "\t" or category == "Zs":
        return "\N{NO-BREAK SPACE}" if char in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}" else " "
    return "" if category in {"Cc", "Cf"} else REPLACEMENT
