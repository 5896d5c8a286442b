"""A day of duty as it is: who is here, at lunch, away or late, told from marks and the schedule (E-8.1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from desk_app.domain.calendars import DAY, WorkingCalendar
from desk_app.domain.errors import N_
from desk_app.domain.roster import Shift

UNDISTURBED: Final = timedelta(minutes=20)
"""How long somebody may ask not to be disturbed (E-8.1c)."""
LATE: Final = timedelta(minutes=1)
"""From when on somebody is late."""


class Mark(StrEnum):
    """What somebody says of themselves."""

    ARRIVED = "arrived"
    LEFT = "left"
    LUNCH = "lunch"
    BREAK = "break"
    UNDISTURBED = "undisturbed"
    AWAY = "away"
    BACK = "back"


class Presence(StrEnum):
    """What the board shows of somebody."""

    EXPECTED = "expected"
    WORKING = "working"
    LUNCH = "lunch"
    BREAK = "break"
    UNDISTURBED = "undisturbed"
    AWAY = "away"
    LEFT = "left"
    FREE = "free"


_SHOWN: Final[Mapping[Mark, Presence]] = {
    Mark.ARRIVED: Presence.WORKING,
    Mark.BACK: Presence.WORKING,
    Mark.LEFT: Presence.LEFT,
    Mark.LUNCH: Presence.LUNCH,
    Mark.BREAK: Presence.BREAK,
    Mark.UNDISTURBED: Presence.UNDISTURBED,
    Mark.AWAY: Presence.AWAY,
}


@dataclass(frozen=True, slots=True)
class Said:
    """One mark: what, when (UTC), and why where that is asked."""

    mark: Mark
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A shift in time (UTC), with its breaks."""

    start: datetime
    end: datetime
    breaks: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Warned:
    """Something the head ought to see: a sentence in parts."""

    template: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands now: what the board shows, `since` when (UTC), and what is wrong with it."""

    presence: Presence
    since: datetime | None = None
    reason: str = ""
    warnings: tuple[Warned, ...] = ()


def span_of(calendar: WorkingCalendar, shift: Shift) -> Span:
    """Return `shift` in time."""

    def moment(minute: int) -> datetime:
        return calendar.moment(shift.day + timedelta(days=minute // DAY), minute % DAY)

    starts = (shift.start + rest.at for rest in shift.breaks)
    breaks = tuple((moment(at), moment(at + rest.length)) for at, rest in zip(starts, shift.breaks, strict=True))
    return Span(moment(shift.start), moment(shift.end), breaks)


def standing(spans: Sequence[Span], said: Iterable[Said], now: datetime) -> Standing:
    """Return how somebody with these shifts today stands at `now`, after what they `said`, oldest first."""
    marks = [one for one in said if one.at <= now]
    shift = _present(spans, now)
    last = marks[-1] if marks else None
    warnings = [*_lateness(spans, marks, now), *_early(spans, marks)]
    if last is None:
        expected = shift is not None and now < shift.end
        return Standing(Presence.EXPECTED if expected else Presence.FREE, None, "", tuple(warnings))
    shown = _SHOWN[last.mark]
    if shown is Presence.WORKING and shift and (pause := _pause(shift, now)):
        return Standing(Presence.LUNCH, pause[0], "", tuple(warnings))  # the schedule says so itself (E-8.1d)
    warnings += _now_wrong(shown, last, shift, now)
    return Standing(shown, last.at, last.reason, tuple(warnings))


def worked(said: Sequence[Said], span: Span | None) -> timedelta | None:
    """Return the working time between arriving and leaving, less the scheduled breaks; None where one is not marked."""
    arrived = next((one.at for one in said if one.mark is Mark.ARRIVED), None)
    left = next((one.at for one in reversed(said) if one.mark is Mark.LEFT), None)
    if arrived is None or left is None or left < arrived:
        return None
    rests = span.breaks if span else ()
    taken = sum((max(timedelta(), min(left, end) - max(arrived, start)) for start, end in rests), timedelta())
    return left - arrived - taken


def needs_reason(mark: Mark, spans: Sequence[Span], now: datetime) -> bool:
    """Tell whether `mark` lies outside the schedule, so that the head has to be told why (E-7c)."""
    if mark in (Mark.BREAK, Mark.LUNCH):
        shift = _present(spans, now)
        return shift is None or _pause(shift, now) is None
    return mark is Mark.AWAY


def _present(spans: Sequence[Span], now: datetime) -> Span | None:
    """Return the shift that goes on at `now`, or else the next one of the day."""
    return next((span for span in spans if now < span.end), None)


def _pause(span: Span, now: datetime) -> tuple[datetime, datetime] | None:
    return next((rest for rest in span.breaks if rest[0] <= now < rest[1]), None)


def _lateness(spans: Sequence[Span], marks: Sequence[Said], now: datetime) -> list[Warned]:
    arrived = next((one.at for one in marks if one.mark is Mark.ARRIVED), None)
    if not spans:
        return []
    late = (arrived or now) - spans[0].start
    if late < LATE or (arrived is None and now >= spans[-1].end):
        return []
    template = N_("Late by {minutes} min.") if arrived else N_("Not here yet: {minutes} min.")
    return [Warned(template, {"minutes": int(late.total_seconds()) // 60})]


def _early(spans: Sequence[Span], marks: Sequence[Said]) -> list[Warned]:
    left = marks[-1].at if marks and marks[-1].mark is Mark.LEFT else None
    if left is None or not spans or spans[-1].end - left < LATE:
        return []
    return [Warned(N_("Left {minutes} min early."), {"minutes": int((spans[-1].end - left).total_seconds()) // 60})]


def _now_wrong(shown: Presence, last: Said, shift: Span | None, now: datetime) -> list[Warned]:
    minutes = int((now - last.at).total_seconds()) // 60
    if shown is Presence.UNDISTURBED and now - last.at > UNDISTURBED:
        return [Warned(N_("“Do not disturb” for {minutes} min; at most 20."), {"minutes": minutes})]
    if shown is Presence.LUNCH and shift and not _pause(shift, last.at) and not _pause(shift, now):
        return [Warned(N_("At lunch outside the schedule."), {})]
    if shown is Presence.BREAK and shift and not _pause(shift, now):
        return [Warned(N_("On a break outside the schedule: {reason}"), {"reason": last.reason or "—"})]
    return []
