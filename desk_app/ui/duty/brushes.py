"""The legend of the month grid, whose entries are the brushes it is painted with."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desk_app.app.theme import GRID
from desk_app.i18n import tr
from desk_app.ui.duty.sheet import Sheet
from desk_app.ui.editor.plain import caption

_SELECT: Final = None


class _Brush(QToolButton):
    """The one in hand is underlined: on dark a pressed button looks like the others."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            with QPainter(self) as painter:
                painter.fillRect(
                    2, self.height() - 4, self.width() - 4, 3, self.palette().color(QPalette.ColorRole.Accent)
                )


class Brushes(QWidget):
    """A button for each kind of shift, one that empties, one that selects. `chosen`: the code, None to select.

    They are no group of Qt's, for Tab shall reach each of them.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID // 2)

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Offer the kinds of shifts of `sheet`; nothing where it may not be changed."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons.clear()
        while self._row.count():
            self._row.takeAt(0)
        self.setVisible(sheet is not None and sheet.may_edit)
        if sheet is None:
            return
        self._add(tr("Select"), _SELECT, tr("A drag selects; letters and Delete set what is selected")).setChecked(True)
        for code, label in sheet.labels.items():
            self._add(f"{sheet.shorts[code]} · {label}", code, tr("A drag paints “{shift}”", shift=label))
        self._add(tr("Empty"), "", tr("A drag empties"))
        self._row.addStretch()
        self.chosen.emit(_SELECT)

    def _add(self, text: str, code: str | None, about: str) -> QToolButton:
        button = _Brush(self)
        button.setText(caption(text))
        button.setAccessibleName(text)
        button.setAccessibleDescription(about)
        button.setToolTip(about)
        button.setCheckable(True)
        button.clicked.connect(partial(self._clicked, button, code))
        self.buttons.append(button)
        self._row.addWidget(button)
        return button

    def _clicked(self, button: QToolButton, code: str | None, _checked: bool = False) -> None:
        for other in self.buttons:
            other.setChecked(other is button)
        self.chosen.emit(code)
