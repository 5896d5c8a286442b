"""A year of the working calendar as a table: a row a month, a column a day, then the month's sums."""

from calendar import monthrange
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette

from desk_app.app.theme import Hue, ink, tint
from desk_app.domain.calendars import Day, Kind, NoCalendar, WorkingCalendar
from desk_app.domain.deadlines import reason_of_day
from desk_app.i18n import explained, format_date, format_month, language, tr, trn, weekday_name

Index = QModelIndex | QPersistentModelIndex
DAYS: Final = 31
SUMS: Final = 2
"""Columns after the days: working days, and hours."""
_ROOT: Final = QModelIndex()
_Role: Final = Qt.ItemDataRole
_MARKS: Final = {Kind.SHORTENED: "*", Kind.WORKING_WEEKEND: "+", Kind.OWN: "•"}
"""What stands beside the hours, so that the tint is never the only sign."""
_HUES: Final = {
    Kind.HOLIDAY: Hue.BAD,
    Kind.MOVED: Hue.BAD,
    Kind.SHORTENED: Hue.WAITING,
    Kind.WORKING_WEEKEND: Hue.BUSY,
    Kind.OWN: Hue.AWAY,
    Kind.WEEKEND: Hue.PAST,
}


class YearModel(QAbstractTableModel):
    """Shows one year of `calendar`; empty while there is none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.year = 0
        self._days: dict[date, Day] = {}

    def show_year(self, calendar: WorkingCalendar, year: int) -> None:
        """Show `year`. Raises NoCalendar, and then shows nothing."""
        self.beginResetModel()
        self.year, self._days = year, {}
        try:
            for month in range(1, 13):
                for number in range(1, monthrange(year, month)[1] + 1):
                    day = date(year, month, number)
                    self._days[day] = calendar.day(day)
        except NoCalendar:
            self._days = {}
            raise
        finally:
            self.endResetModel()

    def day(self, index: Index) -> Day | None:
        """Return the day at `index`, or None beside the days."""
        try:
            return self._days.get(date(self.year, index.row() + 1, index.column() + 1))
        except ValueError:
            return None

    def index_of(self, day: date) -> QModelIndex:
        """Return where `day` stands."""
        return self.index(day.month - 1, day.day - 1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 12 if self._days and not parent.isValid() else 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else DAYS + SUMS

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if index.column() >= DAYS:
            return self._sum(index) if role == _Role.DisplayRole else _bold() if role == _Role.FontRole else None
        day = self.day(index)
        if day is None:
            return None
        if role == _Role.DisplayRole:
            return short(day)
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            return sentence(day)
        hue = _HUES.get(day.kind)
        if hue is not None and role == _Role.BackgroundRole:
            return tint(QGuiApplication.palette(), hue)
        if hue is not None and role == _Role.ForegroundRole:
            now = QGuiApplication.palette()
            return now.color(QPalette.ColorRole.Text) if hue is Hue.PAST else ink(now, hue)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if role != _Role.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return format_month(self.year, section + 1).rsplit(" ", 1)[0]
        return str(section + 1) if section < DAYS else (tr("Days"), tr("Hours"))[section - DAYS]

    def totals(self) -> tuple[int, float]:
        """Return the working days of the year and its working hours."""
        return _sums(list(self._days.values()))

    def _sum(self, index: Index) -> str:
        days, hours = _sums([day for day in self._days.values() if day.on.month == index.row() + 1])
        return str(days) if index.column() == DAYS else hours_text(hours)


def _sums(days: list[Day]) -> tuple[int, float]:
    return sum(bool(day.intervals) for day in days), sum(day.minutes for day in days) / 60


def short(day: Day) -> str:
    """Return what stands in the square of `day`: its hours and a mark, or a dash."""
    return (hours_text(day.minutes / 60) if day.intervals else "–") + _MARKS.get(day.kind, "")


def hours_text(hours: float) -> str:
    """Return hours with as few digits as they need."""
    return f"{hours:.2f}".rstrip("0").rstrip(".").replace(".", QLocale(language()).decimalPoint())


def sentence(day: Day) -> str:
    """Return what is to be said of `day` in full."""
    named = f"{weekday_name(day.on)}, {format_date(day.on)}"
    reason = reason_of_day(day)
    why = explained(reason.template, reason.params) if reason else tr("a working day")
    hours = ", ".join(span_text(part.start, part.end) for part in day.intervals)
    told = trn("{n} minute of work", "{n} minutes of work", day.minutes) if day.intervals else ""
    return " · ".join(part for part in (f"{named}: {why}", hours, told) if part)


def span_text(start: int, end: int) -> str:
    """Return minutes of a day as 08:30-12:30."""
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
