"""Which month, with the months before and after it at hand."""

from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID
from desk_app.domain.journal import Month
from desk_app.i18n import format_month, tr
from desk_app.ui.widgets.choice_list import ChoiceList
from desk_app.ui.widgets.tabs import tab_order

_OFFERED: Final = 36
"""So many months are in the list; earlier ones come with the arrow."""


class MonthBar(QWidget):
    """Starts with the month before `this_month`. `changed` follows a choice."""

    changed = Signal()

    def __init__(self, this_month: Month, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months = [this_month]
        while len(self._months) < _OFFERED:
            self._months.append(self._months[-1].previous)
        self.earlier, self.later = QToolButton(self), QToolButton(self)
        self.month = Choice(12, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID // 2)
        for button, months in ((self.earlier, -1), (self.later, 1)):
            button.setAutoRaise(True)
            button.setFixedSize(4 * GRID, 4 * GRID)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked, months=months: self.step(months))
        for part in (self.earlier, self.month, self.later):
            self._row.addWidget(part)
        tab_order(self.earlier, self.month, self.later)
        self._point()
        self._offer_months()
        self.month.setCurrentIndex(1)
        self._gate()
        self.month.currentIndexChanged.connect(self._chosen)

    def chosen_month(self) -> Month:
        """Return the month that is chosen."""
        return self._months[max(self.month.currentIndex(), 0)]

    def choose(self, month: Month) -> None:
        """Choose `month`; one after this month is this month."""
        while self._months[-1] > month:
            self._add_earlier()
        self.month.setCurrentIndex(self._months.index(min(month, self._months[0])))

    def step(self, months: int) -> None:
        """Go `months` back (negative) or on; not beyond this month."""
        at = max(self.month.currentIndex() - months, 0)
        while at >= len(self._months):
            self._add_earlier()
        self.month.setCurrentIndex(at)

    def fill(self) -> None:
        """Offer everything in the language spoken now; keep the choice."""
        self._offer_months()
        self.month.setAccessibleName(tr("Month"))
        for button, text, keys in (
            (self.earlier, tr("Month before"), "Ctrl+PgUp"),
            (self.later, tr("Month after"), "Ctrl+PgDown"),
        ):
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({keys})")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._point()

    def _offer_months(self) -> None:
        self.month.offer([(str(month), _named(month)) for month in self._months])

    def _add_earlier(self) -> None:
        self._months.append(self._months[-1].previous)
        self.month.addItem(_named(self._months[-1]), str(self._months[-1]))

    def _point(self) -> None:
        back, on = ("chevron-right", "chevron-left") if self.isRightToLeft() else ("chevron-left", "chevron-right")
        put_icon(self.earlier, back)
        put_icon(self.later, on)

    def _chosen(self) -> None:
        self._gate()
        self.changed.emit()

    def _gate(self) -> None:
        self.later.setEnabled(self.month.currentIndex() > 0)


class Choice(QComboBox):
    """One of a list, `letters` wide, and where there is little room no less than `least`; the wheel passes by."""

    def __init__(self, letters: int, parent: QWidget | None = None, least: int = 0) -> None:
        super().__init__(parent)
        ChoiceList(self)
        self.setMinimumHeight(4 * GRID)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)
        if least:
            self.setMinimumWidth(self.fontMetrics().averageCharWidth() * least + 4 * GRID)
        self.setMaximumWidth(44 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def offer(self, items: list[tuple[str, str]]) -> None:
        """Offer (value, text) in place of what was there, without a signal."""
        kept = self.currentData()
        with QSignalBlocker(self):
            self.clear()
            for value, text in items:
                self.addItem(text, value)
            self.setCurrentIndex(max(self.findData(kept), 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _named(month: Month) -> str:
    name = format_month(month.year, month.month)
    return name[:1].upper() + name[1:]
