"""One person's month as the rules look at it: the shifts in order, with those just outside of the month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from desk_app.domain.calendars import DAY
from desk_app.domain.roster.frame import Frame
from desk_app.domain.roster.limits import Limits
from desk_app.domain.roster.plan import Cell
from desk_app.domain.roster.shifts import ShiftKind
from desk_app.domain.roster.staff import Member, Past, Wish

Week: TypeAlias = tuple[int, int]
"""A week by its year and number."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift of a person on the day number `place`, counted from the first of the month; below 0 is before it."""

    place: int
    kind: ShiftKind

    @property
    def begin(self) -> int:
        """Minutes from the first midnight of the month."""
        return self.place * DAY + self.kind.start

    @property
    def end(self) -> int:
        """Minutes from the first midnight of the month."""
        return self.place * DAY + self.kind.end


@dataclass(frozen=True)
class Facts:
    """What holds for one person in a month, whatever the plan. Days are numbered as in Duty."""

    member: Member
    limits: Limits
    norm: int
    absent: frozenset[int]
    unemployed: frozenset[int]
    trainee: frozenset[int]
    wishes: tuple[tuple[int, Wish], ...]
    before: tuple[Duty, ...]
    after: tuple[Duty, ...]
    past: Past


@dataclass(frozen=True)
class Row:
    """The shifts of one person; `inside` are those of the month, `duties` also those around it.

    `runs` are the first and last day of each stretch of working days.
    """

    ground: "Ground"
    facts: Facts
    inside: tuple[Duty, ...]
    duties: tuple[Duty, ...]
    unknown: tuple[tuple[int, str], ...]
    runs: tuple[tuple[int, int], ...]

    @property
    def person(self) -> int:
        """The person's id."""
        return self.facts.member.id

    @property
    def minutes(self) -> int:
        """Working minutes of the month; a shift counts where it begins."""
        return sum(duty.kind.minutes for duty in self.inside)

    def days(self, places: Iterable[int]) -> tuple[date, ...]:
        """Return the dates of day numbers."""
        return tuple(self.ground.day(place) for place in places)


class Ground:
    """A frame with its days numbered and what holds for each person worked out once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.kinds = {kind.code: kind for kind in frame.kinds}
        self.count = len(frame.days)
        self.dates = [day.on for day in frame.days]
        self.places = {on: place for place, on in enumerate(self.dates)}
        around = [self.place(day) for _person, day in frame.around]
        self.known = range(min(0, *around, 0), max(self.count - 1, *around, 0) + 1)
        """The day numbers about which anything is known."""
        self.weeks = [_week(day.on) if day.weekend else None for day in frame.days]
        self.weekends = frozenset(place for place, week in enumerate(self.weeks) if week is not None)
        self.free = frozenset(place for place, day in enumerate(frame.days) if day.kind.free)
        self.facts = {member.id: self._facts(member) for member in frame.members}

    def label(self, code: str) -> str:
        """Return how people call a kind of shift."""
        return self.kinds[code].label if code in self.kinds else code

    def place(self, day: date) -> int:
        """Return the number of a day."""
        return (day - self.frame.first).days

    def day(self, place: int) -> date:
        """Return the date of a day number."""
        return self.frame.first + timedelta(days=place)

    def row(self, person: int, cells: Mapping[Cell, str]) -> Row:
        """Return the row of somebody in a plan."""
        facts, inside, unknown = self.facts[person], [], []
        for place, day in enumerate(self.dates):
            if code := cells.get((person, day), ""):
                if kind := self.kinds.get(code):
                    inside.append(Duty(place, kind))
                else:
                    unknown.append((place, code))
        duties = (*facts.before, *inside, *facts.after)
        return Row(self, facts, tuple(inside), duties, tuple(unknown), _runs(duties))

    def _facts(self, member: Member) -> Facts:
        frame, outside = self.frame, list[Duty]()
        for (person, day), code in sorted(frame.around.items(), key=lambda item: item[0][1]):
            if person == member.id and code in self.kinds and day not in self.places:
                outside.append(Duty(self.place(day), self.kinds[code]))
        absent = (
            place
            for absence in frame.absences
            if absence.person == member.id
            for place in range(max(0, self.place(absence.first)), min(self.count, self.place(absence.last) + 1))
        )
        wishes = [wish for wish in frame.wishes if wish.person == member.id and wish.day in self.places]
        return Facts(
            member,
            frame.limits_of(member),
            frame.norm(member),
            frozenset(absent),
            frozenset(place for place, day in enumerate(self.dates) if not member.employed(day)),
            frozenset(place for place, day in enumerate(self.dates) if member.trainee(day)),
            tuple((self.places[wish.day], wish) for wish in wishes),
            tuple(duty for duty in outside if duty.place < 0),
            tuple(duty for duty in outside if duty.place >= 0),
            frame.past.get(member.id) or Past(),
        )


def _week(day: date) -> Week:
    return day.isocalendar()[:2]


def _runs(duties: Iterable[Duty]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for duty in duties:
        if found and duty.place <= found[-1][1] + 1:
            found[-1] = (found[-1][0], duty.place)
        else:
            found.append((duty.place, duty.place))
    return tuple(found)
