"""A list of the directory as long as it may be: the model holds the pages that are looked at."""

from collections import OrderedDict
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from desk_app.app.desk import Desk
from desk_app.domain.errors import UserError
from desk_app.services.ports import Reader
from desk_app.ui.directory.kinds import Kind
from desk_app.ui.editor.plain import tip

PAGE: Final = 100
PAGES_KEPT: Final = 20
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_LEADING: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class PagedModel(QAbstractTableModel):
    """Entries that hold every word of `text`. `loaded` carries how many there are, `failed` a UserError."""

    loaded = Signal(int)
    failed = Signal(object)

    def __init__(self, desk: Desk, kind: Kind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ask, self._count, self._titles, self._cells = kind.page, kind.count, kind.titles, kind.cells
        self.text = ""
        self._total = 0
        self._era = 0
        self._pages: OrderedDict[int, list[Any]] = OrderedDict()
        self._asked: set[int] = set()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, _TIP):
            return None
        entry = self.entry(index.row())
        if entry is None:
            self._want(index.row() // PAGE)
            return ""
        text = self._cells(entry)[index.column()]
        return tip(text) if role == _TIP else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self._titles):
            return self._titles[section] if role == _DISPLAY else _LEADING if role == _ALIGN else None
        return None

    def entry(self, row: int) -> Any:
        """Return the entry at `row` if it has been fetched."""
        page = self._pages.get(row // PAGE, ())
        return page[row % PAGE] if row % PAGE < len(page) else None

    def row_of(self, entry_id: int, name: str = "") -> int | None:
        """Return where the entry with this id, or this name, stands, if it has been fetched."""
        for page, entries in self._pages.items():
            for place, entry in enumerate(entries):
                if entry.id == entry_id or (name and entry.name == name):
                    return page * PAGE + place
        return None

    def load(self, text: str | None = None, around: int = 0) -> None:
        """Read anew, for `text` or what was looked for before, and the row `around`; what is shown stays until then."""
        self.text = self.text if text is None else text
        self._era += 1
        era, words, ask, count = self._era, self.text, self._ask, self._count

        def read(reader: Reader) -> tuple[int, dict[int, list[Any]]]:
            total = count(reader, words)
            wanted = {0, max(min(around, total - 1), 0) // PAGE}
            return total, {page: list(ask(reader, words, page * PAGE, PAGE)) for page in wanted}

        self._desk.query(self, read, lambda answer: self._opened(era, *answer), self.failed.emit)

    def _opened(self, era: int, total: int, pages: dict[int, list[Any]]) -> None:
        if era == self._era:
            self.beginResetModel()
            self._total = total
            self._pages = OrderedDict(pages)
            self._asked = set()
            self.endResetModel()
            self.loaded.emit(total)

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            era = self._era
            QTimer.singleShot(0, self, lambda: self._fetch(era, page))

    def _fetch(self, era: int, page: int) -> None:
        words, ask = self.text, self._ask
        if era != self._era:
            return

        def missed(error: UserError) -> None:
            self._asked.discard(page)
            self.failed.emit(error)

        self._desk.query(
            self,
            lambda reader: list(ask(reader, words, page * PAGE, PAGE)),
            lambda entries: self._fetched(era, page, entries),
            missed,
        )

    def _fetched(self, era: int, page: int, entries: list[Any]) -> None:
        if era != self._era:
            return
        self._asked.discard(page)
        self._pages[page] = entries
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        last = min((page + 1) * PAGE, self._total) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self._titles) - 1))
