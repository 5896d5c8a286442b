"""What is said of the time a ticket has: how it stands now, and why it is due when it is."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from desk_app.app.theme import Hue
from desk_app.domain.clock import Why, why
from desk_app.domain.deadlines import Reason, consumed
from desk_app.domain.errors import UserError
from desk_app.domain.office import Office
from desk_app.domain.tickets import Ticket
from desk_app.i18n import explain, explained, format_date, format_moment, tr, weekday_name
from desk_app.services.ports import TicketCard

_STANDS: Final = "clock-pause"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ticket stands with its time: words, the colour that says the same, and the picture beside them."""

    text: str
    hue: Hue
    symbol: str


def standing(office: Office, ticket: Ticket, now: datetime) -> Standing | None:
    """Return how `ticket` stands at `now` (UTC); None where no limit is set for it."""
    due, found, ended = ticket.due_at, why(office, ticket), ticket.solved_at or ticket.closed_at
    if due is not None and ended is not None:
        if ended <= due:
            return Standing(tr("done in time"), Hue.GOOD, "circle-check")
        return Standing(_late(office, due, ended, done=True), Hue.BAD, "alert-triangle")
    if ended is not None:
        return None
    if due is None:
        return _undated(office, ticket, found)
    if now > due:
        return Standing(_late(office, due, now), Hue.BAD, "alert-triangle")
    left = _working(office, now, due)
    if ticket.warn_at is not None and now >= ticket.warn_at:
        return Standing(tr("soon: {time} left", time=left), Hue.WAITING, "hourglass")
    return Standing(tr("in time: {time} left", time=left), Hue.GOOD, "clock")


def _undated(office: Office, ticket: Ticket, found: Why | None) -> Standing | None:
    if found is None:
        return None
    if found.trouble is not None:
        return Standing(explain(found.trouble), Hue.WAITING, "alert-circle")
    if ticket.pauses and ticket.pauses[-1].until is None:
        since = local(office, ticket.pauses[-1].since)
        status = office.choices("status").label(ticket.status)
        return Standing(tr("the clock stands since {since}: {status}", since=since, status=status), Hue.AWAY, _STANDS)
    return None


def _late(office: Office, due: datetime, at: datetime, done: bool = False) -> str:
    """Return how late it is, or was `done`, at a moment; since when, where the office has not worked a minute since."""
    with suppress(UserError):
        if consumed(office.calendar, due, at) < timedelta(minutes=1):
            when = local(office, due)
            return tr("done late: it was due {moment}", moment=when) if done else tr("late since {moment}", moment=when)
    time = _working(office, due, at)
    return tr("done late by {time}", time=time) if done else tr("late by {time}", time=time)


def _working(office: Office, since: datetime, until: datetime) -> str:
    """Return the working time between two moments in words; the bare time where there is no calendar for it."""
    try:
        passed = consumed(office.calendar, since, until)
    except UserError:
        return duration(until - since)
    return tr("{time} of work", time=duration(passed))


def duration(time: timedelta) -> str:
    """Return hours and minutes as people say them."""
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    if not hours:
        return tr("{minutes} min", minutes=minutes)
    return tr("{hours} h {minutes} min", hours=hours, minutes=minutes) if minutes else tr("{hours} h", hours=hours)


def told(office: Office, card: TicketCard) -> list[str]:
    """Return why the ticket of `card` is due when it is, a line a fact and then a line a day; [] without a limit."""
    ticket, found = card.ticket, why(office, card.ticket)
    if found is None:
        return []
    lines = [
        tr("Limit: {rule}", rule=explained(found.rule, {})),
        tr("Counts from {moment}", moment=local(office, found.since)),
    ]
    if found.trouble is not None:
        lines.append(explain(found.trouble))
    lines += _more_time(office, card)
    if ticket.due_return_at is not None:
        lines.append(tr("To be given back by {moment}", moment=local(office, ticket.due_return_at)))
    days = [_of_day(reason) for reason in found.due.reasons]
    return [*lines, "", *(days or [tr("Every day between is an ordinary working day.")])]


def first_due(office: Office, ticket: Ticket) -> str:
    """Return when `ticket` was due before it got more time, in words; "" when it got none."""
    if ticket.extension is None or ticket.first_due_at is None:
        return ""
    return tr("First due {moment}", moment=local(office, ticket.first_due_at))


def local(office: Office, moment: datetime) -> str:
    """Return `moment` as the office's clocks show it."""
    return format_moment(moment.astimezone(office.zone))


def _of_day(reason: Reason) -> str:
    said = explained(reason.template, reason.params)
    return f"{format_date(reason.day)}, {weekday_name(reason.day)}: {said}"


def _more_time(office: Office, card: TicketCard) -> Iterator[str]:
    """Give what is to be said of the time that was given besides: until when, by whom, and why (K-4.6)."""
    ticket = card.ticket
    if ticket.extension is None:
        return
    given = [entry for entry in card.history if entry.verb == "extend" and entry.at == ticket.extension.at]
    for entry in given[-1:]:
        when = format_date(entry.at.astimezone(office.zone))
        until = local(office, ticket.extension.to)
        yield tr("More time, until {until}, by {name} on {when}", until=until, name=entry.by.name, when=when)
        if reason := (entry.data or {}).get("reason"):
            yield tr("Reason: {reason}", reason=reason)
    yield first_due(office, ticket)
