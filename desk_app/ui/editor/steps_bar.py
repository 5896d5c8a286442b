"""What to do with a ticket next: the office's steps as buttons."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from desk_app.domain.office import Step
from desk_app.i18n import tr
from desk_app.ui.editor.entry_keys import CONVERT_KEY, ESCALATE_KEY
from desk_app.ui.editor.plain import caption, tip
from desk_app.ui.widgets.buttons import PrimaryButton

_KEYS: Final = {"convert": CONVERT_KEY, "escalate": ESCALATE_KEY}
_IN_SIGHT: Final = 4
"""How many steps besides the first stand as buttons; the others are under “More”."""


class StepsBar(QWidget):
    """The steps possible now: the primary one large, the next ones in pairs, the rest under “More”."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.primary: QPushButton | None = None
        self._others: list[QPushButton] = []
        self._pairs = True
        self._shown: tuple[Step, ...] | None = None

    @property
    def possible(self) -> tuple[Step, ...]:
        """The steps shown now, in the office's order."""
        return self._shown or ()

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show `steps`, which stand in the office's order."""
        if steps == self._shown:
            return
        self._shown = steps
        self._clear()
        ordered = sorted(steps, key=lambda step: not step.primary)
        first = ordered[0] if ordered and ordered[0].primary else None
        rest = ordered[1:] if first else ordered
        if first:
            keys = QKeySequence("F8").toString(QKeySequence.SequenceFormat.NativeText)
            self.primary = self._button(first, PrimaryButton(f"{caption(first.label)}  {keys}", "", self))
            self._grid.addWidget(self.primary, 0, 0, 1, 2)
        whole = len(rest) <= _IN_SIGHT
        self._others = [self._button(step) for step in (rest if whole else rest[: _IN_SIGHT - 1])]
        if not whole:
            self._others.append(self._more(rest[_IN_SIGHT - 1 :]))
        self._place(self._room_for_pairs(self.width()))

    def _place(self, pairs: bool) -> None:
        """Put the lesser steps in pairs, or below each other where their words have no room beside each other."""
        self._pairs = pairs
        for place, button in enumerate(self._others):
            row, column, span = (1 + place // 2, place % 2, 1) if pairs else (1 + place, 0, 2)
            self._grid.removeWidget(button)
            self._grid.addWidget(button, row, column, 1, span)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        pairs = self._room_for_pairs(event.size().width())
        if pairs != self._pairs:
            self._place(pairs)

    def _room_for_pairs(self, width: int) -> bool:
        room = (width - self._grid.spacing()) // 2
        return all(button.sizeHint().width() <= room for button in self._others)

    def go(self) -> None:
        """Take the primary step."""
        if self.primary is not None and self.primary.isVisible():
            self.primary.click()

    def _button(self, step: Step, made: QPushButton | None = None) -> QPushButton:
        button = made or QPushButton(caption(step.label), self)
        button.setMinimumHeight(30)
        button.setMinimumWidth(60)
        button.setObjectName(step.verb)
        button.setToolTip(tip(_with_keys(step)))
        button.clicked.connect(lambda: self.asked.emit(step))
        return button

    def _more(self, steps: Sequence[Step]) -> QPushButton:
        button = QPushButton(tr("More"), self)
        button.setMinimumHeight(30)
        menu = QMenu(button)
        for step in steps:
            action = menu.addAction(caption(_with_keys(step)))
            action.triggered.connect(lambda _checked=False, step=step: self.asked.emit(step))
        button.setMenu(menu)
        return button

    def _clear(self) -> None:
        self.primary = None
        self._others = []
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


def _with_keys(step: Step) -> str:
    """Return what `step` is called, with its key where it has one."""
    keys = _KEYS.get(step.verb, "")
    return (
        f"{step.label} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})" if keys else step.label
    )
