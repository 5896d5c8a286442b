"""The card of one ticket: beside the list, or in a window of its own."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.app.drafts import DraftKey
from desk_app.app.outbox import new_entry
from desk_app.app.theme import Hue
from desk_app.domain.errors import NotFound, UserError
from desk_app.domain.office import Step
from desk_app.i18n import explain, tr
from desk_app.services import tickets
from desk_app.services.outbox import Kind
from desk_app.services.ports import Changes, TicketCard
from desk_app.services.story import meanwhile
from desk_app.services.undo import can_undo
from desk_app.ui.editor.body import CardBody
from desk_app.ui.editor.card_course import CardCourse
from desk_app.ui.editor.editing import EDIT, EditForm
from desk_app.ui.editor.keeping import Keeping, is_left
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.models.marks import editing_words

COMMENT = "comment"
_LINK = "link"


class TicketPane(CardBody):
    """Shows a ticket, its next steps and its history. What is typed stays, whatever colleagues do meanwhile."""

    shown = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None, wide: bool = False) -> None:
        super().__init__(desk, parent, wide)
        self._ticket_id: int | None = None
        self._card: TicketCard | None = None
        self._newer: TicketCard | None = None
        self.editor: EditForm | None = None
        self._keeping = Keeping(desk, self.comment, self._said)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a screenshot is pasted here
        self.course_of = CardCourse(desk, self)
        self._connect()
        self.show_ticket(None)

    def show_ticket(self, ticket_id: int | None) -> None:
        """Show the ticket with `ticket_id`, or what this place is for. Unsaved typing is kept for its ticket."""
        if ticket_id == self._ticket_id and ticket_id is not None:
            self._load()
            return
        self.put_aside()
        self._ticket_id, self._card, self._newer = ticket_id, None, None
        self.notice.hide()
        self._holder.hide()
        self.comment.hide()
        self._empty.setVisible(ticket_id is None)
        self.unsent.show_ticket(ticket_id)
        if ticket_id is not None:
            self._load()

    @property
    def card(self) -> TicketCard | None:
        """What is shown now."""
        return self._card

    @property
    def unsaved(self) -> bool:
        """Tell whether something is typed here that is not saved. It is kept as a draft, so nobody need be asked."""
        return bool(self.editor is not None and self.editor.changed) or bool(self._said())

    def put_aside(self) -> None:
        """Keep what is typed for the next time its ticket is shown."""
        if self.editor is not None:
            self.editor.keeping.leave()
        self._close_editor()
        self._keeping.leave()
        self.comment.clear()

    def _connect(self) -> None:
        self._desk.changed.connect(self._noticed)
        self._desk.presence.met.connect(self._say_editors)
        self.steps.asked.connect(self.ask_step)
        self.edit_button.clicked.connect(self.edit)
        self.link_button.clicked.connect(lambda: self.course_of.ask(_LINK))
        self.undo_button.clicked.connect(self._undo)
        self.comment.sent.connect(self._send_comment)
        self.comment.text.edited.connect(self._keeping.touch)
        self.comment.public.edited.connect(self._keeping.touch)
        self.comment.draft.discarded.connect(self._drop_comment)
        self.notice.refresh.connect(self._refresh_editor)
        self.links.asked.connect(self._open_other)
        self.history.ticket_asked.connect(self._open_numbered)
        QShortcut(QKeySequence("F8"), self, self.steps.go)
        QShortcut(QKeySequence("F4"), self, self.edit)

    # -- showing -------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        wanted = self._ticket_id
        if wanted is not None:
            self._desk.query(
                self,
                lambda reader: reader.card(wanted),
                lambda card: self._loaded(wanted, card),
                failed=lambda error: self._not_loaded(wanted, error),
            )

    def _loaded(self, ticket_id: int, card: TicketCard) -> None:
        if ticket_id != self._ticket_id:
            return
        if self.editor is not None and self.editor.changed:
            self._tell_of(card)
        if self.editor is not None and self.editor.differs(card.ticket):
            self._newer = card
            return
        if self.editor is not None:
            self.editor.rebase(card.ticket)
        self._show(card)

    def _not_loaded(self, ticket_id: int, error: UserError) -> None:
        if ticket_id != self._ticket_id:
            return
        if isinstance(error, NotFound):
            self.show_ticket(None)
        else:
            self.notice.say(explain(error), tr("Try again"))

    def _show(self, card: TicketCard) -> None:
        first = self._card is None
        office, me, ticket = self._desk.office, self._desk.me, card.ticket
        self._card = card
        self.header.show_ticket(card, office)
        self._say_editors()
        self.requester.show_ticket(ticket, office)
        self.course_of.show_card(card)
        self.due.show_ticket(card, office)
        self.fields.show_ticket(card, office)
        self.files.show_files(ticket.id, card.attachments)
        self.links.show_links(card.links)
        self.history.show_history(card.history, office, self._desk.people)
        self.edit_button.setVisible(office.may(me, "edit") and self.editor is None)
        self.link_button.setVisible(office.may(me, _LINK))
        self.undo_button.setVisible(can_undo(card.history, me.id, datetime.now(UTC)) is not None)
        self.comment.setVisible(office.may(me, "comment"))
        self._empty.hide()
        self._holder.show()
        if first:
            self._bring_back(ticket.id)
        self.shown.emit(card)

    def _say_editors(self, *_: object) -> None:
        """Say who else edits the ticket just now."""
        names = self._desk.presence.editors(self._ticket_id or 0)
        self.header.editors.say(editing_words(names) if names else "", Hue.WAITING)

    def _noticed(self, changes: Changes) -> None:
        if self._ticket_id in changes.tickets or changes.office or changes.staff:
            self._load()

    def _bring_back(self, ticket_id: int) -> None:
        """Put back what was typed into the ticket and not saved."""
        draft = self._keeping.begin(COMMENT, ticket_id)
        if draft is not None:
            said = draft.values
            self._keeping.fill(lambda: self.comment.fill(str(said.get("text", "")), str(said.get("public", ""))))
        self.comment.draft.show_draft(self._desk, draft)
        if is_left(self._desk, EDIT, ticket_id):
            self.edit()

    # -- editing -------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Turn the fields into inputs."""
        if self._card is None or self.editor is not None or not self._desk.office.may(self._desk.me, "edit"):
            return
        self.editor = EditForm(self._desk, self._card.ticket, self)
        self.editor.closed.connect(self._edited)
        self._desk.presence.begin(self.editor, self._card.ticket.id)
        self._fields_column.addWidget(self.editor)
        self.fields.hide()
        self.edit_button.hide()
        rows = self.editor.rows.rows
        (rows.get("description") or next(iter(rows.values()))).input.setFocus()

    def _edited(self) -> None:
        self._close_editor()
        self.notice.hide()
        if self._newer is not None:
            newer, self._newer = self._newer, None
            self._show(newer)
        self._load()
        self.edit_button.setFocus()

    def _close_editor(self) -> None:
        if self.editor is not None:
            self._desk.presence.end(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self.fields.show()
        self.edit_button.show()

    def _refresh_editor(self) -> None:
        newer, self._newer = self._newer, None
        self.notice.hide()
        if newer is None:
            self._load()
            return
        if self.editor is not None:
            self.editor.rebase(newer.ticket, seen=True)
        self._show(newer)

    def _tell_of(self, card: TicketCard) -> None:
        """Say what colleagues did to the ticket while its fields are typed into."""
        shown = self._newer or self._card
        if self.editor is None or shown is None:
            return
        course = card.ticket.status != shown.ticket.status
        if not course and not self.editor.differs(card.ticket):
            return
        done = meanwhile(self._desk.office, self._desk.people, card, shown.ticket.version)
        if done:
            self.notice.say(tr("{done}. What you typed stays.", done="; ".join(done)))

    # -- doing ---------------------------------------------------------------------------------------------------

    def print_form(self) -> None:
        """Show the forms of the ticket as they will print."""
        if self._ticket_id is not None:
            from desk_app.ui.reports.ticket_print_window import TicketPrintWindow  # it brings the PDF libraries

            TicketPrintWindow.open(self._desk, self._ticket_id, self)

    def ask_step(self, step: Step) -> None:
        """Ask what `step` asks, and take it."""
        if self._card is not None:
            StepDialog.open_for(self._desk, self._card.ticket, step, self)

    def take_files(self, source: QMimeData) -> bool:
        return self.files.take(source)

    def may_take_files(self) -> bool:
        return self.files.ready

    def _undo(self) -> None:
        if self._card is not None:
            ticket = self._card.ticket
            self._desk.command(self, partial(tickets.do, ticket_id=ticket.id, verb="undo", version=ticket.version))

    def _said(self) -> Mapping[str, Any]:
        said = self.comment.text.value()
        return {"text": said, "public": self.comment.public.value()} if said.strip() else {}

    def _drop_comment(self) -> None:
        self._keeping.forget()
        self.comment.clear()
        self.comment.text.setFocus()

    def _send_comment(self, text: str, public: bool) -> None:
        if self._card is None:
            return
        self.comment.setEnabled(False)
        key, ticket = self._keeping.key, self._card.ticket
        about = {"ticket": ticket.id, "number": ticket.number, "draft": key.kind if key else ""}
        entry = new_entry(Kind.COMMENT, {"raw": {"text": text, "public": public}, **about})
        self._desk.outbox.send(
            self, entry, lambda _changes: self._commented(key), lambda _entry: self._kept(key), self._not_commented
        )

    def _kept(self, key: DraftKey | None) -> None:
        self._commented(key)
        self._desk.messages.info(tr("Your comment is kept on this computer, and sent when the office is back."))

    def _commented(self, key: DraftKey | None) -> None:
        self.comment.setEnabled(True)
        if key == self._keeping.key:
            self._keeping.forget()
            self.comment.clear()
        elif key is not None:
            self._desk.drafts.forget(key)

    def _not_commented(self, error: UserError) -> None:
        self.comment.setEnabled(True)
        self._desk.messages.error(self, error)

    def _open_numbered(self, number: str) -> None:
        """Open the ticket that the history calls `number`: its id, where it had no number by then."""
        linked = self._card.links if self._card else ()
        known = {str(link.ticket_id): link.ticket_id for link in linked}
        known |= {link.number: link.ticket_id for link in linked if link.number}
        if number in known:
            self._open_other(known[number])
        else:
            self._desk.query(self, lambda reader: reader.find_ticket(number), self._open_other)

    def _open_other(self, ticket_id: int) -> None:
        from desk_app.ui.editor.window import TicketWindow

        TicketWindow.open(self._desk, ticket_id, self.window())
