"""What a journal is about: the month, the specialist, the system."""

from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID
from desk_app.domain.journal import Month
from desk_app.domain.office import NOBODY, Person
from desk_app.i18n import format_month, tr
from desk_app.services.journals import Scope
from desk_app.ui.editor.fields import choices
from desk_app.ui.editor.plain import plain_label
from desk_app.ui.widgets.choice_list import ChoiceList
from desk_app.ui.widgets.tabs import tab_order

_OFFERED: Final = 36
"""So many months are in the list; earlier ones come with the arrow."""


class ScopeBar(QWidget):
    """Starts with the month before `this_month`, all specialists and all systems. `changed` follows a choice."""

    changed = Signal()

    def __init__(self, desk: Desk, this_month: Month, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._months = [this_month]
        while len(self._months) < _OFFERED:
            self._months.append(self._months[-1].previous)
        self.earlier, self.later = QToolButton(self), QToolButton(self)
        self.month, self.specialist, self.system = _Choice(12, self), _Choice(16, self), _Choice(22, self)
        self._labels = [_label(self, choice) for choice in (self.specialist, self.system)]
        self._lay_out()
        tab_order(self.earlier, self.month, self.later, self.specialist, self.system)
        self.fill()
        self.month.setCurrentIndex(1)
        self._gate()
        for choice in (self.month, self.specialist, self.system):
            choice.currentIndexChanged.connect(self._chosen)

    def scope(self) -> Scope:
        """Return what is chosen."""
        specialist = self._desk.people.get(int(self.specialist.currentData() or 0), NOBODY)
        return Scope(self._months[max(self.month.currentIndex(), 0)], specialist, str(self.system.currentData() or ""))

    def step(self, months: int) -> None:
        """Go `months` back (negative) or on; not beyond this month."""
        at = max(self.month.currentIndex() - months, 0)
        while at >= len(self._months):
            self._months.append(self._months[-1].previous)
            self.month.addItem(_named(self._months[-1]), str(self._months[-1]))
        self.month.setCurrentIndex(at)

    def fill(self) -> None:
        """Offer the people and systems of the office as it is now, in the language spoken now; keep the choice."""
        me = self._desk.me
        others = sorted((one for one in self._desk.people.values() if one.id != me.id), key=_by_name)
        self.month.offer([(str(month), _named(month)) for month in self._months])
        self.specialist.offer(
            [("", tr("All specialists")), *((str(one.id), _called(one)) for one in (me, *others) if one.id)]
        )
        systems = choices(self._desk.office, "system")
        self.system.offer(
            [("", tr("All systems")), *((code, "    " * depth + label) for code, label, depth in systems)]
        )
        for label, text in zip(self._labels, (tr("Specialist"), tr("System")), strict=True):
            label.setText(text)
        self._name_controls()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._point()

    def _name_controls(self) -> None:
        self.month.setAccessibleName(tr("Month"))
        self.specialist.setAccessibleName(tr("Specialist"))
        self.system.setAccessibleName(tr("System"))
        for button, text, keys in (
            (self.earlier, tr("Month before"), "Ctrl+PgUp"),
            (self.later, tr("Month after"), "Ctrl+PgDown"),
        ):
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({keys})")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        for button, months in ((self.earlier, -1), (self.later, 1)):
            button.setAutoRaise(True)
            button.setFixedSize(4 * GRID, 4 * GRID)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked, months=months: self.step(months))
        for part in (self.earlier, self.month, self.later):
            row.addWidget(part)
        for label, choice in zip(self._labels, (self.specialist, self.system), strict=True):
            row.addSpacing(GRID)
            row.addWidget(label)
            row.addWidget(choice, 1)
        self._point()

    def _point(self) -> None:
        back, on = ("chevron-right", "chevron-left") if self.isRightToLeft() else ("chevron-left", "chevron-right")
        put_icon(self.earlier, back)
        put_icon(self.later, on)

    def _chosen(self) -> None:
        self._gate()
        self.changed.emit()

    def _gate(self) -> None:
        self.later.setEnabled(self.month.currentIndex() > 0)


class _Choice(QComboBox):
    """One of a list; the wheel passes by."""

    def __init__(self, letters: int, parent: QWidget) -> None:
        super().__init__(parent)
        ChoiceList(self)
        self.setMinimumHeight(4 * GRID)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)
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


def _label(parent: QWidget, buddy: QWidget) -> QLabel:
    label = plain_label("", parent)
    label.setBuddy(buddy)
    return label


def _named(month: Month) -> str:
    name = format_month(month.year, month.month)
    return name[:1].upper() + name[1:]


def _called(person: Person) -> str:
    name = person.name or person.login
    return name if person.active else tr("{name} (not active)", name=name)


def _by_name(person: Person) -> tuple[bool, str]:
    return not person.active, (person.name or person.login).casefold()
