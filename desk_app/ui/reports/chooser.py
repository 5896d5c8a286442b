"""Which print of a month: the journal, or one of the acts. Each has a window; choosing changes one for the other."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.errors import N_
from desk_app.domain.journal import Month
from desk_app.i18n import tr
from desk_app.services.acts import ActKind
from desk_app.ui.reports.month_bar import Choice, MonthBar

GEOMETRY: Final = "journal.geometry"
"""Under this key the place of the window is kept, whichever print it shows."""


class Prints(StrEnum):
    """What is printed of a month."""

    JOURNAL = "journal"
    DATA_CHANGES = ActKind.DATA_CHANGES.value
    REPEATED = ActKind.REPEATED.value


NAMES: Final[Mapping[Prints, str]] = {
    Prints.JOURNAL: N_("Journal"),
    Prints.DATA_CHANGES: N_("Act: changes in the database"),
    Prints.REPEATED: N_("Act: repeated errors"),
}


class Which(QWidget):
    """The choice of a print before its own bar. `asked` carries another print that was chosen."""

    asked = Signal(object)

    def __init__(self, shown: Prints, bar: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self.choice = Choice(23, self, least=12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.choice)
        row.addWidget(bar)
        self.say_again()
        self.choice.currentIndexChanged.connect(self._chosen)

    def show_choice(self, shown: Prints) -> None:
        """Let `shown` be what is chosen, without a signal."""
        self._shown = shown
        with QSignalBlocker(self.choice):
            self.choice.setCurrentIndex(self.choice.findData(shown.value))

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self.choice.offer([(one.value, tr(NAMES[one])) for one in Prints])
        self.choice.setAccessibleName(tr("What to print"))
        self.show_choice(self._shown)

    def _chosen(self) -> None:
        wanted = Prints(str(self.choice.currentData()))
        self.show_choice(self._shown)
        if wanted is not self._shown:
            self.asked.emit(wanted)


def open_prints(desk: Desk, wanted: Prints, instead_of: QWidget, month: Month) -> None:
    """Open the window of `wanted` for `month` in the place of another, which closes."""
    from desk_app.ui.reports.act_window import ActWindow
    from desk_app.ui.reports.journal_window import JournalWindow

    parent = instead_of.parentWidget() or instead_of
    instead_of.close()
    if wanted is Prints.JOURNAL:
        bar: MonthBar = JournalWindow.open(desk, parent).scope
    else:
        bar = ActWindow.open(desk, ActKind(wanted.value), parent).months
    bar.choose(month)
