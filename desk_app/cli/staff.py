"""desk-app staff: the accounts of an office."""

import argparse
from functools import partial

from desk_app.cli.desk import seated
from desk_app.cli.give import give, give_done, give_json, table
from desk_app.cli.parser import Commands, Parser, command, group, reads_json, takes_file
from desk_app.cli.take import at_line, json_lines
from desk_app.domain.errors import UserError
from desk_app.domain.intake import require, text_of
from desk_app.domain.office import Office, Person
from desk_app.domain.text import clean_line
from desk_app.i18n import tr
from desk_app.services import people


def add(commands: Commands, common: Parser) -> None:
    """Add the commands of this module."""
    members = group(commands, "staff", tr("the accounts of an office"), common)
    made = command(members, "add", tr("add accounts, one JSON object a line"), common, json=False)
    takes_file(made)
    reads_json(made, required=True)
    made.set_defaults(run=add_staff)
    made = command(members, "edit", tr("change accounts, one JSON object a line"), common, json=False)
    takes_file(made)
    reads_json(made, required=True)
    made.set_defaults(run=edit_staff)
    made = command(members, "list", tr("list the accounts"), common)
    takes_file(made)
    made.set_defaults(run=list_staff)


def add_staff(asked: argparse.Namespace) -> int:
    """Add an account for each line, each in its own transaction."""
    with seated(asked) as desk:
        for number, raw in json_lines(asked.source):
            try:
                desk.uow.write(partial(people.add_staff, raw=people.prepared(raw)))
            except UserError as error:
                raise at_line(number, error) from None
            account = desk.reader.account(clean_line(text_of(raw["login"], "login")))
            if account:
                give_done(person_json(desk.office, account.person))
    return 0


def edit_staff(asked: argparse.Namespace) -> int:
    """Change the account of each line's "login", each in its own transaction; what a line does not name stays.

    Of who is no longer active, `open_tickets` counts what is still assigned to them.
    """
    with seated(asked) as desk:
        for number, raw in json_lines(asked.source):
            try:
                login = clean_line(text_of(raw.pop("login", ""), "login"), "login")
                require({"login": login}, ("login",))
                desk.uow.write(partial(people.edit_staff, login=login, raw=people.prepared(raw)))
            except UserError as error:
                raise at_line(number, error) from None
            account = desk.reader.account(login)
            if account:
                person = account.person
                left = {} if person.active else {"open_tickets": desk.reader.count(people.open_tickets(person), person)}
                give_done({**person_json(desk.office, person), **left})
    return 0


def list_staff(asked: argparse.Namespace) -> int:
    """List the accounts."""
    with seated(asked) as desk:
        found = [person_json(desk.office, person) for person in desk.reader.staff()]
    if getattr(asked, "json", False):
        for person in found:
            give_json(person)
    else:
        header = (tr("Login"), tr("Name"), tr("Role"), tr("Line"))
        rows = [(p["login"], p["name"], p["role"], p["line"]) for p in found]
        give(table([str(cell) for cell in header], [[str(cell) for cell in row] for row in rows]))
    return 0


def person_json(office: Office, person: Person) -> dict[str, str | bool]:
    """Return a member of staff as JSON; never anything of the password."""
    return {
        "login": person.login,
        "name": person.name,
        "role": office.choices("role").label(person.role),
        "line": office.choices("line").label(person.line),
        "active": person.active,
    }
