"""The items of one section of the office as a list, and what can be done with one of them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desk_app.app.theme import GRID
from desk_app.domain.office import Item, OfficeSeed
from desk_app.domain.office_change import items_of
from desk_app.domain.office_edit import item_of
from desk_app.i18n import tr, trn
from desk_app.services.office_words import SECTION_NAMES, key_name, value_text
from desk_app.ui.admin.parts import SHOWN
from desk_app.ui.editor.due_words import duration
from desk_app.ui.editor.plain import quiet_button
from desk_app.ui.imports.rows_table import RowsTable

_SELECT: Final = QItemSelectionModel.SelectionFlag
_DEPTH: Final = "› "
_LETTERS: Final = 22
"""No column but the labels is wider than so many letters, or its title."""
_ALT: Final = Qt.KeyboardModifier.AltModifier
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier


class ItemTable(RowsTable):
    """The list of items; keys that do something with the current one are told as `pressed`."""

    pressed = Signal(str)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _act(event):
            event.accept()  # what the keys do in the whole program, they do not do here
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = _act(event)
        if act:
            self.pressed.emit(act)
        else:
            super().keyPressEvent(event)


_NONE: Final = Qt.KeyboardModifier.NoModifier
_KEYS: Final = {
    (_NONE, Qt.Key.Key_Insert): "add",
    (_NONE, Qt.Key.Key_Delete): "remove",
    (_NONE, Qt.Key.Key_F2): "rename",
    (_NONE, Qt.Key.Key_Return): "rename",
    (_NONE, Qt.Key.Key_Enter): "rename",
    (_CONTROL, Qt.Key.Key_D): "duplicate",
    (_ALT, Qt.Key.Key_Up): "up",
    (_ALT, Qt.Key.Key_Down): "down",
}


def _act(event: QKeyEvent) -> str | None:
    return _KEYS.get((event.modifiers() & (_ALT | _CONTROL), Qt.Key(event.key())))


class SectionList(QWidget):
    """`chosen` tells of another current item; `asked` of what shall be done: add, rename, duplicate, up, down …"""

    chosen = Signal()
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ItemTable("", self)
        self.add = quiet_button("plus", tr("Add"), self)
        self.more = QMenu(self)
        self.buttons: dict[str, QToolButton] = {}
        self._items: Sequence[Item] = ()
        self._filling = False
        self._arrange()
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._moved())
        self.table.pressed.connect(self.asked)
        self.table.doubleClicked.connect(lambda _index: self.asked.emit("rename"))
        self.add.clicked.connect(lambda: self.asked.emit("add"))

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID // 2)
        row.addWidget(self.add)
        row.addStretch(1)
        for act, symbol, words in (
            ("duplicate", "copy-plus", tr("Make a copy (Ctrl+D)")),
            ("up", "chevron-up", tr("Move up (Alt+Up)")),
            ("down", "chevron-down", tr("Move down (Alt+Down)")),
            ("retire", "eye", ""),
            ("remove", "trash", tr("Remove (Del)")),
        ):
            button = quiet_button(symbol, "", self)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(lambda _checked=False, act=act: self.asked.emit(act))
            row.addWidget(button)
            self.buttons[act] = button
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    # -- what is shown --

    def current(self) -> str:
        """Return the code of the current item, or ""."""
        row = self.table.currentIndex().row()
        return self._items[row].code if 0 <= row < len(self._items) else ""

    def show_section(self, seed: OfficeSeed, basis: OfficeSeed, section: str, code: str) -> None:
        """Show the items of `section`, the one with `code` current, or else the first."""
        self._filling = True
        self._items = items_of(seed, section)
        keys = SHOWN.get(section, ())
        titles = [tr("Label"), *(key_name(section, key) for key in keys), tr("State")]
        self.table.setAccessibleName(tr(SECTION_NAMES[section]))
        self.table.empty_text = tr("Nothing here yet. Add the first entry.")
        self.table.lines.show_rows(titles, self._items, _cells(seed, basis, section, keys))
        self._fit(titles)
        codes = [item.code for item in self._items]
        row = codes.index(code) if code in codes else 0
        if codes:
            index = self.table.lines.index(row, 0)
            self.table.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect | _SELECT.Rows)
            self.table.scrollTo(index)
        self._filling = False

    def _fit(self, titles: Sequence[str]) -> None:
        """Leave to the labels what the other columns do not need."""
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        most = self.table.fontMetrics().averageCharWidth() * _LETTERS
        for column in range(1, len(titles)):
            room = min(self.table.sizeHintForColumn(column) + GRID, most)
            self.table.setColumnWidth(column, max(room, header.sectionSizeHint(column) + GRID))
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)

    def enable(self, may: bool, retirable: bool, addable: bool) -> None:
        """Let be pressed what can be done with the current item."""
        row, count = self.table.currentIndex().row(), len(self._items)
        item = self._items[row] if 0 <= row < count else None
        self.add.setEnabled(may and addable)
        for act, able in (("up", row > 0), ("down", row < count - 1), ("duplicate", addable), ("remove", True)):
            self.buttons[act].setEnabled(may and item is not None and able)
        retire = self.buttons["retire"]
        retire.setVisible(retirable)
        retire.setEnabled(may and item is not None)
        words = tr("Offer it again") if item is not None and item.retired else tr("Do not offer it any more")
        retire.setAccessibleName(words)
        retire.setToolTip(words)

    def _moved(self) -> None:
        if not self._filling:
            self.chosen.emit()


def _cells(seed: OfficeSeed, basis: OfficeSeed, section: str, keys: Sequence[str]) -> Callable[[Any], list[str]]:
    depths = _depths(items_of(seed, section))

    def cells(item: Item) -> list[str]:
        parts = [
            _amount(item) if key == "amount" else value_text(section, key, item.data.get(key), seed) for key in keys
        ]
        said = ["" if part == "—" else part for part in parts]
        return [_DEPTH * depths[item.code] + item.label, *said, _state(basis, section, item)]

    return cells


def _amount(item: Item) -> str:
    """Return how much time a deadline gives, with its unit."""
    amount = int(item.data.get("amount") or 0)
    if not amount:
        return ""
    if item.data.get("mode") == "minutes":
        return duration(timedelta(minutes=amount))
    return trn("{n} working day", "{n} working days", amount)


def _depths(items: Sequence[Item]) -> dict[str, int]:
    above = {item.code: item.parent for item in items}
    found = {}
    for code, begin in above.items():
        depth, parent = 0, begin
        while parent in above and depth < len(above):
            depth, parent = depth + 1, above[parent]
        found[code] = depth
    return found


def _state(basis: OfficeSeed, section: str, item: Item) -> str:
    old = item_of(basis, section, item.code)
    if old is None:
        return tr("new")
    if item.retired:
        return tr("not offered")
    return "" if (old.label, dict(old.data)) == (item.label, dict(item.data)) else tr("changed")
