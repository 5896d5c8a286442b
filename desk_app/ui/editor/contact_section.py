"""Who in the requester's unit is named for the service of the ticket: its site expert, say (P-3)."""

from collections.abc import Sequence
from typing import Final

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain.tickets import Ticket
from desk_app.i18n import tr
from desk_app.services import catalogue
from desk_app.services.directory_ports import Contact
from desk_app.ui.editor.card import Section
from desk_app.ui.editor.plain import Remark, copyable

_SHOWN: Final = 3


class ContactSection(Section):
    """Hidden where the service asks for nobody; otherwise says who it is, or that nobody is named yet."""

    def show_ticket(self, desk: Desk, ticket: Ticket) -> None:
        """Look for the contact that the service of `ticket` is for."""
        position = str(desk.office.choices("service").get(ticket.service).data.get("contact", ""))
        self.setVisible(bool(position))
        if position:
            unit = ticket.requester.organisation
            desk.query(
                self,
                lambda reader: catalogue.contacts(reader, ticket),
                lambda found: self._show(position, unit, found),
                failed=lambda _error: None,
            )

    def _show(self, position: str, unit: str, found: Sequence[Contact]) -> None:
        self.clear()
        for one in found[:_SHOWN]:
            reached = " · ".join(filter(None, (one.name, one.phone, one.room, one.email)))
            self.column.addWidget(copyable(f"{position}: {reached}", position, self))
        if not found and unit:
            nobody = Remark(self)
            hint = tr(
                "{position}: nobody of {unit} is named yet. Note it in the directory.", position=position, unit=unit
            )
            nobody.say(hint, Hue.WAITING)
            self.column.addWidget(nobody)
