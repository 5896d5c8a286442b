"""What may be asked on the command line. Every command module adds its own commands here."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from desk_app import __version__
from desk_app.domain.errors import N_, UserError
from desk_app.domain.text import quoted
from desk_app.i18n import LANGUAGES, tr
from desk_app.services.places import place_of

_DIGITS: Final = 15
"""More digits than any number that can be meant."""

Parser: TypeAlias = argparse.ArgumentParser
if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = Any


class WrongUsage(UserError):
    """The command line is not understood; said in our own words, where argparse would say it in its English."""

    exit_code = 2


def parser() -> Parser:
    """Return the parser of the whole command line, in the language spoken now."""
    from desk_app.cli.appointments import add as appointments
    from desk_app.cli.backups import add as backups
    from desk_app.cli.board import add as board
    from desk_app.cli.forms import add as forms
    from desk_app.cli.imports import add as imports
    from desk_app.cli.journal import add as journal
    from desk_app.cli.moving import add as moving
    from desk_app.cli.office_data import add as office_data
    from desk_app.cli.offices import add as offices
    from desk_app.cli.recovery import add as recovery
    from desk_app.cli.roster import add as roster
    from desk_app.cli.sample import add as sample
    from desk_app.cli.share import add as share
    from desk_app.cli.staff import add as staff
    from desk_app.cli.statistics import add as statistics
    from desk_app.cli.tickets import add as tickets
    from desk_app.cli.times import add as times

    common = _common()
    top = Parser(
        prog="desk-app",
        description=tr("A help desk for a small office. Without a command it opens the window."),
        parents=[common],
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"desk-app {__version__}")
    top.add_argument("--json", action="store_true", help=tr("answer in JSON"))
    commands = top.add_subparsers(title=tr("commands"), metavar="COMMAND")
    for add in (
        sample,
        offices,
        office_data,
        backups,
        share,
        staff,
        recovery,
        tickets,
        roster,
        imports,
        journal,
        statistics,
        forms,
        appointments,
        board,
        times,
        moving,
    ):
        add(commands, common)
    return top


def command(commands: Commands, name: str, summary: str, common: Parser, json: bool = True) -> Parser:
    """Add a command and return its parser; `json` gives it the switch for JSON answers."""
    made = commands.add_parser(
        name,
        help=summary,
        description=summary,
        parents=[common],
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    if json:
        made.add_argument("--json", action="store_true", help=tr("answer in JSON"))
    return made


def group(commands: Commands, name: str, summary: str, common: Parser) -> Commands:
    """Add a group of commands and return where its members are added."""
    made = command(commands, name, summary, common)
    return made.add_subparsers(title=tr("commands"), metavar="COMMAND", required=True)


def takes_file(made: Parser) -> None:
    """Let a command take the office file first."""
    made.add_argument("file", type=place_of, metavar="FILE", help=tr("the office file, or postgresql://… of a server"))


def reads_json(made: Parser, required: bool) -> None:
    """Let a command read JSON from standard input, or from the file named."""
    made.add_argument(
        "--json",
        dest="source",
        nargs="?",
        const="-",
        metavar="-",
        required=required,
        help=tr("read JSON from standard input (-) or a file, answer in JSON"),
    )


def _common() -> Parser:
    made = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    made.add_argument("--user", metavar="LOGIN", help=tr("act as this account; usually that of the computer's user"))
    made.add_argument("--lang", type=_language, metavar="|".join(LANGUAGES), help=tr("speak this language"))
    return made


def whole_number(option: str) -> Callable[[str], int]:
    """Return what takes the text after `option` as a whole number, 0 or more."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
            sentence = N_("{option} takes a whole number such as 50; “{value}” is none.")
            raise WrongUsage(sentence, option=option, value=quoted(text))
        return int(text)

    return number


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise WrongUsage(
            N_("The program does not speak “{language}” yet. Known are: {known}."),
            language=quoted(text),
            known=list(LANGUAGES),
        )
    return text
