"""What is said of a line of the day: when, how it stands, with whom and where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desk_app.app.theme import Hue
from desk_app.domain.errors import N_
from desk_app.domain.office import Meaning, Office
from desk_app.i18n import format_date, tr, trn
from desk_app.services.agenda import Day, Part, Task
from desk_app.ui.editor.due_words import Standing, duration, standing
from desk_app.ui.models.row_texts import short_date

HEADINGS: Final = {
    Part.ARRIVED: N_("Unregistered"),
    Part.MEETINGS: N_("Appointments"),
    Part.CALLS: N_("Promised calls"),
    Part.DUE: N_("Due today"),
    Part.LATE: N_("Overdue"),
}
SYMBOLS: Final = {
    Part.ARRIVED: "mail",
    Part.MEETINGS: "calendar",
    Part.CALLS: "phone",
    Part.DUE: "clock",
    Part.LATE: "alert-triangle",
}
_HUES: Final = {Part.ARRIVED: Hue.CALM, Part.MEETINGS: Hue.AWAY, Part.CALLS: Hue.BUSY, Part.LATE: Hue.BAD}
_SOON: Final = 60 * 60


@dataclass(frozen=True, slots=True)
class Told:
    """A line in words: `when` at its beginning, `about` and the `rest` below it, `stands` at its end."""

    when: str
    about: str
    rest: str
    stands: Standing | None
    symbol: str
    hue: Hue
    spoken: str


def told(office: Office, task: Task, now: datetime) -> Told:
    """Return `task` in words, as it stands at `now` (UTC)."""
    stands = _stands(office, task, now)
    when, rest = _when(office, task.at, now), " · ".join(_rest(office, task))
    about = task.subject or tr("No description")
    spoken = ", ".join(part for part in (tr(HEADINGS[task.part]), when, about, rest, stands.text if stands else ""))
    hue = stands.hue if stands and task.part in (Part.DUE, Part.ARRIVED) else _HUES.get(task.part, Hue.CALM)
    return Told(when, about, rest, stands, SYMBOLS[task.part], hue, spoken)


def summary(day: Day) -> str:
    """Return in a line what the day holds; "" where it holds nothing."""
    count = {part: day.totals.get(part, 0) for part in Part}
    said = {
        Part.ARRIVED: trn("{n} not registered", "{n} not registered", count[Part.ARRIVED]),
        Part.MEETINGS: trn("{n} appointment", "{n} appointments", count[Part.MEETINGS]),
        Part.CALLS: trn("{n} promised call", "{n} promised calls", count[Part.CALLS]),
        Part.DUE: trn("{n} due today", "{n} due today", count[Part.DUE]),
        Part.LATE: trn("{n} overdue", "{n} overdue", count[Part.LATE]),
    }
    return " · ".join(said[part] for part in Part if count[part])


def following(office: Office, day: Day, now: datetime) -> str:
    """Return when and with whom the first appointment after today is; "" without one."""
    meeting = day.following
    if meeting is None:
        return ""
    local = meeting.starts.astimezone(office.zone)
    days = (local.date() - now.astimezone(office.zone).date()).days
    when = tr("tomorrow") if days == 1 else format_date(local)
    parts = (f"{when} {local:%H:%M}", meeting.who or meeting.organisation, meeting.where)
    return tr("Next appointment: {what}", what=", ".join(part for part in parts if part))


def empty(day: Day) -> str:
    """Return what a day says that holds nothing."""
    if not day.mine:
        return tr(
            "Nothing is agreed, promised or due today, and nothing else is yours.\n"
            "Appointments, promised calls and what falls due today appear here. Press F2 to register a call."
        )
    others = trn(
        "{n} other ticket of yours is open: it stands under “Mine”.",
        "{n} other tickets of yours are open: they stand under “Mine”.",
        day.mine,
    )
    return tr("Nothing is agreed, promised or due today.") + "\n" + others


def _when(office: Office, at: datetime | None, now: datetime) -> str:
    if at is None:
        return ""
    local, today = at.astimezone(office.zone), now.astimezone(office.zone).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{short_date(local.date(), today)} {local:%H:%M}"


def _rest(office: Office, task: Task) -> list[str]:
    """Return who and where, and the number; the status only where it is another than in work."""
    who = ", ".join(part for part in (task.who, task.organisation) if part)
    place = [task.how, task.where] if task.part is Part.MEETINGS else []
    phone = [tr("tel. {phone}", phone=task.phone)] if task.phone else []
    waits = office.meaning(task.status) in (Meaning.WAITING, Meaning.OUTSIDE) if task.status else False
    status = [office.choices("status").label(task.status)] if waits else []
    return [part for part in (*place, who, *phone, *status, task.number) if part]


def _stands(office: Office, task: Task, now: datetime) -> Standing | None:
    if task.part in (Part.DUE, Part.LATE, Part.ARRIVED):
        return standing(office, task.ticket, now) if task.ticket else None
    if task.at is None:
        return None
    passed, ahead = now - task.at, task.at - now
    if task.part is Part.MEETINGS and task.passed:
        return Standing(tr("its time has passed"), Hue.WAITING, "history")
    if ahead.total_seconds() < 0:
        said = tr("now") if task.part is Part.MEETINGS else tr("{time} ago", time=_rough(passed.total_seconds()))
        return Standing(said, Hue.WAITING, "hourglass")
    if ahead.total_seconds() < _SOON:
        return Standing(tr("in {time}", time=duration(ahead)), Hue.WAITING, "hourglass")
    if task.late:
        return Standing(tr("late"), Hue.BAD, "alert-triangle")
    return Standing(tr("soon due"), Hue.WAITING, "clock") if task.soon else None


def _rough(seconds: float) -> str:
    """Return a stretch of time as people say it, days where it is longer than one."""
    days = int(seconds // 86400)
    if days:
        return trn("{n} day", "{n} days", days)
    minutes = int(seconds // 60)
    return tr("{hours} h", hours=minutes // 60) if minutes >= 60 else tr("{minutes} min", minutes=minutes)
