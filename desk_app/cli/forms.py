"""desk-app ticket print and act: forms of a ticket, acts of a month, as PDF or Excel (E-4.2b, E-4.2c, E-6.1c)."""

import argparse
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desk_app import i18n
from desk_app.cli.desk import seated
from desk_app.cli.give import give, give_json
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.domain.journal import Month
from desk_app.i18n import tr, trn
from desk_app.services.acts import ActKind, act, parse_kind

FORMS: Final = ("error", "card")
"""What a ticket can be printed as (`reports.ticket_form_kinds`)."""


def add(commands: Commands, common: Parser) -> None:
    """Add the command for acts."""
    made = command(commands, "act", tr("print an act of a month: changes in the database, repeated errors"), common)
    takes_file(made)
    made.add_argument("--kind", required=True, metavar="|".join(ActKind), help=tr("which act"))
    made.add_argument("--month", required=True, metavar="2026-10", help=tr("the month"))
    made.add_argument("--conclusion", metavar="TEXT", help=tr("conclusions and proposals at the end of the act"))
    _takes_out(made)
    made.set_defaults(run=write_act)


def add_print(members: Commands, common: Parser) -> None:
    """Add the command that prints a ticket, beside the others of tickets."""
    made = command(members, "print", tr("print a ticket: the error form, or all of it"), common)
    takes_file(made)
    made.add_argument("number", metavar="NUMBER", help=tr("number of the ticket, or its last digits, or id:17"))
    made.add_argument("--form", choices=FORMS, help=tr("the error form (Appendix 1), or the card with its history"))
    _takes_out(made)
    made.set_defaults(run=print_ticket)


def write_act(asked: argparse.Namespace) -> int:
    """Write the act that was asked for."""
    from desk_app.reports import write
    from desk_app.reports.acts import act_report

    kind, month = parse_kind(asked.kind), Month.parse(asked.month)
    with seated(asked) as desk:
        made = act(desk.reader, kind, month)
    made = replace(made, proposals={"": getattr(asked, "conclusion", "") or ""})
    with i18n.speaking(made.office.language):
        write(act_report(made, datetime.now(made.office.zone).date()), asked.out)
    if getattr(asked, "json", False):
        give_json({"rows": made.rows, "asked": made.asked, "path": str(asked.out)})
    else:
        give(trn("{n} row written to {path}.", "{n} rows written to {path}.", made.rows, path=asked.out))
    return 0


def print_ticket(asked: argparse.Namespace) -> int:
    """Write the form of a ticket that was asked for."""
    from desk_app.reports import write
    from desk_app.reports.ticket_form_kinds import TicketForm, ticket_form

    with seated(asked) as desk:
        office, people = desk.office, desk.reader.staff()
        card = desk.reader.card(desk.ticket(asked.number))
    form = TicketForm(getattr(asked, "form", FORMS[0]))
    with i18n.speaking(office.language):
        write(ticket_form(form, office, people, card, printed_on=datetime.now(office.zone).date()), asked.out)
    if getattr(asked, "json", False):
        give_json({"number": card.ticket.number, "id": card.ticket.id, "path": str(asked.out)})
    else:
        give(tr("Written to {path}.", path=asked.out))
    return 0


def _takes_out(made: Parser) -> None:
    made.add_argument("--out", type=Path, required=True, metavar="PATH", help=tr("a .pdf or .xlsx file"))
