"""What people type to find a ticket, and the text it is found by. Every store searches by these rules."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desk_app.domain.text import SEARCH_LENGTH, SEARCH_WORDS, normalise, words_of

_TOKEN: Final = re.compile(r'(?P<out>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_NUMBER: Final = re.compile(r"\d[\d\s()+.-]*\d")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand beside each other. With `prefix` the last one may go on; `excluded` ones must not be there."""

    words: tuple[str, ...]
    prefix: bool = True
    excluded: bool = False


def terms(text: str) -> tuple[Term, ...]:
    """Return what a search for `text` asks for: every term must hold.

    A word finds every word that begins with it; "a phrase" is found as it stands; -word must not occur. What is
    written with signs, as 2-44-90, is looked for as a phrase whose end may go on.
    """
    found = []
    for match in _TOKEN.finditer(text[:SEARCH_LENGTH]):
        phrase = match["phrase"]
        words = tuple(words_of(normalise(match["word"] if phrase is None else phrase)))
        if words:
            found.append(Term(words, prefix=phrase is None, excluded=bool(match["out"])))
    return tuple(found[:SEARCH_WORDS])


def search_text(texts: Iterable[str], numbers: Iterable[str] = ()) -> str:
    """Return what a ticket with `texts` is found by: normalised words, a space between.

    `numbers` (phones) are found with and without the signs between their digits.
    """
    kept = [text for text in texts if text]
    for text in numbers:
        kept += [text, *("".join(filter(str.isdigit, part)) for part in _NUMBER.findall(text))]
    return " ".join(words_of(normalise("\n".join(kept))))


def found_in(text: str, asked: Iterable[Term]) -> bool:
    """Tell whether `text`, made by `search_text`, has what is `asked`."""
    return all((needle(term) in f" {text} ") is not term.excluded for term in asked)


def needle(term: Term) -> str:
    """Return what stands in a search text with a space put before and after it, where it has `term`."""
    return " " + " ".join(term.words) + ("" if term.prefix else " ")
