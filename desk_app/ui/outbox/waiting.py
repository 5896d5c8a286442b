"""What waits: calls and comments kept on this computer until the office takes them, and what it did not take."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.drafts import Draft, DraftKey
from desk_app.app.outbox import new_entry
from desk_app.domain.errors import UserError
from desk_app.i18n import explain, format_moment, tr
from desk_app.services.outbox import Entry, Kind
from desk_app.ui.editor.inputs import TextInput
from desk_app.ui.editor.plain import Elided, Remark, plain_label, quiet_button, scaled, small, tip
from desk_app.ui.editor.registration import RegistrationWindow, new_kind
from desk_app.ui.outbox.words import how_it_stands
from desk_app.ui.widgets.buttons import PrimaryButton


class WaitingDialog(QDialog):
    """A part for each entry; it follows the outbox while it is open."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.parts: list[WaitingPart] = []
        self.setWindowTitle(tr("What waits"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(scaled(plain_label(tr("Waiting to be sent"), self), 1.2))
        hint = tr("It is kept on this computer and sent by itself, in this order, when the office can be reached.")
        about = small(plain_label(hint, self))
        about.setWordWrap(True)
        column.addWidget(about)
        self._inner = QWidget()
        self._list = QVBoxLayout(self._inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(12)
        self._list.addStretch()
        column.addWidget(self._scrolled(), 1)
        self.close_button = QPushButton(tr("Close"), self)
        self.close_button.setMinimumHeight(32)
        self.close_button.clicked.connect(self.accept)
        below = QHBoxLayout()
        below.addStretch()
        below.addWidget(self.close_button)
        column.addLayout(below)
        desk.outbox.changed.connect(self._fill)
        self._fill()
        self.resize(680, min(600, 200 + 90 * len(self.parts)))

    @classmethod
    def open_over(cls, desk: Desk, parent: QWidget) -> "WaitingDialog":
        """Show what waits over `parent`, or raise the one that is open."""
        opened = next((dialog for dialog in parent.findChildren(cls) if dialog.isVisible()), None)
        dialog = opened or cls(desk, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._inner)
        return area

    def _fill(self) -> None:
        """Show the entries there are now; parts of those that did not change stay as they are, with what is typed."""
        entries = self._desk.outbox.entries
        for part in [part for part in self.parts if part.entry not in entries]:
            self.parts.remove(part)
            self._list.removeWidget(part)
            part.hide()
            part.deleteLater()
        shown = [part.entry for part in self.parts]
        for place, entry in enumerate(entries):
            if entry not in shown:
                part = WaitingPart(self._desk, entry, self._inner)
                self.parts.insert(place, part)
                self._list.insertWidget(place, part)
        if not entries and self.isVisible():
            self.accept()


class WaitingPart(QWidget):
    """One entry: what it is, how it stands, and what can be done with it."""

    def __init__(self, desk: Desk, entry: Entry, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self.entry = desk, entry
        self.title = small(Elided(self._entitled(), self))
        text = Elided(" ".join(entry.text.split())[:300] or "—", self)
        text.setToolTip(tip(entry.text[:1000]))
        self.state = Remark(self)
        self.state.say(*how_it_stands(desk, entry))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        for widget in (self.title, text, self.state):
            self._column.addWidget(widget)
        self.buttons: dict[str, QWidget] = {}
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, symbol, words, act in self._offers():
            button = quiet_button(symbol, words, self)
            button.setAccessibleName(f"{words}: {self._entitled()}")
            button.clicked.connect(partial(_do, act))
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch()
        self._column.addLayout(row)
        self.comment: TextInput | None = None

    def _entitled(self) -> str:
        entry = self.entry
        when = format_moment(entry.at.astimezone(self._desk.office.zone))
        what = entry.provisional
        if entry.kind is Kind.COMMENT:
            about = str(entry.payload.get("number") or "") or self._call_name() or tr("Not registered")
            what = tr("Comment to {number}", number=about)
        return f"{what} · {when}"

    def _call_name(self) -> str:
        call = self.entry.payload.get("call")
        return next((one.provisional for one in self._desk.outbox.entries if one.op_id.hex() == call), "")

    def _offers(self) -> list[tuple[str, str, str, Callable[[], object]]]:
        call = self.entry.kind is not Kind.COMMENT
        offers: list[tuple[str, str, str, Callable[[], object]]] = []
        if self.entry.refusal:
            offers.append(("again", "send", tr("Send again"), lambda: self._desk.outbox.again(self.entry)))
        if self.entry.refusal and call:
            offers.append(("open", "pencil", tr("Open as a new call"), self._open))
        if call and not self.entry.refusal:
            offers.append(("comment", "message-circle", tr("Add a comment"), self._write))
        offers.append(("copy", "copy", tr("Copy the text"), self._copy))
        offers.append(("drop", "trash", tr("Throw away"), self._drop))
        return offers

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.entry.text)
        self._desk.messages.info(tr("Copied."))

    def _drop(self) -> None:
        question = tr("This was never sent to the office, and will be gone: {text}", text=self.entry.text[:300])
        if self._desk.messages.ask(self, question, tr("Throw away"), tr("Keep it")):
            self._desk.outbox.drop(self.entry)

    def _open(self) -> None:
        """Open what was refused as a call that is typed, to be corrected and saved as a new one."""
        raw = self.entry.payload["raw"]
        requester = raw.get("requester") or {}
        solution = str(self.entry.payload.get("solution", ""))
        values = {**{code: raw[code] for code in raw if code != "requester"}, **requester, "solution": solution}
        key = DraftKey(self._desk.epoch, self._desk.me.id, new_kind())
        kept = {"fields": values, "caller": {}, "answered": "true" if solution else ""}
        self._desk.drafts.save(key, kept)
        over = self.window().parentWidget() or self
        RegistrationWindow.open(self._desk, over, Draft(key, kept, 0, self.entry.at))
        self._desk.outbox.drop(self.entry)

    def _write(self) -> None:
        """Give a place for a comment to a call that has no number yet."""
        if self.comment is None:
            self.comment = TextInput(2, self)
            self.comment.setAccessibleName(tr("Comment to {number}", number=self.entry.provisional))
            self.comment.setMaximumHeight(64)
            keep = PrimaryButton(tr("Keep the comment"), "", self)
            keep.clicked.connect(lambda _checked: self._keep())
            self._column.addWidget(self.comment)
            self._column.addWidget(keep, 0, Qt.AlignmentFlag.AlignTrailing)
            self.buttons["keep"] = keep
        self.comment.setFocus()

    def _keep(self) -> None:
        text = self.comment.value() if self.comment is not None else ""
        if text.strip():
            raw = {"text": text, "public": False}
            entry = new_entry(Kind.COMMENT, {"raw": raw, "call": self.entry.op_id.hex()})
            self._desk.outbox.send(self, entry, _nothing, self._kept, self._not_kept)

    def _kept(self, _entry: Entry) -> None:
        if self.comment is not None:
            self.comment.set_value("")

    def _not_kept(self, error: UserError) -> None:
        self.state.say(explain(error))


def _do(act: Callable[[], object], _checked: bool = False) -> None:
    act()


def _nothing(_changes: object) -> None:
    """Nothing is left to do."""
