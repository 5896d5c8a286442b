"""The fields of a ticket while somebody types into them. A colleague's change never overwrites what is typed."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain.errors import BadInput, Conflict, UserError
from desk_app.domain.intake import CHOICES, REQUESTER
from desk_app.domain.tickets import Ticket
from desk_app.i18n import explain, tr
from desk_app.services import tickets
from desk_app.ui.editor import fields, validator
from desk_app.ui.editor.plain import Remark
from desk_app.ui.editor.rows import Rows
from desk_app.ui.widgets.buttons import PrimaryButton


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a ticket and not saved: the ticket as it was, and the inputs as they are."""

    ticket: Ticket
    values: dict[str, str]


class EditForm(QWidget):
    """The card's fields as inputs; saves only what was changed."""

    closed = Signal()

    def __init__(self, desk: Desk, ticket: Ticket, draft: Draft | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ticket = draft.ticket if draft else ticket
        self._saving = False
        self.rows = Rows(self)
        self.remark = Remark(self)
        self._build()
        self._shown = self._texts(self._ticket)
        self.rows.fill(self._shown)
        self._base = self.rows.values()
        if draft:
            self.rows.fill(draft.values)
            self.rebase(ticket)
        self.rows.edited.connect(lambda: self.remark.say(""))

    @property
    def changed(self) -> dict[str, str]:
        """What differs from the ticket, by code."""
        return {code: value for code, value in self.rows.values().items() if value != self._base[code]}

    @property
    def draft(self) -> Draft | None:
        """What would be lost, or None."""
        return Draft(self._ticket, self.rows.values()) if self.changed else None

    def differs(self, ticket: Ticket) -> bool:
        """Tell whether `ticket` has other field values than the ones this form began with."""
        return self._texts(ticket) != self._shown

    def rebase(self, ticket: Ticket) -> None:
        """Go on from `ticket`: fields not touched here take its values, the others say what it has."""
        mine, theirs = self.changed, self._texts(ticket)
        before, self._ticket, self._shown = self._shown, ticket, theirs
        self.rows.fill({code: text for code, text in theirs.items() if code not in mine})
        now = self.rows.values()
        for code, row in self.rows.rows.items():
            if code not in mine:
                self._base[code] = now[code]
            elif theirs[code] != before[code]:
                self._base[code] = theirs[code]
                text = self._desk.office.choices(code).label(theirs[code]) if code in CHOICES else theirs[code]
                row.say(tr("A colleague wrote: {text}", text=text[:200] or "—"), Hue.WAITING)

    def save(self) -> None:
        """Save what was changed; on failure everything stays as typed."""
        if self._saving:
            return
        changed = self.changed
        if not changed:
            self.closed.emit()
            return
        errors = validator.problems(self.rows.values(), self._required())
        if errors:
            self._blame(errors)
            return
        if "name" in changed:
            changed |= {part: text for part, text in self.rows.values().items() if part in REQUESTER}
        self._busy(True)
        self._desk.command(
            self,
            partial(
                tickets.do,
                ticket_id=self._ticket.id,
                verb="edit",
                raw=fields.raw_fields(changed),
                version=self._ticket.version,
            ),
            lambda _changes: self.closed.emit(),
            failed=self._failed,
        )

    def cancel(self) -> None:
        """Close the form; what was typed is thrown away only when the person says so."""
        if self._saving:
            return
        if self.changed and not self._desk.messages.ask(
            self, tr("What you typed is not saved yet."), tr("Discard"), tr("Keep editing")
        ):
            return
        self.closed.emit()

    def _build(self) -> None:
        office, now = self._desk.office, datetime.now(self._desk.office.zone)
        backdates = office.may(self._desk.me, "backdate") and self._ticket.number is not None
        for place in fields.places(field for field in office.fields if field.on_card):
            if place.code == "registered_at" and not backdates:
                continue
            self.rows.add(fields.make_row(office, place, now), wide=fields.is_wide(place.code, office))
        shown = QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText)
        save = PrimaryButton(f"{tr('Save')}  {shown}", "", self)
        save.clicked.connect(self.save)
        drop = QPushButton(tr("Cancel"), self)
        drop.clicked.connect(self.cancel)
        self.save_button = save
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(drop)
        buttons.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(buttons)
        for widget in (self.remark, self.rows):
            column.addWidget(widget)
        for sequence, work in (("Ctrl+Return", self.save), ("Ctrl+Enter", self.save), ("Escape", self.cancel)):
            keys = QShortcut(QKeySequence(sequence), self, work)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _texts(self, ticket: Ticket) -> dict[str, str]:
        return {code: text for code, text in fields.texts(self._desk.office, ticket).items() if code in self.rows.rows}

    def _required(self) -> list[str]:
        return [code for code, row in self.rows.rows.items() if row.required]

    def _failed(self, error: UserError) -> None:
        self._busy(False)
        if isinstance(error, Conflict):
            self._desk.messages.error(self, error)
            self._desk.look()
        else:
            self._blame([error])

    def _blame(self, errors: list[BadInput] | list[UserError]) -> None:
        about = [error for error in errors if isinstance(error, BadInput)]
        rest = [error for error in errors if not isinstance(error, BadInput)]
        names = {**fields.labels(self._desk.office), **self.rows.names()}
        self.remark.say(" ".join(explain(error, names) for error in [*rest, *self.rows.blame(about, names)]))

    def _busy(self, saving: bool) -> None:
        self._saving = saving
        self.rows.setEnabled(not saving)
        self.save_button.setEnabled(not saving)
