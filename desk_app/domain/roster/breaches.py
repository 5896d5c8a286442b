"""What is wrong with a plan, each thing as a sentence that says who, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final


class Rule(StrEnum):
    """The rules a plan is judged by."""

    GAP = "gap"
    SURPLUS = "surplus"
    TRAINEE = "trainee alone"
    UNKNOWN = "unknown shift"
    ABSENT = "absent"
    NOT_EMPLOYED = "not employed"
    SKILL = "line skill"
    REST = "rest"
    TWO_IN_ROW = "two shifts in a row"
    NOT_AFTER = "order of shifts"
    DAYS_IN_ROW = "days in a row"
    LEAST_IN_ROW = "too few days in a row"
    LEAST_OFF = "too few days off"
    MOST = "too many hours"
    LEAST = "too few hours"
    WEEKENDS = "too many weekends"
    KINDS = "too many of a kind"
    NORM = "norm of hours"
    UNEVEN_WEEKENDS = "uneven weekends"
    UNEVEN_WEEKEND_DAYS = "uneven weekend shifts"
    UNEVEN_HOLIDAYS = "uneven holiday shifts"
    UNEVEN_LATES = "uneven late shifts"
    WISH = "wish"


SOFT: Final = frozenset(
    {
        Rule.GAP,
        Rule.SURPLUS,
        Rule.NORM,
        Rule.UNEVEN_WEEKENDS,
        Rule.UNEVEN_WEEKEND_DAYS,
        Rule.UNEVEN_HOLIDAYS,
        Rule.UNEVEN_LATES,
        Rule.WISH,
    }
)
"""What the search weighs; it never breaks the other rules."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a plan does not keep. `people` are ids; both they and `dates` may be empty.

    A gap has no people; `params` of it hold "line" (the label), "start", "end" (clock times) and "n", the people
    missing, besides "code", the line's code. `template` is an English msgid; the cell marks show the sentence that
    `i18n.explained(template, params)` makes. `cost` is what it adds to the cost of the plan; hard ones add none.
    """

    rule: Rule
    people: tuple[int, ...]
    dates: tuple[date, ...]
    template: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    cost: int = 0

    @property
    def hard(self) -> bool:
        """Whether the search never breaks it; a person still may, and is told."""
        return self.rule not in SOFT

    def __str__(self) -> str:
        return self.template.format(**self.params)
