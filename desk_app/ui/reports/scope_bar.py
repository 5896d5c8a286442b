"""What a journal is about: the month, the specialist, the system."""

from PySide6.QtWidgets import QLabel, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.journal import Month
from desk_app.domain.office import NOBODY, Person
from desk_app.i18n import tr
from desk_app.services.journals import Scope
from desk_app.ui.editor.fields import choices
from desk_app.ui.editor.plain import plain_label
from desk_app.ui.reports.month_bar import Choice, MonthBar
from desk_app.ui.widgets.tabs import tab_order


class ScopeBar(MonthBar):
    """Starts with the month before `this_month`, all specialists and all systems. `changed` follows a choice."""

    def __init__(self, desk: Desk, this_month: Month, parent: QWidget | None = None) -> None:
        super().__init__(this_month, parent)
        self._desk = desk
        self.specialist, self.system = Choice(15, self, least=8), Choice(12, self, least=8)
        self._labels = [_label(self, choice) for choice in (self.specialist, self.system)]
        for label, choice in zip(self._labels, (self.specialist, self.system), strict=True):
            self._row.addSpacing(GRID)
            self._row.addWidget(label)
            self._row.addWidget(choice, 1)
        tab_order(self.later, self.specialist, self.system)
        self.fill()
        for choice in (self.specialist, self.system):
            choice.currentIndexChanged.connect(self._chosen)

    def scope(self) -> Scope:
        """Return what is chosen."""
        specialist = self._desk.people.get(int(self.specialist.currentData() or 0), NOBODY)
        return Scope(self.chosen_month(), specialist, str(self.system.currentData() or ""))

    def fill(self) -> None:
        """Offer the people and systems of the office as it is now, in the language spoken now; keep the choice."""
        super().fill()
        me = self._desk.me
        others = sorted((one for one in self._desk.people.values() if one.id != me.id), key=_by_name)
        self.specialist.offer(
            [("", tr("All specialists")), *((str(one.id), _called(one)) for one in (me, *others) if one.id)]
        )
        systems = choices(self._desk.office, "system")
        self.system.offer(
            [("", tr("All systems")), *((code, "    " * depth + label) for code, label, depth in systems)]
        )
        named = ((self.specialist, tr("Specialist")), (self.system, tr("System")))
        for label, (choice, text) in zip(self._labels, named, strict=True):
            label.setText(text)
            choice.setAccessibleName(text)


def _label(parent: QWidget, buddy: QWidget) -> QLabel:
    label = plain_label("", parent)
    label.setBuddy(buddy)
    return label


def _called(person: Person) -> str:
    name = person.name or person.login
    return name if person.active else tr("{name} (not active)", name=name)


def _by_name(person: Person) -> tuple[bool, str]:
    return not person.active, (person.name or person.login).casefold()
