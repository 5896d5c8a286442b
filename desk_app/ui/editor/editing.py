"""The fields of a ticket while somebody types into them. A colleague's change never overwrites what is typed."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.drafts import Draft
from desk_app.app.theme import Hue
from desk_app.domain.answers import is_answer
from desk_app.domain.errors import BadInput, Conflict, UserError
from desk_app.domain.intake import CHOICES, REQUESTER
from desk_app.domain.tickets import Ticket
from desk_app.i18n import explain, tr
from desk_app.services import tickets
from desk_app.services.ports import TicketCard
from desk_app.ui.editor import fields, validator
from desk_app.ui.editor.about_ticket import AboutTicket
from desk_app.ui.editor.conflict import Clash, ConflictDialog, last_touch
from desk_app.ui.editor.inputs import TextInput
from desk_app.ui.editor.keeping import DraftBar, Keeping
from desk_app.ui.editor.organisations import make_row
from desk_app.ui.editor.plain import Remark
from desk_app.ui.editor.questionnaire import about_answers
from desk_app.ui.editor.rows import Rows
from desk_app.ui.widgets.buttons import PrimaryButton

EDIT: Final = "edit"
"""The kind of draft that is kept of this form."""


class EditForm(QWidget):
    """The card's fields as inputs; saves only what was changed. What was left unsaved here stands in it again."""

    closed = Signal()

    def __init__(self, desk: Desk, ticket: Ticket, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ticket = ticket
        self._version = ticket.version
        self._met: set[str] = set()
        self._saving = False
        self.rows = Rows(self)
        self.remark = Remark(self)
        self.draft = DraftBar(self)
        self._build()
        self._shown = self._texts(ticket)
        self.rows.fill(self._shown)
        self._base = self.rows.values()
        self.about = AboutTicket(desk.office, ticket, self.rows)
        self.about.asked.connect(self._asked)
        self._asked()
        self.keeping = Keeping(desk, self, self._typed)
        self._give_back(self.keeping.begin(EDIT, ticket.id, ticket.version))
        self.rows.edited.connect(lambda: self.remark.say(""))
        self.rows.edited.connect(self.keeping.touch)
        self.draft.discarded.connect(self._close)

    @property
    def changed(self) -> dict[str, str]:
        """What differs from the ticket, by code."""
        return {code: value for code, value in self.rows.values().items() if value != self._base.get(code, "")}

    def differs(self, ticket: Ticket) -> bool:
        """Tell whether `ticket` has other field values than the ones this form shows."""
        return self._texts(ticket) != self._shown

    def rebase(self, ticket: Ticket, seen: bool = False) -> None:
        """Go on from `ticket`: fields not touched here take its values, the others say what it has.

        `seen` means that the person has looked at the difference; otherwise they are asked when they save.
        """
        mine, theirs = self.changed, self._texts(ticket)
        before, self._ticket, self._shown = self._shown, ticket, theirs
        self.about.fill({code: text for code, text in theirs.items() if code not in mine})
        self.about.rebase(ticket)
        now = self.rows.values()
        for code in self.rows.rows:
            if code not in mine:
                self._base[code] = now[code]
            elif theirs.get(code) != before.get(code):
                self._base[code] = theirs.get(code, "")
                self._meet(code)
        if seen:
            self._met.clear()
        self._go_on()

    def _give_back(self, draft: Draft | None) -> None:
        """Put `draft` into the inputs; where the ticket has another value by now, say so."""
        self.draft.show_draft(self._desk, draft)
        if draft is None:
            return
        found, began = draft.values.get("fields", {}), draft.values.get("base", {})
        self.keeping.fill(lambda: self._fill({code: str(text) for code, text in found.items()}))
        mine = [code for code in found if code in self.rows.rows]
        self._version = draft.version or self._version
        for code in mine:
            if str(began.get(code, self._base[code])) != self._base[code]:
                self._meet(code)
        self._go_on()

    def _fill(self, values: Mapping[str, str]) -> None:
        """Put `values` into the inputs, and what they answer once it is asked."""
        self.about.fill(values)
        self.about.follow()
        self.about.fill(values)

    def _asked(self) -> None:
        """Note what the ticket has where questions are asked now."""
        self._shown = self._texts(self._ticket)
        for code in self.rows.rows:
            if is_answer(code):
                self._base[code] = self.about.base_of(code)

    def _meet(self, code: str) -> None:
        """Say what a colleague wrote into the field that is typed into here."""
        self._met.add(code)
        text = self._said(code, self._shown[code])
        self.rows.rows[code].say(tr("A colleague wrote: {text}", text=text[:200] or "—"), Hue.WAITING)

    def _go_on(self) -> None:
        """Go on from the newest version, unless two people's texts have met and nobody has looked yet."""
        if not self._met:
            self._version = self._ticket.version
        self.keeping.typed_upon(self._version)

    def _typed(self) -> dict[str, Any]:
        changed = self.changed
        return {"fields": changed, "base": {code: self._base.get(code, "") for code in changed}} if changed else {}

    def save(self) -> None:
        """Save what was changed; on failure everything stays as typed."""
        if self._saving:
            return
        changed = self.changed
        if not changed:
            self._close()
            return
        errors = validator.problems(self.rows.values(), self._required(), self._long())
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
                version=self._version,
            ),
            lambda _changes: self._close(),
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
        self._close()

    def _close(self) -> None:
        self.keeping.forget()
        self.keeping.leave()
        self.closed.emit()

    def _build(self) -> None:
        office, now = self._desk.office, datetime.now(self._desk.office.zone)
        backdates = office.may(self._desk.me, "backdate") and self._ticket.number is not None
        for place in fields.places(field for field in office.fields if field.on_card):
            if place.code == "registered_at" and not backdates:
                continue
            self.rows.add(make_row(self._desk, place, now), wide=fields.is_wide(place.code, office))
        shown = QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText)
        save = PrimaryButton(f"{tr('Save')}  {shown}", "", self)
        save.clicked.connect(self.save)
        drop = QPushButton(tr("Cancel"), self)
        drop.clicked.connect(self.cancel)
        self.save_button = save
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(save)
        buttons.addWidget(drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(buttons)
        for widget in (self.draft, self.remark, self.rows):
            column.addWidget(widget)
        for sequence, work in (("Ctrl+Return", self.save), ("Ctrl+Enter", self.save), ("Escape", self.cancel)):
            keys = QShortcut(QKeySequence(sequence), self, work)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _texts(self, ticket: Ticket) -> dict[str, str]:
        found = fields.texts(self._desk.office, ticket)
        return {code: found.get(code, "") for code in self.rows.rows}

    def _required(self) -> list[str]:
        """Return what may not be empty; an answer that was never given keeps nobody from changing other fields."""
        rows = self.rows.rows.items()
        return [code for code, row in rows if row.required and (not is_answer(code) or self._base.get(code))]

    def _long(self) -> list[str]:
        return [code for code, row in self.rows.rows.items() if isinstance(row.input, TextInput)]

    def _failed(self, error: UserError) -> None:
        self._busy(False)
        if isinstance(error, Conflict):
            ticket_id = self._ticket.id
            self._desk.query(self, lambda reader: reader.card(ticket_id), partial(self._settle, error))
        else:
            self._blame([error])

    def _settle(self, error: Conflict, card: TicketCard) -> None:
        """Show both texts of every field that two people changed."""
        mine, theirs = self.changed, self._texts(card.ticket)
        codes = [name.removeprefix("requester.") for name in error.fields]
        labels = {**fields.labels(self._desk.office), **self.rows.names()}
        clashes = [
            Clash(
                code,
                labels[code],
                self._said(code, text),
                self._said(code, theirs[code]),
                last_touch(card, self._version, code),
            )
            for code, text in self.rows.values().items()
            if code in codes and text != theirs[code]
        ]
        if not clashes or not mine:
            self._desk.messages.error(self, error)
            self._desk.look()
            return
        dialog = ConflictDialog.open_for(self._desk, clashes, self)
        dialog.settled.connect(partial(self._settled, card.ticket))

    def _settled(self, ticket: Ticket, mine: Mapping[str, bool]) -> None:
        """Save again with what was chosen for each field: mine or theirs."""
        self.rebase(ticket, seen=True)
        self.about.fill({code: self._shown[code] for code, kept in mine.items() if not kept})
        now = self.rows.values()
        for code, kept in mine.items():
            self.rows.rows[code].say("")
            if not kept:
                self._base[code] = now[code]
        self.save()

    def _said(self, code: str, value: str) -> str:
        if is_answer(code) and value in ("true", "false"):
            return tr("Yes") if value == "true" else tr("No")
        return self._desk.office.choices(code).label(value) if code in CHOICES and value else value

    def _blame(self, errors: list[BadInput] | list[UserError]) -> None:
        about = about_answers([error for error in errors if isinstance(error, BadInput)], self.rows.rows)
        rest = [error for error in errors if not isinstance(error, BadInput)]
        names = {**fields.labels(self._desk.office), **self.rows.names()}
        self.remark.say(" ".join(explain(error, names) for error in [*rest, *self.rows.blame(about, names)]))

    def _busy(self, saving: bool) -> None:
        self._saving = saving
        self.rows.setEnabled(not saving)
        self.save_button.setEnabled(not saving)
