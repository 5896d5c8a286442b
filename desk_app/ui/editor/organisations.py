"""Which organisation it is: found in the directory while typing, so that nobody writes it in two ways."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.i18n import tr
from desk_app.services.ports import Reader
from desk_app.ui.editor import fields
from desk_app.ui.editor.found_input import SHOWN, FoundInput
from desk_app.ui.editor.rows import Row

ORGANISATION = "organisation"


class OrganisationInput(FoundInput[str]):
    """The name of an organisation, with those of the directory below. A new name stays a new name."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, tr("Organisations found"), parent)

    def look_up(self, reader: Reader, text: str) -> list[str]:
        return [found.name for found in reader.directory.organisations(text, 0, SHOWN)]

    def worded(self, found: str) -> str:
        return found

    def take(self, found: str) -> None:
        self.set_value(found)
        self.edited.emit()
        self.focusNextPrevChild(True)


def make_row(desk: Desk, place: fields.Place, now: datetime) -> Row:
    """Return the row that asks for the field of `place`, an organisation as the directory has it; `now` is local."""
    if place.code != ORGANISATION:
        return fields.make_row(desk.office, place, now)
    return Row(place.code, place.field.label, OrganisationInput(desk), place.field.required)
