"""What was typed and never saved, offered when the program starts again."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.drafts import Draft, DraftStore
from desk_app.app.icons import put_icon
from desk_app.domain import workflow
from desk_app.domain.errors import UserError
from desk_app.domain.intake import CHOICES
from desk_app.i18n import explain, format_moment, tr
from desk_app.services.ports import TicketCard, TicketRow
from desk_app.ui.editor.card_course import free_step
from desk_app.ui.editor.editing import EDIT
from desk_app.ui.editor.keeping import base_kind
from desk_app.ui.editor.pane import COMMENT
from desk_app.ui.editor.plain import Elided, caption, plain_label, quiet_button, scaled, small, tip
from desk_app.ui.editor.registration import CALL, RegistrationWindow
from desk_app.ui.editor.steps import step_kind, verb_of
from desk_app.ui.editor.window import TicketWindow

OFFICE: Final = "office"
"""The draft of the office's own settings, which their window gives back by itself."""
_NAMED_BY: Final = ("description", "solution", "reason", "text", "comment", "note")


def offer_drafts(desk: Desk, store: DraftStore, parent: QWidget) -> None:
    """Offer over `parent` what the person left unsaved in this office, and tell of what cannot be read of it."""
    drafts = [
        draft
        for draft in store.left(desk.epoch, desk.me.id)
        if draft.key not in store.claims and base_kind(draft.key.kind) != OFFICE
    ]
    if store.trouble is not None:
        desk.messages.error(parent, store.trouble)
        store.trouble = None
    if not drafts:
        return
    ids = [draft.key.ticket for draft in drafts if draft.key.ticket]
    desk.query(
        parent,
        lambda reader: reader.rows(ids),
        partial(_offer, desk, store, drafts, parent),
        failed=lambda error: desk.messages.info(explain(error)),
    )


def _offer(desk: Desk, store: DraftStore, drafts: Sequence[Draft], parent: QWidget, rows: Sequence[TicketRow]) -> None:
    DraftsDialog.open_for(desk, store, drafts, rows, parent)


class DraftsDialog(QDialog):
    """A line for each draft: what it is of, when it was typed, how it begins; open it or throw it away."""

    def __init__(
        self,
        desk: Desk,
        store: DraftStore,
        drafts: Sequence[Draft],
        tickets: Mapping[int, TicketRow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._store, self._tickets = desk, store, tickets
        self.lines: list[DraftLine] = []
        self.setWindowTitle(tr("Not saved"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(scaled(plain_label(tr("This was typed and not saved"), self), 1.2))
        hint = tr("It stays on this computer until you save it or throw it away.")
        about = small(plain_label(hint, self))
        about.setWordWrap(True)
        column.addWidget(about)
        column.addWidget(self._scrolled(drafts), 1)
        later = QPushButton(tr("Later"), self)
        later.setMinimumHeight(32)
        later.setToolTip(tr("They are offered again at the next start, and stand in the tickets they belong to."))
        later.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.addStretch()
        below.addWidget(later)
        column.addLayout(below)
        self.resize(640, min(560, 160 + 48 * len(drafts)))

    @classmethod
    def open_for(
        cls, desk: Desk, store: DraftStore, drafts: Sequence[Draft], rows: Sequence[TicketRow], parent: QWidget
    ) -> "DraftsDialog":
        """Show `drafts` over `parent`; the window below can be worked in meanwhile."""
        dialog = cls(desk, store, drafts, {row.id: row for row in rows}, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        dialog.lines[0].open.setFocus()
        return dialog

    def _scrolled(self, drafts: Sequence[Draft]) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for draft in drafts:
            line = DraftLine(draft, self._title(draft), self._when(draft), inner)
            line.open.clicked.connect(partial(self._open, line))
            line.discard.clicked.connect(partial(self._discard, line))
            self.lines.append(line)
            column.addWidget(line)
        column.addStretch()
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _title(self, draft: Draft) -> str:
        kind = base_kind(draft.key.kind)
        row = self._tickets.get(draft.key.ticket)
        number = (row.number or tr("Not registered")) if row else ""
        if not draft.key.ticket:
            return tr("New call")
        steps = [step.label for step in self._desk.office.steps if step_kind(step.verb) == kind]
        what = {EDIT: tr("Fields"), COMMENT: tr("Comment")}.get(kind) or (steps[0] if steps else tr("Step"))
        return f"{number} · {what}"

    def _when(self, draft: Draft) -> str:
        return format_moment(draft.saved_at.astimezone(self._desk.office.zone))

    def _open(self, line: "DraftLine", _checked: bool = False) -> None:
        over = self.parentWidget() or self
        open_draft(self._desk, line.draft, over)
        self._done(line)

    def _discard(self, line: "DraftLine", _checked: bool = False) -> None:
        self._store.forget(line.draft.key)
        self._done(line)

    def _done(self, line: "DraftLine") -> None:
        place = self.lines.index(line)
        self.lines.remove(line)
        line.hide()
        if self.lines:
            self.lines[min(place, len(self.lines) - 1)].open.setFocus()
        else:
            self.accept()


class DraftLine(QWidget):
    """One draft of the list."""

    def __init__(self, draft: Draft, title: str, when: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.draft = draft
        said = beginning(draft)
        text = Elided(said or "—", self)
        text.setToolTip(tip(said[:1000]))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(small(Elided(f"{title} · {when}", self)))
        texts.addWidget(text)
        self.open = QPushButton(caption(tr("Open it")), self)
        put_icon(self.open, "pencil")
        self.open.setMinimumHeight(32)
        self.open.setAutoDefault(True)
        self.discard = quiet_button("trash", tr("Throw away"), self)
        put_icon(self.discard, "trash", QPalette.ColorRole.WindowText)
        for button in (self.open, self.discard):
            button.setAccessibleName(f"{button.text()}: {title}, {when}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addWidget(self.open)
        row.addWidget(self.discard)


def beginning(draft: Draft) -> str:
    """Return how the typed text begins, on one line."""
    fields = draft.values.get("fields", draft.values)
    known = [str(fields[name]) for name in _NAMED_BY if fields.get(name)]
    others = [str(value) for code, value in fields.items() if code not in (*_NAMED_BY, *CHOICES, "name") and value]
    name = [str(fields["name"])] if fields.get("name") else []
    return " ".join(" · ".join([*name, *(known or others)[:2]]).split())[:300]


def open_draft(desk: Desk, draft: Draft, parent: QWidget) -> None:
    """Open the editor that `draft` was typed in, with what was typed."""
    kind = base_kind(draft.key.kind)
    if kind.startswith(CALL) and not draft.key.ticket:
        RegistrationWindow.open(desk, parent, draft)
        return
    window = TicketWindow.open(desk, draft.key.ticket, parent)
    if kind not in (EDIT, COMMENT):
        _once_shown(window, partial(_open_step, desk, draft, window))


def _once_shown(window: TicketWindow, work: Callable[[TicketCard], None]) -> None:
    """Call `work` with the card of `window`, now or as soon as it is there."""
    if window.pane.card is not None:
        work(window.pane.card)
        return

    def shown(card: TicketCard) -> None:
        window.pane.shown.disconnect(shown)
        QTimer.singleShot(0, window, lambda: work(card))

    window.pane.shown.connect(shown)


def _open_step(desk: Desk, draft: Draft, window: TicketWindow, card: TicketCard) -> None:
    """Ask for the step again; where it is not possible any more, what was typed becomes a comment to be sent."""
    steps = workflow.next_steps(desk.office, card.ticket, desk.me)
    kind = base_kind(draft.key.kind)
    step = next((step for step in steps if step_kind(step.verb) == kind), None) or free_step(verb_of(kind))
    if step is not None:
        window.pane.ask_step(step)
        return
    box = window.pane.comment
    box.text.set_value("\n".join(filter(None, (box.text.value(), _spoken(draft.values)))))
    desk.drafts.forget(draft.key)
    desk.messages.error(
        window,
        UserError("This step is not possible any more. What you typed stands in the comment; send it or clear it."),
    )


def _spoken(values: Mapping[str, Any]) -> str:
    fields = values.get("fields", {})
    return "\n".join(str(fields[name]) for name in _NAMED_BY if fields.get(name))
