"""The history of a ticket on the screen, newest first."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from desk_app.app.theme import quiet
from desk_app.domain.office import Office, Person
from desk_app.i18n import tr, trn
from desk_app.services.ports import HistoryEntry
from desk_app.services.story import Chapter, Line, Teller
from desk_app.ui.editor.plain import Fold, plain_label, quiet_button, small

_AT_ONCE: Final = 15
"""How many entries are shown before the older ones are asked for."""
_LONG: Final = 300


class HistoryView(QWidget):
    """All entries of a ticket; other tickets they speak of can be opened."""

    ticket_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._older: list[Chapter] = []
        self._told: tuple[Chapter, ...] = ()

    def show_history(self, entries: Sequence[HistoryEntry], office: Office, people: Mapping[int, Person]) -> None:
        """Show `entries`; what is on the screen already stays untouched."""
        teller = Teller(office, people)
        told = tuple(teller.tell(entry) for entry in sorted(entries, key=lambda entry: -entry.seq))
        if told == self._told:
            return
        self._told = told
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._older = list(told[_AT_ONCE:])
        for chapter in told[:_AT_ONCE]:
            self._column.addWidget(self._entry(chapter))
        if self._older:
            self._column.addWidget(self._older_button(), 0, Qt.AlignmentFlag.AlignLeading)

    def _older_button(self) -> QToolButton:
        button = quiet_button("history", trn("{n} older entry", "{n} older entries", len(self._older)), self)
        button.clicked.connect(lambda: self._show_older(button))
        return button

    def _show_older(self, button: QToolButton) -> None:
        button.hide()
        for chapter in self._older:
            self._column.addWidget(self._entry(chapter))
        self._older = []

    def _entry(self, chapter: Chapter) -> "EntryView":
        view = EntryView(chapter, self)
        view.ticket_asked.connect(self.ticket_asked)
        return view


class EntryView(QWidget):
    """One entry: what and who, then what was said, then what changed."""

    ticket_asked = Signal(str)

    def __init__(self, chapter: Chapter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        if chapter.verb != "comment":
            column.addWidget(_bold(chapter.title, self))
        column.addWidget(_wrapped(small(plain_label(_when(chapter), self))))
        if chapter.speech:
            column.addWidget(Bubble(chapter.speech, chapter.public, self))
        for line in chapter.lines:
            column.addWidget(Fold(_written(line), line.label, _LONG, self))
        if chapter.ticket:
            column.addWidget(self._link(chapter.ticket), 0, Qt.AlignmentFlag.AlignLeading)

    def _link(self, number: str) -> QToolButton:
        button = quiet_button("link", number, self)
        button.setToolTip(tr("Open the ticket in a window of its own"))
        button.clicked.connect(lambda: self.ticket_asked.emit(number))
        return button


class Bubble(QWidget):
    """What somebody said."""

    def __init__(self, text: str, public: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 10, 7)
        column.setSpacing(2)
        column.addWidget(Fold(text, tr("Comment"), parent=self))
        if public:
            column.addWidget(small(plain_label(tr("The requester may see it"), self)))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(quiet(self.palette()))
            painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)


def _when(chapter: Chapter) -> str:
    if chapter.entered:
        return tr("{who} · {when}, entered {entered}", who=chapter.who, when=chapter.when, entered=chapter.entered)
    return " · ".join(filter(None, (chapter.who, chapter.when)))


def _written(line: Line) -> str:
    if line.old is None:
        return f"{line.label}: {line.new}"
    return f"{line.label}: {line.old} → {line.new}"


def _bold(text: str, parent: QWidget) -> QLabel:
    label = _wrapped(plain_label(text, parent))
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _wrapped(label: QLabel) -> QLabel:
    label.setWordWrap(True)
    return label
