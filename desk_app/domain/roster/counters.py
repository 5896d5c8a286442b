"""A plan with everything counted about it, kept right while cells are set one by one."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from desk_app.domain.calendars import DAY
from desk_app.domain.errors import N_
from desk_app.domain.roster.breaches import Breach, Rule
from desk_app.domain.roster.coverage import Presence, Stretch, Stretches, Where, alone, joined, judged_day
from desk_app.domain.roster.evenness import SENTENCES, Tally, comparable, tallied, uneven
from desk_app.domain.roster.frame import Frame
from desk_app.domain.roster.plan import Cell, Plan
from desk_app.domain.roster.rows import Ground
from desk_app.domain.roster.rules import clock, judged, unease
from desk_app.domain.roster.staff import Past

_LONGEST: Final = 2
"""How many days a shift may reach into."""


class Cover(NamedTuple):
    """People of a line needed and there between two minutes, counted from midnight of the day, half-open."""

    start: int
    end: int
    need: int
    have: int


class Counters:
    """A frame and a plan with its counters, coverage and breaches.

    `put` is the only way to change the plan meanwhile. Setting a cell marks the person and the line's day; they
    are judged again when somebody asks for them.
    """

    def __init__(self, frame: Frame, plan: Plan) -> None:
        self.frame, self.plan = frame, plan
        self.ground = Ground(frame)
        self._presence = Presence(Stretches(self.ground))
        self._groups = {name: comparable(self.ground, name) for name in SENTENCES}
        self._personal: dict[int, tuple[Breach, ...]] = {}
        self._tallies: dict[int, Tally] = {}
        self._unease: dict[int, int] = {}
        self._daily: dict[Where, tuple[Breach, ...]] = {}
        self._stale_people = set(self.ground.facts)
        self._stale_days = set(self._presence.stretches.of)
        for (person, day), code in [*frame.around.items(), *plan.cells.items()]:
            self._count(person, day, code, 1)

    def put(self, person: int, day: date, code: str) -> None:
        """Set one cell of the month; "" empties it."""
        before = self.plan.code(person, day)
        if before == code:
            return
        self.plan.put(person, day, code)
        self._count(person, day, before, -1)
        self._count(person, day, code, 1)
        self._stale_people.add(person)

    def tally(self, person: int) -> Tally:
        """Return what somebody has in the month."""
        self._judge_people()
        return self._tallies[person]

    def of_person(self, person: int) -> tuple[Breach, ...]:
        """Return what is wrong with somebody's month, without what concerns the whole team."""
        self._judge_people()
        self._judge_days()
        lonely = (breach for found in self._daily.values() for breach in found if person in breach.people)
        return (*self._personal[person], *lonely)

    def of_cell(self, person: int, day: date) -> tuple[Breach, ...]:
        """Return what is wrong with one cell."""
        return tuple(breach for breach in self.of_person(person) if day in breach.dates)

    def of_day(self, day: date) -> tuple[Breach, ...]:
        """Return the gaps, the surplus and the lonely trainees of a date."""
        self._judge_days()
        place = self.ground.place(day)
        return tuple(breach for where, found in self._daily.items() if where[0] == place for breach in found)

    def breaches(self) -> tuple[Breach, ...]:
        """Return everything that is wrong: days first, then people, then what is uneven."""
        self._judge_people()
        self._judge_days()
        return (
            *(breach for where in sorted(self._daily) for breach in self._daily[where]),
            *(breach for person in self.ground.facts for breach in self._personal[person]),
            *uneven(self.ground, self._groups, self._tallies),
        )

    def hard(self) -> tuple[Breach, ...]:
        """Return what must not be."""
        return tuple(breach for breach in self.breaches() if breach.hard)

    def gaps(self) -> tuple[Breach, ...]:
        """Return where people are missing."""
        return tuple(breach for breach in self.breaches() if breach.rule is Rule.GAP)

    @property
    def cost(self) -> int:
        """What the search makes small: the costs of all soft breaches, and a little for hours off the norm."""
        return sum(breach.cost for breach in self.breaches()) + sum(self._unease.values())

    def cover(self, day: date, line: str) -> tuple[Cover, ...]:
        """Return the people needed and there on a line through a day; times without both are left out."""
        base = self.ground.place(day) * DAY
        found: list[Cover] = []
        for number in self._presence.stretches.of.get((base // DAY, line), ()):
            stretch, have = self._presence.stretches.all[number], self._presence.at_work[number]
            begin, end = stretch.begin - base, stretch.end - base
            if found and found[-1][1:] == (begin, stretch.need, have):
                found[-1] = found[-1]._replace(end=end)
            elif stretch.need or have:
                found.append(Cover(begin, end, stretch.need, have))
        return tuple(found)

    def missing(self, day: date, line: str) -> int:
        """Return how many people of a line are missing at once on a day, at most."""
        return max((cover.need - cover.have for cover in self.cover(day, line)), default=0)

    def short(self, day: date, line: str) -> tuple[tuple[tuple[Stretch, int], ...], ...]:
        """Return the gaps of a line on a day, each as the stretches it is made of with the people missing."""
        where = (self.ground.place(day), line)
        return tuple(
            tuple((self._presence.stretches.all[number], missing) for number in numbers)
            for numbers, missing in joined(self._presence, where)
        )

    def _count(self, person: int, day: date, code: str, people: int) -> None:
        facts = self.ground.facts.get(person)
        if not code or facts is None:
            return
        place = self.ground.place(day)
        self._presence.add(code, place, people, facts.member.trainee(day), self.frame.limits.breaks_cover)
        self._stale_days |= self._presence.stretches.touched(code, place)

    def _judge_people(self) -> None:
        for person in self._stale_people:
            row = self.ground.row(person, self.plan.cells)
            found = self._personal[person] = judged(row)
            missed = sum(breach.rule is Rule.WISH for breach in found)
            self._tallies[person] = tallied(row, missed)
            self._unease[person] = unease(row)
        self._stale_people.clear()

    def _judge_days(self) -> None:
        for where in self._stale_days:
            lonely = self._lonely(where)
            found = judged_day(self.ground, self._presence, where)
            self._daily[where] = (*found, *lonely)
        self._stale_days.clear()

    def _lonely(self, where: Where) -> Iterable[Breach]:
        numbers = alone(self._presence, where)
        if not numbers:
            return
        stretches = [self._presence.stretches.all[number] for number in numbers]
        for person, place in self._trainees(stretches, where[0]):
            yield Breach(
                Rule.TRAINEE,
                (person,),
                (self.ground.day(place),),
                N_("{person} is a trainee and alone on {line} on {date}, {start}–{end}."),
                {
                    "person": self.ground.facts[person].member.name,
                    "line": self.frame.line(where[1]),
                    "date": self.ground.day(where[0]),
                    "start": clock(stretches[0].begin % DAY),
                    "end": clock((stretches[-1].end - 1) % DAY + 1),
                },
            )

    def _trainees(self, stretches: list[Stretch], place: int) -> list[tuple[int, int]]:
        """Return the trainees who are there in any of the stretches, and the day number their shift begins on."""
        found = []
        for person, facts in self.ground.facts.items():
            for begins in range(max(0, place - _LONGEST), min(place + _LONGEST, self.ground.count)):
                cell: Cell = (person, self.ground.dates[begins])
                on, _ = self._presence.stretches.filled.get((self.plan.cells.get(cell, ""), begins), ((), ()))
                there = {self._presence.stretches.all[number] for number in on}
                if begins in facts.trainee and there & set(stretches):
                    found.append((person, begins))
        return found


def breaches(frame: Frame, plan: Plan) -> tuple[Breach, ...]:
    """Return everything that is wrong with a plan."""
    return Counters(frame, plan).breaches()


def tally_past(frame: Frame, plan: Plan) -> dict[int, Past]:
    """Return what a month adds to people's past; the sums of three of them go into the next frame."""
    counters = Counters(frame, plan)
    found = {}
    for member in frame.members:
        tally = counters.tally(member.id)
        found[member.id] = Past(tally.weekends, tally.weekend_days, tally.holidays, tally.lates)
    return found
