"""A form of labelled inputs: what is required, what is wrong, and where the eyes should go."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.theme import ROW_HEIGHT, Hue, ink
from desk_app.domain.errors import BadInput
from desk_app.i18n import explain, tr
from desk_app.ui.editor.plain import Remark, plain_label, small


class Row(QWidget):
    """A label over an input over what has to be said about it. `input` is any of `inputs`."""

    def __init__(self, code: str, label: str, input_: Any, required: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self.label = label
        self.input = input_
        self.required = required
        self._hue: Hue | None = None
        self._title = small(plain_label(label + (" *" if required else ""), self))
        self._title.setVisible(bool(label))
        self._note = Remark(self)
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 2)
        column.setSpacing(3)
        if isinstance(input_, QLineEdit | QComboBox):
            input_.setMinimumHeight(ROW_HEIGHT)
        for widget in (self._title, input_, self._note):
            column.addWidget(widget)
        input_.setAccessibleName(tr("{field}, required", field=label) if required else label)

    def say(self, sentence: str, hue: Hue = Hue.BAD) -> None:
        """Put `sentence` under the input; "" takes it away."""
        self._hue = hue if sentence else None
        self._note.say(sentence, hue)
        self.input.setAccessibleDescription(sentence)
        self.update()

    @property
    def said(self) -> str:
        """What stands under the input."""
        return self._note.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._hue is not None:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(ink(self.palette(), self._hue), 2))
                painter.drawRoundedRect(self.input.geometry().adjusted(-1, -1, 1, 1), 3, 3)


class Rows(QWidget):
    """Rows under each other, short ones in pairs. Wrong ones are marked, and the first of them gets the focus."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, Row] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._half = False

    def add(self, row: Row, wide: bool = True) -> None:
        """Add `row`; one that is not `wide` shares its line with the next that is not."""
        line = self._grid.rowCount()
        if wide:
            self._grid.addWidget(row, line, 0, 1, 2)
        elif self._half:
            self._grid.addWidget(row, line - 1, 1, Qt.AlignmentFlag.AlignTop)
        else:
            self._grid.addWidget(row, line, 0, Qt.AlignmentFlag.AlignTop)
        self._half = not wide and not self._half
        self.rows[row.code] = row
        row.input.edited.connect(self.edited)
        row.input.edited.connect(lambda: row.say("") if row.said else None)

    def clear_rows(self) -> None:
        """Take all rows away."""
        for row in self.rows.values():
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        self._half = False

    def add_part(self, part: QWidget) -> None:
        """Add what is no row, on a line of its own."""
        self._grid.addWidget(part, self._grid.rowCount(), 0, 1, 2)
        self._half = False

    def stretch(self, code: str) -> None:
        """Let the row of `code` take what height is left over."""
        place = self._grid.indexOf(self.rows[code])
        line = self._grid.getItemPosition(place)[0]  # type: ignore[index]
        self._grid.setRowStretch(int(line), 1)

    def values(self) -> dict[str, str]:
        """Return what every input holds."""
        return {code: row.input.value() for code, row in self.rows.items()}

    def begin(self) -> None:
        """Put the cursor on the first thing that is to be filled in."""
        able = [row for row in self.rows.values() if not row.isHidden() and _takes_focus(row.input)]
        empty = (row for row in able if not row.input.value().strip() or _is_set_anew(row.input))
        if able:
            next(empty, able[0]).input.setFocus()

    def fill(self, values: Mapping[str, str]) -> None:
        """Put `values` into the inputs there are."""
        for code, value in values.items():
            if code in self.rows:
                self.rows[code].input.set_value(value)

    def names(self) -> dict[str, str]:
        """Return the label of each row, as sentences use it."""
        return {code: row.label for code, row in self.rows.items()}

    def blame(self, errors: Iterable[BadInput], names: Mapping[str, str] | None = None) -> list[BadInput]:
        """Mark the rows that `errors` are about and focus the first; return those about no row here."""
        said = {**self.names(), **(names or {})}
        for row in self.rows.values():
            row.say("")
        elsewhere, focused = [], False
        for error in errors:
            row_of = self.rows.get(error.field)
            if row_of is None or row_of.isHidden():
                elsewhere.append(error)
                continue
            row_of.say(explain(error, said))
            if not focused:
                row_of.input.setFocus(Qt.FocusReason.OtherFocusReason)
                focused = True
        return elsewhere


def _is_set_anew(widget: QWidget) -> bool:
    """Tell whether an input that always holds something, as a moment does, is there to be set."""
    return isinstance(_focused(widget), QDateTimeEdit | QCheckBox)


def _takes_focus(widget: QWidget) -> bool:
    return bool(_focused(widget).focusPolicy() & Qt.FocusPolicy.TabFocus)


def _focused(widget: QWidget) -> QWidget:
    """Return what has the focus when `widget` gets it."""
    while (proxy := widget.focusProxy()) is not None:
        widget = proxy
    return widget


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """Return the quiet heading of a part of the window."""
    label = small(plain_label(text, parent))
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
