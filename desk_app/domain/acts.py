"""Acts: the arithmetic of errors that come again, and which of them are the same error (E-4.2c).

Two errors are the same where they are of the same system and their causes, or else their first lines, are made of
the same words, whatever the order, the endings and the numbers in them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from desk_app.domain.text import normalise, subject_of, words_of

FEW: Final = 2
"""An error repeats when it came so often in a month, where an office sets nothing else."""
_SHORTEST: Final = 3  # letters: shorter words say nothing about what is broken
_STEM: Final = 6  # letters: what follows is an ending
_ENDING: Final = re.compile(r"[аеиоуыэюяйьъaeiouy]+$")
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: the code of its system, what was found to be its cause, and the ticket's words and number."""

    system: str
    cause: str
    description: str
    number: str = ""

    @property
    def name(self) -> str:
        """What the error is called: its cause, or else the first line of the description."""
        return subject_of(self.cause) or subject_of(self.description)


@dataclass(frozen=True, slots=True)
class Repeated:
    """An error that came again: how often in a month, and how often in the month before.

    `key` tells it from every other, the same in every month. `known` says whether its cause was found.
    """

    key: str
    system: str
    name: str
    known: bool
    count: int
    before: int
    numbers: tuple[str, ...]

    @property
    def growth(self) -> int:
        """How many more there were than the month before."""
        return self.count - self.before

    @property
    def percent(self) -> int | None:
        """Growth against the month before in %, rounded half up; None where there was none to compare with."""
        return percent(self.growth, self.before)


def percent(part: int, whole: int) -> int | None:
    """Return `part` in % of `whole`, rounded half away from zero; None where there is no whole."""
    if not whole:
        return None
    rounded = (200 * abs(part) + whole) // (2 * whole)
    return rounded if part >= 0 else -rounded


def repeated(now: Sequence[Fault], before: Iterable[Fault], at_least: int = FEW) -> tuple[Repeated, ...]:
    """Return the errors that came `at_least` so often in `now`, the most frequent first; `before` is the month before.

    The order of the tickets does not matter: ties stand by system and name.
    """
    groups: dict[str, list[Fault]] = defaultdict(list)
    for fault in now:
        groups[key_of(fault)].append(fault)
    earlier = Counter(key_of(fault) for fault in before)
    found = [_repeated(key, faults, earlier[key]) for key, faults in groups.items() if len(faults) >= at_least]
    return tuple(sorted(found, key=lambda one: (-one.count, one.system, normalise(one.name), one.key)))


def key_of(fault: Fault) -> str:
    """Return what two faults that are the same error have in common."""
    stems = _stems(fault.cause) or _stems(fault.description.lstrip().partition("\n")[0])
    return f"{fault.system}|{' '.join(sorted(stems)) or normalise(fault.name)}"


def _repeated(key: str, faults: Sequence[Fault], before: int) -> Repeated:
    names = Counter(fault.name for fault in faults)
    most = max(names.values())
    name = min(name for name, count in names.items() if count == most)
    numbers = tuple(sorted(fault.number for fault in faults if fault.number))
    known = any(fault.cause for fault in faults)
    return Repeated(key, faults[0].system, name, known, len(faults), before, numbers)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    words = (word for word in words_of(normalise(text)) if len(word) >= _SHORTEST and not _DIGIT.search(word))
    return frozenset(_ENDING.sub("", word[:_STEM]) or word for word in words)
