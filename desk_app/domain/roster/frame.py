"""The frame of a month: the days, people, shift kinds, needs and limits that a plan is judged by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from desk_app.domain.calendars import FREE_WEEKDAYS, SHORTER, WorkingCalendar
from desk_app.domain.errors import BadInput
from desk_app.domain.roster.demand import DayKind, Demand, Need, day_kind, needs_of
from desk_app.domain.roster.limits import Limits
from desk_app.domain.roster.plan import Cell
from desk_app.domain.roster.shifts import ShiftKind
from desk_app.domain.roster.staff import Absence, Member, Past, Wish


@dataclass(frozen=True, slots=True)
class FrameDay:
    """One date of the month. `norm` is what it adds to the norm of a full-time person, in minutes.

    `weekend` is set on the weekly days off of the country, unless the date is a working one.
    """

    on: date
    kind: DayKind
    norm: int = 0
    weekend: bool = False


@dataclass(frozen=True)
class Frame:
    """Everything a plan is judged by.

    `days` follow each other without a hole. `lines` gives the labels of the lines by code. `around` holds the
    cells just outside (the end of the last month, the beginning of the next one where it is planned already), for
    rest and runs across the edge. `past` is what people did in the three months before.
    """

    days: tuple[FrameDay, ...]
    kinds: tuple[ShiftKind, ...]
    members: tuple[Member, ...]
    needs: tuple[Need, ...] = ()
    limits: Limits = field(default_factory=Limits)
    absences: tuple[Absence, ...] = ()
    wishes: tuple[Wish, ...] = ()
    around: Mapping[Cell, str] = field(default_factory=dict)
    past: Mapping[int, Past] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> date:
        """The first date of the month."""
        return self.days[0].on

    @property
    def last(self) -> date:
        """The last date of the month."""
        return self.days[-1].on

    def limits_of(self, member: Member) -> Limits:
        """Return the limits that hold for somebody."""
        return member.limits or self.limits

    def line(self, code: str) -> str:
        """Return how people call a line."""
        return self.lines.get(code, code)

    def absent(self, person: int, day: date) -> Absence | None:
        """Return the absence of somebody on `day`, None when they are there."""
        found = (absence for absence in self.absences if absence.person == person)
        return next((absence for absence in found if absence.first <= day <= absence.last), None)

    def norm(self, member: Member) -> int:
        """Return the minutes somebody owes this month: the calendar's norm, less leave, for the time employed."""
        owed = 0
        for day in self.days:
            absence = self.absent(member.id, day.on)
            if member.employed(day.on) and not (absence and absence.lowers_norm):
                owed += day.norm
        return owed * member.share // 100


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last date of a month."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def frame_of(
    calendar: WorkingCalendar,
    first: date,
    last: date,
    *,
    kinds: Iterable[ShiftKind],
    members: Iterable[Member],
    demands: Iterable[Demand],
    limits: Limits,
    **more: object,
) -> Frame:
    """Return the frame of the dates from `first` to `last` (included) in an office with this calendar.

    The norm is the calendar's: `limits.day_norm` a working day, an hour less on a shortened one, nothing on days
    off. `more` are further fields of Frame. Raises NoCalendar, and BadInput when a shift kind occurs twice.
    """
    kinds, demands = tuple(kinds), tuple(demands)
    weekly = FREE_WEEKDAYS.get(calendar.country, (5, 6))
    if twice := next((kind.code for kind in kinds if sum(kind.code == other.code for other in kinds) > 1), None):
        raise BadInput("There are two kinds of shifts “{code}”. Give one of them another code.", code=twice)
    days, needs = [], list[Need]()
    for number in range((last - first).days + 1):
        day = calendar.day(first + timedelta(days=number))
        kind = day_kind(day)
        norm = 0 if kind.free else limits.day_norm - SHORTER * (kind is DayKind.SHORTENED)
        days.append(FrameDay(day.on, kind, norm, kind.free and day.on.weekday() in weekly))
        needs += needs_of(demands, day)
    return Frame(tuple(days), kinds, tuple(members), tuple(needs), limits, **more)  # type: ignore[arg-type]
