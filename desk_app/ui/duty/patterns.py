"""Asks for a pattern of shifts for the people selected: 5/2, 2/2, or weeks of one's own."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.roster import Cell, Pattern, five_two, painted, two_two, weekly
from desk_app.i18n import tr
from desk_app.ui.duty.grid_view import letters
from desk_app.ui.duty.sheet import Sheet
from desk_app.ui.editor.plain import plain_label, small
from desk_app.ui.widgets.buttons import PrimaryButton

_FIVE_TWO, _TWO_TWO, _OWN = range(3)


class PatternDialog(QDialog):
    """Fills the days of whoever has a selected cell, from the first selected day on."""

    def __init__(self, sheet: Sheet, chosen: Sequence[Cell], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Pattern of shifts"))
        self._sheet = sheet
        self._people = list(dict.fromkeys(person for person, _ in chosen)) or [sheet.members[0].id]
        days = [day for _, day in chosen]
        self._first = min(days, default=sheet.days[0])
        self._last = max(days) if len(set(days)) > 1 else sheet.days[-1]
        self.kind = QComboBox(self)
        self.kind.addItems([tr("5 days on, 2 off (by the week)"), tr("2 days on, 2 off"), tr("Weeks of my own")])
        self.shift = QComboBox(self)
        for code, label in sheet.labels.items():
            self.shift.addItem(f"{sheet.shorts[code]} · {label}", code)
        self.weeks = QLineEdit(self)
        self.weeks.setPlaceholderText(tr("letters of the legend, – for free, weeks parted by spaces"))
        self.begin = QSpinBox(self)
        self.begin.setRange(0, 27)
        form = QFormLayout()
        rows = ((tr("Pattern"), self.kind), (tr("Shift"), self.shift), (tr("Weeks, from Monday"), self.weeks),
                (tr("Begin on day of the pattern, from 0"), self.begin))  # fmt: skip
        for label, field in rows:
            field.setAccessibleName(label)
            form.addRow(plain_label(label, self), field)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(small(plain_label(tr("Pinned cells stay as they are. Undo takes it back."), self)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(PrimaryButton(tr("Fill in"), "", self), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.kind.currentIndexChanged.connect(self._gate)
        self._gate()
        self.setMinimumWidth(560)

    def cells(self) -> dict[Cell, str]:
        """Return the cells of the pattern."""
        days: dict[date, str] = painted(self._pattern(), self._first, self._last, self.begin.value())
        return {(person, day): code for person in self._people for day, code in days.items()}

    def _pattern(self) -> Pattern:
        code = str(self.shift.currentData() or "")
        if self.kind.currentIndex() == _OWN:
            rows = [[letters(self._sheet.shorts, letter) for letter in week.ljust(7, "–")[:7]]
                    for week in self.weeks.text().split()]  # fmt: skip
            return weekly(*(tuple(row) for row in rows or [[""] * 7]))
        return two_two(code) if self.kind.currentIndex() == _TWO_TWO else five_two(code)

    def _gate(self) -> None:
        own = self.kind.currentIndex() == _OWN
        self.weeks.setEnabled(own)
        self.shift.setEnabled(not own)
        self.begin.setEnabled(self.kind.currentIndex() == _TWO_TWO)
