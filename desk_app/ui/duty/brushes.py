"""The legend of the month grid, whose entries are the brushes it is painted with."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from desk_app.app.theme import GRID
from desk_app.i18n import tr
from desk_app.ui.duty.sheet import Sheet
from desk_app.ui.editor.plain import caption

_SELECT = "select"


class Brushes(QWidget):
    """A button for each kind of shift, one that empties, one that selects. `chosen`: the code, None to select."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)  # so that Tab reaches each of them
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID // 2)
        self._group.buttonClicked.connect(self._clicked)

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Offer the kinds of shifts of `sheet`; nothing where it may not be changed."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
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
        self.chosen.emit(None)

    def _add(self, text: str, code: str, about: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(caption(text))
        button.setAccessibleName(text)
        button.setAccessibleDescription(about)
        button.setToolTip(about)
        button.setCheckable(True)
        button.setProperty("code", code)
        self._group.addButton(button)
        self._row.addWidget(button)
        return button

    def _clicked(self, button: QToolButton) -> None:
        for other in self._group.buttons():
            other.setChecked(other is button)
        code = str(button.property("code"))
        self.chosen.emit(None if code == _SELECT else code)
