"""desk-app journal: the specialist's journal of a month, as PDF or Excel (S-F1, S-10)."""

import argparse
from datetime import datetime
from pathlib import Path

from desk_app import i18n
from desk_app.cli.desk import Desk, seated
from desk_app.cli.give import give, give_json
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.domain.errors import NotFound
from desk_app.domain.journal import Month
from desk_app.domain.office import NOBODY, Person
from desk_app.i18n import tr, trn
from desk_app.services.journals import Scope, month_journal


def add(commands: Commands, common: Parser) -> None:
    """Add the command of this module."""
    made = command(commands, "journal", tr("print the journal of a month"), common)
    takes_file(made)
    made.add_argument("--month", required=True, metavar="2026-10", help=tr("the month"))
    made.add_argument("--specialist", metavar="LOGIN", help=tr("only this specialist's tickets"))
    made.add_argument("--system", metavar="NAME", help=tr("only this system, with its subsystems"))
    made.add_argument("--out", type=Path, required=True, metavar="PATH", help=tr("a .pdf or .xlsx file"))
    made.set_defaults(run=write_journal)


def write_journal(asked: argparse.Namespace) -> int:
    """Write the journal that was asked for."""
    from desk_app.reports import write
    from desk_app.reports.office_journal import office_journal

    month = Month.parse(asked.month)
    with seated(asked) as desk:
        specialist = _specialist(desk, getattr(asked, "specialist", None))
        system = desk.office.choices("system").find(asked.system) if getattr(asked, "system", None) else ""
        journal = month_journal(desk.reader, Scope(month, specialist, system))
    with i18n.speaking(journal.office.language):
        write(office_journal(journal, datetime.now(journal.office.zone).date()), asked.out)
    rows = len(journal.rows)
    if getattr(asked, "json", False):
        give_json({"rows": rows, "path": str(asked.out)})
    else:
        give(trn("{n} row written to {path}.", "{n} rows written to {path}.", rows, path=asked.out))
    return 0


def _specialist(desk: Desk, login: str | None) -> Person:
    if not login:
        return NOBODY
    account = desk.reader.account(login)
    if account is None:
        raise NotFound(
            "There is no account “{login}” in this office. Known are: {known}.",
            login=login,
            known=[person.login for person in desk.reader.staff()],
        )
    return account.person
