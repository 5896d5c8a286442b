"""Inputs of the administration that hold more than one text: ticks, an order, lines."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desk_app.app.theme import GRID, calm_selection, show_edges
from desk_app.i18n import tr
from desk_app.ui.editor.inputs import TextInput
from desk_app.ui.editor.plain import quiet_button

Choice = tuple[str, str, int]
"""Code, label, depth."""
MOST: Final = 7
"""So many rows of a list are seen at once."""
_ROW: Final = 3 * GRID


class SmallList(QListWidget):
    """A list within a form: its focus is seen even while it is empty, and Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
                painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._dress()

    def _dress(self) -> None:
        calm_selection(self)
        show_edges(self)


class Ticks(SmallList):
    """Any number of choices, each with a tick; Space sets it. `values` come in the order of the list."""

    edited = Signal()

    def __init__(self, choices: Iterable[Choice], most: int = MOST, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        for code, label, depth in choices:
            self.add(code, "    " * depth + label)
        height = _ROW * min(max(self.count(), 1), most)
        self.setFixedHeight(height + 2 * self.frameWidth() + 2)
        if self.count():
            self.setCurrentRow(0)
        self.itemChanged.connect(self._changed)

    def add(self, code: str, label: str) -> None:
        """Put a choice at the end, not ticked."""
        item = QListWidgetItem(label, self)
        item.setData(Qt.ItemDataRole.UserRole, code)
        item.setSizeHint(QSize(0, _ROW))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)

    def values(self) -> list[str]:
        """Return the codes that are ticked."""
        items = [self.item(row) for row in range(self.count())]
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in items if _ticked(item)]

    def set_values(self, values: Sequence[str]) -> None:
        """Tick `values` and nothing else; one that is not there is put at the end, so that nothing is lost."""
        self._filling = True
        known = {str(self.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.count())}
        for code in values:
            if code not in known:
                self.add(code, code)
        for row in range(self.count()):
            item = self.item(row)
            ticked = item.data(Qt.ItemDataRole.UserRole) in values
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._filling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # where there is an order, it is changed by these keys
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(20 * GRID, self.minimumHeight())

    def _changed(self, _item: QListWidgetItem) -> None:
        if not self._filling:
            self.edited.emit()


class Chain(QWidget):
    """Choices in an order of their own: the ticked ones stand above; Alt with an arrow moves one."""

    edited = Signal()

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.ticks = Ticks(choices, parent=self)
        self.up = quiet_button("chevron-up", tr("Move up"), self)
        self.down = quiet_button("chevron-down", tr("Move down"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.ticks)
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        for button, by in ((self.up, -1), (self.down, 1)):
            button.clicked.connect(lambda _checked=False, by=by: self.move_current(by))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.ticks.edited.connect(self._ticked)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # noqa: N802
        self.ticks.setFocus(reason)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        self.ticks.setAccessibleName(name)

    def values(self) -> list[str]:
        """Return the codes that are ticked, in their order."""
        return self.ticks.values()

    def set_values(self, values: Sequence[str]) -> None:
        """Tick `values` in this order."""
        self._show(values, self._current())

    def move_current(self, by: int) -> None:
        """Move the current choice, if it is ticked, among those that are."""
        values, code = self.values(), self._current()
        if code in values:
            place = values.index(code)
            values.insert(min(max(place + by, 0), len(values) - 1), values.pop(place))
            self._show(values, code)
            self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move_current(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _ticked(self) -> None:
        self._show(self.values(), self._current())
        self.edited.emit()

    def _current(self) -> str:
        item = self.ticks.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def _show(self, values: Sequence[str], current: str) -> None:
        labels = {code: label for code, label, _ in self._choices}
        codes = [*values, *(code for code in labels if code not in values)]
        self.ticks.blockSignals(True)
        self.ticks.clear()
        for code in codes:
            self.ticks.add(code, labels.get(code, code))
        self.ticks.set_values(values)
        self.ticks.setCurrentRow(codes.index(current) if current in codes else 0)
        self.ticks.blockSignals(False)


class Lines(TextInput):
    """Several texts, one a line."""

    def values(self) -> list[str]:
        """Return the texts."""
        return [line.strip() for line in self.value().splitlines() if line.strip()]

    def set_values(self, values: Sequence[Any]) -> None:
        """Show `values`, unless they stand there already."""
        if list(values) != self.values():
            self.set_value("\n".join(str(value) for value in values))


def _ticked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
