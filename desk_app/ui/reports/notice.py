"""A line above the pages that says what happened, with what can be done next."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID, Hue, ink, quiet, tint
from desk_app.i18n import tr
from desk_app.ui.editor.plain import caption, plain_label

Offer = tuple[str, str, Callable[[], object]]
"""Words, icon, and what is done."""


class Notice(QWidget):
    """Hidden while it says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hue = Hue.GOOD
        self.text = plain_label("", self)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.text.setWordWrap(True)
        self.offers: list[QToolButton] = []
        self._close = self._button("", "x", self.hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        self._row.setSpacing(GRID // 2)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self._close)
        self.hide()

    def say(self, text: str, offers: Sequence[Offer] = (), hue: Hue = Hue.GOOD) -> None:
        """Say `text` and offer what can be done."""
        self._hue = hue
        self.text.setText(text)
        self.setAccessibleName(text)
        self._close.setAccessibleName(tr("Hide this message"))
        self._close.setToolTip(tr("Hide this message"))
        for button in self.offers:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.offers = [self._button(*offer) for offer in offers]
        for place, button in enumerate(self.offers, 1):
            self._row.insertWidget(place, button)
        self._colour()
        self.show()

    def _button(self, words: str, symbol: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setText(caption(words))
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMinimumHeight(int(3.5 * GRID))
        button.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        put_icon(button, symbol, QPalette.ColorRole.Text)
        button.clicked.connect(partial(_do, act))
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tint(self.palette(), self._hue))
            painter.fillRect(0, self.height() - 1, self.width(), 1, quiet(self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange and self.isVisible():
            self._colour()

    def _colour(self) -> None:
        now = QPalette(QGuiApplication.palette())
        now.setColor(QPalette.ColorRole.WindowText, ink(now, self._hue))
        self.text.setPalette(now)


def _do(act: Callable[[], object], _checked: bool = False) -> None:
    act()
