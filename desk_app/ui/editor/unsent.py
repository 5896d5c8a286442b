"""The comments on a ticket that wait on this computer: they stand in its history until the office has them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.i18n import format_moment, trn
from desk_app.services.outbox import Entry, Kind
from desk_app.services.story import Chapter
from desk_app.ui.editor.card import Section
from desk_app.ui.editor.history import EntryView
from desk_app.ui.editor.plain import Remark
from desk_app.ui.outbox.words import how_it_stands


class UnsentComments(Section):
    """Stands on top of the history, the newest first; hidden while nothing waits. `note` belongs above the box."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._ticket_id = desk, 0
        self.note = Remark(parent)
        self.column.setSpacing(12)
        self._shown: list[Entry] = []
        desk.outbox.changed.connect(self._look)
        self.hide()

    def show_ticket(self, ticket_id: int | None) -> None:
        """Show what waits for the ticket with `ticket_id`; None shows nothing."""
        self._ticket_id = ticket_id or 0
        self._look()

    def _look(self) -> None:
        comments = [entry for entry in self._desk.outbox.entries if entry.kind is Kind.COMMENT and self._ticket_id]
        found = [entry for entry in reversed(comments) if entry.payload.get("ticket") == self._ticket_id]
        if found == self._shown:
            return
        self._shown = found
        self.clear()
        for entry in found:
            self.column.addWidget(self._view(entry))
        self.setVisible(bool(found))
        self._note([entry for entry in found if not entry.refusal])

    def _view(self, entry: Entry) -> QWidget:
        raw, me = entry.payload["raw"], self._desk.me
        when = format_moment(entry.at.astimezone(self._desk.office.zone))
        chapter = Chapter(0, "comment", me.name or me.login, when, "", "", entry.text, bool(raw.get("public")), ())
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        state = Remark(holder)
        text, hue = how_it_stands(self._desk, entry)
        state.say(text, hue or Hue.WAITING)
        column.addWidget(state)
        column.addWidget(EntryView(chapter, holder))
        return holder

    def _note(self, waiting: list[Entry]) -> None:
        """Say above the box that what was just sent is not lost, wherever the history is scrolled to."""
        if not waiting:
            self.note.say("")
            return
        text = " ".join(waiting[0].text.split())
        said = trn(
            "{n} comment waits to be sent: “{text}”",
            "{n} comments wait to be sent, the last one: “{text}”",
            len(waiting),
            text=text if len(text) <= 80 else text[:80].rstrip() + "…",
        )
        self.note.say(said, Hue.WAITING)
