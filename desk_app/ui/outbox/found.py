"""The bar over the table that says which of the calls that wait to be sent have the words that are searched."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain.search import found_in, terms
from desk_app.domain.view import Queue, TicketFilter
from desk_app.i18n import tr
from desk_app.services.outbox import Entry, Kind, search_words
from desk_app.ui.reports.notice import Notice
from desk_app.ui.tickets.listing import Listing

_NAMED: Final = 5
"""How many of the calls are named."""


class FoundWaiting(Notice):
    """Hidden unless something that waits is found. The list cannot show it: it is not in the office yet."""

    def __init__(
        self, desk: Desk, listing: Listing, open_waiting: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._listing, self._open_waiting = desk, listing, open_waiting
        listing.shown.connect(self.say_again)
        desk.outbox.changed.connect(self.say_again)

    def say_again(self) -> None:
        """Say what is found now, in the language spoken now."""
        found = [] if self._listing.day else found_waiting(self._desk, self._listing.view.filter)
        if not found:
            self.hide()
            return
        names = ", ".join(entry.provisional or _comment(entry) for entry in found[:_NAMED])
        names += "…" if len(found) > _NAMED else ""
        text = tr("Not sent to the office yet, but it has these words: {names}.", names=names)
        count = len(self._desk.outbox.entries)
        self.say(text, [(tr("What waits ({n})", n=count), "hourglass", self._open_waiting)], Hue.WAITING)


def found_waiting(desk: Desk, wanted: TicketFilter) -> list[Entry]:
    """Return what waits and has the words of `wanted`; nothing where it asks for more than words."""
    asked = terms(wanted.words)
    if not asked or replace(wanted, words="", queue=Queue.ALL) != TicketFilter():
        return []
    return [entry for entry in desk.outbox.entries if found_in(search_words(entry, desk.office), asked)]


def _comment(entry: Entry) -> str:
    number = str(entry.payload.get("number") or "")
    return tr("Comment to {number}", number=number) if entry.kind is Kind.COMMENT and number else tr("Comment")
