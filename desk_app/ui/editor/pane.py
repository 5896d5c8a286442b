"""The card of one ticket: beside the list, or in a window of its own."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.theme import Hue
from desk_app.domain import workflow
from desk_app.domain.errors import NotFound, UserError
from desk_app.domain.office import Step
from desk_app.i18n import explain, format_moment, tr
from desk_app.services import tickets
from desk_app.services.ports import Changes, TicketCard
from desk_app.services.undo import can_undo
from desk_app.ui.editor.card import (
    CommentBox,
    FieldsSection,
    HeaderSection,
    LinksSection,
    RequesterSection,
    gate_sentence,
)
from desk_app.ui.editor.editing import Draft, EditForm
from desk_app.ui.editor.history import HistoryView
from desk_app.ui.editor.plain import Remark, plain_label, quiet_button, small
from desk_app.ui.editor.rows import heading
from desk_app.ui.editor.steps import StepDialog, StepsBar

_LINK = "link"
_Part = QWidget | QBoxLayout


class TicketPane(QWidget):
    """Shows a ticket, its next steps and its history. What is typed stays, whatever colleagues do meanwhile."""

    shown = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None, wide: bool = False) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ticket_id: int | None = None
        self._card: TicketCard | None = None
        self._newer: TicketCard | None = None
        self._drafts: dict[int, Draft] = {}
        self._comments: dict[int, str] = {}
        self.editor: EditForm | None = None
        self._make_parts()
        self._arrange(wide)
        self._connect()
        self.show_ticket(None)

    def show_ticket(self, ticket_id: int | None) -> None:
        """Show the ticket with `ticket_id`, or what this place is for. Unsaved typing is kept for its ticket."""
        if ticket_id == self._ticket_id and ticket_id is not None:
            self._load()
            return
        self._put_aside()
        self._ticket_id, self._card, self._newer = ticket_id, None, None
        self.notice.hide()
        self._holder.hide()
        self.comment.hide()
        self._empty.setVisible(ticket_id is None)
        if ticket_id is not None:
            self._load()

    @property
    def card(self) -> TicketCard | None:
        """What is shown now."""
        return self._card

    @property
    def unsaved(self) -> bool:
        """Tell whether something is typed here that is not saved."""
        typing = self.editor is not None and bool(self.editor.changed)
        return typing or bool(self._drafts) or bool(self.comment.text.value().strip())

    # -- making --------------------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.header = HeaderSection(self)
        self.requester = RequesterSection(self)
        self.steps = StepsBar(self)
        self.gate = Remark(self)
        self.fields = FieldsSection(self)
        self.links = LinksSection(self)
        self.history = HistoryView(self)
        self.comment = CommentBox(self)
        self.notice = _Notice(self)
        self.edit_button = quiet_button("pencil", tr("Edit"), self)
        keys = QKeySequence("F4").toString(QKeySequence.SequenceFormat.NativeText)
        self.edit_button.setToolTip(tr("Change the fields of the ticket ({keys})", keys=keys))
        self.undo_button = quiet_button("arrow-back-up", tr("Undo"), self)
        self.undo_button.setToolTip(tr("Take your last step back"))
        self.link_button = quiet_button("link", tr("Link"), self)
        self.link_button.setToolTip(tr("Link to another ticket"))
        self._empty = small(
            plain_label(tr("Choose a ticket: here you see who asks, what to do and what was done."), self)
        )
        self._empty.setWordWrap(True)
        self._empty.setMargin(24)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _arrange(self, wide: bool) -> None:
        head = QHBoxLayout()
        head.addWidget(heading(tr("Fields"), self))
        head.addStretch()
        head.addWidget(self.link_button)
        head.addWidget(self.edit_button)
        self._fields_column = QVBoxLayout()
        self._fields_column.addLayout(head)
        self._fields_column.addWidget(self.fields)
        who = (self.header, self.requester)
        todo = (heading(tr("What to do"), self), self.gate, self.steps)
        done = QHBoxLayout()
        done.addWidget(heading(tr("What was done"), self))
        done.addStretch()
        done.addWidget(self.undo_button)
        past: list[_Part] = [self.links, _line(self), done, self.history]
        first: list[_Part] = [*who, *([] if wide else todo), _line(self), self._fields_column]
        second: list[_Part] = [*todo, *past] if wide else []
        first += [] if wide else past
        self._holder = QWidget(self)
        across = QHBoxLayout(self._holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(_scrolled(first), 3)
        below = QVBoxLayout()
        below.setContentsMargins(12, 0, 12, 12)
        below.addWidget(self.comment)
        if second:
            side = QVBoxLayout()
            side.addWidget(_scrolled(second))
            side.addLayout(below)
            across.addLayout(side, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(self._empty, 1)
        column.addWidget(self._holder, 1)
        if not second:
            column.addLayout(below)

    def _connect(self) -> None:
        self._desk.changed.connect(self._noticed)
        self.steps.asked.connect(self._ask_step)
        self.edit_button.clicked.connect(self.edit)
        self.link_button.clicked.connect(self._ask_link)
        self.undo_button.clicked.connect(self._undo)
        self.comment.sent.connect(self._send_comment)
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
        if self.editor is not None and self.editor.differs(card.ticket):
            self._newer = card
            self._tell_of(card)
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
            self.notice.say(explain(error))

    def _show(self, card: TicketCard) -> None:
        first = self._card is None
        office, me, ticket = self._desk.office, self._desk.me, card.ticket
        self._card = card
        self.header.show_ticket(card, office)
        self.requester.show_ticket(ticket, office)
        self.gate.say(gate_sentence(office, ticket), Hue.WAITING)
        self.steps.show_steps(workflow.next_steps(office, ticket, me))
        self.fields.show_ticket(card, office)
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

    def _noticed(self, changes: Changes) -> None:
        if self._ticket_id in changes.tickets or changes.office or changes.staff:
            self._load()

    # -- editing -------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Turn the fields into inputs."""
        if self._card is None or self.editor is not None or not self._desk.office.may(self._desk.me, "edit"):
            return
        ticket = self._card.ticket
        self.editor = EditForm(self._desk, ticket, self._drafts.pop(ticket.id, None), self)
        self.editor.closed.connect(self._edited)
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
            self.editor.rebase(newer.ticket)
        self._show(newer)

    def _tell_of(self, card: TicketCard) -> None:
        last = max(card.history, key=lambda entry: entry.seq)
        when = format_moment(last.recorded_at.astimezone(self._desk.office.zone))
        self.notice.say(
            tr("Changed by {name} at {when}. What you typed stays.", name=last.by.name or last.by.login, when=when)
        )

    def _put_aside(self) -> None:
        if self._ticket_id is None:
            return
        if self.editor is not None and (draft := self.editor.draft):
            self._drafts[self._ticket_id] = draft
        self._close_editor()
        if said := self.comment.text.value():
            self._comments[self._ticket_id] = said
        self.comment.clear()

    def _bring_back(self, ticket_id: int) -> None:
        self.comment.text.set_value(self._comments.pop(ticket_id, ""))
        if ticket_id in self._drafts:
            self.edit()

    # -- doing ---------------------------------------------------------------------------------------------------

    def _ask_step(self, step: Step) -> None:
        if self._card is not None:
            StepDialog.open_for(self._desk, self._card.ticket, step, self)

    def _ask_link(self) -> None:
        self._ask_step(Step(_LINK, tr("Link"), frozenset(), "", frozenset(), ()))

    def _undo(self) -> None:
        if self._card is not None:
            ticket = self._card.ticket
            self._desk.command(self, partial(tickets.do, ticket_id=ticket.id, verb="undo", version=ticket.version))

    def _send_comment(self, text: str, public: bool) -> None:
        if self._card is None:
            return
        self.comment.setEnabled(False)
        raw = {"text": text, "public": public}
        self._desk.command(
            self,
            partial(tickets.do, ticket_id=self._card.ticket.id, verb="comment", raw=raw),
            lambda _changes: self._commented(),
            failed=self._not_commented,
        )

    def _commented(self) -> None:
        self.comment.setEnabled(True)
        self.comment.clear()

    def _not_commented(self, error: UserError) -> None:
        self.comment.setEnabled(True)
        self._desk.messages.error(self, error)

    def _open_numbered(self, number: str) -> None:
        self._desk.query(self, lambda reader: reader.find_ticket(number), self._open_other)

    def _open_other(self, ticket_id: int) -> None:
        from desk_app.ui.editor.window import TicketWindow

        TicketWindow.open(self._desk, ticket_id, self.window())


class _Notice(QFrame):
    """A bar over the card that something is newer than what is shown."""

    refresh = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = Remark(self)
        button = QPushButton(tr("Refresh"), self)
        put_icon(button, "refresh")
        button.clicked.connect(self.refresh)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._text, 1)
        row.addWidget(button)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show the bar with `sentence`."""
        self._text.say(sentence, Hue.WAITING)
        self.show()


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.HLine)
    line.setForegroundRole(line.palette().ColorRole.Mid)
    line.setFrameShadow(QFrame.Shadow.Plain)
    return line


def _scrolled(parts: Iterable[_Part]) -> QScrollArea:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(12, 12, 12, 12)
    column.setSpacing(10)
    for part in parts:
        if isinstance(part, QBoxLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    column.addStretch()
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
