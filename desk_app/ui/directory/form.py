"""An entry of the directory as a form beside the list: it is kept when it is saved, and never lost before."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.errors import BadInput, Conflict, UserError
from desk_app.i18n import explain, tr
from desk_app.services.ports import Changes
from desk_app.ui.directory.kinds import Kind
from desk_app.ui.editor.inputs import LineInput
from desk_app.ui.editor.plain import Remark, plain_label, quiet_button, scaled
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.editor.validator import problems
from desk_app.ui.widgets.buttons import PrimaryButton

_NARROW = frozenset({"phone", "room"})


class EntryForm(QWidget):
    """Shows one entry.

    `saved` is sent when it was kept, with its name if it is new; `dropped` when typing was given up; `again` asks to
    read it anew.
    """

    saved = Signal(str)
    dropped = Signal()
    again = Signal()

    def __init__(self, desk: Desk, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = kind
        self.entry: Any = None
        self._waiting = False
        self.title = scaled(plain_label("", self), 1.2)
        self.title.setWordWrap(True)
        self.remark = Remark(self)
        self.reload = quiet_button("refresh", tr("Show what is there now"), self)
        self.rows = Rows(self)
        for code, label in kind.fields:
            row = Row(code, label, LineInput(), required=code == "name")
            self.rows.add(row, wide=code not in _NARROW)
        self.save_button = PrimaryButton(tr("Save"), "", self)
        self.save_button.setAccessibleName(tr("Save"))
        self.undo = QPushButton(tr("Discard"), self)
        self.undo.setAccessibleName(tr("Discard"))
        self.undo.setMinimumHeight(4 * GRID)
        self.extra = QVBoxLayout()
        self._lay_out()
        self.rows.edited.connect(self._gate)
        self.save_button.clicked.connect(self.save)
        self.undo.clicked.connect(self.discard)
        self.reload.clicked.connect(self.again)
        self.show_entry(None)

    def _lay_out(self) -> None:
        paper = QWidget(self)
        column = QVBoxLayout(paper)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        for part in (self.title, self.rows, self.remark, self.reload):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(buttons)
        column.addSpacing(2 * GRID)
        self.extra.setSpacing(GRID // 2)
        column.addLayout(self.extra)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(paper)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    # -- what is shown --

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.entry is not None and self.rows.values() != self._kept()

    def _kept(self) -> dict[str, str]:
        return {code: str(getattr(self.entry, code)) for code, _ in self._kind.fields}

    def show_entry(self, entry: Any) -> None:
        """Show `entry`; None for nothing, one with id 0 for a new one."""
        self.entry = entry
        self.remark.say("")
        self.reload.hide()
        self.rows.blame([])
        self.rows.fill(self._kept() if entry else dict.fromkeys(self.rows.rows, ""))
        self.title.setText(entry.name or self._kind.new if entry else self._kind.nothing)
        may = self._desk.office.may(self._desk.me, "directory")
        for row in self.rows.rows.values():
            row.input.setReadOnly(not may)
        if entry and not may:
            self.remark.say(tr("You may look at the directory; changing it needs a right that you do not have."), None)
        for widget in (self.rows, self.save_button, self.undo):
            widget.setVisible(entry is not None and (may or widget is self.rows))
        self._gate()

    def start(self) -> None:
        """Put the cursor where typing begins."""
        self.rows.rows["name"].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _gate(self) -> None:
        dirty = self.dirty
        self.save_button.setEnabled(dirty and not self._waiting and bool(self.rows.values()["name"].strip()))
        self.undo.setEnabled((dirty or bool(self.entry and not self.entry.id)) and not self._waiting)

    # -- keeping --

    def save(self) -> None:
        """Keep what was typed."""
        values = self.rows.values()
        wrong = problems(values, ("name",))
        if self.entry is None or self._waiting or self.rows.blame(wrong):
            return
        if wrong:
            return
        entry, kind = self.entry, self._kind
        was = self._kept()
        raw: Mapping[str, object] = {code: text for code, text in values.items() if not entry.id or text != was[code]}
        self._waiting = True
        self._gate()
        self._desk.command(self, lambda db: kind.save(db, entry, raw), self._done, self._failed)

    def _done(self, _changes: Changes) -> None:
        self._waiting = False
        name = "" if self.entry.id else self.rows.values()["name"].strip()
        self.entry = None
        self.saved.emit(name)

    def _failed(self, error: UserError) -> None:
        self._waiting = False
        rest: Sequence[UserError] = self.rows.blame([error]) if isinstance(error, BadInput) else [error]
        self.remark.say(" ".join(explain(trouble, self.rows.names()) for trouble in rest))
        self.reload.setVisible(isinstance(error, Conflict))
        self._gate()

    def discard(self) -> None:
        """Give up what was typed."""
        new = self.entry is not None and not self.entry.id
        self.show_entry(None if new else self.entry)
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.save_button.isEnabled():
            self.save()
        else:
            super().keyPressEvent(event)
