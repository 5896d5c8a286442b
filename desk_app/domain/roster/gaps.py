"""Why a gap stays: for each one, who is barred from it by which rule."""

from dataclasses import dataclass
from datetime import date

from desk_app.domain.calendars import DAY
from desk_app.domain.errors import N_
from desk_app.domain.roster.breaches import Breach, Rule
from desk_app.domain.roster.counters import Counters
from desk_app.domain.roster.coverage import Stretch
from desk_app.domain.roster.frame import Frame
from desk_app.domain.roster.plan import Plan
from desk_app.domain.roster.rules import judged


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody who serves the line, and why they cannot fill the gap; without reasons they could, with `code`."""

    person: int
    name: str
    code: str
    reasons: tuple[Breach, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """People missing on a line between two minutes, counted from midnight of `day`, and who is barred from it."""

    day: date
    line: str
    start: int
    end: int
    missing: int
    barred: tuple[Barred, ...]


def explain_gaps(frame: Frame, plan: Plan) -> tuple[Gap, ...]:
    """Return every gap of a plan with the reasons why nobody else fills it.

    Of the shifts that would help, each person is judged by the one that breaks least.
    """
    return _Explainer(Counters(frame, plan.copy())).gaps()


class _Explainer:
    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._ground = counters.ground
        self._hard: dict[int, frozenset[tuple[Rule, tuple[date, ...]]]] = {}

    def gaps(self) -> tuple[Gap, ...]:
        """Return the gaps, by date and line."""
        return tuple(
            self._gap(day.on, line, stretches)
            for day in self._ground.frame.days
            for line in dict.fromkeys(need.line for need in self._ground.frame.needs if need.day == day.on)
            for stretches in self._counters.short(day.on, line)
        )

    def _gap(self, day: date, line: str, stretches: tuple[tuple[Stretch, int], ...]) -> Gap:
        base = self._ground.place(day) * DAY
        begin, end = stretches[0][0].begin, stretches[-1][0].end
        helping = self._helping(line, begin, end)
        members = (member for member in self._ground.frame.members if line in member.lines)
        barred = (self._barred(member.id, member.name, helping) for member in members) if helping else ()
        return Gap(day, line, begin - base, end - base, stretches[0][1], tuple(barred))

    def _helping(self, line: str, begin: int, end: int) -> tuple[tuple[int, str], ...]:
        """Return the shifts that would fill some of the time, as day number and code; those that fill most first."""
        found = []
        for kind in self._ground.frame.kinds:
            for place in range(max(0, begin // DAY - 2), min(self._ground.count, end // DAY + 1)):
                filled = min(end, place * DAY + kind.end) - max(begin, place * DAY + kind.start)
                if kind.line == line and filled > 0:
                    found.append((-filled, place, kind.code))
        return tuple((place, code) for _filled, place, code in sorted(found))

    def _barred(self, person: int, name: str, helping: tuple[tuple[int, str], ...]) -> Barred:
        tried = []
        for place, code in helping:
            reasons = self._reasons(person, place, code)
            if not reasons:
                return Barred(person, name, code, ())
            tried.append(Barred(person, name, code, reasons))
        return min(tried, key=lambda barred: len(barred.reasons))

    def _reasons(self, person: int, place: int, code: str) -> tuple[Breach, ...]:
        """Return what would be broken if somebody did the shift besides."""
        cell = (person, self._ground.day(place))
        there = self._counters.plan.code(*cell)
        params = {"person": self._ground.facts[person].member.name, "date": cell[1], "code": self._ground.label(there)}
        if there:
            sentence = N_("{person} has the shift “{code}” on {date} already.")
            return (Breach(Rule.GAP, (person,), (cell[1],), sentence, params),)
        if cell in self._counters.plan.pins:
            sentence = N_("The free day of {person} on {date} is pinned.")
            return (Breach(Rule.GAP, (person,), (cell[1],), sentence, params),)
        if person not in self._hard:
            self._hard[person] = frozenset(map(_known_by, self._judged(person, {})))
        with_it = self._judged(person, {cell: code})
        return tuple(breach for breach in with_it if _known_by(breach) not in self._hard[person])

    def _judged(self, person: int, more: dict[tuple[int, date], str]) -> tuple[Breach, ...]:
        row = self._ground.row(person, {**self._counters.plan.cells, **more})
        return tuple(breach for breach in judged(row) if breach.hard)


def _known_by(breach: Breach) -> tuple[Rule, tuple[date, ...]]:
    return breach.rule, breach.dates
