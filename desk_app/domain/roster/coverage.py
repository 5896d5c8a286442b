"""Coverage: how many people each line has at every moment, against how many it needs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final, TypeAlias

from desk_app.domain.calendars import DAY, Interval
from desk_app.domain.errors import N_
from desk_app.domain.roster.breaches import Breach, Rule
from desk_app.domain.roster.demand import Need
from desk_app.domain.roster.rows import Ground
from desk_app.domain.roster.rules import clock
from desk_app.domain.roster.shifts import ShiftKind

_REACH: Final = 2
"""How many days before the month a shift may begin that still reaches into it."""
Where: TypeAlias = tuple[int, str]
"""A day number and a line."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time of a line in which nobody comes or goes and the need is one: minutes from the first midnight, half-open.

    `place` is the day number it is counted on: that of the need, which for a night may be the day before.
    """

    line: str
    place: int
    begin: int
    end: int
    need: int = 0
    short: int = 0
    over: int = 0


class Stretches:
    """The stretches of a month, numbered; which of them a shift of each kind on each day fills."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        lines = {kind.line: None for kind in ground.frame.kinds} | {need.line: None for need in ground.frame.needs}
        self.all = tuple(stretch for line in lines for stretch in self._of_line(line))
        self.of: dict[Where, list[int]] = {}
        for number, stretch in enumerate(self.all):
            self.of.setdefault((stretch.place, stretch.line), []).append(number)
        self._starts = {line: self._numbered(line) for line in lines}
        self.filled = {
            (kind.code, place): self._filled(kind, place)
            for kind in ground.frame.kinds
            for place in range(-_REACH, ground.count + 1)
        }
        """For a code and a day number: the stretches somebody is on the shift, and those they are at work."""

    def touched(self, code: str, place: int) -> frozenset[Where]:
        """Return the days and lines that a shift has a part in."""
        on, _present = self.filled.get((code, place), ((), ()))
        return frozenset((self.all[number].place, self.all[number].line) for number in on)

    def _of_line(self, line: str) -> Iterator[Stretch]:
        ground = self._ground
        needs = [(need, ground.place(need.day) * DAY) for need in ground.frame.needs if need.line == line]
        cuts = {edge for need, base in needs for edge in (base + need.start, base + need.end)}
        for kind in ground.frame.kinds:
            if kind.line == line:
                edges = {kind.start, kind.end, *(edge for span in _rests(kind) for edge in (span.start, span.end))}
                cuts |= {place * DAY + edge for place in range(-_REACH, ground.count) for edge in edges}
        cuts.add(0)
        asked = sorted(needs, key=lambda pair: pair[1] + pair[0].start)
        for begin, end in pairwise(sorted(cut for cut in cuts if cut >= 0)):
            fitting = [need for need, base in _around(asked, begin) if base + need.start <= begin < base + need.end]
            most = max(fitting, key=lambda need: need.people, default=None)
            if most is None:
                yield Stretch(line, min(begin // DAY, ground.count - 1), begin, end)
            else:
                yield Stretch(line, ground.place(most.day), begin, end, most.people, most.short, most.over)

    def _numbered(self, line: str) -> list[tuple[int, Stretch]]:
        return [(number, stretch) for number, stretch in enumerate(self.all) if stretch.line == line]

    def _filled(self, kind: ShiftKind, place: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        begin, end, base = place * DAY + kind.start, place * DAY + kind.end, place * DAY
        on = [(n, found) for n, found in self._starts[kind.line] if begin <= found.begin and found.end <= end]
        rests = _rests(kind)
        away = {n for n, found in on for span in rests if span.start <= found.begin - base < span.end}
        return tuple(n for n, _found in on), tuple(n for n, _found in on if n not in away)


def _around(asked: Sequence[tuple[Need, int]], begin: int) -> Iterable[tuple[Need, int]]:
    return (pair for pair in asked if abs(pair[1] - begin) <= 3 * DAY)


def _rests(kind: ShiftKind) -> tuple[Interval, ...]:
    return tuple(Interval(kind.start + rest.at, kind.start + rest.at + rest.length) for rest in kind.breaks)


@dataclass
class Presence:
    """How many people are there in each stretch: `at_work` without those on a break, where that counts."""

    stretches: Stretches
    skilled: list[int] = field(init=False)
    trainees: list[int] = field(init=False)
    at_work: list[int] = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.stretches.all)
        self.skilled, self.trainees, self.at_work = [0] * count, [0] * count, [0] * count

    def add(self, code: str, place: int, people: int, trainee: bool, breaks_cover: bool) -> None:
        """Let `people` more (fewer, if negative) do a shift that begins on day `place`."""
        on, present = self.stretches.filled.get((code, place), ((), ()))
        counts = self.trainees if trainee else self.skilled
        for number in on:
            counts[number] += people
        for number in on if breaks_cover else present:
            self.at_work[number] += people


def judged_day(ground: Ground, presence: Presence, where: Where) -> tuple[Breach, ...]:
    """Return the gaps and the costly surplus of one line on one day."""
    return (*_gaps(ground, presence, where), *_surplus(ground, presence, where))


def _gaps(ground: Ground, presence: Presence, where: Where) -> Iterator[Breach]:
    for numbers, missing in joined(presence, where):
        stretches = [presence.stretches.all[number] for number in numbers]
        begin, end = stretches[0].begin, stretches[-1].end
        yield Breach(
            Rule.GAP,
            (),
            (ground.day(where[0]),),
            N_("{line}, {date}, {start}–{end}: people missing: {n}."),
            _said(ground, where, begin, end) | {"n": missing},
            sum(missing * stretch.short for stretch in stretches),
        )


def joined(presence: Presence, where: Where) -> Iterator[tuple[list[int], int]]:
    """Yield stretches in which equally many are missing and that follow each other."""
    found, at_work = presence.stretches, presence.at_work
    short = [(n, found.all[n].need - at_work[n]) for n in found.of.get(where, ()) if found.all[n].need > at_work[n]]

    def key(pair: tuple[int, tuple[int, int]]) -> tuple[int, int]:
        return pair[1][0] - pair[0], pair[1][1]

    for (_, missing), group in groupby(enumerate(short), key):
        yield [number for _, (number, _) in group], missing


def _surplus(ground: Ground, presence: Presence, where: Where) -> Iterator[Breach]:
    for number in presence.stretches.of.get(where, ()):
        stretch = presence.stretches.all[number]
        if stretch.over and (more := presence.at_work[number] - stretch.need) > 0:
            yield Breach(
                Rule.SURPLUS,
                (),
                (ground.day(where[0]),),
                N_("{line}, {date}, {start}–{end}: more people than needed: {n}."),
                _said(ground, where, stretch.begin, stretch.end) | {"n": more},
                more * stretch.over,
            )


def _said(ground: Ground, where: Where, begin: int, end: int) -> dict[str, object]:
    return {
        "line": ground.frame.line(where[1]),
        "code": where[1],
        "date": ground.day(where[0]),
        "start": clock(begin % DAY),
        "end": clock((end - 1) % DAY + 1),
    }


def alone(presence: Presence, where: Where) -> list[int]:
    """Return the stretches of a day and line in which trainees are there and nobody else (E-5.1)."""
    return [
        number
        for number in presence.stretches.of.get(where, ())
        if presence.trainees[number] and not presence.skilled[number]
    ]
