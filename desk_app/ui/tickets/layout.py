"""Which columns a table shows, in which order and how wide: chosen on its header, kept in the settings."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QTableView

from desk_app.app.settings import Settings
from desk_app.domain.limits import has_due_dates
from desk_app.domain.office import Office
from desk_app.domain.view import Sort, SortColumn
from desk_app.i18n import tr
from desk_app.ui.models.columns import COLUMNS, STATUS_COLUMN
from desk_app.ui.tickets.chip import chip_width
from desk_app.ui.tickets.header import SortHeader

KEY = "tickets.columns"
SORT_KEY = "tickets.sort"
_NARROWEST = 48
_PLACES = {column.key: at for at, column in enumerate(COLUMNS)}
_IMPORTANT = (SortColumn.NUMBER, SortColumn.STATUS, SortColumn.RECEIVED, SortColumn.SUBJECT, SortColumn.REQUESTER)
"""What has to be seen without scrolling sideways; where tickets are due, that stands in place of the receipt."""
_NARROWER = (
    (_PLACES[SortColumn.SUBJECT], 30),
    (_PLACES[SortColumn.REQUESTER], 16),
    (_PLACES[SortColumn.SUBJECT], 20),
)
"""Which columns give way, one after another, and how many characters each keeps."""

State = list[tuple[int, int, bool]]
"""The columns in their order: which, how wide, shown or not."""


class ColumnLayout(QObject):
    """Restores the header of `table` at once; `keep()` writes it down. `changed` follows what the person chose."""

    changed = Signal()

    def __init__(self, table: QTableView, header: SortHeader, settings: Settings, office: Office) -> None:
        super().__init__(table)
        self._table = table
        self._header = header
        self._settings = settings
        self._office = office
        self.more: list[Callable[[QMenu], object]] = []
        """What puts further things into the menu of the columns."""
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(_NARROWEST)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda place: self.choose(header.mapToGlobal(place)))
        header.sectionMoved.connect(lambda _at, _old, _new: self._chosen())
        header.sectionResized.connect(lambda _at, _old, _new: self._taken_over())
        self.fits = False
        """Nobody chose these widths yet: they follow the room there is."""
        self._restore()

    def first(self) -> int:
        """Return the column that stands first on the screen."""
        return next(iter(self.shown()), 0)

    def shown(self) -> list[int]:
        """Return the columns on the screen, in their order there."""
        order = (self._header.logicalIndex(place) for place in range(len(COLUMNS)))
        return [column for column in order if not self._header.isSectionHidden(column)]

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the columns on the screen, in their order there."""
        return tuple(COLUMNS[column].key.value for column in self.shown())

    def show_keys(self, keys: Sequence[str]) -> None:
        """Show the columns `keys` in this order; unknown ones are passed over, none at all changes nothing."""
        places = {column.key.value: at for at, column in enumerate(COLUMNS)}
        wanted = [places[key] for key in dict.fromkeys(keys) if key in places]
        if not wanted or wanted == self.shown():
            return
        rest = [at for at, _width, _shown in self.state() if at not in wanted]
        widths = {at: width for at, width, _shown in self.state()}
        self.put([(at, widths[at], at in wanted) for at in (*wanted, *rest)])

    def sorts(self) -> tuple[Sort, ...]:
        """Return the orders kept, or the usual one."""
        kept = self._settings.get(SORT_KEY, [])
        pairs = [kept] if len(kept) == 2 and isinstance(kept[0], str) else kept
        found: dict[str, Sort] = {}
        for pair in pairs:
            match pair:
                case [str(key), down] if key in set(SortColumn):
                    found.setdefault(key, Sort(SortColumn(key), bool(down)))
        return tuple(found.values()) or (Sort(),)

    def keep(self, sorts: Sequence[Sort], state: State | None = None) -> None:
        """Write down the layout there is, or `state`."""
        kept = [[COLUMNS[at].key.value, width, shown] for at, width, shown in state or self.state()]
        orders = [[sort.column.value, sort.descending] for sort in sorts]
        self._settings.update({KEY: None if self.fits else kept, SORT_KEY: orders})

    def state(self) -> State:
        """Return the layout there is."""
        header = self._header
        found = []
        for place in range(len(COLUMNS)):
            at = header.logicalIndex(place)
            hidden = header.isSectionHidden(at)
            if hidden:
                header.setSectionHidden(at, False)
            found.append((at, header.sectionSize(at), not hidden))
            if hidden:
                header.setSectionHidden(at, True)
        return found

    def put(self, state: State) -> None:
        """Lay the columns out as `state` says."""
        header = self._header
        header.blockSignals(True)
        for place, (at, width, _shown) in enumerate(state):
            header.setSectionHidden(at, False)
            header.moveSection(header.visualIndex(at), place)
            header.resizeSection(at, width)
        for at, _width, shown in state:
            header.setSectionHidden(at, not shown)
        if not self.shown():
            header.setSectionHidden(0, False)
        header.blockSignals(False)
        self._table.updateGeometry()
        self._table.viewport().update()
        header.viewport().update()

    def begin_anew(self) -> None:
        """Lay the columns out as in the beginning."""
        self.put(self._usual())
        self.fits = True
        self.fit()
        self.changed.emit()

    def fit(self) -> None:
        """Narrow the usual columns so that the important ones stand in the room there is, and stay legible."""
        usual = self._usual()
        if not self.fits or self.shown() != [at for at, _width, shown in usual if shown]:
            return
        width = self._table.fontMetrics().averageCharWidth()
        widths = {at: full for at, full, _shown in usual}
        important = [at for at, _width, shown in usual if shown and COLUMNS[at].key in self._important()]
        lack = sum(widths[at] for at in important) - self._table.viewport().width()
        for at, least in _NARROWER:
            given = min(max(lack, 0), max(widths[at] - least * width - 16, 0))
            widths[at], lack = widths[at] - given, lack - given
        self._header.blockSignals(True)
        for at in important:
            self._header.resizeSection(at, widths[at])
        self._header.blockSignals(False)
        self._table.updateGeometry()
        self._header.viewport().update()

    def _chosen(self) -> None:
        self.fits = False
        self.changed.emit()

    def _taken_over(self) -> None:
        if self._header.underMouse() and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.fits = False

    def _usual(self) -> State:
        metrics = self._table.fontMetrics()
        widths = [column.width * metrics.averageCharWidth() + 16 for column in COLUMNS]
        longest = max((chip_width(item.label, metrics) for item in self._office.choices("status")), default=0)
        widths[STATUS_COLUMN] = max(longest, _NARROWEST)
        usual = [(at, widths[at], column.shown) for at, column in enumerate(COLUMNS)]
        if not has_due_dates(self._office):
            return usual
        due, received = _PLACES[SortColumn.DUE], _PLACES[SortColumn.RECEIVED]
        rest = [entry for entry in usual if entry[0] not in (due, received)]
        return [*rest[:2], (due, widths[due], True), *rest[2:], (received, widths[received], True)]

    def _important(self) -> tuple[SortColumn, ...]:
        if not has_due_dates(self._office):
            return _IMPORTANT
        return tuple(SortColumn.DUE if key is SortColumn.RECEIVED else key for key in _IMPORTANT)

    def _restore(self) -> None:
        places = {column.key.value: at for at, column in enumerate(COLUMNS)}
        kept = _understood(self._settings.get(KEY, []), places)
        known = {at for at, _width, _shown in kept}
        self.fits = not kept
        self.put(kept + [entry for entry in self._usual() if entry[0] not in known])

    def choose(self, place: QPoint) -> None:
        """Offer the columns in a menu at `place` on the screen."""
        menu = StayingMenu(self._header)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("Columns"))
        for at in range(len(COLUMNS)):
            title = self._table.model().headerData(at, Qt.Orientation.Horizontal)
            action = menu.addAction(str(title).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(at))
            action.toggled.connect(lambda shown, at=at, action=action: self._show(at, shown, action))
        menu.addSeparator()
        for add in self.more:
            add(menu)
        menu.addAction(tr("As in the beginning")).triggered.connect(self.begin_anew)
        menu.popup(place)

    def _show(self, at: int, shown: bool, action: QAction) -> None:
        if not shown and self.shown() == [at]:
            action.setChecked(True)  # the last one stays
            return
        self._header.setSectionHidden(at, not shown)
        self._chosen()


class StayingMenu(QMenu):
    """Stays open while one ticks, by mouse or by Space."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or not self._tick():
            super().keyPressEvent(event)

    def _tick(self) -> bool:
        action: QAction | None = self.activeAction()
        if action is None or not action.isCheckable():
            return False
        action.toggle()
        return True


def _understood(kept: list[Any], places: dict[str, int]) -> State:
    """Return what the settings say of known columns; anything odd is passed over."""
    found: dict[int, tuple[int, int, bool]] = {}
    for entry in kept:
        match entry:
            case [str(key), int(width), bool(shown)] if key in places:
                found.setdefault(places[key], (places[key], min(max(width, _NARROWEST), 2000), shown))
    return list(found.values())
