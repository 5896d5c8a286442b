"""When something is due, how much working time it has had, and why: day by day.

Working time is what lies inside the working calendar's intervals and outside the pauses. It is derived from moments
alone, so nothing is ever counted up and lost: not by a pause, a reopening or a change of priority.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from desk_app.domain.calendars import Day, Kind, WorkingCalendar
from desk_app.domain.errors import N_, BadInput

WARN_AT: Final = 0.8
"""The share of the working time after which a warning is given."""
LONGEST: Final = 3 * 366
"""Days looked ahead for working time before it is said that there is none."""
ZERO: Final = timedelta()


class Mode(StrEnum):
    """How a time limit counts."""

    MINUTES = "minutes"
    """So many working minutes."""
    DAYS = "days"
    """To the end of the Nth working day; the day it starts on is not counted (K-4.5)."""
    TODAY = "today"
    """To the end of the working day; what comes after hours has the next one (S-3.3)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: `amount` are working minutes or working days, by its mode."""

    mode: Mode
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """A half-open stretch of time that does not count; `until` None is still going on."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that made the date what it is: the office's day, and a sentence in parts."""

    day: date
    template: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due and when to warn (UTC; None while the clock stands), and the reasons, day by day."""

    at: datetime | None
    warn_at: datetime | None
    reasons: tuple[Reason, ...]


def consumed(calendar: WorkingCalendar, since: datetime, until: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
    """Return the working time between two moments that no pause covers; none when `until` is before `since`."""
    total = ZERO
    for begin, end in _spans(calendar, since, pauses, calendar.local_day(max(since, until))):
        total += max(ZERO, min(end, until) - begin)
    return total


def later(calendar: WorkingCalendar, since: datetime, amount: timedelta, pauses: Sequence[Pause] = ()) -> datetime:
    """Return the moment when `amount` of working time has passed since `since`.

    The end of a working interval is taken rather than the beginning of the next. Raises NoCalendar, and BadInput
    where the calendar has no working time within three years.
    """
    left = amount
    for begin, end in _spans(calendar, since, pauses):
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise _no_working_time()


def end_of_day(calendar: WorkingCalendar, since: datetime, days: int) -> datetime:
    """Return the end of the `days`th working day after the day of `since`.

    With 0 it is the end of that day itself, or of the next working day when its work is over or there is none.
    """
    day = calendar.local_day(since)
    left = days
    for ahead in range(LONGEST):
        spans = calendar.spans(day + timedelta(days=ahead))
        if not spans or (days and not ahead):
            continue
        if not days and since < spans[-1][1]:
            return spans[-1][1]
        left -= 1
        if days and not left:
            return spans[-1][1]
    raise _no_working_time()


def due(calendar: WorkingCalendar, limit: Limit, since: datetime, pauses: Sequence[Pause] = ()) -> Due:
    """Return when what started at `since` (UTC) is due by `limit`, and why.

    Pauses move a date that counts days by their working time, to the end of the working day they lead to. While a
    pause goes on there is no date.
    """
    if any(pause.until is None for pause in pauses):
        return Due(None, None, tuple(_told(calendar, since, None, limit, pauses)))
    if limit.mode is Mode.MINUTES:
        at = later(calendar, since, timedelta(minutes=limit.amount), pauses)
    else:
        at = end_of_day(calendar, since, limit.amount if limit.mode is Mode.DAYS else 0)
        at = moved_by_pauses(calendar, since, at, pauses)
    whole = consumed(calendar, since, at, pauses)
    warn_at = later(calendar, since, timedelta(seconds=round(whole.total_seconds() * WARN_AT)), pauses)
    return Due(at, warn_at, tuple(_told(calendar, since, at, limit, pauses)))


def moved_by_pauses(calendar: WorkingCalendar, since: datetime, at: datetime, pauses: Sequence[Pause]) -> datetime:
    """Return the end of the working day that `at` comes to when the paused working time is added.

    Who was in time when a pause began has at least the day on which it ends.
    """
    moved, counted = at, ZERO
    for begin, end in _merged(pauses, since):
        if begin >= moved:
            break
        counted += consumed(calendar, begin, end)
        if counted:
            moved = end_of_day(calendar, later(calendar, at, counted) - timedelta(microseconds=1), 0)
            moved = max(moved, end_of_day(calendar, end, 0))
    return moved


def _spans(
    calendar: WorkingCalendar, since: datetime, pauses: Sequence[Pause], last: date | None = None
) -> Iterator[tuple[datetime, datetime]]:
    """Give the working stretches from `since` on that no pause covers, until the day `last`."""
    stops = _merged(pauses, since)
    day = calendar.local_day(since)
    for ahead in range(LONGEST if last is None else (last - day).days + 1):
        for begin, end in calendar.spans(day + timedelta(days=ahead)):
            yield from _cut(max(begin, since), end, stops)


def _cut(
    begin: datetime, end: datetime, stops: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """Give what is left of a stretch of time when `stops`, which are in order, are taken out."""
    for stop, go_on in stops:
        if go_on <= begin or stop >= end:
            continue
        if stop > begin:
            yield begin, stop
        begin = go_on
    if begin < end:
        yield begin, end


def _merged(pauses: Iterable[Pause], since: datetime) -> list[tuple[datetime, datetime]]:
    """Return the pauses in order and without overlap; one that goes on lasts for ever."""
    forever = datetime.max.replace(tzinfo=since.tzinfo)
    found: list[tuple[datetime, datetime]] = []
    for begin, end in sorted((max(pause.since, since), pause.until or forever) for pause in pauses):
        if end <= begin:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


# -- why ---------------------------------------------------------------------------------------------------------------


def _told(
    calendar: WorkingCalendar, since: datetime, at: datetime | None, limit: Limit, pauses: Sequence[Pause]
) -> Iterator[Reason]:
    first = calendar.local_day(since)
    last = calendar.local_day(at) if at else max([first, *(calendar.local_day(pause.since) for pause in pauses)])
    if limit.mode is Mode.DAYS:
        yield Reason(first, N_("the day it starts is not counted"))
    for ahead in range((last - first).days + 1):
        day = calendar.day(first + timedelta(days=ahead))
        if reason := reason_of_day(day):
            yield reason
        for pause in pauses:
            if calendar.local_day(pause.since) == day.on:
                yield _of_pause(calendar, pause)


def reason_of_day(day: Day) -> Reason | None:
    """Return why `day` is not like others; None for an ordinary working day."""
    match day.kind:
        case Kind.WEEKEND:
            return Reason(day.on, N_("a day off of the week"))
        case Kind.HOLIDAY:
            return Reason(day.on, N_("a holiday: {name}"), {"name": day.names})
        case Kind.MOVED:
            return Reason(day.on, N_("a day off, moved from {other}"), {"other": day.other})
        case Kind.SHORTENED:
            return Reason(day.on, N_("a shortened day, until {until}"), {"until": _clock(day)})
        case Kind.WORKING_WEEKEND if day.shortened:
            return Reason(day.on, N_("a working day off, shortened, until {until}"), {"until": _clock(day)})
        case Kind.WORKING_WEEKEND:
            return Reason(day.on, N_("a working day off, until {until}"), {"until": _clock(day)})
        case Kind.OWN:
            template = N_("set by the office: {hours}") if day.intervals else N_("set by the office: a day off")
            return Reason(day.on, template, {"hours": _hours(day)} if day.intervals else {})
    return None


def _of_pause(calendar: WorkingCalendar, pause: Pause) -> Reason:
    since = pause.since.astimezone(calendar.zone)
    if pause.until is None:
        return Reason(since.date(), N_("the clock stands since {since}"), {"since": since})
    minutes = round(consumed(calendar, pause.since, pause.until) / timedelta(minutes=1))
    until = pause.until.astimezone(calendar.zone)
    params = {"since": since, "until": until, "minutes": minutes}
    return Reason(since.date(), N_("the clock stood from {since} to {until}: {minutes} working minutes"), params)


def _clock(day: Day) -> str:
    end = day.intervals[-1].end if day.intervals else 0
    return f"{end // 60}:{end % 60:02}"


def _hours(day: Day) -> str:
    return ", ".join(f"{i.start // 60}:{i.start % 60:02}-{i.end // 60}:{i.end % 60:02}" for i in day.intervals)


def _no_working_time() -> BadInput:
    return BadInput("The office has no working time within three years. Look at its hours and its calendar.")
