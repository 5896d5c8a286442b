"""Registering a call: one window, top to bottom, by keyboard alone."""

import uuid
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.drafts import Draft
from desk_app.app.outbox import new_entry
from desk_app.app.theme import Hue
from desk_app.domain.errors import BadInput, UserError
from desk_app.i18n import explain, tr
from desk_app.services.outbox import Entry, Kind
from desk_app.services.ports import Changes, TicketRow
from desk_app.ui.editor.callers import CallerSide
from desk_app.ui.editor.entry import EntryClock, EntryForm
from desk_app.ui.editor.entry_keys import dress, listen
from desk_app.ui.editor.keeping import DraftBar, Keeping
from desk_app.ui.editor.pending import PendingFiles
from desk_app.ui.editor.plain import Remark, scaled, small
from desk_app.ui.editor.taking import FilePlace
from desk_app.ui.editor.templates import Templates
from desk_app.ui.generated.ui_registration import Ui_RegistrationWindow

SAVED_FOR: Final = 6000
"""How long the number stays in sight after saving, in milliseconds."""
CALL: Final = "call"
"""How the kinds of drafts of new calls begin."""


class RegistrationWindow(FilePlace):
    """A new call. Several may be open; what is typed stays until it is saved or thrown away on purpose."""

    registered = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None, draft: Draft | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._saving = False
        self.ui = Ui_RegistrationWindow()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.form = EntryForm(desk, self)
        self.clock = EntryClock(self.ui.clock, self)
        self.side = CallerSide(desk, self.ui.side_holder)
        self.remark = Remark(self.ui.remark_holder)
        self.saved = Remark(self.ui.saved_holder)
        self.draft = DraftBar(self.ui.saved_holder)
        self.files = PendingFiles(desk, self.ui.side_holder)
        self.setAcceptDrops(True)
        self._furnish()
        self.keeping = Keeping(desk, self, self._typed)
        self.templates = Templates(desk, self)
        self._give_back(self.keeping.begin(draft.key.kind if draft else new_kind()))
        self._connect()
        self.resize(QSize(880, 660).boundedTo(self.screen().availableSize()))

    @classmethod
    def open(cls, desk: Desk, parent: QWidget, draft: Draft | None = None) -> "RegistrationWindow":
        """Open a new call over `parent`, ready for typing, or go on with the one in `draft`."""
        window = cls(desk, parent, draft)
        window.show()
        window.activateWindow()
        if draft is None:
            window.form.begin()
        else:
            window.form.go_on()
        return window

    def _furnish(self) -> None:
        for holder, widget in (
            (self.ui.side_holder, self.side),
            (self.ui.side_holder, self.files),
            (self.ui.remark_holder, self.remark),
            (self.ui.saved_holder, self.saved),
            (self.ui.saved_holder, self.draft),
        ):
            column = holder.layout() or QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(widget)
        self.files.setVisible(self.may_take_files())
        self.ui.scroll.setWidget(self.form)
        self.form.setContentsMargins(4, 0, 4, 4)
        scaled(self.ui.title, 1.35)
        scaled(self.ui.saved_number, 2.6)
        small(self.ui.saved_hint)
        dress(self.ui.answered, "bolt", "F8")
        dress(self.ui.template, "file-text", "Ctrl+T")
        dress(self.ui.save_next, "copy-plus", "Ctrl+Shift+Enter")
        dress(self.ui.save, "", "Ctrl+Enter")
        self.ui.save.setDefault(True)

    def _connect(self) -> None:
        self.ui.save.clicked.connect(lambda _checked: self.save())
        self.ui.save_next.clicked.connect(lambda: self.save(another=True))
        self.ui.answered.toggled.connect(self._answered_toggled)
        self.ui.template.clicked.connect(self.templates.pick)
        another = partial(self.save, another=True)
        buttons = {"F8": self.ui.answered.toggle, "Ctrl+T": self.ui.template.click}
        listen(self, {"Ctrl+Return": self.save, "Ctrl+Shift+Return": another, **buttons})
        self.form.caller_chosen.connect(self.side.show_caller)
        self.form.edited.connect(self._touched)
        self.side.asked.connect(self._open_ticket)
        self.files.edited.connect(self._mark)
        self.ui.answered.toggled.connect(self.keeping.touch)
        self.draft.discarded.connect(self._drop)

    # -- files and drafts ----------------------------------------------------------------------------------------

    def take_files(self, source: QMimeData) -> bool:
        return self.files.take(source)

    def may_take_files(self) -> bool:
        entering = self.ui.pages.currentWidget() is self.ui.entry_page
        return entering and not self._saving and self._desk.office.may(self._desk.me, "attach")

    def leave(self) -> bool:
        """Close without a question; what was typed is kept, and offered at the next start."""
        self.keeping.leave()
        self.form.dirty = False
        return self.close()

    def _typed(self) -> dict[str, Any]:
        if not self.form.dirty:
            return {}
        files, answered = self.files.paths(), "true" if self.ui.answered.isChecked() else ""
        return {**self.form.draft(), "files": files, "answered": answered}

    def _give_back(self, draft: Draft | None) -> None:
        self.draft.show_draft(self._desk, draft)
        if draft is None:
            return
        self.form.bring_back(draft.values)
        self.side.show_caller(self.form.caller)
        self.files.put(Path(str(path)) for path in draft.values.get("files", []))
        self.ui.answered.setChecked(bool(draft.values.get("answered")))
        self.form.show_solution(self.ui.answered.isChecked())
        self.templates.show_name()

    def _mark(self) -> None:
        self.form.dirty = True
        self.keeping.touch()

    def _drop(self) -> None:
        """Go on with an empty call."""
        self.keeping.forget()
        self.files.clear()
        self._next()

    # -- saving --------------------------------------------------------------------------------------------------

    def save(self, another: bool = False) -> None:
        """Register the call; with `another` the window stays for the next one."""
        if self._saving or self.ui.pages.currentWidget() is self.ui.saved_page:
            return
        if errors := self.form.problems():
            self._blame(errors)
            return
        self._busy(True)
        then, kept = partial(self._written, another=another), partial(self._kept, another=another)
        self._desk.outbox.send(self, self._entry(), then, kept, self._failed)

    def _entry(self) -> Entry:
        key = self.keeping.key
        about = {"raw": self.form.raw(self.clock.opened), "draft": key.kind if key else "", "files": self.files.paths()}
        if self.ui.answered.isChecked():
            return new_entry(Kind.ANSWER, {**about, "solution": self.form.solution()})
        return new_entry(Kind.REGISTER, about)

    def _written(self, changes: Changes, another: bool) -> None:
        ticket_id = changes.tickets[0]
        self.files.attach(ticket_id)
        self._saved(another)
        self.registered.emit(ticket_id)
        self._desk.query(
            self,
            lambda reader: reader.rows([ticket_id]),
            lambda rows: self._tell(rows, another),
            failed=lambda _error: self._tell([], another),
        )

    def _kept(self, entry: Entry, another: bool) -> None:
        """Say what the call is called until the office is back."""
        lost = [name for name in self.files.waiting if name not in entry.payload["files"]]
        self.files.clear()
        self._saved(another)
        said = tr("Kept on this computer as {number}, and sent when the office is back.", number=entry.provisional)
        if lost:
            said += " " + tr("Pasted screenshots were not kept: attach them again then.")
        self._desk.messages.info(said)
        self.saved.say(said, Hue.WAITING)
        self.ui.saved_number.setText(entry.provisional)
        self.ui.saved_word.setText(tr("Kept on this computer as"))
        self.ui.saved_hint.setText(tr("Sent when the office is back. Enter closes this window"))

    def _saved(self, another: bool) -> None:
        self.form.dirty = False
        self.keeping.forget()
        self._busy(False)
        if another:
            self._next()
        else:
            self.ui.pages.setCurrentWidget(self.ui.saved_page)
            self.clock.stop()
            QTimer.singleShot(SAVED_FOR, self, self.close)

    def _tell(self, rows: list[TicketRow], another: bool) -> None:
        number = (rows[0].number or "") if rows else ""
        self._desk.messages.info(tr("Registered: {number}", number=number or "—"))
        if another:
            self.saved.say(tr("Registered: {number}. The next call:", number=number or "—"), Hue.GOOD)
        self.ui.saved_number.setText(number)

    def _next(self) -> None:
        self.ui.answered.setChecked(False)
        self.draft.hide()
        self.form.clear()
        self.templates.show_name()
        self.keeping.begin(new_kind())
        self.side.show_caller(None)
        self.remark.say("")
        self.clock.start()
        self.form.begin()

    def _failed(self, error: UserError) -> None:
        self._busy(False)
        self._blame([error])

    def _blame(self, errors: list[Any]) -> None:
        fields = [error for error in errors if isinstance(error, BadInput)]
        other = [error for error in errors if error not in fields] + self.form.blame(fields)
        names = self.form.names()
        self.remark.say(" ".join(explain(error, names) for error in other))

    def _busy(self, saving: bool) -> None:
        self._saving = saving
        self.setCursor(Qt.CursorShape.BusyCursor if saving else Qt.CursorShape.ArrowCursor)
        for widget in (self.form, self.ui.save, self.ui.save_next, self.ui.answered, self.ui.template):
            widget.setEnabled(not saving)
        self.remark.say(tr("Saving…") if saving else "", None)
        if not saving:
            self.form.refocus()

    # -- the window ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        done = self.ui.pages.currentWidget() is self.ui.saved_page
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
        if event.key() == Qt.Key.Key_Escape or (enter and done):
            self.close()
        elif event.matches(QKeySequence.StandardKey.Copy) and done:
            QGuiApplication.clipboard().setText(self.ui.saved_number.text())
        elif enter:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._saving or (self.form.dirty and not self._may_close()):
            event.ignore()
            return
        if self.keeping.key is not None:
            self.keeping.forget()
        self.keeping.leave()
        event.accept()

    def _may_close(self) -> bool:
        """Ask what shall become of the typed text."""
        answer = self._desk.messages.choose(
            self,
            tr("This call is not saved yet."),
            (tr("Save"), tr("Discard"), tr("Keep editing")),
        )
        if answer == 0:
            self.save()
        return answer == 1

    def _touched(self) -> None:
        self.keeping.touch()
        self.remark.say("")
        self.saved.say("")

    def _answered_toggled(self, answered: bool) -> None:
        self.form.show_solution(answered)

    def _open_ticket(self, ticket_id: int) -> None:
        from desk_app.ui.editor.window import TicketWindow

        TicketWindow.open(self._desk, ticket_id, self)


def new_kind() -> str:
    """Return the kind of the draft of one more call; each open one has its own."""
    return f"{CALL}-{uuid.uuid4().hex[:8]}"
