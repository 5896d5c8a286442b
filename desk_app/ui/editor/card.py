"""The parts of the card: who and what above, the fields, other tickets, and the place for a comment."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.icons import put_icon
from desk_app.domain.intake import MOMENTS, REQUESTER
from desk_app.domain.office import Office
from desk_app.domain.tickets import Ticket
from desk_app.i18n import format_moment, tr
from desk_app.services.ports import Link, TicketCard
from desk_app.services.story import answer_text
from desk_app.ui.editor import fields
from desk_app.ui.editor.inputs import FlagInput, TextInput
from desk_app.ui.editor.keeping import DraftBar
from desk_app.ui.editor.plain import Chip, Fold, Remark, caption, copyable, plain_label, quiet_button, scaled, small
from desk_app.ui.editor.rows import heading
from desk_app.ui.editor.service_input import estimate_words
from desk_app.ui.editor.timers import ConsultClock, consult_clock


class Section(QWidget):
    """A part of the card that is written anew for each ticket."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    def clear(self) -> None:
        """Take away what was written."""
        while (item := self.column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


class HeaderSection(QWidget):
    """Number, status, kind and type, and who works on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = scaled(copyable("", tr("Number"), self), 1.5)
        self.number.setWordWrap(False)
        self.chip = Chip(self)
        self.chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._sort = small(plain_label("", self))
        self._sort.setWordWrap(True)
        self._who = small(plain_label("", self))
        self._who.setWordWrap(True)
        self.editors = Remark(self)
        self.clock_label = plain_label("", self)
        self.clock_label.setAccessibleName(tr("Time of the consultation"))
        self.clock = ConsultClock(self.clock_label, self)
        top = QHBoxLayout()
        top.addWidget(self.number)
        top.addStretch()
        top.addWidget(self.chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._sort)
        column.addWidget(self._who)
        column.addWidget(self.clock_label)
        column.addWidget(self.editors)

    def show_ticket(self, card: TicketCard, office: Office) -> None:
        """Show the head of `card`."""
        ticket = card.ticket
        self.number.setText(ticket.number or tr("Not registered"))
        self.number.setAccessibleName(tr("Number") + f": {self.number.text()}")
        status = office.choices("status").label(ticket.status)
        self.chip.say(status, office.meaning(ticket.status))
        self.clock.follow(*consult_clock(office, ticket))
        sections = [code for code in ("kind", "type", "priority", "mode") if len(office.choices(code)) > 1]
        self._sort.setText(" · ".join(filter(None, (office.choices(c).label(getattr(ticket, c)) for c in sections))))
        line = office.choices("line").label(ticket.line)
        who = card.assignee.name or tr("Nobody yet")
        self._who.setText(" · ".join(filter(None, (who, line))))


class RequesterSection(Section):
    """Who asks, with everything needed to call back; each can be copied."""

    def show_ticket(self, ticket: Ticket, office: Office) -> None:
        """Show the requester of `ticket`."""
        self.clear()
        names = fields.labels(office)
        asks = ticket.requester
        if asks.name:
            self.column.addWidget(scaled(copyable(asks.name, names.get("name", tr("Requester")), self), 1.08))
        if asks.organisation:
            self.column.addWidget(copyable(asks.organisation, names.get("organisation", tr("Organisation")), self))
        near = self._contacts(
            ("phone", asks.phone, names.get("phone", tr("Phone"))),
            ("building", asks.room, names.get("room", tr("Room"))),
        )
        far = self._contacts(("mail", asks.email, names.get("email", tr("E-mail"))))
        for holder in (near, far):
            if holder is not None:
                self.column.addWidget(holder)

    def _contacts(self, *known: tuple[str, str, str]) -> QWidget | None:
        """Return what there is of `known` (symbol, text, name) on one line, or None."""
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for symbol, text, name in known:
            if text:
                row.addWidget(_Contact(symbol, text, name, holder))
        row.addStretch()
        if row.count() == 1:
            holder.deleteLater()
            return None
        return holder


class _Contact(QToolButton):
    """A number or an address; a click copies it."""

    def __init__(self, symbol: str, text: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        put_icon(self, symbol)
        self.setText(caption(text))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(32)
        self.setAccessibleName(f"{name}: {text}")
        self.setToolTip(tr("Copy"))
        self.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))


class FieldsSection(Section):
    """The fields of the ticket, as they are."""

    def show_ticket(self, card: TicketCard, office: Office) -> None:
        """Show the fields of the card that hold something, the description first."""
        self.clear()
        ticket = card.ticket
        self.column.addWidget(Fold(ticket.description, tr("Description"), 1500, self))
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, text in self._lines(ticket, office):
            form.addRow(_beside(small(plain_label(label, self)), self), Fold(text, label, 600, self))
        holder = QWidget(self)
        form.setContentsMargins(0, 6, 0, 0)
        holder.setLayout(form)
        self.column.addWidget(holder)

    def _lines(self, ticket: Ticket, office: Office) -> list[tuple[str, str]]:
        skipped = {*REQUESTER, "description", "kind", "type", "priority", "mode"}
        lines = []
        for place in fields.places(field for field in office.fields if field.on_card):
            if place.code not in skipped and (text := _shown(office, ticket, place.code)):
                lines.append((place.field.label, text))
        lines += _answers(office, ticket)
        listed = {place.code for place in fields.places(office.fields)}
        moments: tuple[tuple[str, str, datetime | None], ...] = (
            ("received_at", tr("Received"), ticket.received_at),
            ("registered_at", tr("Registered"), ticket.registered_at),
            ("solved_at", tr("Solved"), ticket.solved_at),
            ("closed_at", tr("Closed"), ticket.closed_at),
        )
        dated = [(code, label, moment) for code, label, moment in moments if moment and code not in listed]
        return lines + [(label, format_moment(moment.astimezone(office.zone))) for _, label, moment in dated if moment]


def _beside(label: QLabel, text: QWidget) -> QLabel:
    """Let `label` stand on the first line of the `text` beside it, however many lines that has."""
    label.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    label.setContentsMargins(0, text.fontMetrics().ascent() - label.fontMetrics().ascent(), 0, 0)
    return label


class LinksSection(Section):
    """Tickets this one belongs with."""

    asked = Signal(int)

    def show_links(self, links: Sequence[Link]) -> None:
        """Show `links`; without any, the part is hidden."""
        self.clear()
        self.setVisible(bool(links))
        if links:
            self.column.addWidget(heading(tr("Linked tickets"), self))
        for link in links:
            text = " · ".join(filter(None, (link.number or tr("Not registered"), link.subject[:80])))
            button = quiet_button("link", text, self)
            button.setToolTip(tr("Open the ticket in a window of its own"))
            button.clicked.connect(lambda _checked=False, link=link: self.asked.emit(link.ticket_id))
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)


class CommentBox(QWidget):
    """The place for a comment, always in sight."""

    sent = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = TextInput(2, self)
        self.text.setPlaceholderText(tr("Comment (Ctrl+Enter sends it)"))
        self.text.setAccessibleName(tr("Comment"))
        self.text.setMaximumHeight(64)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.public = FlagInput(tr("The requester may see it"), self)
        self.public.setAccessibleName(tr("The requester may see it"))
        self.send = QPushButton(tr("Send"), self)
        put_icon(self.send, "send")
        self.send.setAccessibleName(tr("Send the comment"))
        self.send.setEnabled(False)
        below = QHBoxLayout()
        below.addWidget(self.public)
        below.addStretch()
        below.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.draft = DraftBar(self)
        column.addWidget(self.draft)
        column.addWidget(self.text)
        column.addLayout(below)
        self.text.edited.connect(lambda: self.send.setEnabled(bool(self.text.value().strip())))
        self.send.clicked.connect(self._send)
        for sequence in ("Ctrl+Return", "Ctrl+Enter"):
            keys = QShortcut(QKeySequence(sequence), self, self._send)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def clear(self) -> None:
        """Empty the box."""
        self.fill("", "")
        self.draft.hide()

    def fill(self, text: str, public: str) -> None:
        """Put `text` into the box; `public` is the value of its tick."""
        self.text.set_value(text)
        self.public.set_value(public)

    def _send(self) -> None:
        if self.send.isEnabled():
            self.sent.emit(self.text.value(), self.public.isChecked())


def _answers(office: Office, ticket: Ticket) -> Iterator[tuple[str, str]]:
    """Give the questions that were answered, in the office's order (J-3.6)."""
    for question in office.choices("question"):
        value = ticket.answers.get(question.code)
        if value is not None:
            yield question.label, answer_text(str(question.data.get("type", "")), value)


def _shown(office: Office, ticket: Ticket, code: str) -> str:
    if code in MOMENTS:
        moment = getattr(ticket, code)
        return format_moment(moment.astimezone(office.zone)) if moment else ""
    text = fields.texts(office, ticket)[code]
    if code == "service" and text:
        service = office.choices(code).get(text)
        return "\n".join(filter(None, (service.label or text, estimate_words(office, service))))
    return office.choices(code).label(text) if code in office.sections else text
