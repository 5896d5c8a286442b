"""Rows of tickets that colleagues edit just now: a pencil, and the same in words."""

from html import escape

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon, QPalette

from desk_app.app.icons import icon
from desk_app.app.presence import Presence
from desk_app.i18n import trn
from desk_app.ui.models.row_texts import ShownRow


class Marks(QObject):
    """What the table says of each ticket; `changed` carries the tickets that are marked another way than before."""

    changed = Signal(object)

    def __init__(self, presence: Presence, parent: QObject) -> None:
        super().__init__(parent)
        self._presence = presence
        self.column = 0
        """The column that has the pencil: the first that is shown."""
        presence.met.connect(self._met)

    def icon(self, shown: ShownRow) -> QIcon | None:
        """Return the pencil of a ticket that is edited elsewhere."""
        return icon("pencil", QPalette.ColorRole.Text) if self._presence.editors(shown.row.id) else None

    def spoken(self, shown: ShownRow, column: int) -> str | None:
        """Return what is read out instead of the text of a cell, where that says more."""
        words = self._words(shown) if column == self.column else ""
        return f"{shown.cells[column]}, {words}" if words else None

    def on_tip(self, shown: ShownRow, tip: str) -> str:
        """Return the tooltip `tip` (rich text) with who edits the ticket."""
        words = self._words(shown)
        return f"<qt>{escape(words)}<br>{tip.removeprefix('<qt>').removesuffix('</qt>')}</qt>" if words else tip

    def _words(self, shown: ShownRow) -> str:
        names = self._presence.editors(shown.row.id)
        return editing_words(names) if names else ""

    def _met(self, tickets: frozenset[int]) -> None:
        if tickets:
            self.changed.emit(tickets)


def editing_words(names: tuple[str, ...]) -> str:
    """Say that the colleagues called `names` edit a ticket."""
    return trn("{names} is editing this ticket", "{names} are editing this ticket", len(names), names=", ".join(names))
