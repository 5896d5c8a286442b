"""What is said of the course of a ticket: what was agreed with people, developers, checks, ratings, who had it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_app.app.theme import Hue
from desk_app.domain.errors import UserError
from desk_app.domain.holding import holders
from desk_app.domain.office import FINISHED_MEANINGS, Meaning, Office, Person
from desk_app.domain.tickets import Ticket
from desk_app.i18n import format_date, tr, trn
from desk_app.services.ports import HistoryEntry, TicketCard
from desk_app.ui.editor.due_words import duration, local


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to be said: `symbol` names its picture, `hue` the colour that says the same; None is none."""

    text: str
    symbol: str
    hue: Hue | None = None


def appointment_fact(office: Office, ticket: Ticket, now: datetime) -> Fact | None:
    """Return what is agreed with the requester (K-4.2, K-4.7), None for nothing."""
    if ticket.appointment_at is None:
        return None
    about = ticket.appointment
    parts = [tr("Appointment {moment}", moment=local(office, ticket.appointment_at))]
    if about is not None:
        parts += [tr("{minutes} min", minutes=about.minutes), about.how, about.place]
    return Fact(" · ".join(filter(None, parts)), "calendar", _hue(office, ticket, ticket.appointment_at, now))


def promised_fact(office: Office, ticket: Ticket, now: datetime) -> Fact | None:
    """Return when somebody has to be called, None for never."""
    if ticket.remind_at is None:
        return None
    text = tr("Promised call {moment}", moment=local(office, ticket.remind_at))
    return Fact(text, "phone", _hue(office, ticket, ticket.remind_at, now))


def wants_appointment(office: Office, ticket: Ticket) -> bool:
    """Tell whether the way the ticket is worked on asks for an appointment, and there is none yet (P-5)."""
    asks = bool(office.choices("mode").get(ticket.mode).data.get("appointment"))
    return asks and ticket.appointment_at is None and office.meaning(ticket.status) not in FINISHED_MEANINGS


def facts(office: Office, card: TicketCard, now: datetime) -> list[Fact]:
    """Return what is to be said of the course of the ticket of `card`."""
    return [*_outside(office, card, now), *_checked(office, card), *_ended(card.ticket)]


def _outside(office: Office, card: TicketCard, now: datetime) -> Iterator[Fact]:
    """Give who outside has it and until when, and what they answered (E-6.1d)."""
    ticket = card.ticket
    if office.meaning(ticket.status) is Meaning.OUTSIDE:
        held = holders(office, card.history)
        who = held[-1].outside if held else ""
        if who:
            yield Fact(tr("With {who} since {moment}", who=who, moment=local(office, held[-1].since)), "arrow-right")
        if ticket.due_return_at is not None:
            yield _return_fact(office, ticket.due_return_at, now)
    if ticket.complexity:
        yield Fact(tr("Complexity: {complexity}", complexity=ticket.complexity), "tool")
    if ticket.fix_by:
        yield Fact(tr("To be fixed by {day}", day=format_date(ticket.fix_by)), "calendar")


def _return_fact(office: Office, due: datetime, now: datetime) -> Fact:
    when = local(office, due)
    if now > due:
        return Fact(tr("To be given back by {moment}: it is late", moment=when), "alert-triangle", Hue.BAD)
    left = due - now
    if left < timedelta(hours=1):
        time = duration(left)
        return Fact(tr("To be given back by {moment}: {time} left", moment=when, time=time), "hourglass", Hue.WAITING)
    return Fact(tr("To be given back by {moment}", moment=when), "clock", Hue.WAITING)


def _checked(office: Office, card: TicketCard) -> Iterator[Fact]:
    """Give who has to check the fix, and how often it was sent back, with the last reason (E-6.3a)."""
    ticket = card.ticket
    if ticket.status in office.verified_from:
        who = card.assignee.name or tr("the person responsible")
        yield Fact(tr("The fix waits to be checked by {name}", name=who), "eye", Hue.WAITING)
    if ticket.reworks:
        said = trn("Sent back {n} time", "Sent back {n} times", ticket.reworks)
        reason = next((_said(entry, "reason") for entry in reversed(card.history) if entry.verb == "rework"), "")
        yield Fact(f"{said}: {reason}" if reason else said, "rotate", Hue.WAITING)


def _ended(ticket: Ticket) -> Iterator[Fact]:
    """Give who confirmed the closing and how (E-4.1)."""
    if not ticket.confirmed_by and not ticket.confirmed_how:
        return
    who, how = ticket.confirmed_by, ticket.confirmed_how
    if who and how:
        yield Fact(tr("Closing confirmed by {name}: {how}", name=who, how=how), "checks", Hue.GOOD)
    elif who:
        yield Fact(tr("Closing confirmed by {name}", name=who), "checks", Hue.GOOD)
    else:
        yield Fact(tr("Closing confirmed: {how}", how=how), "checks", Hue.GOOD)


@dataclass(frozen=True, slots=True)
class HeldLine:
    """Who had the ticket, since when, and how much working time; `time` "" where no calendar tells it."""

    who: str
    since: str
    time: str
    now: bool


def held_lines(office: Office, card: TicketCard, people: Mapping[int, Person], now: datetime) -> list[HeldLine]:
    """Return who had the ticket of `card` and for how long, oldest first (E-6.2c)."""

    found = []
    for one in holders(office, card.history):
        name = people[one.assignee].name if one.assignee in people else ""
        line = office.choices("line").label(one.line)
        who = one.outside or " · ".join(filter(None, (line, name)))
        try:
            time = duration(one.worked(office, now, card.ticket.pauses))
        except UserError:
            time = ""
        found.append(HeldLine(who or tr("Nobody yet"), local(office, one.since), time, one.until is None))
    return found


def _said(entry: HistoryEntry, key: str) -> str:
    return str((entry.data or {}).get(key, ""))


def _hue(office: Office, ticket: Ticket, at: datetime, now: datetime) -> Hue | None:
    """Return the colour of what was agreed for `at`: calm before, waiting from the hour before it on."""
    if office.meaning(ticket.status) in FINISHED_MEANINGS:
        return None
    if now >= at:
        return Hue.BAD
    return Hue.WAITING if at - now < timedelta(hours=1) else Hue.CALM
