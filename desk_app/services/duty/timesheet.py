"""The timesheet of a month, from fact: what was marked, not what was planned (form T-13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from desk_app.domain import duty as duty_data
from desk_app.domain.calendars import DAY
from desk_app.domain.duty_day import Mark, Said, span_of, worked
from desk_app.domain.office import Office, Person
from desk_app.domain.roster import DayKind, FrameDay, Plan, Shift, ShiftKind
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.duty import schedules
from desk_app.services.duty.presence import marks
from desk_app.services.duty_ports import DutyReads, Paper, Sort
from desk_app.services.ports import Changes, Session

CODES: Final[Mapping[str, str]] = {
    "worked": "Я", "night": "Н", "day-off-worked": "РВ", "free": "В", "leave": "ОТ", "illness": "Б", "journey": "К",
    "unpaid": "ДО", "study": "У", "truancy": "ПР", "absence": "НН", "unknown": "НН",
}  # fmt: skip
"""The letter codes of the form T-13 by what happened; absences by their kind."""
NIGHT: Final = ((0, 6 * 60), (22 * 60, DAY))
"""The hours of the night, as minutes of a date."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of somebody: the code of the form, the working minutes of the date, and those of the night in them."""

    code: str
    minutes: int = 0
    night: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's month, date by date; dates outside their employment are missing."""

    person: Person
    entries: Mapping[date, Entry] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """Working minutes of the month."""
        return sum(entry.minutes for entry in self.entries.values())

    def days(self, first: date, last: date) -> int:
        """Return on how many dates from `first` to `last` they worked."""
        return sum(bool(entry.minutes) for day, entry in self.entries.items() if first <= day <= last)


def timesheet(duty: DutyReads, office: Office, people: Sequence[Person], month: str) -> list[Row]:
    """Return the rows of a month by name. A planned date that nobody marked says so. Raises NoCalendar."""
    first, last = schedules.days_of(month)
    eve = FrameDay(first - timedelta(days=1), DayKind.WORKING)  # whose night may end in this month
    said = marks(duty, eve.on, last)
    plan, earlier = (_in_force(duty, one) for one in (month, schedules.month_before(month)))
    there = {person for person, _ in (*said, *plan.cells)}  # who has left the office since keeps the row
    people = [replace(person, active=person.active or person.id in there) for person in people]
    frame = schedules.frame(duty, office, people, month)
    kinds = {kind.code: kind for kind in frame.kinds}
    found = []
    staff = {person.id: person for person in people}
    for member in frame.members:
        entries: dict[date, Entry] = {}
        for day in (eve, *frame.days):
            if not member.employed(day.on):
                continue
            kind = kinds.get((earlier if day is eve else plan).code(member.id, day.on))
            away = frame.absent(member.id, day.on)
            mine = said.get((member.id, day.on), [])
            _enter(entries, _told(office, kind, day, mine, away.kind if away else ""))
        found.append(Row(staff[member.id], {day: entry for day, entry in entries.items() if first <= day <= last}))
    return found


def as_planned(db: Session, people: Iterable[int], day: date) -> Changes:
    """Mark for `people` that they were there on `day` as the schedule says; who has marks keeps them."""
    rights.require(db, "roster")
    plan = schedules.in_force(db.duty, day.isoformat()[:7])
    kinds = {kind.code: kind for kind in duty_data.kinds_of(db.office)}
    there = marks(db.duty, day, day)
    done = []
    for person in people:
        kind = kinds.get(plan.plan.code(person, day)) if plan else None
        if kind is None or (person, day) in there:
            continue
        span = span_of(db.office.calendar, kind.on(day))
        for what, at in ((Mark.ARRIVED, span.start), (Mark.LEFT, span.end)):
            body = {"mark": what.value, "at": at.astimezone(UTC).isoformat(), "reason": ""}
            db.duty.add(Paper(Sort.MARK, day.isoformat(), person, body))
        done.append(person)
    db.note(Event("duty-as-planned", db.now, {"day": day.isoformat(), "staff": done}))
    return Changes(duty=True)


def _in_force(duty: DutyReads, month: str) -> Plan:
    found = schedules.in_force(duty, month)
    return found.plan if found else Plan()


def _enter(entries: dict[date, Entry], told: Iterable[tuple[date, Entry]]) -> None:
    """Add what a date brought; a night brings something to the next date, too."""
    for day, entry in told:
        before = entries.get(day)
        if before is None or (entry.minutes and not before.minutes):
            entries[day] = entry if before is None else replace(entry, minutes=entry.minutes + before.minutes)
        elif entry.minutes:
            entries[day] = replace(before, minutes=before.minutes + entry.minutes, night=before.night + entry.night)


def _told(
    office: Office, kind: ShiftKind | None, day: FrameDay, said: Sequence[Said], away: str
) -> Iterable[tuple[date, Entry]]:
    span = span_of(office.calendar, kind.on(day.on)) if kind else None
    there = worked(said, span)
    if there is None or there <= timedelta():
        code = away or ("unknown" if kind else "free")
        yield day.on, Entry(CODES.get(code, CODES["absence"]))
        return
    shift = _fact(office, said, kind, day.on)
    name = "day-off-worked" if day.kind is DayKind.HOLIDAY and kind is None else "worked"
    for part in shift.parts():
        night = sum(part.minutes_within(*hours) for hours in NIGHT)
        yield part.day, Entry(CODES[name], part.minutes, night)


def _fact(office: Office, said: Sequence[Said], kind: ShiftKind | None, day: date) -> Shift:
    """Return what was worked as a shift, with the breaks of the schedule."""
    arrived = next(one.at for one in said if one.mark is Mark.ARRIVED)
    left = next(one.at for one in reversed(said) if one.mark is Mark.LEFT)
    start, end = (_minute(office, at, day) for at in (arrived, left))
    rests = kind.breaks if kind else ()
    begin = kind.start if kind else start
    kept = []
    for rest in rests:
        at, until = max(begin + rest.at, start), min(begin + rest.at + rest.length, end)
        if until > at:
            kept.append(replace(rest, at=at - start, length=until - at))
    return Shift(day, start, end - start, tuple(kept))


def _minute(office: Office, at: datetime, day: date) -> int:
    """Return the minute of `at` counted from midnight of `day`."""
    local = at.astimezone(office.zone)
    return (local.date() - day).days * DAY + local.hour * 60 + local.minute
