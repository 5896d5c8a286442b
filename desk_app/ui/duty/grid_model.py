"""The month grid as a table: a row a person, a column a day, then their counters; below, a row a line's coverage."""

from datetime import date
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk_app.domain.errors import N_
from desk_app.domain.roster import Breach, Cell, DayKind
from desk_app.i18n import explained, format_date, language, tr, weekday_name
from desk_app.ui.duty.sheet import Sheet

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_Role: Final = Qt.ItemDataRole


class Look(NamedTuple):
    """How one cell looks: asked for in one call, since a month has a thousand of them.

    `place` is the place of the shift's kind in the legend (its pattern), -1 for none; `wrong` is 2 where a hard rule
    is broken, 1 where a soft one is. `day` is False beside the days, `free` True on weekends and holidays.
    """

    text: str
    day: bool = True
    free: bool = False
    place: int = -1
    away: bool = False
    wrong: int = 0
    pinned: bool = False


COUNTERS: Final = 4


class GridModel(QAbstractTableModel):
    """Shows a sheet, and nothing until there is one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self._wrong: dict[Cell, int] = {}
        self._away: set[Cell] = set()
        self._places: dict[str, int] = {}
        self._free: tuple[bool, ...] = ()
        self._days = 0
        self._covered: dict[tuple[date, str], tuple[str, bool]] = {}

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another sheet."""
        self.beginResetModel()
        if self.sheet is not None:
            self.sheet.touched.disconnect(self._touched)
        self.sheet = sheet
        self._wrong.clear()
        self._covered.clear()
        self._days = len(sheet.days) if sheet else 0
        if sheet is not None:
            self._places = {kind.code: place for place, kind in enumerate(sheet.frame.kinds)}
            self._free = tuple(day.kind.free for day in sheet.frame.days)
            self._away = {(m.id, day) for m in sheet.members for day in sheet.days if sheet.frame.absent(m.id, day)}
            self._judge(member.id for member in sheet.members)
            sheet.touched.connect(self._touched)
        self.endResetModel()

    def member_rows(self) -> int:
        """Return how many rows are people."""
        return len(self.sheet.members) if self.sheet else 0

    def day_columns(self) -> int:
        """Return how many columns are days."""
        return self._days

    def cell(self, index: Index) -> Cell | None:
        """Return the cell at `index`, None beside the plan."""
        if self.sheet and index.row() < self.member_rows() and 0 <= index.column() < self.day_columns():
            return self.sheet.cell(index.row(), index.column())
        return None

    def index_of(self, person: int, day: date) -> QModelIndex:
        """Return where a cell stands."""
        assert self.sheet is not None
        row = next((row for row, member in enumerate(self.sheet.members) if member.id == person), -1)
        column = (day - self.sheet.frame.first).days
        return self.index(row, column) if row >= 0 and 0 <= column < self.day_columns() else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or not self.sheet else self.member_rows() + len(self.sheet.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or not self.sheet else self.day_columns() + COUNTERS

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if self.sheet is None:
            return None
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        row, column = index.row(), index.column()
        if column >= self.day_columns():
            return self._counter(row, column - self.day_columns(), role)
        if row >= self.member_rows():
            return self._cover(self.sheet.lines[row - self.member_rows()], column, role)
        return self._shift(self.sheet.cell(row, column), role)

    def look(self, row: int, column: int) -> Look:
        """Return how a cell looks."""
        sheet = self.sheet
        assert sheet is not None
        if column >= self._days:
            return Look(self._counter(row, column - self._days, _Role.DisplayRole) or "", day=False)
        if row >= len(sheet.members):
            text, short = self._covering(sheet.days[column], sheet.lines[row - len(sheet.members)])
            return Look(text, free=self._free[column], wrong=2 if short else 0)
        cell = sheet.cell(row, column)
        code = sheet.plan.cells.get(cell, "")
        return Look(
            sheet.shorts.get(code, code),
            free=self._free[column],
            place=self._places.get(code, -1),
            away=cell in self._away,
            wrong=self._wrong.get(cell, 0),
            pinned=cell in sheet.plan.pins,
        )

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if self.sheet is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._row_name(section) if role in (_Role.DisplayRole, _Role.ToolTipRole) else None
        if section >= self.day_columns():
            return self._counter_name(section - self.day_columns(), role)
        day = self.sheet.frame.days[section]
        if role == _Role.DisplayRole:
            return f"{day.on.day}{_MARKS.get(day.kind, '')}\n{_short_weekday(day.on)}"
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            return f"{weekday_name(day.on)}, {format_date(day.on)}: {tr(_DAYS[day.kind])}"
        return None

    # -- one cell --

    def _shift(self, cell: Cell, role: int) -> Any:
        assert self.sheet is not None
        code = self.sheet.plan.code(*cell)
        match role:
            case _Role.DisplayRole:
                return self.sheet.shorts.get(code, code)
            case _Role.ToolTipRole | _Role.AccessibleTextRole:
                return self._told(cell, code)
        return None

    def _told(self, cell: Cell, code: str) -> str:
        assert self.sheet is not None
        name = next(member.name for member in self.sheet.members if member.id == cell[0])
        said = [f"{name}, {format_date(cell[1])}: {self.sheet.labels.get(code, '') or tr('free')}"]
        if cell in self.sheet.plan.pins:
            said.append(tr("pinned"))
        said += [sentence(breach) for breach in self.sheet.wrong(cell)]
        return "\n".join(said)

    def _cover(self, line: str, column: int, role: int) -> Any:
        assert self.sheet is not None
        day = self.sheet.days[column]
        if role == _Role.DisplayRole:
            return self._covering(day, line)[0]
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            found = [breach for breach in self.sheet.counters.of_day(day) if breach.params.get("code") == line]
            return "\n".join(map(sentence, found)) or (
                tr("enough people") if self._covering(day, line)[0] else tr("nobody is needed")
            )
        return None

    def _covering(self, day: date, line: str) -> tuple[str, bool]:
        """Return what stands below a day for a line, and whether people are missing."""
        found = self._covered.get((day, line))
        if found is None:
            assert self.sheet is not None
            cover = self.sheet.counters.cover(day, line)
            missing = max((one.need - one.have for one in cover), default=0)
            text = f"−{missing}" if missing > 0 else "✓" if any(one.need for one in cover) else ""
            found = self._covered[day, line] = (text, missing > 0)
        return found

    def _counter(self, row: int, which: int, role: int) -> Any:
        assert self.sheet is not None
        if row >= self.member_rows() or role not in (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole):
            return None
        tally = self.sheet.counters.tally(self.sheet.members[row].id)
        off = tally.minutes - tally.norm
        texts = (_hours(tally.minutes), f"{'+' if off > 0 else '−' if off < 0 else ''}{_hours(abs(off))}",
                 str(tally.weekends), str(tally.lates))  # fmt: skip
        if role == _Role.DisplayRole:
            return texts[which]
        return tr("{hours} h of {norm} h; weekends {weekends}, late shifts {lates}; in the three months before {past}",
                  hours=texts[0], norm=_hours(tally.norm), weekends=tally.weekends, lates=tally.lates,
                  past=f"{tally.past.weekends} / {tally.past.lates}")  # fmt: skip

    def _counter_name(self, which: int, role: int) -> Any:
        if role == _Role.DisplayRole:
            return (tr("h"), "±", tr("w/e"), tr("late sh."))[which]
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            names = (tr("Hours of the month"), tr("More or less than the norm"), tr("Weekends"), tr("Late shifts"))
            return names[which]
        return None

    def _row_name(self, row: int) -> str:
        assert self.sheet is not None
        if row >= self.member_rows():
            return self.sheet.frame.line(self.sheet.lines[row - self.member_rows()])
        return self.sheet.members[row].name

    # -- after a change --

    def _touched(self, cells: tuple[Cell, ...]) -> None:
        """Judge the people touched again, and repaint their rows, the coverage and the counters."""
        assert self.sheet is not None
        people = {person for person, _ in cells}
        self._judge(people)
        rows = [row for row, member in enumerate(self.sheet.members) if member.id in people]
        for row in rows:
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        columns = [(day - self.sheet.frame.first).days for _, day in cells]
        first, last = max(min(columns) - 1, 0), min(max(columns) + 1, self._days - 1)
        for column in range(first, last + 1):
            for line in self.sheet.lines:
                self._covered.pop((self.sheet.days[column], line), None)
        self.dataChanged.emit(self.index(self.member_rows(), first), self.index(self.rowCount() - 1, last))

    def _judge(self, people: Any) -> None:
        assert self.sheet is not None
        wanted = set(people)
        for cell in [cell for cell in self._wrong if cell[0] in wanted]:
            del self._wrong[cell]
        for person in wanted:
            for breach in self.sheet.counters.of_person(person):
                for day in breach.dates:
                    cell = (person, day)
                    self._wrong[cell] = max(self._wrong.get(cell, 0), 2 if breach.hard else 1)


_MARKS: Final = {DayKind.HOLIDAY: "!", DayKind.SHORTENED: "*"}
"""What stands beside the number of the day, so that the tint is never the only sign."""
_DAYS: Final = {
    DayKind.WORKING: N_("a working day"),
    DayKind.SHORTENED: N_("a shortened day"),
    DayKind.WEEKEND: N_("a weekend"),
    DayKind.HOLIDAY: N_("a holiday"),
}


def sentence(breach: Breach) -> str:
    """Return what a breach says."""
    return explained(breach.template, breach.params)


def _short_weekday(day: date) -> str:
    return QLocale(language()).dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)[:3]


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return f"{whole}:{rest:02}" if rest else str(whole)
