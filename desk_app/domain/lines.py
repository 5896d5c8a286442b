"""Lines, units and contractors: to whom a ticket can be passed on (P-4, J-3.1)."""

from dataclasses import replace
from typing import Final

from desk_app.domain.office import Item, Meaning, Office
from desk_app.domain.tickets import Approval, Ticket

LINE: Final = "line"
UNIT: Final = "unit"
CONTRACTOR: Final = "contractor"
SORTS: Final = (LINE, UNIT, CONTRACTOR)
"""What a line of the office may be: a line of support, a unit of the organisation, a contractor."""


def sort_of(item: Item) -> str:
    """Return which of SORTS a line is."""
    return str(item.data.get("sort", LINE))


def next_line(office: Office, line: str) -> str:
    """Return the line of support above `line`, by level and then by order; "" when there is none."""
    lines = [item for item in office.choices("line") if sort_of(item) == LINE and not item.retired]
    levels = {item.code: int(item.data.get("level", place)) for place, item in enumerate(lines, 1)}
    above = [code for code, level in levels.items() if level > levels.get(line, 0)]
    return min(above, key=lambda code: levels[code], default="")


def settled(office: Office, ticket: Ticket) -> Ticket:
    """Return `ticket` in the status that its line works in, where it stands in that of another line.

    Lines without a status of their own leave it as it is; so does a ticket that waits for an agreement.
    """
    own = {item.data.get("status") for item in office.choices("line")}
    status = str(office.choices("line").get(ticket.line).data.get("status", ""))
    stands = ticket.status in own and office.meaning(ticket.status) is Meaning.ACTIVE
    return replace(ticket, status=status) if status and stands and ticket.approval is not Approval.PENDING else ticket
