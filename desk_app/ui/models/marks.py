"""Rows of tickets that colleagues edit just now: a pencil, and the same in words."""

from html import escape

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon, QPalette

from desk_app.app.icons import icon
from desk_app.app.presence import Presence
from desk_app.i18n import trn


class Marks(QObject):
    """What the table says of each ticket; `changed` carries the tickets that are marked another way than before."""

    changed = Signal(object)

    def __init__(self, presence: Presence, parent: QObject) -> None:
        super().__init__(parent)
        self._presence = presence
        self.column = 0
        """The column that has the pencil: the first that is shown."""
        presence.met.connect(self._met)

    def icon(self, ticket: int) -> QIcon | None:
        """Return the pencil of a ticket that is edited elsewhere."""
        return icon("pencil", QPalette.ColorRole.Text) if self._presence.editors(ticket) else None

    def words(self, ticket: int) -> str:
        """Say who edits `ticket`, or "" when nobody does."""
        names = self._presence.editors(ticket)
        return editing_words(names) if names else ""

    def on_tip(self, ticket: int, tip: str) -> str:
        """Return the tooltip `tip` (rich text) with who edits `ticket`."""
        words = self.words(ticket)
        return f"<qt>{escape(words)}<br>{tip.removeprefix('<qt>').removesuffix('</qt>')}</qt>" if words else tip

    def _met(self, tickets: frozenset[int]) -> None:
        if tickets:
            self.changed.emit(tickets)


def editing_words(names: tuple[str, ...]) -> str:
    """Say that the colleagues called `names` edit a ticket."""
    return trn("{names} is editing this ticket", "{names} are editing this ticket", len(names), names=", ".join(names))
