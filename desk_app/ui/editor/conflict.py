"""Two people changed the same fields: both texts side by side, and a choice for each field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut, QTextOption
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.domain import merging
from desk_app.i18n import format_moment, tr
from desk_app.services.ports import HistoryEntry, TicketCard
from desk_app.ui.editor.plain import caption, plain_label, scaled, small
from desk_app.ui.editor.rows import heading
from desk_app.ui.widgets.buttons import PrimaryButton

_LINES = 6
"""Longer texts scroll."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both sides changed, and the entry of the history with their change."""

    code: str
    label: str
    mine: str
    theirs: str
    entry: HistoryEntry | None


class ConflictDialog(QDialog):
    """Mine at the start, theirs at the end; `settled` carries for each field whether mine is taken."""

    settled = Signal(object)

    def __init__(self, desk: Desk, clashes: Sequence[Clash], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.choices: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self.setWindowTitle(tr("Changed by two people"))
        self._build(clashes)

    @classmethod
    def open_for(cls, desk: Desk, clashes: Sequence[Clash], parent: QWidget) -> "ConflictDialog":
        """Ask over `parent`. Closing the dialog leaves everything as typed."""
        dialog = cls(desk, clashes, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.save.setFocus()
        return dialog

    def take_all(self, mine: bool) -> None:
        """Tick one side everywhere."""
        for ours, theirs in self.choices.values():
            (ours if mine else theirs).setChecked(True)

    def accept(self) -> None:
        taken = {code: mine.isChecked() for code, (mine, _) in self.choices.items()}
        super().accept()
        self.settled.emit(taken)

    def _build(self, clashes: Sequence[Clash]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        names = dict.fromkeys(clash.entry.by.name or clash.entry.by.login for clash in clashes if clash.entry)
        title = plain_label(tr("{name} changed the same fields", name=", ".join(names) or tr("A colleague")), self)
        title.setWordWrap(True)
        column.addWidget(scaled(title, 1.2))
        hint = tr("Tick what shall stay. Everything else you typed is saved with it; the history keeps both texts.")
        about = small(plain_label(hint, self))
        about.setWordWrap(True)
        column.addWidget(about)
        column.addWidget(self._scrolled(clashes), 1)
        column.addLayout(self._buttons())
        self.resize(760, min(620, 250 + 150 * len(clashes)))

    def _scrolled(self, clashes: Sequence[Clash]) -> QScrollArea:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for place, clash in enumerate(clashes):
            self._add(grid, 4 * place, clash, inner)
        grid.setRowStretch(4 * len(clashes), 1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _add(self, grid: QGridLayout, line: int, clash: Clash, parent: QWidget) -> None:
        mine, theirs = tr("My text"), self._author(clash.entry)
        buttons = QRadioButton(caption(mine), parent), QRadioButton(caption(theirs), parent)
        group = QButtonGroup(parent)
        grid.addWidget(heading(clash.label, parent), line, 0, 1, 2)
        lines = min(max(_lines(clash.mine), _lines(clash.theirs)), _LINES)
        for place, (button, who, text) in enumerate(
            zip(buttons, (mine, theirs), (clash.mine, clash.theirs), strict=True)
        ):
            button.setAccessibleName(f"{clash.label}: {who}")
            button.setMinimumHeight(28)
            group.addButton(button)
            shown = _Shown(text, f"{clash.label}, {who}", lines, parent)
            grid.addWidget(button, line + 1, place)
            grid.addWidget(shown, line + 2, place)
        grid.setRowMinimumHeight(line + 3, 8)
        buttons[0].setChecked(True)
        self.choices[clash.code] = buttons

    def _author(self, entry: HistoryEntry | None) -> str:
        if entry is None:
            return tr("Their text")
        when = format_moment(entry.recorded_at.astimezone(self._desk.office.zone))
        return f"{entry.by.name or entry.by.login} · {when}"

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, mine in ((tr("Take all mine"), True), (tr("Take all theirs"), False)):
            button = QPushButton(words, self)
            button.setMinimumHeight(32)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, mine=mine: self.take_all(mine))
            row.addWidget(button)
        row.addStretch()
        back = QPushButton(tr("Go on editing"), self)
        back.setMinimumHeight(32)
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        row.addWidget(back)
        self.save = PrimaryButton(tr("Save the ticked"), "", self)
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        row.addWidget(self.save)
        for sequence in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(sequence), self, self.accept)
        return row


class _Shown(QPlainTextEdit):
    """A text to be read and copied; a long one scrolls."""

    def __init__(self, text: str, name: str, lines: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        by = Qt.TextInteractionFlag
        self.setTextInteractionFlags(
            by.TextSelectableByMouse | by.TextSelectableByKeyboard
        )  # its caret shows the focus
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName(name)
        self.setPlainText(text)
        if not text:
            self.setPlaceholderText(tr("(empty)"))
        self._height = self.fontMetrics().lineSpacing() * lines + 14
        self.setFixedHeight(self._height)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

    def sizeHint(self) -> QSize:
        return QSize(300, self._height)


def _lines(text: str) -> int:
    return sum(1 + len(line) // 50 for line in text.split("\n"))


def last_touch(card: TicketCard, version: int, code: str) -> HistoryEntry | None:
    """Return the last entry since `version` that changed the field `code`."""
    later = sorted(card.history, key=lambda entry: entry.seq)[version:]
    touching = [entry for entry in later if {code, f"requester.{code}"} & merging.touched(_changes(entry))]
    return touching[-1] if touching else None


def _changes(entry: HistoryEntry) -> dict[str, list[object]]:
    return dict((entry.data or {}).get("changes", {}))
