"""One kind of entries: search above, the list, and the entry chosen beside it."""

from typing import Any, Final

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, Hue
from desk_app.domain.errors import UserError
from desk_app.i18n import explain, tr, trn
from desk_app.services.ports import Changes
from desk_app.ui.directory.form import EntryForm
from desk_app.ui.directory.kinds import Kind
from desk_app.ui.directory.paged import PagedModel
from desk_app.ui.editor.inputs import LineInput
from desk_app.ui.editor.plain import plain_label, small
from desk_app.ui.imports.rows_table import CalmTable
from desk_app.ui.reports.notice import Notice
from desk_app.ui.widgets.lines import Line, LineSplitter

_PAUSE: Final = 200
_SELECT: Final = QItemSelectionModel.SelectionFlag


class DirectoryPage(QWidget):
    """Keeps what is typed in the form until it is saved or given up. `chosen` tells that another entry is current."""

    chosen = Signal()

    def __init__(self, desk: Desk, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.kind = kind
        self.search = LineInput(self)
        self.tools = QHBoxLayout()
        self.notice = Notice(self)
        self.table = CalmTable(self)
        self.model = PagedModel(desk, kind, self)
        self.form = EntryForm(desk, kind, self)
        self.count = small(plain_label("", self))
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE)
        self._wanted = self._row = 0
        self._named = ""
        self._asking = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.set_widths(*self.kind.widths)
        self.table.setAccessibleName(self.kind.title)
        self.search.setPlaceholderText(self.kind.search_hint)
        self.search.setAccessibleName(tr("Search in the directory"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumHeight(4 * GRID)
        self.search.setMinimumWidth(32 * GRID)
        top = QHBoxLayout()
        top.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        top.setSpacing(GRID)
        top.addWidget(self.search, 1)
        self.tools.setSpacing(GRID // 2)
        top.addLayout(self.tools)
        parts = LineSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self.table)
        parts.addWidget(self.form)
        parts.setStretchFactor(0, 1)
        parts.setSizes([90 * GRID, 42 * GRID])
        self.form.setMinimumWidth(36 * GRID)
        self.count.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        for part in (self.notice, Line(self), parts, Line(self), self.count):
            column.addWidget(part, 1 if part is parts else 0)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._rest.start())
        self.search.returnPressed.connect(self.table.setFocus)
        self._rest.timeout.connect(self._look_for)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(self._not_loaded)
        self.model.dataChanged.connect(lambda _first, _last: self._show_current())
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._move())
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self.chosen.emit())
        self.table.activated.connect(lambda _index: self.form.start())
        self.form.saved.connect(self._saved)
        self.form.dropped.connect(self._show_current)
        self.form.again.connect(self._read_again)
        self.desk.changed.connect(self._changed)

    # -- the list --

    def current(self) -> Any:
        """Return the entry that is current in the list, or None."""
        index = self.table.currentIndex()
        return self.model.entry(index.row()) if index.isValid() else None

    def selected(self) -> list[Any]:
        """Return the selected entries that have been fetched."""
        return [entry for row in self.table.chosen_rows() if (entry := self.model.entry(row)) is not None]

    def load(self) -> None:
        """Read the list, and stay where it is."""
        self.model.load(around=self._row)

    def _saved(self, name: str) -> None:
        self._named = name
        self.load()

    def _look_for(self) -> None:
        self._row = 0
        self.model.load(self.search.text())

    def _changed(self, news: Changes) -> None:
        if news.directory or news.office:
            self.load()

    def _loaded(self, total: int) -> None:
        self.table.empty_text = tr("Nothing here has all these words.") if self.model.text else self.kind.empty
        self.table.viewport().update()
        self.count.setText(trn("{n} entry", "{n} entries", total))
        entry = self.form.entry
        row = self._place(total)
        if row is not None and (entry is None or entry.id):
            self._select(row)
        elif not total and not self.form.dirty:
            self.form.show_entry(None)
        self.chosen.emit()

    def _place(self, total: int) -> int | None:
        """Return the row that shall be current: what was saved, what was current, or what stands there now."""
        named, self._named = self._named, ""
        row = self.model.row_of(-1, named) if named else self.model.row_of(self._wanted)
        if row is None and named:
            self.search.setText(named)
        if row is None and total and not self.form.dirty:
            return min(self._row, total - 1)
        return row

    def _not_loaded(self, error: UserError) -> None:
        self.notice.say(explain(error), hue=Hue.BAD)

    def _select(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.table.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect | _SELECT.Rows)
        self.table.scrollTo(index)

    # -- the entry --

    def _move(self) -> None:
        entry = self.current()
        if entry is None or self._asking:
            return
        if self.form.dirty and self.form.entry.id != entry.id:
            QTimer.singleShot(0, self, self._ask)  # a question inside a mouse press would leave the list half pressed
        else:
            self._show_current()

    def _ask(self) -> None:
        if not self.form.dirty:
            return
        self._asking = True
        name = self.form.rows.values()["name"] or self.kind.new
        asked = tr("What you typed for {name} is not saved yet.", name=name)
        answer = self.desk.messages.choose(self, asked, (tr("Save"), tr("Discard"), tr("Go on typing")))
        self._asking = False
        if answer == 0:
            self._wanted = getattr(self.current(), "id", 0)
            self.form.save()
        elif answer == 1:
            self.form.show_entry(None)
            self._show_current()
        else:
            row = self.model.row_of(self.form.entry.id)
            if row is not None:
                self._select(row)

    def _show_current(self) -> None:
        entry = self.current()
        if entry is not None and not self.form.dirty and not self._asking and self.form.entry != entry:
            self._wanted, self._row = entry.id, self.table.currentIndex().row()
            self.form.show_entry(entry)
            self.chosen.emit()

    def _read_again(self) -> None:
        self.form.show_entry(None)
        self.load()

    def add(self, entry: Any) -> None:
        """Ask for a new entry, which begins as `entry`."""
        if self.form.dirty:
            self._ask()
        if not self.form.dirty:
            self.table.clearSelection()
            self.form.show_entry(entry)
            self.form.start()

    def may_leave(self) -> bool:
        """Ask what becomes of typing that is not saved; tell whether the window may close."""
        if not self.form.dirty:
            return True
        asked = tr("What you typed for {name} is not saved yet.", name=self.form.rows.values()["name"])
        return self.desk.messages.ask(self, asked, tr("Discard"), tr("Go on typing"))
