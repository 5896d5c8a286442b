"""desk-app import: a journal kept in Excel so far, every row a ticket."""

import argparse
from pathlib import Path
from typing import Any

from desk_app.cli.desk import seated
from desk_app.cli.give import give, give_json
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.i18n import explain, tr, trn
from desk_app.services import journal_import
from desk_app.services.journal_import import Imported, Plan, Rejected


def add(commands: Commands, common: Parser) -> None:
    """Add the command of this module."""
    made = command(commands, "import", tr("import a journal kept in Excel"), common)
    takes_file(made)
    made.add_argument("sheet", type=Path, metavar="SHEET.xlsx", help=tr("the Excel file"))
    made.add_argument("--dry-run", action="store_true", help=tr("only say what would be imported"))
    made.add_argument("--skip-bad", action="store_true", help=tr("leave bad rows out and import the rest"))
    made.add_argument("--specialist", metavar="LOGIN", help=tr("who did what the sheet names nobody for"))
    made.set_defaults(run=import_journal)


def import_journal(asked: argparse.Namespace) -> int:
    """Import a journal, or say what would be imported. With bad rows: exit 1 unless they are to be skipped."""
    from desk_app.sheets import read_book

    skip_bad, dry_run = getattr(asked, "skip_bad", False), getattr(asked, "dry_run", False)
    as_json = getattr(asked, "json", False)
    with seated(asked) as desk:
        grids = read_book(asked.sheet)
        planned = journal_import.plan(
            desk.reader, desk.person, grids, specialist=getattr(asked, "specialist", None) or ""
        )
        refused = bool(planned.rejected) and not skip_bad
        if refused or dry_run:
            count = 0 if refused and not dry_run else len(planned.drafts)
            _tell(Imported(count, planned.skipped, planned.rejected, planned.strangers), planned, as_json, dry_run)
        else:
            _tell(journal_import.run(desk.uow, planned, asked.sheet.name, skip_bad), planned, as_json, dry_run)
    if refused:
        raise journal_import.refusal(planned)
    return 0


def _tell(done: Imported, planned: Plan, as_json: bool, dry_run: bool) -> None:
    several = len(planned.mapped) > 1
    if as_json:
        rejected = [_row(row, several) for row in done.rejected]
        told: dict[str, Any] = {"imported": done.imported, "skipped": done.skipped, "rejected": rejected}
        give_json({**told, "unknown_specialists": list(done.strangers), **({"dry_run": True} if dry_run else {})})
        return
    for row in done.rejected:
        place = tr("Row {row} of “{sheet}”", row=row.row, sheet=row.sheet) if several else tr("Row {row}", row=row.row)
        give(f"{place}: {explain(row.error)}")
    if dry_run:
        give(trn("{n} row would be imported.", "{n} rows would be imported.", done.imported))
    else:
        give(trn("{n} row imported.", "{n} rows imported.", done.imported))
    if done.skipped:
        give(trn("{n} row is there already.", "{n} rows are there already.", done.skipped))
    if done.strangers:
        names = ", ".join(done.strangers)
        give(tr("These specialists have no account; the history keeps their names: {names}", names=names))


def _row(row: Rejected, several: bool) -> dict[str, Any]:
    sheet = {"sheet": row.sheet} if several else {}
    return {**sheet, "row": row.row, "reason": explain(row.error)}
