"""Registering a call: one window, top to bottom, by keyboard alone."""

import uuid
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.drafts import Draft
from desk_app.domain.scripts import scripts_for
from desk_app.domain.workflow import can_convert
from desk_app.i18n import tr
from desk_app.ui.board.strip import SystemNotice
from desk_app.ui.editor.callers import CallerSide
from desk_app.ui.editor.entry import EntryForm
from desk_app.ui.editor.entry_keys import CONVERT_KEY, dress, listen
from desk_app.ui.editor.entry_saving import EntrySaving
from desk_app.ui.editor.keeping import DraftBar, Keeping
from desk_app.ui.editor.pending import PendingFiles
from desk_app.ui.editor.plain import Remark, scaled, small
from desk_app.ui.editor.script_panel import ScriptPanel
from desk_app.ui.editor.taking import FilePlace
from desk_app.ui.editor.templates import Templates
from desk_app.ui.editor.timers import ConsultClock, EntryClock, consult_limit
from desk_app.ui.generated.ui_registration import Ui_RegistrationWindow
from desk_app.ui.widgets.follow_focus import FollowFocus
from desk_app.ui.widgets.tabs import tab_as_laid_out

CALL: Final = "call"
"""How the kinds of drafts of new calls begin."""


class RegistrationWindow(FilePlace):
    """A new call. Several may be open; what is typed stays until it is saved or thrown away on purpose."""

    registered = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None, draft: Draft | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self.ui = Ui_RegistrationWindow()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.form = EntryForm(desk, self)
        self.clock = EntryClock(self.ui.clock, self)
        self.consult = ConsultClock(self.ui.consult, self)
        self.saving = EntrySaving(desk, self)
        self.script = ScriptPanel(desk.settings, self)
        self.going_on = SystemNotice(desk, self)
        self.request = self.ui.request
        self.side = CallerSide(desk, self)
        self.remark = Remark(self.ui.remark_holder)
        self.saved = Remark(self.ui.saved_holder)
        self.draft = DraftBar(self.ui.saved_holder)
        self.files = PendingFiles(desk, self)
        self.setAcceptDrops(True)
        self._furnish()
        self.keeping = Keeping(desk, self, self._typed)
        self.templates = Templates(desk, self)
        self._give_back(self.keeping.begin(draft.key.kind if draft else new_kind()))
        self._connect()
        self._about_changed()
        tab_as_laid_out(self)
        self.resize(QSize(960, 680).boundedTo(self.screen().availableSize()))

    @classmethod
    def open(cls, desk: Desk, parent: QWidget, draft: Draft | None = None) -> "RegistrationWindow":
        """Open a new call over `parent`, ready for typing, or go on with the one in `draft`.

        A new call begins in a window that is there for it already: one that nothing was typed into, or that shows
        the number of the call before.
        """
        opened = parent.findChildren(cls) if draft is None else []
        waiting = next((window for window in opened if window.isVisible() and window.free), None)
        if waiting is not None:
            waiting.next_call()
        window = waiting or cls(desk, parent, draft)
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if draft is None:
            window.form.begin()
        else:
            window.form.go_on()
        return window

    @property
    def done(self) -> bool:
        """Whether the call is saved, and its number in sight."""
        return self.ui.pages.currentWidget() is self.ui.saved_page

    @property
    def free(self) -> bool:
        """Whether the next call can begin here, because nothing stands here that is not saved."""
        return not (self.saving.busy or self.form.dirty or self.form.template or self.files.waiting)

    def _furnish(self) -> None:
        side = QWidget()
        self.ui.side_scroll.setWidget(side)
        for holder, widget in (
            (side, self.going_on),
            (side, self.script),
            (side, self.side),
            (side, self.files),
            (self.ui.remark_holder, self.remark),
            (self.ui.saved_holder, self.saved),
            (self.ui.saved_holder, self.draft),
        ):
            column = holder.layout() or QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(widget)
        self.files.setVisible(self.may_take_files())
        self.ui.scroll.setWidget(self.form)
        FollowFocus(self.ui.scroll)
        self.form.setContentsMargins(4, 0, 4, 4)
        scaled(self.ui.title, 1.35)
        scaled(self.ui.saved_number, 2.6)
        small(self.ui.saved_hint)
        dress(self.ui.answered, "bolt", "F8")
        dress(self.request, "arrow-forward-up", CONVERT_KEY)
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
        self.request.clicked.connect(self.make_request)
        buttons = {"F8": self._answer, "Ctrl+T": self._pick_template, CONVERT_KEY: self.make_request}
        listen(self, {"Ctrl+Return": self.save, "Ctrl+Shift+Return": another, **buttons})
        self.form.caller_chosen.connect(self.side.show_caller)
        self.form.edited.connect(self._touched)
        self.form.about_changed.connect(self._about_changed)
        self.form.about.questions.asked.connect(lambda: tab_as_laid_out(self))
        self.side.asked.connect(self._open_ticket)
        self.files.edited.connect(self._mark)
        self.ui.answered.toggled.connect(self.keeping.touch)
        self.draft.discarded.connect(self._drop)

    # -- files and drafts ----------------------------------------------------------------------------------------

    def take_files(self, source: QMimeData) -> bool:
        return self.files.take(source)

    def may_take_files(self) -> bool:
        entering = self.ui.pages.currentWidget() is self.ui.entry_page
        return entering and not self.saving.busy and self._desk.office.may(self._desk.me, "attach")

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
        self.next_call()

    def save(self, another: bool = False) -> None:
        """Register the call; with `another` the window stays for the next one."""
        self.saving.save(another)

    def make_request(self) -> None:
        """Register the consultation and make a request of it at once, linked both ways (K-5.2)."""
        if self.request.isVisible() and self.request.isEnabled():
            self.saving.save(convert=True)

    def next_call(self) -> None:
        """Go on with an empty form."""
        self.ui.pages.setCurrentWidget(self.ui.entry_page)
        self.ui.answered.setChecked(False)
        self.draft.hide()
        self.form.clear()
        self.templates.show_name()
        self.keeping.begin(new_kind())
        self.side.show_caller(None)
        self.remark.say("")
        self.clock.start()
        self._about_changed()
        self.form.begin()

    def _tell_of_system(self) -> None:
        """Say what the board tells of the system that is chosen (E-6.2b)."""
        row = self.form.rows.get("system")
        self.going_on.show_system(row.input.value() if row is not None else "")

    def _about_changed(self) -> None:
        """Say, count and offer what belongs to such a call."""
        self._tell_of_system()
        office, about = self._desk.office, self.form.about.value
        self.script.show_script(scripts_for(office, about.kind, about.service))
        self.consult.follow(consult_limit(office, about), self.clock.opened)
        self.request.setVisible(can_convert(office, about.kind, self._desk.me))

    # -- the window ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
        if event.key() == Qt.Key.Key_Escape or (enter and self.done):
            self.close()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.done:
            QGuiApplication.clipboard().setText(self.ui.saved_number.text())
        elif enter:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.saving.busy or (self.form.dirty and not self._may_close()):
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
        self._tell_of_system()
        self.keeping.touch()
        self.remark.say("")
        self.saved.say("")

    def _answer(self) -> None:
        if not self.done:
            self.ui.answered.toggle()

    def _pick_template(self) -> None:
        if self.done:
            self.next_call()
        self.ui.template.click()

    def _answered_toggled(self, answered: bool) -> None:
        self.form.show_solution(answered)
        self.request.setEnabled(not answered)

    def _open_ticket(self, ticket_id: int) -> None:
        from desk_app.ui.editor.window import TicketWindow

        TicketWindow.open(self._desk, ticket_id, self)


def new_kind() -> str:
    """Return the kind of the draft of one more call; each open one has its own."""
    return f"{CALL}-{uuid.uuid4().hex[:8]}"
