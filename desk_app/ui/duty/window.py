"""The duty planner: a month of duty, made, filled, approved and published (E-7a)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain.errors import Conflict, UserError
from desk_app.domain.roster import Frame, Plan, difference
from desk_app.i18n import explain, format_month, tr
from desk_app.services.duty import schedules
from desk_app.services.duty.schedules import DRAFT, Schedule
from desk_app.services.ports import Changes, Reader, Session
from desk_app.ui.duty.board import PresenceBoard
from desk_app.ui.duty.cards_dialog import CardsDialog
from desk_app.ui.duty.grid_model import sentence
from desk_app.ui.duty.keeping import Keeping
from desk_app.ui.duty.month_dialogs import ApproveDialog, VersionsDialog, merged_text, version_name
from desk_app.ui.duty.parts import Parts, add_key
from desk_app.ui.duty.patterns import PatternDialog
from desk_app.ui.duty.remarks import why_gap
from desk_app.ui.duty.requests_dialog import DutyRequestsDialog
from desk_app.ui.duty.sheet import Sheet
from desk_app.ui.widgets.one_window import open_one

RIGHT: Final = "roster"
SETTLED: Final = 150
"""How long after the last change the list of what is wrong is made anew, in milliseconds."""


@dataclass(frozen=True, slots=True)
class _Month:
    """What the office holds of a month."""

    name: str
    versions: tuple[Schedule, ...]
    frame: Frame
    outdated: bool


class DutyWindow(QDialog):
    """Shows a month; who may, makes its schedule. Others see what is published."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, month: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("DutyWindow")
        self.setWindowTitle(tr("Duty schedule"))
        self._desk = desk
        self._month: _Month | None = None
        self._wanted = month or (date.today() + timedelta(days=7)).isoformat()[:7]  # noqa: DTZ011 - people's own month
        self._number: int | None = None
        self._doing = False
        self._seen: Plan | None = None
        self.sheet: Sheet | None = None
        self.parts = Parts(desk, self)
        self.keeping = Keeping(desk, self)
        self._judging = QTimer(self, singleShot=True, interval=SETTLED)
        self._judging.timeout.connect(self._judge)
        self._connect()
        self.resize(1260, 640)
        self.show_month(self._wanted)

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "DutyWindow":  # type: ignore[override]
        """Open the planner over `parent`, or raise the one that is open."""
        window = open_one(cls, parent, lambda: cls(desk, parent))
        window.finished.connect(window.deleteLater)
        return window

    @property
    def may_edit(self) -> bool:
        """Whether who looks makes schedules."""
        return self._desk.office.may(self._desk.me, RIGHT)

    @property
    def versions(self) -> tuple[Schedule, ...]:
        """The versions of the month that is shown."""
        return self._month.versions if self._month else ()

    def _connect(self) -> None:
        parts = self.parts
        parts.earlier.clicked.connect(lambda: self._go(-1))
        parts.later.clicked.connect(lambda: self._go(1))
        parts.version.activated.connect(self._choose)
        parts.begin.clicked.connect(lambda: self._begin(""))
        parts.copy.clicked.connect(lambda: self._begin(schedules.month_before(self._wanted)))
        parts.fill.clicked.connect(self._fill)
        parts.filling.taken.connect(self._take)
        parts.approve.clicked.connect(self._approve)
        parts.publish.clicked.connect(self._publish)
        parts.differ.clicked.connect(self._differ)
        parts.print.clicked.connect(self._print)
        parts.pattern.clicked.connect(self._pattern)
        parts.requests.clicked.connect(self._requests)
        parts.people.clicked.connect(lambda: CardsDialog(self._desk, self).exec())
        parts.here.clicked.connect(lambda: PresenceBoard.open(self._desk, self))
        parts.undo.clicked.connect(lambda: self.sheet.undo() if self.sheet else None)
        parts.redo.clicked.connect(lambda: self.sheet.redo() if self.sheet else None)
        parts.brushes.chosen.connect(self._brush)
        parts.grid.asked.connect(self.explain)
        parts.remarks.wanted.connect(self._jump)
        self.keeping.saved.connect(self._kept)
        self.keeping.behind.connect(self._load)
        self.keeping.failed.connect(self._failed)
        add_key(self, QKeySequence.StandardKey.Print, parts.print)
        add_key(self, QKeySequence.StandardKey.Undo, parts.undo)
        add_key(self, QKeySequence.StandardKey.Redo, parts.redo)
        self._desk.changed.connect(self._changed)

    # -- showing --

    def show_month(self, month: str) -> None:
        """Show another month."""
        self.keeping.save()
        self.parts.filling.drop()
        self._wanted, self._number, self._seen = month, None, None
        self._load()

    def _load(self) -> None:
        month, office, people = self._wanted, self._desk.office, tuple(self._desk.people.values())

        def ask(reader: Reader) -> _Month:
            return _Month(
                month,
                schedules.versions(reader.duty, month),
                schedules.frame(reader.duty, office, people, month),
                schedules.board_is_outdated(reader.duty, month),
            )

        self._desk.query(self, ask, self._loaded, failed=self._failed)

    def _loaded(self, found: _Month) -> None:
        if found.name != self._wanted:
            return
        self._month = found
        shown = [one for one in found.versions if self.may_edit or one.published]
        if not self.may_edit:
            shown = shown[-1:]
        self._show_versions(shown)
        if not shown:
            self._show_sheet(None)
        elif not self._stays(one := next((one for one in shown if one.number == self._number), shown[0])):
            self._show_sheet(one)
        self._tell_merged()

    def _tell_merged(self) -> None:
        """Say what a colleague put into the draft since it was looked at to be approved."""
        if self._seen is None or self.sheet is None or not (found := difference(self._seen, self.sheet.plan)):
            return
        self._seen = None
        names = {person.id: person.name for person in self._desk.people.values()}
        self.parts.about.say(merged_text(found, names, self.sheet.shorts), Hue.WAITING)

    def _stays(self, one: Schedule) -> bool:
        """Tell whether the sheet goes on: not all of it is saved, or the office has nothing else than it shows."""
        sheet, month = self.sheet, self._month
        if month is None or sheet is None or not sheet.may_edit or one.number != DRAFT or one.paper is None:
            return False
        if self.keeping.month != month.name or self.keeping.dirty:
            return self.keeping.month == month.name
        known = (self.keeping.version, sheet.plan, sheet.frame)
        return known == (one.paper.version, one.plan, month.frame)

    def _show_versions(self, shown: Sequence[Schedule]) -> None:
        assert self._month is not None
        year, month = map(int, self._month.name.split("-"))
        self.parts.title.setText(format_month(year, month))
        self.parts.version.clear()
        for one in shown:
            self.parts.version.addItem(version_name(one), one.number)
        numbers = [one.number for one in shown]
        self.parts.version.setCurrentIndex(numbers.index(self._number) if self._number in numbers else 0)
        self.parts.version.setVisible(bool(shown))
        self.parts.notice.say(
            tr("The copy on the board is outdated: print the newest version.") if self._month.outdated else "",
            Hue.WAITING,
        )

    def _show_sheet(self, one: Schedule | None) -> None:
        assert self._month is not None
        parts = self.parts
        self._number = one.number if one else None
        editable = bool(one and one.number == DRAFT and self.may_edit)
        left = None
        if one is None:
            self.sheet = None
            self.keeping.watch(None, self._month.name, 0)
        else:
            self.sheet = Sheet(self._desk.office, self._month.frame, one.plan, editable, self)
            version = one.paper.version if one.paper else 0
            left = self.keeping.watch(self.sheet if editable else None, self._month.name, version)
            self.sheet.touched.connect(self._touched)
        parts.model.show_sheet(self.sheet)
        parts.brushes.show_sheet(self.sheet)
        parts.order_tabs()
        parts.split.setVisible(one is not None)
        parts.empty.setVisible(one is None)
        parts.about.say("")
        self._gate(one, editable)
        self._judge()
        if left is not None and self.sheet and left.cells != self.sheet.plan.cells:
            self.sheet.take(left)
            parts.saved.setText(tr("What was not saved last time is back."))

    def _gate(self, one: Schedule | None, editable: bool) -> None:
        parts, may = self.parts, self.may_edit
        for button in (parts.begin, parts.copy):
            button.setVisible(may and not any(one.number == DRAFT for one in self.versions))
        for widget in (parts.fill, parts.approve, parts.undo, parts.redo, parts.pattern):
            widget.setVisible(editable)
        parts.people.setVisible(may)
        parts.requests.setVisible(any(one.number for one in self.versions))
        parts.publish.setVisible(bool(may and one and one.number and not one.published))
        parts.differ.setVisible(may and len(self.versions) > 1)
        parts.print.setVisible(bool(self.versions))
        parts.saved.setText("")
        norm = self.sheet.frame.norm if self.sheet else None
        first = self.sheet.members[0] if self.sheet and self.sheet.members else None
        parts.norm.setText(tr("norm {hours} h", hours=norm(first) // 60) if norm and first else "")

    def _offer_undo(self) -> None:
        if self.sheet is not None:
            self.parts.undo.setEnabled(self.sheet.edits.can_undo)
            self.parts.redo.setEnabled(self.sheet.edits.can_redo)

    def _touched(self, _cells: object) -> None:
        self._offer_undo()
        self.parts.about.say("")
        self.parts.saved.setText(tr("not saved yet"))
        self._judging.start()

    def _judge(self) -> None:
        """Tell what is wrong now."""
        if self.sheet is None:
            return
        hard = self.parts.remarks.show_breaches(self.sheet.counters.breaches())
        self.parts.approve.setProperty("hard", hard)
        self._offer_undo()

    def explain(self, index: QModelIndex) -> None:
        """Say in words what is wrong with a cell, or why a gap stays."""
        if self.sheet is None or not index.isValid():
            return
        model = self.parts.model
        if (cell := model.cell(index)) is not None:
            self.parts.about.say("\n".join(map(sentence, self.sheet.wrong(cell))) or tr("Nothing is wrong here."), None)
        elif index.row() >= model.member_rows() and index.column() < model.day_columns():
            line = self.sheet.lines[index.row() - model.member_rows()]
            self.parts.about.say(why_gap(self.sheet, index.column(), line), None)

    def _jump(self, person: int, day: date | None) -> None:
        if self.sheet is None or day is None:
            return
        people = person or (self.sheet.members[0].id if self.sheet.members else 0)
        self.parts.grid.show_cell(self.parts.model.index_of(people, day))

    # -- doing --

    def _go(self, months: int) -> None:
        first, last = schedules.days_of(self._wanted)
        other = last + timedelta(days=1) if months > 0 else first - timedelta(days=1)
        self.show_month(other.isoformat()[:7])

    def _choose(self, place: int) -> None:
        self.keeping.save()
        self._number = self.parts.version.itemData(place)
        if self._month:
            self._show_sheet(next(one for one in self._month.versions if one.number == self._number))

    def _brush(self, code: str | None) -> None:
        self.parts.grid.brush = code

    def _begin(self, copy_of: str) -> None:
        month = self._wanted
        self._number = DRAFT
        self._do(lambda db: schedules.begin(db, month, copy_of))

    def _fill(self) -> None:
        if self.sheet is not None:
            chosen = self.parts.grid.chosen()
            self.parts.filling.begin(self.sheet, chosen if len(chosen) > 1 else None)

    def _take(self, start: Plan, plan: Plan) -> None:
        """Take over what the search found; what was set by hand since it began stays."""
        if self.sheet is not None:
            now = self.sheet.plan
            found = (one for one in difference(start, plan) if now.code(one.person, one.day) == one.before)
            self.sheet.paint({(one.person, one.day): one.after for one in found})

    def _pattern(self) -> None:
        if self.sheet is not None:
            dialog = PatternDialog(self.sheet, self.parts.grid.chosen(), self)
            if dialog.exec():
                self.sheet.paint(dialog.cells())

    def _requests(self) -> None:
        if self._month is not None and self.sheet is not None:
            DutyRequestsDialog(self._desk, self._wanted, self.sheet, self).exec()

    def _approve(self) -> None:
        if self._month is None or self.sheet is None:
            return
        self.keeping.save()
        seen, self._seen = self.sheet.plan.copy(), None
        block = next((dict(one.block) for one in reversed(self.versions) if one.block), {})
        dialog = ApproveDialog(block, self._desk.me.name, int(self.parts.approve.property("hard") or 0), self)
        if dialog.exec():
            self.keeping.save()  # what was painted while an earlier save was under way
            month, words, note = self._wanted, dialog.block, dialog.note.text().strip()
            self._number = max(one.number for one in self.versions) + 1
            self._do(lambda db: schedules.approve(db, month, words, note, seen), partial(self._not_approved, seen))

    def _not_approved(self, seen: Plan, error: UserError) -> None:
        """Go on with the draft; what came into it since it was `seen` is shown before it is asked for again."""
        self._number = DRAFT
        if isinstance(error, Conflict):
            self._seen = seen
        self._failed(error)

    def _publish(self) -> None:
        month, number = self._wanted, self._number
        if number:
            self._do(lambda db: schedules.publish(db, month, number))

    def _differ(self) -> None:
        if self._month is not None and self.sheet is not None:
            names = {person.id: person.name for person in self._desk.people.values()}
            VersionsDialog(self.versions, names, self.sheet.shorts, self).exec()

    def _print(self) -> None:
        """Show the version that is looked at as it will print; what is drawn but not saved yet is saved first."""
        from desk_app.ui.reports.duty_print_window import DutyPrintWindow  # it brings the PDF libraries

        self.keeping.save()
        DutyPrintWindow.open(self._desk, self._wanted, self._number, self)

    def _do(self, work: Callable[[Session], Changes], failed: Callable[[UserError], None] | None = None) -> None:
        self._doing = True
        self._desk.command(self, work, lambda _changes: self._done(), failed=failed or self._failed)

    def _done(self) -> None:
        self._doing = False
        self._load()

    def _kept(self) -> None:
        self.parts.saved.setText(tr("saved"))
        if self._month and self.sheet and self.sheet.may_edit and self.keeping.month == self._month.name:
            plan, version = self.sheet.plan.copy(), self.keeping.version
            kept = (
                replace(one, plan=plan, paper=replace(one.paper, version=version)) if one.number == DRAFT and one.paper
                else one for one in self._month.versions
            )  # fmt: skip
            self._month = replace(self._month, versions=tuple(kept))

    def _changed(self, news: Changes) -> None:
        if (news.duty or news.office or news.staff) and not self._doing and not self.keeping.dirty:
            self._load()

    def _failed(self, error: UserError) -> None:
        self._doing = False
        if isinstance(error, Conflict):
            self._load()
        self.parts.notice.say(explain(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is not saved, and end the search."""
        self.keeping.save()
        self.parts.filling.end()
        super().closeEvent(event)
