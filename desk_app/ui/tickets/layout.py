"""Which columns a table shows, in which order and how wide: chosen on its header, kept in the settings."""

from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QMenu, QTableView

from desk_app.app.settings import Settings
from desk_app.domain.view import Sort, SortColumn
from desk_app.i18n import tr
from desk_app.ui.models.columns import COLUMNS

KEY = "tickets.columns"
SORT_KEY = "tickets.sort"


class ColumnLayout(QObject):
    """Restores the header of `table` at once; `keep()` writes it down."""

    def __init__(self, table: QTableView, settings: Settings) -> None:
        super().__init__(table)
        self._table = table
        self._settings = settings
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(48)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose)
        self._restore()

    def first(self) -> int:
        """Return the column that stands first on the screen."""
        header = self._table.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(len(COLUMNS)))
        return next((column for column in order if not header.isSectionHidden(column)), 0)

    def shown(self) -> list[int]:
        """Return the columns on the screen, in their order there."""
        header = self._table.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(len(COLUMNS)))
        return [column for column in order if not header.isSectionHidden(column)]

    def sort(self) -> Sort:
        """Return the order kept, or the usual one."""
        kept = self._settings.get(SORT_KEY, [])
        if len(kept) == 2 and kept[0] in set(SortColumn):
            return Sort(SortColumn(kept[0]), bool(kept[1]))
        return Sort()

    def mark(self, sort: Sort) -> None:
        """Show `sort` in the header, and sort by a click from now on."""
        at = next(at for at, column in enumerate(COLUMNS) if column.key == sort.column)
        order = Qt.SortOrder.DescendingOrder if sort.descending else Qt.SortOrder.AscendingOrder
        header = self._table.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(at, order)
        header.blockSignals(False)
        self._table.setSortingEnabled(True)

    def keep(self, sort: Sort) -> None:
        """Write the layout down."""
        header = self._table.horizontalHeader()
        kept = []
        for place in range(len(COLUMNS)):
            at = header.logicalIndex(place)
            hidden = header.isSectionHidden(at)
            header.setSectionHidden(at, False)
            kept.append([COLUMNS[at].key.value, header.sectionSize(at), not hidden])
            header.setSectionHidden(at, hidden)
        self._settings.update({KEY: kept, SORT_KEY: [sort.column.value, sort.descending]})

    def _restore(self) -> None:
        header = self._table.horizontalHeader()
        character = self._table.fontMetrics().averageCharWidth()
        places = {column.key.value: at for at, column in enumerate(COLUMNS)}
        for at, column in enumerate(COLUMNS):
            header.resizeSection(at, column.width * character + 16)
            header.setSectionHidden(at, not column.shown)
        for place, (at, width, shown) in enumerate(_understood(self._settings.get(KEY, []), places)):
            header.moveSection(header.visualIndex(at), place)
            header.resizeSection(at, width)
            header.setSectionHidden(at, not shown)
        if not self.shown():
            header.setSectionHidden(0, False)

    def _choose(self, place: QPoint) -> None:
        header = self._table.horizontalHeader()
        menu = _StayingMenu(header)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("Columns"))
        for at in range(len(COLUMNS)):
            title = self._table.model().headerData(at, Qt.Orientation.Horizontal)
            action = menu.addAction(str(title).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(at))
            action.toggled.connect(lambda shown, at=at: self._show(at, shown))
        menu.popup(header.mapToGlobal(place))

    def _show(self, at: int, shown: bool) -> None:
        if shown or self.shown() != [at]:
            self._table.horizontalHeader().setSectionHidden(at, not shown)


class _StayingMenu(QMenu):
    """Stays open while one ticks."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action: QAction | None = self.activeAction()
        if action is not None and action.isCheckable():
            action.toggle()
        else:
            super().mouseReleaseEvent(event)


def _understood(kept: list[Any], places: dict[str, int]) -> list[tuple[int, int, bool]]:
    """Return what the settings say of known columns; anything odd is passed over."""
    found = []
    for entry in kept:
        match entry:
            case [str(key), int(width), bool(shown)] if key in places:
                found.append((places[key], min(max(width, 48), 2000), shown))
    return found
