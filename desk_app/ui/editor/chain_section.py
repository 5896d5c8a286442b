"""The approval chain of a ticket: who has to agree, who did and by what letter, and whose turn it is (P-2, S-3.5)."""

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk_app.app.icons import drawn
from desk_app.app.theme import Hue, ink
from desk_app.domain.office import Office, Person
from desk_app.i18n import tr
from desk_app.services.ports import TicketCard
from desk_app.ui.editor.card import Section
from desk_app.ui.editor.chain_words import State, Told, told_chain
from desk_app.ui.editor.plain import plain_label, quiet_button, small
from desk_app.ui.editor.rows import heading

_PICTURES: Final = {
    State.GIVEN: ("circle-check", Hue.GOOD),
    State.NEXT: ("hourglass", Hue.WAITING),
    State.LATER: ("minus", Hue.PAST),
    State.LET_THROUGH: ("arrow-forward-up", Hue.AWAY),
}
_PICTURE: Final = 16


class ChainSection(Section):
    """Hidden where nobody has to agree. `asked` carries the verb that a button stands for, `scan_asked` a file."""

    asked = Signal(str)
    scan_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None

    def show_chain(
        self, card: TicketCard, office: Office, people: Mapping[int, Person], verbs: Collection[str]
    ) -> None:
        """Show the chain of `card`; `verbs` are the steps the person may take now."""
        told = told_chain(office, card.ticket, people)
        files = frozenset(one.name for one in card.attachments)
        self.setVisible(bool(told))
        shown = (told, files, "approve" in verbs, "override" in verbs)
        if shown == self._shown:
            return
        self._shown = shown
        self.clear()
        self.column.addWidget(heading(tr("Agreements"), self))
        for place, step in enumerate(told, 1):
            self.column.addWidget(self._step(place, step, verbs, files))
        if "override" in verbs:
            button = quiet_button("arrow-forward-up", tr("Let through without them…"), self)
            button.setToolTip(tr("Go on without the agreements; the reason is kept in the history"))
            button.clicked.connect(lambda: self.asked.emit("override"))
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _step(self, place: int, step: Told, verbs: Collection[str], files: Collection[str]) -> QWidget:
        holder = QWidget(self)
        holder.setAccessibleName(f"{place}. {step.who}: {step.said}")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(StatePicture(step.state, holder), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        for label in (
            plain_label(f"{place}. {step.who}", holder),
            *(small(plain_label(text, holder)) for text in (step.said, *step.details)),
        ):
            label.setWordWrap(True)
            words.addWidget(label)
        if step.scan in files:
            scan = quiet_button("paperclip", step.scan, holder)
            scan.setToolTip(tr("Open the scan of the letter"))
            scan.clicked.connect(lambda: self.scan_asked.emit(step.scan))
            words.addWidget(scan, 0, Qt.AlignmentFlag.AlignLeading)
        row.addLayout(words, 1)
        if step.state is State.NEXT and "approve" in verbs:
            button = quiet_button("check", tr("Record…"), holder)
            button.setToolTip(tr("Record that they agreed, with their letter"))
            button.setAccessibleName(tr("Record the agreement of: {approver}", approver=step.who))
            button.clicked.connect(lambda: self.asked.emit("approve"))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return holder


class StatePicture(QLabel):
    """The picture of a state, in the colour that says the same; words beside it say it, too."""

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._symbol, self._hue = _PICTURES[state]
        self.setFixedSize(_PICTURE, _PICTURE)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._draw()

    def _draw(self) -> None:
        scale = self.devicePixelRatioF()
        picture = drawn(self._symbol, ink(QGuiApplication.palette(), self._hue).name(), round(_PICTURE * scale))
        picture.setDevicePixelRatio(scale)
        self.setPixmap(picture)
