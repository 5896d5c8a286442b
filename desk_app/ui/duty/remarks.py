"""What is wrong with the month, as a list of sentences that lead to their place; and why a gap stays."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desk_app.domain.roster import Breach, explain_gaps
from desk_app.i18n import format_date, tr
from desk_app.ui.duty.grid_model import sentence
from desk_app.ui.duty.sheet import Sheet

_AT = int(Qt.ItemDataRole.UserRole)


class Remarks(QListWidget):
    """Hard rules first. `wanted` carries the (person, day) of a remark that was chosen; either may be 0 or None."""

    wanted = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("What is wrong with the schedule"))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.itemActivated.connect(self._chosen)
        self.itemClicked.connect(self._chosen)

    def show_breaches(self, found: Sequence[Breach]) -> int:
        """Show what is wrong; return how many hard rules are broken."""
        self.clear()
        for breach in sorted(found, key=lambda one: not one.hard):
            item = QListWidgetItem(("■ " if breach.hard else "□ ") + sentence(breach), self)
            item.setData(_AT, (breach.people[0] if breach.people else 0, breach.dates[0] if breach.dates else None))
        if not found:
            self.addItem(tr("Nothing is wrong with this schedule."))
        return sum(breach.hard for breach in found)

    def _chosen(self, item: QListWidgetItem) -> None:
        at = item.data(_AT)
        if at:
            self.wanted.emit(*at)


def why_gap(sheet: Sheet, column: int, line: str) -> str:
    """Return who is missing on a line on a day, and why nobody else fills it."""
    day = sheet.days[column]
    said = []
    for gap in explain_gaps(sheet.frame, sheet.plan):
        if (gap.day, gap.line) != (day, line):
            continue
        span = f"{_clock(gap.start)}–{_clock(gap.end)}"
        said.append(tr("{line}, {date}, {span}: people missing: {n}.", line=sheet.frame.line(line),
                       date=format_date(day), span=span, n=gap.missing))  # fmt: skip
        for one in gap.barred:
            why = "; ".join(sentence(reason) for reason in one.reasons)
            said.append(f"  {one.name}: {why or tr('could step in')}")
    return "\n".join(said) or tr("{line}, {date}: enough people.", line=sheet.frame.line(line), date=format_date(day))


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
