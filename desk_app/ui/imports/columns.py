"""What the columns of a sheet can be: the fields of a journal and of a list of people, under their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from desk_app.domain.errors import N_
from desk_app.domain.office import Office
from desk_app.i18n import tr
from desk_app.ui.editor.fields import labels


class Way(Protocol):
    """How a sheet is read: the row number of its header (0 without one) and the column (1 = A) of each field."""

    @property
    def sheet(self) -> str: ...
    @property
    def header_row(self) -> int: ...
    @property
    def columns(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class ChosenWay:
    """A Way as the person chose it."""

    sheet: str
    header_row: int
    columns: Mapping[str, int]


_JOURNAL: Final = {
    "date": N_("Date of registration"),
    "received": N_("Date received"),
    "time": N_("Time"),
    "number": N_("Number of the request"),
    "position": N_("Place in the list"),
    "kind": N_("Kind"),
    "type": N_("Type"),
    "description": N_("Description"),
    "organisation": N_("Organisation"),
    "requester": N_("Full name"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "room": N_("Room"),
    "additional_info": N_("Additional information"),
    "system": N_("System"),
    "channel": N_("Channel"),
    "specialist": N_("Specialist"),
    "priority": N_("Priority"),
    "status": N_("Status"),
    "solved": N_("Date solved"),
    "closed": N_("Date closed"),
    "solution": N_("Solution"),
    "cause": N_("Cause"),
    "note": N_("Note"),
}
_PEOPLE: Final = {
    "name": N_("Full name"),
    "organisation": N_("Organisation"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "room": N_("Room"),
    "position": N_("Position"),
}
_OWN: Final = frozenset({"kind", "type", "description", "additional_info", "system", "channel", "priority", "status"})
"""Fields of a journal that go by the office's own name."""


def journal_fields(office: Office) -> dict[str, str]:
    """Return what each field of a journal is called here."""
    own = labels(office)
    return {code: (own.get(code) if code in _OWN else "") or tr(name) for code, name in _JOURNAL.items()}


def people_fields() -> dict[str, str]:
    """Return what each field of a list of people is called."""
    return {code: tr(name) for code, name in _PEOPLE.items()}
