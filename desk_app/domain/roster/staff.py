"""Who does duty: staff cards, absences, wishes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desk_app.domain.roster.limits import Limits


class Employment(StrEnum):
    """How somebody is employed (E-5.3)."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"


@dataclass(frozen=True, slots=True)
class Member:
    """A staff card. `id` is the person's, `lines` are the codes of the lines they can serve.

    Employed from `since` to `until`, both included, None being open. `share` is the per cent of the norm. A
    trainee (E-5.1) has `trainee_until`, the last day of training, and stays one until the day of the passed `exam`.
    `limits` take the place of the office's.
    """

    id: int
    name: str
    lines: frozenset[str]
    employment: Employment = Employment.PERMANENT
    since: date | None = None
    until: date | None = None
    share: int = 100
    trainee_until: date | None = None
    exam: date | None = None
    limits: Limits | None = None

    def employed(self, day: date) -> bool:
        """Tell whether they are employed on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def trainee(self, day: date) -> bool:
        """Tell whether they may not be alone on `day`."""
        return self.trainee_until is not None and (self.exam is None or day < self.exam)


@dataclass(frozen=True, slots=True)
class Absence:
    """Leave, illness, a journey (E-8.2, E-8.4): from `first` to `last`, both included. `kind` is the office's code.

    `lowers_norm` takes its working days off the month's norm.
    """

    person: int
    first: date
    last: date
    kind: str = "leave"
    lowers_norm: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants a shift on `day`, or does not; code "" means any shift, so an unwanted "" is a day off."""

    person: int
    day: date
    code: str = ""
    wanted: bool = False
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Past:
    """How often somebody worked when others are free: weekends, shifts on weekends, shifts on other days off, lates."""

    weekends: int = 0
    weekend_days: int = 0
    holidays: int = 0
    lates: int = 0

    def __add__(self, other: "Past") -> "Past":
        return Past(
            self.weekends + other.weekends,
            self.weekend_days + other.weekend_days,
            self.holidays + other.holidays,
            self.lates + other.lates,
        )
