"""Fairness: weekends, holidays and late shifts, spread evenly over this month and the last three."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from desk_app.domain.errors import N_
from desk_app.domain.roster.breaches import Breach, Rule
from desk_app.domain.roster.rows import Ground, Row
from desk_app.domain.roster.rules import weekends
from desk_app.domain.roster.staff import Past

UNEVEN: Final = 50
"""What each count beyond the allowed spread costs a plan."""

SENTENCES: Final = {
    "weekends": (
        Rule.UNEVEN_WEEKENDS,
        N_("Weekends are uneven: {most} has {high} with the last three months, {least} has {low}."),
    ),
    "weekend_days": (
        Rule.UNEVEN_WEEKEND_DAYS,
        N_("Weekend shifts are uneven: {most} has {high} with the last three months, {least} has {low}."),
    ),
    "holidays": (
        Rule.UNEVEN_HOLIDAYS,
        N_("Holiday shifts are uneven: {most} has {high} with the last three months, {least} has {low}."),
    ),
    "lates": (
        Rule.UNEVEN_LATES,
        N_("Late shifts are uneven: {most} has {high} with the last three months, {least} has {low}."),
    ),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """What one person has in the month; minutes of work, and counts. `past` is that of the three months before."""

    minutes: int = 0
    norm: int = 0
    shifts: int = 0
    weekends: int = 0
    weekend_days: int = 0
    holidays: int = 0
    lates: int = 0
    wishes_met: int = 0
    wishes_missed: int = 0
    past: Past = field(default_factory=Past)

    def total(self, name: str) -> int:
        """Return the count called `name` with that of the three months before."""
        return int(getattr(self, name)) + int(getattr(self.past, name))


def tallied(row: Row, missed: int) -> Tally:
    """Return the counts of a row; `missed` wishes are not granted in it."""
    facts, ground = row.facts, row.ground
    weekend_days = sum(duty.place in ground.weekends for duty in row.inside)
    return Tally(
        minutes=row.minutes,
        norm=facts.norm,
        shifts=len(row.inside),
        weekends=weekends(row),
        weekend_days=weekend_days,
        holidays=sum(duty.place in ground.free for duty in row.inside) - weekend_days,
        lates=sum(duty.kind.end > facts.limits.late_end for duty in row.inside),
        wishes_met=len(facts.wishes) - missed,
        wishes_missed=missed,
        past=facts.past,
    )


def comparable(ground: Ground, name: str) -> tuple[int, ...]:
    """Return who is owed an even share of what is called `name`.

    That is who works full time, the whole month, serves a line that has such work at all, for a trainee one that
    has it for two, and is away on no more than a quarter of the days it falls on.
    """
    lines = {alone: _lines_with(ground, name, 1 if alone else 2) for alone in (True, False)}
    days = _days_of(ground, name)
    return tuple(
        person
        for person, facts in ground.facts.items()
        if facts.member.share >= 100
        and not facts.unemployed
        and len(facts.absent & days) * 4 <= len(days)
        and facts.member.lines & lines[not facts.trainee]
    )


def _lines_with(ground: Ground, name: str, people: int) -> set[str]:
    frame, days = ground.frame, _days_of(ground, name)
    found = {need.line for need in frame.needs if need.people >= people and ground.places.get(need.day) in days}
    if name == "lates":
        found &= {kind.line for kind in frame.kinds if kind.end > frame.limits.late_end}
    return found


def _days_of(ground: Ground, name: str) -> frozenset[int]:
    if name == "lates":
        return frozenset(range(ground.count))
    return ground.weekends if name.startswith("weekend") else ground.free - ground.weekends


def uneven(ground: Ground, groups: Mapping[str, tuple[int, ...]], tallies: Mapping[int, Tally]) -> Iterator[Breach]:
    """Yield what is spread unevenly among the comparable people, `groups` by the name of the count."""
    spread = ground.frame.limits.spread
    if spread is None:
        return
    for name, (rule, sentence) in SENTENCES.items():
        counts = {person: tallies[person].total(name) for person in groups[name]}
        if not counts:
            continue
        low, high = min(counts.values()), max(counts.values())
        if high - low > spread:
            most, least = (_names(ground, counts, count) for count in (high, low))
            people = tuple(person for person, count in counts.items() if count in (low, high))
            params = {"most": most, "least": least, "high": high, "low": low}
            yield Breach(rule, people, (), sentence, params, UNEVEN * (high - low - spread))


def _names(ground: Ground, counts: Mapping[int, int], wanted: int) -> tuple[str, ...]:
    return tuple(ground.facts[person].member.name for person, count in counts.items() if count == wanted)
