"""desk-app ticket: add, show, list and do."""

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from desk_app.cli.card import card_text
from desk_app.cli.desk import Desk, seated
from desk_app.cli.forms import add_print
from desk_app.cli.give import give, give_done, give_json
from desk_app.cli.listing import FORMATS, write_list
from desk_app.cli.parser import Commands, Parser, command, group, reads_json, takes_file, whole_number
from desk_app.cli.take import at_line, json_document, json_lines
from desk_app.domain.errors import BadInput, UserError
from desk_app.i18n import tr
from desk_app.services import catalogue, tickets
from desk_app.services.ports import Changes, Session
from desk_app.services.ticket_json import card_json


def add(commands: Commands, common: Parser) -> None:
    """Add the commands of this module."""
    members = group(commands, "ticket", tr("tickets: add, show, list, and take steps"), common)
    made = command(members, "add", tr("register tickets, one JSON object a line"), common, json=False)
    takes_file(made)
    reads_json(made, required=True)
    made.set_defaults(run=add_tickets)
    made = command(members, "show", tr("show a ticket with its history"), common)
    takes_file(made)
    made.add_argument("number", metavar="NUMBER", help=tr("number of the ticket, or its last digits, or id:17"))
    made.set_defaults(run=show_ticket)
    made = command(members, "do", tr("take a step with a ticket"), common, json=False)
    takes_file(made)
    made.add_argument("number", metavar="NUMBER", help=tr("number of the ticket, or its last digits, or id:17"))
    made.add_argument("verb", metavar="VERB", help=", ".join(tickets.VERBS))
    reads_json(made, required=False)
    made.set_defaults(run=do_ticket)
    _add_list(members, common)
    add_print(members, common)


def _add_list(members: Commands, common: Parser) -> None:
    made = command(members, "list", tr("list tickets"), common)
    takes_file(made)
    made.add_argument(
        "--filter", metavar="TEXT", help=tr("words, and conditions such as status:open, as in the search box")
    )
    made.add_argument("--sort", metavar="COL[,-COL]", help=tr("order by these columns; with a dash the last first"))
    made.add_argument("--limit", type=whole_number("--limit"), metavar="N", help=tr("no more than N"))
    made.add_argument("--format", choices=FORMATS, help=tr("how to print"))
    made.add_argument("--out", metavar="PATH", help=tr("write to this file"))
    made.set_defaults(run=list_tickets)


def add_tickets(asked: argparse.Namespace) -> int:
    """Add a ticket for each line, each in its own transaction; a bad line stops the run."""
    with seated(asked) as desk:
        for number, raw in json_lines(asked.source):
            try:
                changes = desk.uow.write(_adding(raw))
            except UserError as error:
                raise at_line(number, error) from None
            give_done(_named(desk, changes))
    return 0


def show_ticket(asked: argparse.Namespace) -> int:
    """Show one ticket."""
    with seated(asked) as desk:
        card = desk.reader.card(desk.ticket(asked.number))
        found = card_json(desk.office, desk.reader.staff(), card)
        named = catalogue.contacts(desk.reader, card.ticket)
        found["contacts"] = [{"name": one.name, "position": one.position, "phone": one.phone} for one in named]
        if getattr(asked, "json", False):
            give_json(found)
        else:
            give(card_text(desk.office, found))
    return 0


def do_ticket(asked: argparse.Namespace) -> int:
    """Take one step."""
    source = getattr(asked, "source", None)
    answer = json_document(source) if source else {}
    with seated(asked) as desk:
        ticket_id = desk.ticket(asked.number, arrived=asked.verb == "register")
        changes = desk.uow.write(partial(tickets.do, ticket_id=ticket_id, verb=asked.verb, raw=answer))
        named = _named(desk, changes)
        status = desk.office.choices("status").label(desk.reader.card(ticket_id).ticket.status)
    if source or getattr(asked, "json", False):
        give_json({**named, "status": status or None})
    else:
        give(f"{named['number'] or named['id']}: {status or tr('not registered')}")
    return 0


def list_tickets(asked: argparse.Namespace) -> int:
    """List tickets."""
    with seated(asked) as desk:
        write_list(desk, asked)
    return 0


def _adding(raw: dict[str, Any]) -> Callable[[Session], Changes]:
    registered = raw.pop("registered", True)
    if not isinstance(registered, bool):
        raise BadInput("“{field}” must be true or false; it is “{value}”.", field="registered", value=registered)
    if not registered and raw.get("registered_at"):
        raise BadInput(
            "An item that is not registered has no moment of registration. Leave out {field}.", field="registered_at"
        )
    return partial(tickets.register if registered else tickets.arrive, raw=raw)


def _named(desk: Desk, changes: Changes) -> Mapping[str, Any]:
    """Return the number and id of what was touched; a converted or linked ticket is told as well."""
    rows = {row.id: row.number for row in desk.reader.rows(changes.tickets)}
    first, *others = changes.tickets
    named: dict[str, Any] = {"number": rows.get(first), "id": first}
    if others:
        named["others"] = [{"number": rows.get(other), "id": other} for other in others]
    return named
