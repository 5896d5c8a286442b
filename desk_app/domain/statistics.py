"""What an office counts of its work: how much of what, how long it took, and what was planned (S-2.1c, E-9).

Tallies of parts of a period add up to those of the whole. Durations are kept as how often each one occurred, so that
medians of sums are exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from desk_app.domain.errors import BadInput
from desk_app.domain.journal import Month
from desk_app.domain.limits import About, limit_for
from desk_app.domain.office import Office

CONSULTATION: Final = "consultation"
MAIL: Final = "email"


class By(StrEnum):
    """What tickets may be counted by. All but three are sections of the office."""

    TYPE = "type"
    SYSTEM = "system"
    ORGANISATION = "organisation"
    SPECIALIST = "specialist"
    LINE = "line"
    CHANNEL = "channel"
    STATUS = "status"
    KIND = "kind"
    SERVICE = "service"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the local days `first` to `last`, both counted, by what, and what it is narrowed to.

    A `system` comes with its subsystems (S-sub). `system` and `line` are codes, "" for all; a `specialist` of 0 is
    everybody. Raises BadInput for days that go backwards.
    """

    first: date
    last: date
    by: By
    system: str = ""
    line: str = ""
    specialist: int = 0

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInput("The period ends before it begins. Correct one of its two days.", field="until")


class Spread:
    """How long something took, of many: how often each duration occurred."""

    __slots__ = ("_times",)

    def __init__(self, times: Mapping[int, int] | None = None) -> None:
        self._times = dict(times or {})

    def add(self, value: int, times: int = 1) -> None:
        """Count `value` so many times more."""
        self._times[value] = self._times.get(value, 0) + times

    def take(self, other: "Spread") -> None:
        """Count everything that `other` has."""
        for value, times in other._times.items():
            self.add(value, times)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self._times.values())

    def at(self, share: float) -> int | None:
        """Return the smallest duration that at least `share` of all do not exceed; None where there are none."""
        left = self.count * share
        for value in sorted(self._times):
            left -= self._times[value]
            if left <= 1e-9:
                return value
        return None

    def within(self, limit: float) -> int:
        """Return how many took no longer than `limit`."""
        return sum(times for value, times in self._times.items() if value <= limit)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spread) and self._times == other._times

    def __repr__(self) -> str:
        return f"Spread({self._times})"

    __hash__ = None  # type: ignore[assignment]


@dataclass(slots=True)
class Tally:
    """What was counted of some tickets in a period.

    `registered` are those registered in it; `solved` those fixed in it, of which `limited` had a due date and `late`
    missed it; `dropped` those closed in it without a solution. `open` are those neither solved nor closed at its end.
    `reworks`, `returned` (tickets sent back at least once) and ratings are those of the solved. `escalations` are
    steps taken in the period. `registering` (calls only) and `consulting` are in seconds of the clock, `solving` in
    whole minutes of working time without pauses. `text` is how the group is written where it is no choice.
    """

    registered: int = 0
    solved: int = 0
    dropped: int = 0
    open: int = 0
    limited: int = 0
    late: int = 0
    reworks: int = 0
    returned: int = 0
    rated: int = 0
    rating: int = 0
    escalations: int = 0
    registering: Spread = field(default_factory=Spread)
    consulting: Spread = field(default_factory=Spread)
    solving: Spread = field(default_factory=Spread)
    channels: dict[int, int] = field(default_factory=dict)
    text: str = ""

    def take(self, other: "Tally") -> None:
        """Count everything that `other` has."""
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in _SPREADS:
            getattr(self, name).take(getattr(other, name))
        for channel, count in other.channels.items():
            self.channels[channel] = self.channels.get(channel, 0) + count
        self.text = self.text or other.text

    @property
    def happened(self) -> bool:
        """Whether anything happened, be it only a step."""
        return any(getattr(self, name) for name in ("registered", "solved", "dropped", "escalations"))

    @property
    def empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not (self.happened or self.open)


_COUNTS: Final = (
    "registered", "solved", "dropped", "open", "limited", "late", "reworks", "returned", "rated", "rating",
    "escalations",
)  # fmt: skip
_SPREADS: Final = ("registering", "consulting", "solving")

Key = int | str
"""What tells one group from the next: the row id of a choice or of a person, the sort key of an organisation, or the
number of a month (`month_key`)."""
Tallies = dict[Key, Tally]


def added(parts: Iterable[Mapping[Key, Tally]]) -> Tallies:
    """Return the tallies of all `parts` together."""
    found: Tallies = {}
    for part in parts:
        for key, tally in part.items():
            found.setdefault(key, Tally()).take(tally)
    return found


def total(tallies: Iterable[Tally]) -> Tally:
    """Return everything in one tally."""
    whole = Tally()
    for tally in tallies:
        whole.take(tally)
    whole.text = ""
    return whole


def month_key(month: Month) -> int:
    """Return the number of `month`: months follow one another without a gap."""
    return month.year * 12 + month.month - 1


def month_of(key: int) -> Month:
    """Return the month of a `month_key`."""
    return Month(key // 12, key % 12 + 1)


def months(first: date, last: date) -> list[Month]:
    """Return the months that the days `first` to `last` touch."""
    found = [Month.of(first)]
    while found[-1] < Month.of(last):
        found.append(found[-1].next)
    return found


def consulting_kinds(office: Office) -> tuple[int, ...]:
    """Return the row ids of the kinds that are consultations (E-6.2a): by their code, or by a limit of their own."""
    kinds = office.choices("kind")
    return tuple(
        item.id
        for item in kinds
        if item.code == CONSULTATION
        or (limit_for(office, "consult", About(item.code)) and not limit_for(office, "resolve", About(item.code)))
    )


def mail_channels(office: Office) -> tuple[int, ...]:
    """Return the row ids of the channels that bring letters: nobody waits there while a call is entered."""
    return tuple(item.id for item in office.choices("channel") if item.code == MAIL)


def pieces(first: date, until: date) -> list[tuple[date, date]]:
    """Return the days `first`..`until` (half-open) cut at the first day of each month."""
    found, begin = [], first
    while begin < until:
        end = min(Month.of(begin).next.first, until)
        found.append((begin, end))
        begin = end
    return found


def day_after(day: date) -> date:
    """Return the day that follows."""
    return day + timedelta(days=1)


def period(length: int, day: date) -> tuple[date, date]:
    """Return the first and the last day of the `length` months (1, 3 or 12) that `day` lies in."""
    first = month_of(month_key(Month.of(day)) // length * length)
    return first.first, month_of(month_key(first) + length).first - timedelta(days=1)


def moved(length: int, first: date, periods: int) -> date:
    """Return a day of the period that lies so many periods of `length` months after that of `first`."""
    return month_of(month_key(Month.of(first)) + length * periods).first
