"""desk-app move-to: an office outgrows its file, or comes back from a server."""

import argparse
import sys

from desk_app.cli.give import give, give_json
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.i18n import tr, trn
from desk_app.services.places import place_of, shown


def add(commands: Commands, common: Parser) -> None:
    """Add the command of this module."""
    made = command(commands, "move-to", tr("move an office to a PostgreSQL server, or from there to a file"), common)
    takes_file(made)
    made.add_argument("target", type=place_of, metavar="TARGET", help=tr("an empty database, or a new file"))
    made.set_defaults(run=move_to)


def move_to(asked: argparse.Namespace) -> int:
    """Move an office: copy it whole, compare, and mark the old place."""
    from desk_app.storage.moving import move

    target = shown(asked.target)
    moved = move(asked.file, asked.target, _Told())
    if getattr(asked, "json", False):
        told = {"from": shown(asked.file), "to": target, "rows": moved.rows, "attachments": moved.contents}
        give_json({**told, "findings": len(moved.findings)})
        return 0
    give(
        trn(
            "{target}: the office is here now, {n} row, everything equal. Whoever opens the old place is told so.",
            "{target}: the office is here now, {n} rows, everything equal. Whoever opens the old place is told so.",
            sum(moved.rows.values()),
            target=target,
        )
    )
    if moved.findings:
        give(tr("It was not as it should be before, and is not now: desk-app check tells what."))
    return 0


class _Told:
    """Tells on a terminal how far it is, in whole percents."""

    def __init__(self) -> None:
        self._last = -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent != self._last and sys.stderr is not None and sys.stderr.isatty():
            self._last = percent
            print(f"\r{percent} %", end="" if done < total else "\n", file=sys.stderr, flush=True)
