"""desk-app appointments: what is agreed, for another calendar (.ics) or as JSON (K-4.7)."""

import argparse
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from desk_app.cli.desk import Desk, seated
from desk_app.cli.give import give, give_json, table
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.domain.errors import N_, BadInput, NotFound
from desk_app.domain.journal import parse_day
from desk_app.i18n import format_moment, tr, trn
from desk_app.services.appointments import Meeting, meeting_json, meetings, origin_of
from desk_app.services.whole_file import write_whole

_HEADER: Final = (N_("When"), N_("Number"), N_("Subject"), N_("Requester"), N_("Where"), N_("Assignee"))


def add(commands: Commands, common: Parser) -> None:
    """Add the command of this module."""
    made = command(commands, "appointments", tr("list agreed appointments, or write them for another calendar"), common)
    takes_file(made)
    made.add_argument("--from", dest="since", metavar="2026-11-23", help=tr("the first day; today if not given"))
    made.add_argument("--until", metavar="2026-11-27", help=tr("the last day"))
    made.add_argument("--person", metavar="LOGIN", help=tr("only this person's"))
    made.add_argument("--out", type=Path, metavar="X.ics", help=tr("an .ics file to write them to"))
    made.set_defaults(run=show_appointments)


def show_appointments(asked: argparse.Namespace) -> int:
    """Print the appointments that were asked for, or write them to a file."""
    out: Path | None = getattr(asked, "out", None)
    if out is not None and out.suffix.lower() != ".ics":
        raise BadInput("{path} does not end with .{form}. Name the file so.", field="out", path=out, form="ics")
    with seated(asked) as desk:
        found = _found(desk, asked)
        origin, name = origin_of(desk.reader), desk.office.name
        office = desk.office
    if out is not None:
        from desk_app.reports.ics import calendar_file

        content = calendar_file(found, origin, datetime.now(UTC).replace(microsecond=0), name)
        write_whole(out, lambda stream: stream.write(content))
    if getattr(asked, "json", False):
        rows = [meeting_json(office, meeting) for meeting in found]
        give_json({"appointments": rows, **({"path": str(out)} if out else {})})
    elif out is not None:
        give(trn("{n} appointment written to {path}.", "{n} appointments written to {path}.", len(found), path=out))
    else:
        lines = [[format_moment(one.starts.astimezone(office.zone)), *_cells(one)] for one in found]
        give(table([tr(name) for name in _HEADER], lines))
    return 0


def _found(desk: Desk, asked: argparse.Namespace) -> list[Meeting]:
    since, until = (getattr(asked, name, None) for name in ("since", "until"))
    first = parse_day(since) if since else datetime.now(desk.office.zone).date()
    end = _start(desk, parse_day(until) + timedelta(days=1)) if until else None
    return meetings(desk.reader, _start(desk, first), end, _person(desk, getattr(asked, "person", None)))


def _start(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), desk.office.zone).astimezone(UTC)


def _person(desk: Desk, login: str | None) -> int:
    if not login:
        return 0
    account = desk.reader.account(login)
    if account is None:
        raise NotFound(
            "There is no account “{login}” in this office. Known are: {known}.",
            login=login,
            known=[person.login for person in desk.reader.staff()],
        )
    return account.person.id


def _cells(meeting: Meeting) -> tuple[str, ...]:
    number = meeting.number or f"({meeting.ticket_id})"
    return number, meeting.subject, meeting.who, meeting.where, meeting.assignee
