"""The text format of published shift-scheduling instances, mapped to our own rules.

Every shift becomes a line of its own with a need on every day, so that covering it too much or too little costs what
the instance says; requests become wishes, days off absences. The first day is a Monday.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from desk_app.domain.errors import N_, BadInput
from desk_app.domain.roster.demand import DayKind, Need
from desk_app.domain.roster.frame import Frame, FrameDay
from desk_app.domain.roster.limits import Limits
from desk_app.domain.roster.plan import Cell
from desk_app.domain.roster.shifts import ShiftKind
from desk_app.domain.roster.staff import Absence, Member, Wish

MONDAY: Final = date(2024, 1, 1)
"""The day that number 0 of an instance is taken for."""
WEEKEND: Final = (5, 6)
SECTIONS: Final = (
    "SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_DAYS_OFF", "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS", "SECTION_COVER",
)  # fmt: skip


def read_instance(text: str) -> Frame:
    """Return the frame that an instance describes. Raises BadInput that names the line it cannot read."""
    return _Reader(text).frame()


def roster_of(frame: Frame, cells: dict[Cell, str]) -> dict[str, list[str]]:
    """Return a plan as the published format has it: by employee, one shift or "" a day."""
    return {member.name: [cells.get((member.id, day.on), "") for day in frame.days] for member in frame.members}


class _Reader:
    def __init__(self, text: str) -> None:
        self._sections: dict[str, list[tuple[int, list[str]]]] = {name: [] for name in SECTIONS}
        self._number = 0
        section = ""
        for number, line in enumerate(text.splitlines(), 1):
            words = line.strip()
            if words in self._sections:
                section = words
            elif words and not words.startswith("#"):
                self._number = number
                if not section:
                    raise self._unreadable()
                self._sections[section].append((number, [part.strip() for part in words.split(",")]))

    def frame(self) -> Frame:
        """Return what was read as a frame."""
        try:
            return self._frame()
        except (ValueError, IndexError, KeyError):
            raise self._unreadable() from None

    def _frame(self) -> Frame:
        (horizon,) = (int(parts[0]) for parts in self._of("SECTION_HORIZON"))
        self._days = [MONDAY + timedelta(days=number) for number in range(horizon)]
        shifts = list(self._of("SECTION_SHIFTS"))
        kinds = tuple(ShiftKind(parts[0], parts[0], 0, int(parts[1]), parts[0]) for parts in shifts)
        members = tuple(self._members({parts[0]: _codes(parts[2:]) for parts in shifts}))
        self._people = {member.name: member.id for member in members}
        on = self._wishes("SECTION_SHIFT_ON_REQUESTS", True)
        off = self._wishes("SECTION_SHIFT_OFF_REQUESTS", False)
        return Frame(
            days=tuple(map(_frame_day, self._days)),
            kinds=kinds,
            members=members,
            needs=tuple(self._needs({kind.code: kind.length for kind in kinds})),
            limits=Limits(off_norm=None, spread=None),
            absences=tuple(self._absences()),
            wishes=(*on, *off),
        )

    def _needs(self, lengths: dict[str, int]) -> Iterator[Need]:
        for day, code, people, under, over in self._of("SECTION_COVER"):
            yield Need(self._days[int(day)], code, 0, lengths[code], int(people), int(under), int(over))

    def _absences(self) -> Iterator[Absence]:
        for name, *places in self._of("SECTION_DAYS_OFF"):
            for place in places:
                yield Absence(self._people[name], self._days[int(place)], self._days[int(place)], "off")

    def _members(self, not_after: dict[str, frozenset[str]]) -> Iterator[Member]:
        for number, parts in enumerate(self._of("SECTION_STAFF"), 1):
            name, counts, most, least, in_row, least_in_row, least_off, weekends = parts
            kinds = {code: int(count) for code, _, count in (pair.partition("=") for pair in counts.split("|"))}
            limits = Limits(
                days_in_row=int(in_row),
                most=int(most),
                least=int(least),
                weekends=int(weekends),
                kinds=kinds,
                not_after=not_after,
                least_in_row=int(least_in_row),
                least_off=int(least_off),
                off_norm=None,
                spread=None,
            )
            yield Member(number, name, frozenset(code for code, count in kinds.items() if count), limits=limits)

    def _wishes(self, section: str, wanted: bool) -> Iterator[Wish]:
        for name, day, code, weight in self._of(section):
            yield Wish(self._people[name], self._days[int(day)], code, wanted, int(weight))

    def _of(self, section: str) -> Iterator[list[str]]:
        for number, parts in self._sections[section]:
            self._number = number
            yield parts

    def _unreadable(self) -> BadInput:
        return BadInput(
            N_("Line {number} is not of the shift-scheduling format. Check the file, or take another one."),
            number=self._number,
        )


def _codes(parts: list[str]) -> frozenset[str]:
    return frozenset(code for part in parts for code in part.split("|") if code)


def _frame_day(day: date) -> FrameDay:
    weekend = day.weekday() in WEEKEND
    return FrameDay(day, DayKind.WEEKEND if weekend else DayKind.WORKING, 0, weekend)
