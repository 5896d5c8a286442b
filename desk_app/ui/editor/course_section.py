"""What the card says of the course: what was agreed on top, developers, checks and ratings, and who had the ticket."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desk_app.app.theme import Hue
from desk_app.domain.office import FINISHED_MEANINGS, Office, Person
from desk_app.domain.tickets import Ticket
from desk_app.i18n import tr
from desk_app.services.ports import TicketCard
from desk_app.ui.editor.card import Section
from desk_app.ui.editor.course_words import (
    Fact,
    HeldLine,
    appointment_fact,
    facts,
    held_lines,
    promised_fact,
    wants_appointment,
)
from desk_app.ui.editor.due_section import StandingMark
from desk_app.ui.editor.due_words import Standing
from desk_app.ui.editor.plain import copyable, plain_label, quiet_button, small
from desk_app.ui.editor.rows import heading
from desk_app.ui.editor.score_input import Stars, said_mark

_MINUTE: Final = 60_000


class TickingSection(Section):
    """A part of the card that says something else as time goes by."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw: Callable[[], None] | None = None
        self._said: object = None
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self._tick)
        self.hide()

    def watch(self, draw: Callable[[], None]) -> None:
        """Call `draw` now and every minute."""
        self._draw = draw
        draw()
        self._clock.start()

    def says(self, what: object) -> bool:
        """Tell whether `what` stands here already, so that nothing moves under the hands; note it."""
        same, self._said = what == self._said, what
        return same

    def _tick(self) -> None:
        if self._draw is not None:
            self._draw()


class AgreedSection(TickingSection):
    """An appointment and a promised call, on top of everything. `asked` carries the verb of a button.

    `called` tells that the promised call was made.
    """

    asked = Signal(str)
    called = Signal()

    def show_ticket(self, ticket: Ticket, office: Office, verbs: Collection[str]) -> None:
        """Show what is agreed about `ticket`; `verbs` are those the person has the right to."""
        self.watch(lambda: self._show(ticket, office, verbs))

    def _show(self, ticket: Ticket, office: Office, verbs: Collection[str]) -> None:
        now = datetime.now(UTC)
        meeting, call = appointment_fact(office, ticket, now), promised_fact(office, ticket, now)
        wanted = wants_appointment(office, ticket) and "appoint" in verbs
        if self.says((meeting, call, wanted, frozenset(verbs))):
            return
        self.clear()
        if meeting is not None:
            buttons = (("appoint", "pencil", tr("Move…")), ("call-off", "x", tr("Call off…")))
            self._add(meeting, [one for one in buttons if one[0] in verbs])
        elif wanted:
            mode = office.choices("mode").label(ticket.mode)
            hint = Fact(tr("{mode}: agree a time with the requester", mode=mode), "calendar", Hue.WAITING)
            self._add(hint, [("appoint", "calendar", tr("Agree a time…"))])
        if call is not None:
            buttons = (("called", "check", tr("Called")), ("remind", "pencil", tr("Move…")))
            self._add(call, buttons if "remind" in verbs else ())
        self.setVisible(bool(meeting or wanted or call))

    def _add(self, fact: Fact, buttons: Collection[tuple[str, str, str]]) -> None:
        self.column.addWidget(fact_label(fact, self))
        if not buttons:
            return
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        for verb, symbol, text in buttons:
            button = quiet_button(symbol, text, holder)
            button.setObjectName(verb)
            button.setAccessibleName(f"{text} {fact.text}")
            button.clicked.connect(lambda _checked=False, verb=verb: self._ask(verb))
            row.addWidget(button)
        row.addStretch()
        self.column.addWidget(holder)

    def _ask(self, verb: str) -> None:
        if verb == "called":
            self.called.emit()
        else:
            self.asked.emit(verb)


class CourseSection(TickingSection):
    """Developers, checks, the closing and the rating; hidden where there is nothing to say."""

    def show_ticket(self, card: TicketCard, office: Office) -> None:
        """Show the course of the ticket of `card`."""
        self.watch(lambda: self._show(card, office))

    def _show(self, card: TicketCard, office: Office) -> None:
        found, ticket = facts(office, card, datetime.now(UTC)), card.ticket
        if self.says((found, ticket.rating, ticket.rating_comment)):
            return
        self.clear()
        self.setVisible(bool(found or ticket.rating))
        for fact in found:
            self.column.addWidget(fact_label(fact, self))
        if ticket.rating:
            self.column.addWidget(self._rating(ticket))

    def _rating(self, ticket: Ticket) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Stars(ticket.rating, holder))
        said = tr("Rated {mark}", mark=said_mark(ticket.rating))
        text = f"{said} · {ticket.rating_comment}" if ticket.rating_comment else said
        row.addWidget(copyable(text, tr("Rating"), holder), 1)
        return holder


class HoldersSection(Section):
    """Who had the ticket and how long, line by line; hidden while it was with one only (E-6.2c)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[HeldLine] = []
        self.hide()

    def show_ticket(self, card: TicketCard, office: Office, people: Mapping[int, Person]) -> None:
        """Show who had the ticket of `card`, with the working time."""
        found = held_lines(office, card, people, datetime.now(UTC))
        self.setVisible(len(found) > 1)
        if found == self._shown:
            return
        self._shown = found
        self.clear()
        self.column.addWidget(heading(tr("Who had it, and how long (working time)"), self))
        for one in found:
            time = one.time or "—"
            text = tr("{who}: {time}, still has it", who=one.who, time=time) if one.now else f"{one.who}: {time}"
            self.column.addWidget(copyable(text, tr("Who had it"), self))
            self.column.addWidget(small(plain_label(tr("since {moment}", moment=one.since), self)))


class PromisesBar(QWidget):
    """Quiet buttons for what can be agreed at any time: an appointment, a promised call."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.appoint = quiet_button("calendar", tr("Appointment…"), self)
        self.appoint.setToolTip(tr("Agree a time with the requester"))
        self.remind = quiet_button("phone", tr("Promise a call…"), self)
        self.remind.setToolTip(tr("Be reminded to call the requester"))
        for verb, button in (("appoint", self.appoint), ("remind", self.remind)):
            button.clicked.connect(lambda _checked=False, verb=verb: self.asked.emit(verb))
            row.addWidget(button)
        row.addStretch()

    def show_ticket(self, ticket: Ticket, office: Office, verbs: Collection[str]) -> None:
        """Offer what is not agreed yet about an open ticket; `verbs` are those the person has the right to."""
        is_open = bool(ticket.status) and office.meaning(ticket.status) not in FINISHED_MEANINGS
        meets = is_open and ticket.appointment_at is None and not wants_appointment(office, ticket)
        self.appoint.setVisible(meets and "appoint" in verbs)
        self.remind.setVisible(is_open and ticket.remind_at is None and "remind" in verbs)
        self.setVisible(not (self.appoint.isHidden() and self.remind.isHidden()))


def fact_label(fact: Fact, parent: QWidget) -> QLabel:
    """Return a label that says `fact`, marked where a colour says the same."""
    if fact.hue is None:
        return copyable(fact.text, fact.text, parent)
    mark = StandingMark(parent)
    mark.say(Standing(fact.text, fact.hue, fact.symbol))
    return mark
