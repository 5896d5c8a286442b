"""Which forms a ticket prints as: the same for the window and for the command line."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from desk_app.domain.errors import N_
from desk_app.domain.office import Office, Person
from desk_app.reports.error_form import error_form_report
from desk_app.reports.form import Form
from desk_app.reports.ticket_form import ticket_report
from desk_app.services.error_form import error_form
from desk_app.services.ports import TicketCard
from desk_app.services.ticket_print import ticket_paper


class TicketForm(StrEnum):
    """One form."""

    ERROR = "error"
    CARD = "card"


NAMES: Final[Mapping[TicketForm, str]] = {
    TicketForm.ERROR: N_("Error form (Appendix 1)"),
    TicketForm.CARD: N_("The whole ticket with its history"),
}
"""What people choose from."""


def ticket_form(
    form: TicketForm,
    office: Office,
    people: Iterable[Person],
    card: TicketCard,
    *,
    printed_on: date,
    as_of: datetime | None = None,
) -> Form:
    """Describe the ticket of `card` as `form`; `as_of` is the moment of the copy it is from, where the office was away.

    To be called while the office's language is spoken.
    """
    local = as_of.astimezone(office.zone) if as_of else None
    if form is TicketForm.ERROR:
        return error_form_report(error_form(office, card), printed_on, local)
    return ticket_report(ticket_paper(office, people, card), printed_on, local)
