"""By what the list is grouped, and which of its groups are collapsed: chosen in a menu, kept for each view."""

from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from desk_app.app.icons import icon
from desk_app.app.settings import Settings
from desk_app.domain.view import GROUP_COLUMNS, SortColumn
from desk_app.i18n import tr
from desk_app.ui.models.columns import COLUMNS, titles
from desk_app.ui.models.grouped import Folding
from desk_app.ui.tickets.table import TicketTable

KEY: Final = "tickets.group"
_FOLDED: Final = "tickets.folded"
_MOST: Final = 500
"""Groups of one view whose state is kept."""


class Grouping(QObject):
    """Offers the groupings of `table`. `asked` carries a column, or None for no groups."""

    asked = Signal(object)

    def __init__(self, table: TicketTable, settings: Settings) -> None:
        super().__init__(table)
        self._table = table
        self._settings = settings
        self._about = ""
        table.columns.more.append(self.add_to)
        table.tickets.folded.connect(self._keep)

    def offer(self, place: QPoint) -> None:
        """Offer the groupings in a menu at `place` on the screen."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("Group by"))
        self._fill(menu)
        menu.popup(place)

    def add_to(self, menu: QMenu) -> None:
        """Put the groupings into the menu of the columns."""
        sub = menu.addMenu(tr("Group by"))
        sub.setAccessibleName(tr("Group by"))
        self._fill(sub)

    def _fill(self, menu: QMenu) -> None:
        names = dict(zip((column.key for column in COLUMNS), titles(self._table.office), strict=True))
        now, group = self._table.tickets.view.group, QActionGroup(menu)
        for column in (None, *GROUP_COLUMNS):
            action = menu.addAction(self.name(column, names))
            action.setCheckable(True)
            action.setChecked(column == now)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, column=column: self.asked.emit(column))
        menu.addSeparator()
        for text, name, rest in (
            (tr("Collapse all"), "chevron-right", True),
            (tr("Expand all"), "chevron-down", False),
        ):
            action = menu.addAction(icon(name), text)
            action.setEnabled(now is not None)
            action.triggered.connect(lambda _checked=False, rest=rest: self._table.tickets.fold(Folding(rest)))

    def name(self, column: SortColumn | None, names: dict[SortColumn, str]) -> str:
        """Return what a grouping is called in the menu."""
        if column is None:
            return tr("No groups")
        name = tr("Day of receipt") if column is SortColumn.RECEIVED else names[column]
        return name.replace("&", "&&")

    # -- what is collapsed --

    def recall(self, about: str) -> None:
        """Collapse what was collapsed when the list `about` was last shown; the next reading follows it."""
        self._about = about
        match self._settings.get(_FOLDED, {}).get(about):
            case [bool(rest), list(keys)]:
                self._table.tickets.folding = Folding(
                    rest, frozenset(key for key in keys if isinstance(key, int | str))
                )
            case _:
                self._table.tickets.folding = Folding()

    def _keep(self, folding: Folding) -> None:
        kept = dict(self._settings.get(_FOLDED, {}))
        kept.pop(self._about, None)
        if folding != Folding():
            kept[self._about] = [folding.rest, sorted(folding.others, key=str)[:_MOST]]
        self._settings.set(_FOLDED, dict(list(kept.items())[-_MOST:]) or None)
