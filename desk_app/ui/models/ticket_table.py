"""A million tickets in a table: the model knows how many there are and holds the pages that are looked at."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from desk_app.app.desk import Desk
from desk_app.domain.errors import UserError
from desk_app.domain.view import Sort, TicketFilter, View
from desk_app.services.ports import Changes, Reader
from desk_app.ui.models.columns import COLUMNS, titles
from desk_app.ui.models.grouped import Folding, Heading, Outline
from desk_app.ui.models.marks import Marks
from desk_app.ui.models.pages import Pages
from desk_app.ui.models.refresh import PAGE, Fresh, Look, TableRow, Watched, ids_of
from desk_app.ui.models.row_texts import RowTexts, ShownRow

ON_SCREEN: Final = 3
"""Pages that one screen may touch."""
REST: Final = 8
"""After a refresh that took t, the next one waits at least REST × t: slow filters do not eat the share."""

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_ICON: Final = int(Qt.ItemDataRole.DecorationRole)
SHOWN_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""Gives the ShownRow of an index, None at a heading and while it is being fetched."""
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


class TicketTableModel(QAbstractTableModel):
    """Rows of a View, with headings above its groups. Asks the desk for pages as they are painted; keeps PAGES_KEPT.

    `loaded(total)` follows every count. `refreshed(watched, places)` follows a live refresh, in which rows may
    have moved: whoever keeps a selection names it in `watched`, and finds there where it was and is. `moved` goes
    before it when rows did move. `folded` carries which groups the person collapsed.
    """

    loaded = Signal(int)
    refreshed = Signal(object, object)
    moved = Signal()
    folded = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.view = View(TicketFilter())
        self.watched = Watched()
        self.outline = Outline(0)
        self.folding = Folding()
        self._pages = Pages()
        self._wanted: list[int] = []
        self._fetching = False
        self._era = 0
        self._stale: set[int] | None = None
        self._refreshing = False
        self._rest_until = 0.0
        self._texts = RowTexts(desk.office, desk.people, desk.me)
        self._titles = titles(desk.office)
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._refresh)
        desk.changed.connect(self._changed)
        desk.reached.connect(self._new_day)
        self.marks = Marks(desk.presence, self)
        self.marks.changed.connect(self._mark)

    # -- what Qt asks --

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self.outline.rows

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role != _DISPLAY and role != SHOWN_ROLE and role != _TIP:  # noqa: PLR1714 - asked 2,520 times a frame
            rare = role == _SPOKEN or (role == _ICON and index.column() == self.marks.column)
            return self._more(index, role) if rare else None
        row = index.row()
        page = self._pages.get(row // PAGE)
        if page is None:
            self._want(row // PAGE)
            return "" if role == _DISPLAY else None
        at = row % PAGE
        if at >= len(page):
            return None
        if role == _DISPLAY:
            return page[at].cells[index.column()]
        shown = page[at]
        if not isinstance(shown, ShownRow):
            return None
        return shown if role == SHOWN_ROLE else self.marks.on_tip(shown, self._texts.tip(shown, index.column()))

    def _more(self, index: Index, role: int) -> Any:
        """Return what is seldom there: a pencil on what a colleague edits, and what is spoken instead of the text."""
        shown = self.shown(index.row())
        if shown is not None:
            return self.marks.icon(shown) if role == _ICON else self.marks.spoken(shown, index.column())
        heading = self.heading(index.row()) if role == _SPOKEN else None
        return heading.spoken if heading else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and section < len(self._titles):
            return self._titles[section]
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(COLUMNS):
            descending = order == Qt.SortOrder.DescendingOrder
            self.show_view(replace(self.view, sort=Sort(COLUMNS[column].key, descending), then=()))

    # -- what the window asks --

    def show_view(self, view: View) -> None:
        """Show `view`; what is shown now stays until its first rows are there."""
        if view != self.view or not self._era:
            self.view = view
            self.reload()

    def reload(self) -> None:
        """Read everything anew."""
        self._era += 1
        self._wanted.clear()
        era, look = self._era, self._look()

        def first_page(reader: Reader) -> tuple[list[TableRow], Outline] | None:
            return look.first(reader) if era == self._era else None

        self._desk.query(self, first_page, lambda answer: self._opened(era, answer), self.failed.emit)

    def shown(self, row: int) -> ShownRow | None:
        """Return the ticket at `row` if there is one and it has been fetched."""
        found = self._pages.row(row)
        return found if isinstance(found, ShownRow) else None

    def heading(self, row: int) -> Heading | None:
        """Return the heading at `row`, or None at a ticket."""
        group, outline = self.outline.group_at(row), self.outline
        return self._texts.heading(outline.column, group, outline.folding.folded(group.key)) if group else None

    def fold(self, folding: Folding) -> None:
        """Collapse and expand groups; what is on the screen stays there as far as it can."""
        if folding != self.folding:
            self.folding = folding
            self.folded.emit(folding)
            self.look_again()

    def ticket_id(self, row: int) -> int | None:
        """Return the id of the ticket at `row` if it has been fetched."""
        shown = self.shown(row)
        return shown.row.id if shown else None

    def say_again(self) -> None:
        """Write headers and rows in the language and under the names in force now."""
        self._titles = titles(self._desk.office)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        texts = self._new_texts()
        for page, rows in self._pages.items():
            self._pages[page] = texts.again(rows)
        self._repaint(0, self.outline.rows - 1)

    # -- pages --

    def _want(self, page: int) -> None:
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        if not self._fetching:
            self._fetching = True
            QTimer.singleShot(0, self, self._fetch)

    def _fetch(self) -> None:
        """Ask for the page painted last; those scrolled past meanwhile are forgotten until painted again."""
        self._wanted = [page for page in self._wanted[-ON_SCREEN:] if page not in self._pages]
        self._fetching = bool(self._wanted)
        if not self._fetching:
            return
        page, era = self._wanted.pop(), self._era
        look, outline = self._look(), self.outline
        fetched = partial(self._fetched, era, outline, page)
        self._desk.query(self, lambda reader: look.page(reader, outline, page), fetched, self._not_fetched)

    def _fetched(self, era: int, outline: Outline, page: int, rows: list[TableRow]) -> None:
        if era == self._era and not outline.same(self.outline):
            self._want(page)  # the rows moved while it was read
        elif era == self._era:
            self._pages.keep(page, rows)
            self._repaint(page * PAGE, page * PAGE + len(rows) - 1)
        self._fetch()

    def _not_fetched(self, error: UserError) -> None:
        self._wanted.clear()
        self._fetching = False
        self.failed.emit(error)

    def _opened(self, era: int, answer: tuple[list[TableRow], Outline] | None) -> None:
        if era != self._era or answer is None:
            return
        self.beginResetModel()
        rows, self.outline = answer
        self._pages = Pages({0: rows})
        self.endResetModel()
        self.loaded.emit(self.outline.total)

    # -- live refresh --

    def _changed(self, news: Changes) -> None:
        if news.staff or news.office:
            self.say_again()
        if news.tickets and self._era:
            self._stale = (self._stale or set()) | set(news.tickets)
            self._later.start(max(0, int((self._rest_until - monotonic()) * 1000)))

    def look_again(self) -> None:
        """Refresh what is on the screen now, whether or not anything is known to have changed."""
        if self._era:
            self._stale = (self._stale or set()) | {0}
            self._later.start(0)

    def _refresh(self) -> None:
        if self._refreshing:
            self._later.start(50)
            return
        if not self._stale:
            return
        ids, self._stale, self._refreshing = self._stale, None, True
        era, look, watched = self._era, self._look(), self.watched
        held = {shown.row.id for shown in self._pages.tickets()}
        began = monotonic()

        def read(reader: Reader) -> tuple[Fresh, dict[int, ShownRow]]:
            touched = look.texts.shown(reader.rows(sorted(ids & held)))
            return look.again(reader, watched), {shown.row.id: shown for shown in touched}

        def done(answer: tuple[Fresh, dict[int, ShownRow]]) -> None:
            self._rest_until = monotonic() + REST * (monotonic() - began)
            self._refreshing = False
            if era == self._era and not set(self.watched.ids) <= set(answer[0].places):
                self._stale = ids | (self._stale or set())  # the person moved on meanwhile: look again
                self._later.start(0)
            elif era == self._era:
                self._renew(*answer, arrived=not ids <= held)

        self._desk.query(self, read, done, self._not_refreshed)

    def _not_refreshed(self, error: UserError) -> None:
        self._refreshing = False
        self.failed.emit(error)

    def _renew(self, fresh: Fresh, touched: Mapping[int, ShownRow], arrived: bool) -> None:
        """Take what is new. Rows that did not move are redrawn alone; otherwise only the fresh pages are kept."""
        watched = self.watched
        moved = not fresh.outline.same(self.outline) or any(
            ids_of(rows) != ids_of(self._pages.get(page, ())) for page, rows in fresh.pages.items()
        )
        if moved or arrived or self._order_may_differ(touched):
            self._resize(fresh.outline)
            self._pages = Pages(fresh.pages)
            self._repaint(0, self.outline.rows - 1)
            self.moved.emit()
        else:
            for page, rows in list(self._pages.items()):
                self._replace(page, rows, fresh.pages.get(page) or self._pages.renewed(page, touched))
        self.refreshed.emit(watched, fresh.places)
        self.loaded.emit(self.outline.total)

    def _order_may_differ(self, touched: Mapping[int, ShownRow]) -> bool:
        """Tell whether a ticket outside the screen may have moved: what it is sorted by has changed."""
        keys = {sort.column.value for sort in (self.view.sort, *self.view.then)}
        return self._pages.differ(touched, keys | ({self.view.group.value} if self.view.group else set()))

    def _replace(self, page: int, old: list[TableRow], new: list[TableRow]) -> None:
        differing = [at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]]
        self._pages[page] = new
        if differing:
            self._repaint(page * PAGE + differing[0], page * PAGE + differing[-1])

    def _resize(self, outline: Outline) -> None:
        before, after = self.outline.rows, outline.rows
        if after > before:
            self.beginInsertRows(_ROOT, before, after - 1)
            self.outline = outline
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(_ROOT, after, before - 1)
            self.outline = outline
            self.endRemoveRows()
        self.outline = outline

    def _repaint(self, first: int, last: int) -> None:
        if 0 <= first <= last < self.outline.rows:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def _mark(self, tickets: frozenset[int]) -> None:
        """Repaint the rows of `tickets` that are held."""
        for row in self._pages.places(tickets):
            self._repaint(row, row)

    def _look(self) -> Look:
        return Look(self.view, self._desk.me, self._texts, self.folding)

    def _new_texts(self) -> RowTexts:
        self._texts = RowTexts(self._desk.office, self._desk.people, self._desk.me)
        return self._texts

    def _new_day(self) -> None:
        if self._era and RowTexts(self._desk.office, {}, self._desk.me).today != self._texts.today:
            self.say_again()
