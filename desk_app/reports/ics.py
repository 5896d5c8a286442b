"""Appointments as an iCalendar file (RFC 5545), for Outlook, Thunderbird and telephones."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from desk_app.i18n import tr
from desk_app.reports.clean import clean
from desk_app.services.appointments import Meeting

if TYPE_CHECKING:
    from icalendar import Event

SUFFIX: Final = ".ics"
_MADE_BY: Final = "-//desk-app//appointments//EN"
_AHEAD: Final = timedelta(minutes=15)
"""How long before an appointment the other calendar is asked to remind of it."""


def calendar_file(meetings: Iterable[Meeting], origin: str, made_at: datetime, name: str = "") -> bytes:
    """Return `meetings` as the content of an .ics file; moments are in UTC, which every calendar shows as local.

    `origin` tells the office from others: with the ticket it makes the UID, so that a file imported again moves the
    appointment instead of doubling it. SEQUENCE is the version of the ticket. `made_at` is in UTC.
    """
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", _MADE_BY)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    if name:
        whole.add("x-wr-calname", _line(name))
    for meeting in meetings:
        whole.add_component(_event(meeting, origin, made_at))
    made: bytes = whole.to_ical()
    return made


def _event(meeting: Meeting, origin: str, made_at: datetime) -> "Event":
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", f"ticket-{meeting.ticket_id}-{origin}@desk-app")
    event.add("sequence", meeting.version)
    event.add("dtstamp", made_at)
    event.add("dtstart", meeting.starts)
    event.add("dtend", meeting.ends)
    title = " · ".join(part for part in (meeting.subject, meeting.number) if part)
    event.add("summary", _line(title))
    if meeting.where:
        event.add("location", _line(meeting.where))
    event.add("description", "\n".join(_lines(meeting)))
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_AHEAD)
    alarm.add("description", _line(title))
    event.add_component(alarm)
    return event


def _lines(meeting: Meeting) -> list[str]:
    who = ", ".join(part for part in (meeting.who, meeting.organisation) if part)
    told = (
        (tr("Ticket {number}", number=meeting.number) if meeting.number else ""),
        (tr("With: {who}", who=who) if who else ""),
        (tr("Phone: {phone}", phone=meeting.phone) if meeting.phone else ""),
        (tr("Room: {room}", room=meeting.room) if meeting.room else ""),
        (tr("How: {how}", how=meeting.how) if meeting.how else ""),
        (tr("Specialist: {name}", name=meeting.assignee) if meeting.assignee else ""),
    )
    return [_line(text) for text in told if text]


def _line(text: str) -> str:
    return " ".join(clean(text).split())
