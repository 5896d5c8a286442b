"""Merging doubles: likely groups, which entry to keep, and what would move."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.batch import Batch, Progress
from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, ROW_HEIGHT, Hue, calm_selection
from desk_app.domain.errors import UserError
from desk_app.i18n import explain, tr, trn
from desk_app.services.directory_ports import Contact
from desk_app.services.ports import Changes, Reader, UnitOfWork
from desk_app.ui.directory.kinds import Kind, weight
from desk_app.ui.editor.plain import plain_label, scaled
from desk_app.ui.editor.rows import heading
from desk_app.ui.reports.notice import Notice
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.lines import LineSplitter

Group = Sequence[Any]


class MergeDialog(QDialog):
    """Shows `groups`, or looks for likely ones when there are none; stays open for the next one."""

    def __init__(self, desk: Desk, kind: Kind, groups: Sequence[Group] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = kind
        self._given = groups
        self._groups: list[Group] = []
        self._waiting = False
        self._batch: Batch | None = None
        self.setObjectName("MergeDialog")
        self.setWindowTitle(tr("Merge doubles"))
        self.notice = Notice(self)
        self.list = _GroupList(self)
        self.table = QTableWidget(self)
        self.keepers = QButtonGroup(self)
        self.ticks: list[QCheckBox] = []
        self.effect = plain_label("", self)
        self.merge_button = PrimaryButton(tr("Merge"), "", self)
        self.close_button = QPushButton(tr("Close"), self)
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_group)
        self.keepers.buttonClicked.connect(lambda _button: self._say())
        self.merge_button.clicked.connect(self.merge)
        self.close_button.clicked.connect(self.reject)
        self.resize(1040, 520)
        self._load()

    @classmethod
    def open(cls, desk: Desk, kind: Kind, groups: Sequence[Group] | None, parent: QWidget) -> "MergeDialog":  # type: ignore[override]
        """Open the dialog over `parent`."""
        dialog = cls(desk, kind, groups, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        return dialog

    def _lay_out(self) -> None:
        self.list.setAccessibleName(tr("Likely the same"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setMinimumWidth(26 * GRID)
        self.table.setAccessibleName(tr("Entries of the group"))
        self.table.setFrameShape(QTableWidget.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setCornerButtonEnabled(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT + GRID // 2)
        self.table.horizontalHeader().setStretchLastSection(True)
        for view in (self.list, self.table):
            calm_selection(view)
        self.effect.setWordWrap(True)
        self.effect.setAccessibleName(tr("What would change"))
        for button in (self.merge_button, self.close_button):
            button.setAccessibleName(button.text())
            button.setMinimumHeight(4 * GRID)
            button.setAutoDefault(False)
        side = QWidget(self)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, GRID, 0, GRID)
        beside.addWidget(heading(tr("Likely the same"), side))
        beside.addWidget(self.list, 1)
        side.setHidden(self._given is not None)
        group = QWidget(self)
        within = QVBoxLayout(group)
        within.setContentsMargins(0 if self._given else 2 * GRID, GRID, 0, GRID)
        within.setSpacing(GRID)
        within.addWidget(heading(tr("Choose the entry to keep, and which of the others are the same"), group))
        within.addWidget(self.table, 1)
        within.addWidget(self.effect)
        parts = LineSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(side)
        parts.addWidget(group)
        parts.setStretchFactor(1, 1)
        parts.setSizes([30 * GRID, 90 * GRID])
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.merge_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(scaled(plain_label(tr("Merge doubles"), self), 1.35))
        column.addWidget(self.notice)
        column.addWidget(parts, 1)
        column.addLayout(foot)

    # -- groups --

    def _load(self) -> None:
        if self._given is not None:
            self._show_groups(self._given)
        else:
            doubles = self._kind.doubles
            self._desk.query(self, lambda reader: list(doubles(reader)), self._show_groups, self._failed)

    def _show_groups(self, groups: Sequence[Group]) -> None:
        self._groups = list(groups)
        self.list.clear()
        self.list.setEnabled(bool(groups))
        for group in self._groups:
            item = QListWidgetItem(f"{group[0].name} ({len(group)})", self.list)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
        if self._groups:
            self.list.setCurrentRow(0)
        else:
            self._show_group(-1)

    def group(self) -> Group:
        """Return the group that is shown."""
        place = self.list.currentRow()
        return self._groups[place] if 0 <= place < len(self._groups) else ()

    def _show_group(self, _place: int) -> None:
        group = self.group()
        self.ticks = []
        for button in self.keepers.buttons():
            self.keepers.removeButton(button)
        self.table.clear()
        self.table.setRowCount(len(group))
        self.table.setColumnCount(len(self._kind.titles) + 2)
        self.table.setHorizontalHeaderLabels([tr("Keep"), tr("Same"), *self._kind.titles])
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        above: QWidget = self.list
        for row, entry in enumerate(group):
            above = self._show_entry(row, entry, above)
        self.table.resizeColumnsToContents()
        for column in range(2, self.table.columnCount() - 1):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column) + 2 * GRID, 30 * GRID))
            empty = not any(self._kind.cells(entry)[column - 2] for entry in group)
            self.table.setColumnHidden(column, empty)
        self.table.setVisible(bool(group))
        self._say()

    def _show_entry(self, row: int, entry: Any, above: QWidget) -> QWidget:
        keep, same = QRadioButton(self.table), QCheckBox(self.table)
        keep.setAccessibleName(tr("Keep {name}", name=entry.name))
        same.setAccessibleName(tr("{name} is the same", name=entry.name))
        keep.setChecked(row == 0)
        same.setChecked(True)
        same.toggled.connect(lambda _on: self._say())
        self.keepers.addButton(keep, row)
        self.ticks.append(same)
        for column, widget in enumerate((keep, same)):
            self.table.setCellWidget(row, column, _centred(widget, self.table))
            QWidget.setTabOrder(above, widget)
            above = widget
        for column, text in enumerate(self._kind.cells(entry), 2):
            self.table.setItem(row, column, QTableWidgetItem(text))
        return above

    def answer(self) -> tuple[Any, list[Any]]:
        """Return which entry is kept, None when there is none, and which ones go."""
        group, place = self.group(), self.keepers.checkedId()
        if not 0 <= place < len(group):
            return None, []
        return group[place], [one for row, one in enumerate(group) if row != place and self.ticks[row].isChecked()]

    def _say(self) -> None:
        keep, doubles = self.answer()
        for row, tick in enumerate(self.ticks):
            tick.setEnabled(row != self.keepers.checkedId())
        if keep is None:
            self.effect.setText(tr("No likely doubles were found. To merge others, select them in the directory."))
        elif not doubles:
            self.effect.setText(tr("Tick at least one other entry that is the same."))
        else:
            moved = sum(weight(one) for one in doubles)
            what = _moved(keep, moved)
            gone = trn("{n} entry goes.", "{n} entries go.", len(doubles))
            filled = tr("What is empty in the kept entry is filled from them.")
            self.effect.setText(" ".join((what, gone, filled)))
        self.merge_button.setEnabled(bool(doubles) and not self._waiting)

    # -- merging --

    def merge(self) -> None:
        """Merge the group that is shown."""
        keep, doubles = self.answer()
        if not doubles or self._waiting:
            return
        work, ids, total = self._kind.merge, [one.id for one in doubles], sum(weight(one) for one in doubles)

        def run(_reader: Reader, uow: UnitOfWork, tick: Progress) -> Changes:
            return work(uow, keep.id, ids, lambda moved: tick(min(moved, total), total))

        self._waiting = True
        self._say()
        self._batch = self._desk.batch(self, run, self._merged, self._failed, self._moved)
        self._batch.stopped.connect(self._stopped)
        self.close_button.setText(tr("Stop"))

    def _moved(self, done: int, total: int) -> None:
        if total:
            self.effect.setText(tr("{done} of {total}", done=done, total=total))

    def _stopped(self) -> None:
        self._over()
        self.notice.say(tr("Stopped. Who has moved stays there; merge again to go on."), hue=Hue.WAITING)
        self._say()

    def _over(self) -> None:
        self._waiting = False
        self._batch = None
        self.close_button.setText(tr("Close"))

    def reject(self) -> None:
        if self._batch is None:
            super().reject()
        else:
            self._batch.stop()

    def _merged(self, _changes: Changes) -> None:
        self._over()
        name = self.answer()[0].name
        if self._given is not None:
            self._desk.messages.info(tr("Merged into {name}.", name=name))
            self.accept()
            return
        self.notice.say(tr("Merged into {name}.", name=name))
        place = self.list.currentRow()
        self._groups.pop(place)
        groups = self._groups
        self._show_groups(groups)
        if groups:
            self.list.setCurrentRow(min(place, len(groups) - 1))

    def _failed(self, error: UserError) -> None:
        self._over()
        self.notice.say(explain(error), hue=Hue.BAD)
        self._say()


class _GroupList(QListWidget):
    """Shows that it has the focus."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
                painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))


def _moved(keep: Any, moved: int) -> str:
    if isinstance(keep, Contact):
        return trn("{n} request moves to “{name}”.", "{n} requests move to “{name}”.", moved, name=keep.name)
    return trn("{n} person moves to “{name}”.", "{n} people move to “{name}”.", moved, name=keep.name)


def _centred(widget: QWidget, parent: QWidget) -> QWidget:
    cell = QWidget(parent)
    row = QHBoxLayout(cell)
    row.setContentsMargins(GRID, 0, GRID, 0)
    row.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
    return cell
