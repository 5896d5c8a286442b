"""What statistics are about: the period, by what they count, and what they are narrowed to."""

from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID
from desk_app.domain.errors import N_
from desk_app.domain.office import Choices
from desk_app.domain.statistics import Asked, By, moved, period
from desk_app.i18n import tr
from desk_app.reports.statistics import TITLES, period_words
from desk_app.ui.editor.fields import choices
from desk_app.ui.editor.plain import plain_label
from desk_app.ui.reports.month_bar import Choice
from desk_app.ui.widgets.tabs import tab_order

_LENGTHS: Final = {"1": N_("Month"), "3": N_("Quarter"), "12": N_("Year"), "": N_("From – to")}
"""The periods that may be chosen, by their months."""
_FORM: Final = "dd.MM.yyyy"


class StatisticsBar(QWidget):
    """Starts with the year of `today`, by month. `changed` follows a choice."""

    changed = Signal()

    def __init__(self, desk: Desk, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._first, self._last = period(12, today)
        self.length, self.by = Choice(8, self), Choice(15, self)
        self.system, self.line, self.specialist = Choice(18, self), Choice(14, self), Choice(16, self)
        self.earlier, self.later = QToolButton(self), QToolButton(self)
        self.words = plain_label("", self)
        self.words.setMinimumWidth(17 * GRID)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.since, self.until = QDateEdit(self), QDateEdit(self)
        self._labels = {name: plain_label("", self) for name in ("by", "system", "line", "specialist")}
        self.tools = QHBoxLayout()
        self._lay_out()
        self.fill()
        self.length.setCurrentIndex(self.length.findData("12"))
        self.by.setCurrentIndex(self.by.findData(By.MONTH.value))
        self._show_period()
        self._connect()

    def asked(self) -> Asked:
        """Return what is chosen. Raises BadInput for a period that ends before it begins."""
        return Asked(
            self._first,
            self._last,
            By(str(self.by.currentData())),
            str(self.system.currentData() or ""),
            str(self.line.currentData() or ""),
            int(self.specialist.currentData() or 0),
        )

    def step(self, periods: int) -> None:
        """Go so many periods back (negative) or on."""
        months = str(self.length.currentData())
        if months:
            self._first, self._last = period(int(months), moved(int(months), self._first, periods))
        else:
            length = self._last - self._first + date.resolution
            self._first, self._last = self._first + length * periods, self._last + length * periods
        self._show_period()
        self.changed.emit()

    def fill(self) -> None:
        """Offer what the office has now, in the language spoken now; keep the choice."""
        office = self._desk.office
        self.length.offer([(months, tr(name)) for months, name in _LENGTHS.items()])
        has = {by: by is By.SERVICE and not len(office.sections.get("service", Choices("service", ()))) for by in By}
        self.by.offer([(by.value, tr(TITLES[by])) for by in By if not has[by]])
        self.system.offer([("", tr("All systems")), *_indented(choices(office, "system"))])
        self.line.offer([("", tr("All lines")), *_indented(choices(office, "line"))])
        people = sorted(self._desk.people.values(), key=lambda one: (one.name or one.login).casefold())
        self.specialist.offer(
            [("", tr("All specialists")), *((str(one.id), one.name or one.login) for one in people if one.id)]
        )
        self._name()

    def _name(self) -> None:
        named = {
            self.length: tr("Period"),
            self.by: tr("Count"),
            self.system: tr("System"),
            self.line: tr("Line"),
            self.specialist: tr("Specialist"),
            self.since: tr("First day"),
            self.until: tr("Last day"),
            self.earlier: tr("The period before"),
            self.later: tr("The period after"),
        }
        for widget, name in named.items():
            widget.setAccessibleName(name)
        for button, keys in ((self.earlier, "Ctrl+PgUp"), (self.later, "Ctrl+PgDown")):
            button.setToolTip(f"{named[button]} ({keys})")
        for name, label in self._labels.items():
            label.setText(named[getattr(self, name)])
        self.words.setText(period_words(self._first, self._last))

    # -- made of --

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for button, symbol in ((self.earlier, "chevron-left"), (self.later, "chevron-right")):
            put_icon(button, symbol)
            button.setAutoRaise(True)
            button.setFixedSize(4 * GRID, 4 * GRID)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for edit in (self.since, self.until):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat(_FORM)
            edit.setMinimumHeight(4 * GRID)
        for widget in (self.length, self.earlier, self.words, self.since, self.until, self.later):
            above.addWidget(widget)
        above.addSpacing(2 * GRID)
        self._add(above, "by", self.by)
        above.addStretch(1)
        above.addLayout(self.tools)
        for name in ("system", "line", "specialist"):
            self._add(below, name, getattr(self, name))
            below.addSpacing(GRID)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for row in (above, below):
            row.setSpacing(GRID // 2)
            column.addLayout(row)
        tab_order(self.length, self.earlier, self.since, self.until, self.later, self.by)

    def _add(self, row: QHBoxLayout, name: str, choice: Choice) -> None:
        label: QLabel = self._labels[name]
        label.setBuddy(choice)
        row.addWidget(label)
        row.addWidget(choice, 1)

    def _connect(self) -> None:
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self.length.currentIndexChanged.connect(self._measured)
        for edit in (self.since, self.until):
            edit.dateChanged.connect(self._dated)
        for choice in (self.by, self.system, self.line, self.specialist):
            choice.currentIndexChanged.connect(self.changed)

    def _measured(self) -> None:
        """Keep the end of the period when it is measured otherwise."""
        months = str(self.length.currentData())
        if months:
            self._first, self._last = period(int(months), self._last)
        self._show_period()
        self.changed.emit()

    def _dated(self) -> None:
        self._first, self._last = _day(self.since), _day(self.until)
        self.words.setText(period_words(self._first, self._last))
        self.changed.emit()

    def _show_period(self) -> None:
        free = not self.length.currentData()
        for edit, day in ((self.since, self._first), (self.until, self._last)):
            with QSignalBlocker(edit):
                edit.setDate(QDate(day.year, day.month, day.day))
            edit.setVisible(free)
        self.words.setVisible(not free)
        self.words.setText(period_words(self._first, self._last))


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _indented(items: list[tuple[str, str, int]]) -> list[tuple[str, str]]:
    return [(code, "    " * depth + label) for code, label, depth in items]
