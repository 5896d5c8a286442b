"""The columns a list of tickets can show."""

from dataclasses import dataclass
from typing import Final

from desk_app.domain.errors import N_
from desk_app.domain.office import Office
from desk_app.domain.view import SortColumn
from desk_app.i18n import tr


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `field` is the form field whose label the office gave it, `width` in characters."""

    key: SortColumn
    title: str
    field: str = ""
    width: int = 16
    shown: bool = True


COLUMNS: Final = (
    Column(SortColumn.NUMBER, N_("Number"), width=14),
    Column(SortColumn.STATUS, N_("Status"), width=20),
    Column(SortColumn.RECEIVED, N_("Received"), "received_at", 11),
    Column(SortColumn.SUBJECT, N_("Subject"), width=46),
    Column(SortColumn.REQUESTER, N_("Requester"), "requester", 22),
    Column(SortColumn.ORGANISATION, N_("Organisation"), "organisation", 24),
    Column(SortColumn.SYSTEM, N_("System"), "system", 20),
    Column(SortColumn.ASSIGNEE, N_("Assignee"), "assignee", 18),
    Column(SortColumn.KIND, N_("Kind"), "kind", shown=False),
    Column(SortColumn.TYPE, N_("Type"), "type", 20, shown=False),
    Column(SortColumn.PRIORITY, N_("Priority"), "priority", 12, shown=False),
    Column(SortColumn.CHANNEL, N_("Channel"), "channel", 14, shown=False),
    Column(SortColumn.LINE, N_("Line"), "line", 12, shown=False),
    Column(SortColumn.REGISTERED, N_("Registered"), "registered_at", 11, shown=False),
    Column(SortColumn.SOLVED, N_("Solved"), "solved_at", 11, shown=False),
    Column(SortColumn.CLOSED, N_("Closed"), "closed_at", 11, shown=False),
    Column(SortColumn.DUE, N_("Due"), width=14, shown=False),
    Column(SortColumn.APPOINTMENT, N_("Appointment"), width=14, shown=False),
    Column(SortColumn.REMINDER, N_("Promised call"), width=14, shown=False),
)
STATUS_COLUMN: Final = next(at for at, column in enumerate(COLUMNS) if column.key == SortColumn.STATUS)
DUE_COLUMN: Final = next(at for at, column in enumerate(COLUMNS) if column.key == SortColumn.DUE)


def titles(office: Office) -> tuple[str, ...]:
    """Return the headers: the office's own names of its form fields, ours for the rest."""
    labels = {field.code: field.label for field in office.fields}
    return tuple(labels.get(column.field) or tr(column.title) for column in COLUMNS)
