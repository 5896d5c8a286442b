"""desk-app roster export: a month's duty as PDF, Excel or .ics, and its timesheet (form T-13)."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desk_app import i18n
from desk_app.cli.desk import Desk, seated
from desk_app.cli.give import give, give_json
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.domain.errors import BadInput, NotFound
from desk_app.i18n import tr
from desk_app.services.appointments import origin_of
from desk_app.services.duty.prints import month_fact, month_sheet
from desk_app.services.whole_file import write_whole

GRID: Final = "grid"
TIMESHEET: Final = "timesheet"


def add(members: Commands, common: Parser) -> None:
    """Add the command, beside the others of the month's duty."""
    made = command(members, "export", tr("print a schedule or its timesheet, or give it to other calendars"), common)
    takes_file(made)
    made.add_argument("month", metavar="2026-12", help=tr("the month"))
    made.add_argument("--version", type=int, metavar="V", help=tr("this version; 0 is the draft"))
    made.add_argument("--what", choices=(GRID, TIMESHEET), help=tr("the schedule, or the timesheet T-13 from fact"))
    made.add_argument("--paper", choices=("A4", "A3"), help=tr("the size of the paper"))
    made.add_argument("--person", metavar="LOGIN", help=tr("only this person's shifts (.ics)"))
    made.add_argument("--to", metavar="ADDRESS", help=tr("to whom the letter goes (.eml)"))
    made.add_argument("--out", type=Path, required=True, metavar="PATH", help=tr("a .pdf, .xlsx, .ics or .eml file"))
    made.set_defaults(run=export)


def export(asked: argparse.Namespace) -> int:
    """Write what was asked for."""
    with seated(asked) as desk, i18n.speaking(desk.office.language):
        other = {".ics": _calendar, ".eml": _letter}.get(asked.out.suffix.lower())
        if other is None:
            _paper(asked, desk)
        else:
            _refuse_timesheet(asked)
            content = other(asked, desk)
            write_whole(asked.out, lambda stream: stream.write(content))
    if getattr(asked, "json", False):
        give_json({"month": asked.month, "path": str(asked.out)})
    else:
        give(tr("Written to {path}.", path=asked.out))
    return 0


def _paper(asked: argparse.Namespace, desk: Desk) -> None:
    from desk_app.reports import write
    from desk_app.reports.description import Sheet
    from desk_app.reports.roster_grid import roster_grid
    from desk_app.reports.timesheet_t13 import timesheet_t13

    today, paper = datetime.now(desk.office.zone).date(), Sheet(getattr(asked, "paper", "A4"))
    if getattr(asked, "what", GRID) == TIMESHEET:
        write(timesheet_t13(month_fact(desk.reader, asked.month), today, paper), asked.out)
    else:
        write(
            roster_grid(month_sheet(desk.reader, asked.month, getattr(asked, "version", None)), today, paper), asked.out
        )


def _calendar(asked: argparse.Namespace, desk: Desk) -> bytes:
    from desk_app.reports.roster_ics import roster_calendar

    sheet = month_sheet(desk.reader, asked.month, getattr(asked, "version", None))
    return roster_calendar(sheet, _people(asked, desk), origin_of(desk.reader), _now())


def _letter(asked: argparse.Namespace, desk: Desk) -> bytes:
    from desk_app.reports.description import Sheet
    from desk_app.reports.roster_mail import roster_letter

    sheet = month_sheet(desk.reader, asked.month, getattr(asked, "version", None))
    today, paper = datetime.now(desk.office.zone).date(), Sheet(getattr(asked, "paper", "A4"))
    return roster_letter(sheet, today, getattr(asked, "to", ""), paper)


def _refuse_timesheet(asked: argparse.Namespace) -> None:
    if getattr(asked, "what", GRID) == TIMESHEET:
        raise BadInput("A timesheet is no calendar and no letter. End its name with .pdf or .xlsx.", field="out")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _people(asked: argparse.Namespace, desk: Desk) -> tuple[int, ...]:
    login = getattr(asked, "person", None)
    if not login:
        return ()
    account = desk.reader.account(login)
    if account is None:
        known = [person.login for person in desk.reader.staff()]
        raise NotFound("There is no account “{login}” in this office. Known are: {known}.", login=login, known=known)
    return (account.person.id,)
