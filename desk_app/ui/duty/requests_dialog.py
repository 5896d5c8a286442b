"""Requests of a month: asked, agreed, decided, with the rules they would break in sentences (E-7b)."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue, calm_selection, show_edges
from desk_app.domain.errors import UserError
from desk_app.domain.roster import Breach
from desk_app.i18n import explain, tr
from desk_app.services.duty import requests
from desk_app.services.duty.requests import OPEN_STATES, Request, State
from desk_app.services.ports import Changes, Reader, Session
from desk_app.ui.duty.ask_dialog import AskDialog
from desk_app.ui.duty.grid_model import sentence
from desk_app.ui.duty.request_words import STATES, told
from desk_app.ui.duty.sheet import Sheet
from desk_app.ui.editor.plain import Remark

_REQUEST = int(Qt.ItemDataRole.UserRole)


class DutyRequestsDialog(QDialog):
    """What is asked of a month's duty, those that wait first."""

    def __init__(self, desk: Desk, month: str, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("DutyRequestsDialog")
        self.setWindowTitle(tr("Requests about duty"))
        self._desk, self._month, self._sheet = desk, month, sheet
        self._broken = False
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Requests about duty"))
        self.list.setWordWrap(True)
        self.list.currentItemChanged.connect(self._gate)
        self._dress()
        self.remark = Remark(self)
        self.comment = QLineEdit(self)
        self.comment.setPlaceholderText(tr("Comment; or why a broken rule is put up with"))
        self.comment.setAccessibleName(tr("Comment"))
        self.ask = self._button(tr("Ask…"), self._ask)
        self.agree = self._button(tr("Agree"), lambda: self._step(requests.agree))
        self.refuse = self._button(tr("Refuse"), lambda: self._step(requests.agree, yes=False))
        self.approve = self._button(tr("Approve"), lambda: self._decide(True))
        self.decline = self._button(tr("Decline"), lambda: self._decide(False))
        self.withdraw = self._button(tr("Withdraw"), lambda: self._step(requests.withdraw))
        row = QHBoxLayout()
        row.addWidget(self.ask)
        row.addStretch()
        for button in (self.agree, self.refuse, self.approve, self.decline, self.withdraw):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self.list, 1)
        column.addWidget(self.remark)
        column.addWidget(self.comment)
        column.addLayout(row)
        self.resize(760, 460)
        self._gate()
        desk.changed.connect(self._changed)
        self._load()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._dress()

    def _dress(self) -> None:
        calm_selection(self.list)
        show_edges(self.list)

    def _button(self, text: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: do())
        return button

    @property
    def names(self) -> Mapping[int, str]:
        """Everybody's name."""
        return {person.id: person.name for person in self._desk.people.values()}

    # -- showing --

    def _load(self) -> None:
        month = self._month
        self._desk.query(self, lambda reader: requests.requests(reader.duty, month), self._loaded)

    def _loaded(self, found: tuple[Request, ...]) -> None:
        chosen = self._chosen()
        self.list.clear()
        for one in sorted(found, key=lambda one: (one.state not in OPEN_STATES, one.asked_at)):
            text = f"{tr(STATES[one.state])}: {told(one, self.names, self._sheet.shorts)}"
            item = QListWidgetItem(text + (f"\n    {one.comment}" if one.comment else ""), self.list)
            item.setData(_REQUEST, one)
            if chosen and one.paper and chosen.paper and one.paper.id == chosen.paper.id:
                self.list.setCurrentItem(item)
        if not found:
            self.list.addItem(tr("Nobody has asked for anything this month."))
        elif self.list.currentItem() is None:
            self.list.setCurrentRow(0)
        self._gate()

    def _chosen(self) -> Request | None:
        item = self.list.currentItem()
        found = item.data(_REQUEST) if item else None
        return found if isinstance(found, Request) else None

    def _changed(self, news: Changes) -> None:
        if news.duty:
            self._load()

    def _gate(self) -> None:
        """Offer what may be done with the chosen one, and say which rules it would break."""
        one, me = self._chosen(), self._desk.me
        head = self._desk.office.may(me, "roster")
        state = one.state if one else None
        theirs = bool(one and (head or one.other == me.id or state is State.OPEN))
        self.agree.setVisible(state in (State.ASKED, State.OPEN) and theirs)
        self.refuse.setVisible(state is State.ASKED and theirs)
        for button in (self.approve, self.decline):
            button.setVisible(state is State.AGREED and head)
        self.withdraw.setVisible(bool(one and state in OPEN_STATES and (head or one.person == me.id)))
        self.comment.setVisible(bool(one and state in OPEN_STATES))
        self._broken = False
        self.remark.say("")
        if one is not None and state is State.AGREED and head:
            self._judge(one)

    def _judge(self, one: Request) -> None:
        office, people = self._desk.office, tuple(self._desk.people.values())

        def ask(reader: Reader) -> tuple[Breach, ...]:
            return requests.broken(reader.duty, office, people, one)

        self._desk.query(self, ask, self._judged, failed=self._failed)

    def _judged(self, broken: tuple[Breach, ...]) -> None:
        self._broken = bool(broken)
        if broken:
            self.remark.say("\n".join(map(sentence, broken)) + "\n" + tr("Say in the comment why it is put up with."))
        else:
            self.remark.say(tr("No rule is broken by it."), Hue.GOOD)

    # -- doing --

    def _ask(self) -> None:
        me = self._desk.me
        dialog = AskDialog(self._sheet, self.names, me.id, self, for_others=self._desk.office.may(me, "roster"))
        if dialog.exec():
            wanted = dialog.request(self._month)
            self._do(lambda db: requests.ask(db, wanted))

    def _step(self, verb: Callable[..., Changes], **more: object) -> None:
        one, comment = self._chosen(), self.comment.text().strip()
        if one and one.paper:
            paper = one.paper.id
            said = {"comment": comment} if verb is requests.agree else {}
            self._do(lambda db: verb(db, paper, **said, **more))

    def _decide(self, yes: bool) -> None:
        one, comment = self._chosen(), self.comment.text().strip()
        if one and one.paper:
            paper = one.paper.id
            despite = comment if yes and self._broken else ""
            self._do(lambda db: requests.decide(db, paper, yes, comment, despite))

    def _do(self, work: Callable[[Session], Changes]) -> None:
        self._desk.command(self, work, lambda _changes: self.comment.clear(), failed=self._failed)

    def _failed(self, error: UserError) -> None:
        self.remark.say(explain(error))
