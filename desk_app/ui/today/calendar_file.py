"""Appointments saved for another calendar: of one ticket, of a day, or all of a person's (K-4.7)."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.i18n import tr, trn
from desk_app.reports.ics import SUFFIX, calendar_file
from desk_app.services.appointments import Meeting, day_of, meeting_of, meetings
from desk_app.services.ports import Reader
from desk_app.services.whole_file import write_whole
from desk_app.ui.reports.files import ask_path, file_name, show_file
from desk_app.ui.reports.notice import Notice


def save_day(desk: Desk, parent: QWidget, notice: Notice, now: datetime | None = None) -> None:
    """Save my appointments of today."""
    since, until = day_of(desk.office, now or datetime.now(UTC))
    name = f"{tr('Appointments')} {since.astimezone(desk.office.zone).date().isoformat()}"
    _gather(desk, parent, notice, name, lambda reader: meetings(reader, since, until, desk.me.id))


def save_all(desk: Desk, parent: QWidget, notice: Notice, now: datetime | None = None) -> None:
    """Save all my appointments from today on."""
    since, _until = day_of(desk.office, now or datetime.now(UTC))
    surname = (desk.me.name or desk.me.login).partition(" ")[0]
    name = f"{tr('Appointments')} {surname}"
    _gather(desk, parent, notice, name, lambda reader: meetings(reader, since, None, desk.me.id))


def save_one(desk: Desk, parent: QWidget, notice: Notice, ticket_id: int) -> None:
    """Save the appointment of a ticket."""
    people = dict(desk.people)

    def read(reader: Reader) -> list[Meeting]:
        found = [meeting_of(ticket, people) for ticket in reader.tickets([ticket_id])]
        return [meeting for meeting in found if meeting is not None]

    _gather(desk, parent, notice, f"{tr('Appointment')} {ticket_id}", read)


def _gather(desk: Desk, parent: QWidget, notice: Notice, name: str, read: Callable[[Reader], list[Meeting]]) -> None:
    desk.query(parent, read, partial(_save, desk, parent, notice, name))


def _save(desk: Desk, parent: QWidget, notice: Notice, name: str, found: list[Meeting]) -> None:
    if not found:
        notice.say(tr("There is no appointment to save."))
        return
    if len(found) == 1 and found[0].number:
        name = f"{tr('Appointment')} {found[0].number}"
    path = ask_path(parent, desk, file_name(name), SUFFIX, tr("Calendar files"), title=tr("Save appointments"))
    if path is not None:
        work = partial(_write, found, desk.origin, desk.office.name, path)
        desk.work(parent, work, lambda _path: _saved(desk, parent, notice, path, len(found)), must=True)


def _write(found: Sequence[Meeting], origin: str, name: str, path: Path) -> Path:
    content = calendar_file(found, origin[:16], datetime.now(UTC).replace(microsecond=0), name)
    write_whole(path, lambda stream: stream.write(content))
    return path


def _saved(desk: Desk, parent: QWidget, notice: Notice, path: Path, count: int) -> None:
    said = trn("{n} appointment saved as {path}", "{n} appointments saved as {path}", count, path=path)
    offers = [
        (tr("Open the file"), "file-text", partial(show_file, parent, desk, path)),
        (tr("Open the folder"), "folder-open", partial(show_file, parent, desk, path.parent)),
    ]
    notice.say(said, offers)
