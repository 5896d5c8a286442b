"""desk-app board: what is going on, read and said by command (E-6.2b)."""

import argparse
from datetime import datetime

from desk_app.cli.desk import Desk, seated
from desk_app.cli.give import give, give_json, table
from desk_app.cli.parser import Commands, Parser, command, takes_file, whole_number
from desk_app.domain.board import STATES, State, board_of
from desk_app.domain.errors import BadInput
from desk_app.i18n import format_moment, tr
from desk_app.services import board
from desk_app.services.ports import Changes, Session


def add(commands: Commands, common: Parser) -> None:
    """Add the command of this module."""
    made = command(commands, "board", tr("read, or say, what is going on"), common)
    takes_file(made)
    made.add_argument("--system", metavar="NAME", help=tr("the system it is about"))
    made.add_argument("--state", choices=[str(state) for state in State], help=tr("how the system stands"))
    made.add_argument("--words", metavar="TEXT", help=tr("a few words about the state"))
    made.add_argument("--incident", metavar="TEXT", help=tr("put a mass incident on the board"))
    made.add_argument("--tickets", metavar="NUMBERS", help=tr("numbers of its tickets, a comma between"))
    made.add_argument(
        "--over", metavar="N", type=whole_number("--over"), help=tr("the incident with this number is over")
    )
    made.set_defaults(run=show_board)


def show_board(asked: argparse.Namespace) -> int:
    """Say on the board what was asked for, then print it."""
    with seated(asked) as desk:
        if any(getattr(asked, name, None) is not None for name in ("state", "incident", "over")):
            desk.uow.write(lambda db: _said(db, asked))
        office, names = desk.office, {one.id: one.name or one.login for one in desk.reader.staff()}
        if getattr(asked, "json", False):
            give_json(board.board_json(office, names))
        else:
            _print(desk, names)
    return 0


def _said(db: Session, asked: argparse.Namespace) -> Changes:
    system = getattr(asked, "system", None) or ""
    if getattr(asked, "over", None) is not None:
        return board.end(db, asked.over)
    if getattr(asked, "incident", None) is not None:
        numbers = [part.strip() for part in (getattr(asked, "tickets", None) or "").split(",") if part.strip()]
        return board.report(db, asked.incident, system, numbers)
    if not system:
        raise BadInput("Say with --system which system it is about.", field="system")
    return board.set_state(db, system, asked.state, getattr(asked, "words", None) or "")


def _print(desk: Desk, names: dict[int, str]) -> None:
    office = desk.office
    told, labels = board_of(office), office.choices("system")

    def since(moment: datetime | None) -> str:
        return format_moment(moment.astimezone(office.zone)) if moment else ""

    rows = [
        [str(one.id), labels.label(one.system), one.text, since(one.since), names.get(one.by, "")]
        for one in told.incidents
    ]
    if rows:
        give(table([tr("Incident"), tr("System"), tr("What is going on"), tr("Since"), tr("Who said so")], rows))
        give("")
    systems = [
        [one.label, tr(STATES[state.state]), state.words, since(state.since), names.get(state.by, "")]
        for one in labels.offered
        if (state := told.state(one.code))
    ]
    give(table([tr("System"), tr("State"), tr("In a few words"), tr("Since"), tr("Who said so")], systems))
