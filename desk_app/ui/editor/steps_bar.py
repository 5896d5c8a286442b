"""What to do with a ticket next: the office's steps as buttons."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from desk_app.domain.office import Step
from desk_app.i18n import tr
from desk_app.ui.editor.plain import caption, tip
from desk_app.ui.widgets.buttons import PrimaryButton

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
        for place, step in enumerate(rest if whole else rest[: _IN_SIGHT - 1]):
            self._grid.addWidget(self._button(step), 1 + place // 2, place % 2)
        if not whole:
            place = _IN_SIGHT - 1
            self._grid.addWidget(self._more(rest[place:]), 1 + place // 2, place % 2)

    def go(self) -> None:
        """Take the primary step."""
        if self.primary is not None and self.primary.isVisible():
            self.primary.click()

    def _button(self, step: Step, made: QPushButton | None = None) -> QPushButton:
        button = made or QPushButton(caption(step.label), self)
        button.setMinimumHeight(30)
        button.setMinimumWidth(60)
        button.setObjectName(step.verb)
        button.setToolTip(tip(step.label))
        button.clicked.connect(lambda: self.asked.emit(step))
        return button

    def _more(self, steps: Sequence[Step]) -> QPushButton:
        button = QPushButton(tr("More"), self)
        button.setMinimumHeight(30)
        menu = QMenu(button)
        for step in steps:
            action = menu.addAction(caption(step.label))
            action.triggered.connect(lambda _checked=False, step=step: self.asked.emit(step))
        button.setMenu(menu)
        return button

    def _clear(self) -> None:
        self.primary = None
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
