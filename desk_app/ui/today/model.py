"""The lines of the day as a model: headings, tasks, and what there is more of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desk_app.domain.office import Office
from desk_app.i18n import tr, trn
from desk_app.services.agenda import Day, Part, Task
from desk_app.ui.today.words import HEADINGS, Told, told

_Index = QModelIndex | QPersistentModelIndex
LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The Line of a row."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a task in words, or without a task a heading, or (`more`) the way to those that are not shown."""

    part: Part
    text: str
    count: int = 0
    task: Task | None = None
    told: Told | None = None
    more: bool = False

    @property
    def key(self) -> tuple[Part, int, bool]:
        """What tells it from the other rows."""
        return self.part, self.task.ticket_id if self.task else 0, self.more


class DayModel(QAbstractListModel):
    """Shows a Day."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show_day(self, office: Office, day: Day, now: datetime) -> bool:
        """Show `day` as it stands at `now` (UTC); tell whether anything is another than before."""
        lines = tuple(_lines(office, day, now))
        if lines == self.lines:
            return False
        if [line.key for line in lines] == [line.key for line in self.lines]:
            self.lines = lines
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return True
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()
        return True

    def line(self, index: _Index) -> Line | None:
        """Return the line of `index`, or None."""
        return self.lines[index.row()] if index.isValid() and index.row() < len(self.lines) else None

    def row_of(self, key: tuple[Part, int, bool]) -> int | None:
        """Return where the line with `key` stands, or None."""
        return next((at for at, line in enumerate(self.lines) if line.key == key), None)

    def first(self) -> int | None:
        """Return the row of the first task, or None."""
        return next((at for at, line in enumerate(self.lines) if line.task), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index)
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.told.spoken if line.told else f"{line.text}, {line.count}"
        if role == Qt.ItemDataRole.ToolTipRole and line.told:
            return _tip(line.told)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        line = self.line(index)
        if line is None or (line.task is None and not line.more):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _lines(office: Office, day: Day, now: datetime) -> Iterator[Line]:
    for part in Part:
        tasks = [task for task in day.tasks if task.part is part]
        if not tasks:
            continue
        count = max(day.totals.get(part, 0), len(tasks))
        yield Line(part, tr(HEADINGS[part]), count)
        for task in tasks:
            words = told(office, task, now)
            yield Line(part, words.about, task=task, told=words)
        if count > len(tasks):
            rest = count - len(tasks)
            yield Line(part, trn("and {n} more…", "and {n} more…", rest), rest, more=True)


def _tip(words: Told) -> str:
    lines = (words.about, words.rest, words.stands.text if words.stands else "")
    return f"<qt>{'<br>'.join(escape(line) for line in lines if line)}</qt>"
