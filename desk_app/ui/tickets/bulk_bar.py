"""The bar under the list while several tickets are selected: what can be done with all of them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID, Hue, quiet, tint
from desk_app.domain.office import Step
from desk_app.i18n import tr, trn
from desk_app.ui.editor.plain import caption, plain_label
from desk_app.ui.tickets.bulk_text import FIRST

_ICONS = {"assign": "user-plus", "solve": "circle-check", "close": "checks"}


class BulkBar(QWidget):
    """`asked` carries the Step; `cleared` asks to select nothing. Hidden while fewer than two are selected."""

    asked = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[Step] = []
        self.count = plain_label("", self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        self._row.setSpacing(GRID // 2)
        self._row.addWidget(self.count)
        self.buttons: list[QToolButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_count(self, count: int, steps: Sequence[Step]) -> None:
        """Show how many are selected, and the steps there are for them."""
        self.count.setText(trn("{n} selected", "{n} selected", count))
        if list(steps) != self._steps or not self.buttons:
            self._steps = list(steps)
            self._fill()
        self.setVisible(count > 1)

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self.setAccessibleName(tr("Selected tickets"))
        self._fill()

    def _fill(self) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        near = [step for step in self._steps if step.verb in FIRST]
        rest = [step for step in self._steps if step.verb not in FIRST]
        self.buttons = [self._button(step) for step in near]
        if rest:
            more = self._plain("dots", tr("More"))
            more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            more.setMenu(add_steps(QMenu(more), rest, self.asked.emit))
            self.buttons.append(more)
        clear = self._plain("x", "")
        clear.setAccessibleName(tr("Select nothing"))
        clear.setToolTip(tr("Select nothing"))
        clear.clicked.connect(self.cleared)
        self.buttons.append(clear)
        while self._row.count() > 1:
            self._row.takeAt(1)
        self._row.addSpacing(GRID)
        for button in self.buttons[:-1]:
            self._row.addWidget(button)
        self._row.addStretch()
        self._row.addWidget(clear)

    def _button(self, step: Step) -> QToolButton:
        button = self._plain(_ICONS[step.verb], f"{step.label}…")
        button.setObjectName(f"bulk-{step.verb}")
        button.clicked.connect(lambda: self.asked.emit(step))
        return button

    def _plain(self, symbol: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        put_icon(button, symbol, QPalette.ColorRole.Text)
        button.setText(caption(words))
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMinimumHeight(int(3.5 * GRID))
        if words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tint(self.palette(), Hue.CALM))
            painter.fillRect(0, 0, self.width(), 1, quiet(self.palette()))


def add_steps(menu: QMenu, steps: Sequence[Step], do: Callable[[Step], object]) -> QMenu:
    """Add `steps` to `menu`, each calling `do`."""
    menu.setAccessibleName(tr("What to do with the selected tickets"))
    for step in steps:
        action = menu.addAction(f"{caption(step.label)}…")
        action.setObjectName(f"bulk-{step.verb}")
        action.triggered.connect(lambda _checked=False, step=step: do(step))
    return menu
