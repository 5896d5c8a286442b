"""Shifts: a date, a start, a length and breaks, so that a night is nothing special."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desk_app.domain.calendars import DAY, Interval


@dataclass(frozen=True, slots=True)
class Break:
    """A rest within a shift (E-8.1d): it begins `at` minutes after the shift does. A paid one counts as work."""

    at: int
    length: int
    paid: bool = False


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """A kind of shift, as the office's legend has it.

    `code` is what a cell of the grid holds. `start` is a minute of the day (0..1439), `length` is in minutes with
    all breaks and may reach into the next day. `line` is the line of support it serves.
    """

    code: str
    label: str
    start: int
    length: int
    line: str
    breaks: tuple[Break, ...] = ()
    colour: str = ""

    @property
    def end(self) -> int:
        """The minute it ends at, counted from midnight of the day it begins; over 1440 for a night."""
        return self.start + self.length

    @property
    def minutes(self) -> int:
        """Working minutes: the length without unpaid breaks."""
        return self.length - sum(rest.length for rest in self.breaks if not rest.paid)

    def on(self, day: date) -> "Shift":
        """Return the shift of this kind that begins on `day`."""
        return Shift(day, self.start, self.length, self.breaks, self.code)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift that begins on `day` at minute `start` and takes `length` minutes, breaks included.

    `code` names its kind; "" is a shift of its own hours.
    """

    day: date
    start: int
    length: int
    breaks: tuple[Break, ...] = ()
    code: str = ""

    @property
    def end(self) -> int:
        """The minute it ends at, counted from midnight of `day`; over 1440 for a night."""
        return self.start + self.length

    @property
    def minutes(self) -> int:
        """Working minutes: the length without unpaid breaks."""
        return self.length - sum(rest.length for rest in self.breaks if not rest.paid)

    def work(self) -> tuple[Interval, ...]:
        """Return when work is done, counted from midnight of `day`: everything but unpaid breaks."""
        found, begin = [], self.start
        for rest in sorted(self.breaks, key=lambda rest: rest.at):
            if not rest.paid:
                found.append(Interval(begin, self.start + rest.at))
                begin = self.start + rest.at + rest.length
        found.append(Interval(begin, self.end))
        return tuple(part for part in found if part.start < part.end)

    def parts(self) -> "tuple[Part, ...]":
        """Return what of the shift falls on each date; their minutes sum to those of the shift."""
        days: dict[int, list[Interval]] = {}
        for span in self.work():
            for number, part in _by_day(span):
                days.setdefault(number, []).append(part)
        return tuple(Part(self.day + timedelta(days=number), tuple(spans)) for number, spans in sorted(days.items()))


@dataclass(frozen=True, slots=True)
class Part:
    """What of a shift falls on one date: the working time as minutes of that date, 0..1440, half-open."""

    day: date
    work: tuple[Interval, ...]

    @property
    def minutes(self) -> int:
        """Working minutes."""
        return sum(span.end - span.start for span in self.work)

    def minutes_within(self, start: int, end: int) -> int:
        """Return the working minutes between two minutes of the date; a night is asked for in two pieces."""
        return sum(max(0, min(span.end, end) - max(span.start, start)) for span in self.work)


def _by_day(span: Interval) -> Iterator[tuple[int, Interval]]:
    begin = span.start
    while begin < span.end:
        number = begin // DAY
        end = min(span.end, (number + 1) * DAY)
        yield number, Interval(begin - number * DAY, end - number * DAY)
        begin = end
