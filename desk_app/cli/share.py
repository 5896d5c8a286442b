"""desk-app share-test: try whether a folder on a shared drive is fit for an office, in words for IT."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path

from desk_app.cli.give import give, give_json
from desk_app.cli.parser import Commands, Parser, command
from desk_app.domain.errors import N_, UserError
from desk_app.i18n import explain, tr
from desk_app.storage.share_check import full
from desk_app.storage.share_outcome import Outcome, Verdict
from desk_app.storage.share_partner import HIDDEN, serve

_TITLES = {
    "synced": N_("Copying programs"),
    "mount": N_("Way to the folder"),
    "rights": N_("Rights"),
    "room": N_("Free space"),
    "clock": N_("Clock"),
    "journal": N_("Journal"),
    "lock-upgrade": N_("From reading to saving"),
    "locks": N_("Locks on this computer"),
    "coherence": N_("Reading what was saved"),
    "size": N_("Length of files"),
    "left-journal": N_("Save left half done"),
    "in-use": N_("Files in use"),
    "reads": N_("Speed of reading"),
    "writes": N_("Speed of writing"),
    "others": N_("Other computers"),
    "others-locks": N_("Locks of other computers"),
    "others-journal": N_("Writing of other computers"),
    "others-size": N_("Length of their files"),
}
_VERDICTS = {
    Verdict.OK: N_("fine"),
    Verdict.WARNING: N_("WARNING"),
    Verdict.BAD: N_("BAD"),
    Verdict.UNKNOWN: N_("not known"),
}

_LONGEST = 86_400


def add(commands: Commands, common: Parser) -> None:
    """Add the commands of this module."""
    made = command(commands, "share-test", tr("try whether a folder on a shared drive is fit for an office"), common)
    made.add_argument(
        "folder", type=Path, metavar="DIR", help=tr("a folder on the shared drive; nothing is left there")
    )
    made.add_argument(
        "--with-others",
        type=_seconds,
        metavar="SECONDS",
        help=tr("wait so long for another computer that runs the same command on this folder"),
    )
    made.add_argument(HIDDEN, dest="partner", action="store_true", help=argparse.SUPPRESS)
    made.set_defaults(run=share_test)


def share_test(asked: argparse.Namespace) -> int:
    """Try a folder; exit 1 when an office must not be kept there."""
    if getattr(asked, "partner", False):
        serve(asked.folder, sys.stdin, sys.stdout)
        return 0
    outcomes = full(asked.folder, _told, getattr(asked, "with_others", 0.0))
    wrong = [outcome for outcome in outcomes if outcome.verdict is Verdict.BAD]
    if getattr(asked, "json", False):
        give_json({"ok": not wrong, "outcomes": [_row(outcome) for outcome in outcomes]})
    else:
        give("\n".join(_line(outcome) for outcome in outcomes))
    if wrong:
        raise UserError("{path} is not fit for an office yet. See above what IT has to change.", path=asked.folder)
    return 0


def _seconds(told: str) -> float:
    with suppress(ValueError):
        seconds = float(told)
        if 0 <= seconds <= _LONGEST:
            return seconds
    raise argparse.ArgumentTypeError(tr("“{told}” is no number of seconds from 0 to {most}", told=told, most=_LONGEST))


def _row(outcome: Outcome) -> dict[str, object]:
    return {
        "name": outcome.code,
        "verdict": str(outcome.verdict),
        "sentence": explain(outcome.said),
        "figures": dict(outcome.figures),
    }


def _line(outcome: Outcome) -> str:
    return f"{tr(_TITLES[outcome.code])}: {tr(_VERDICTS[outcome.verdict])}. {explain(outcome.said)}"


def _told(done: int, count: int) -> None:
    """Show how far it is, where somebody looks."""
    if sys.stderr.isatty():
        print(f"\r{done}/{count}", end="\r" if done < count else "\n", file=sys.stderr, flush=True)
