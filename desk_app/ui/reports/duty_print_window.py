"""The month's duty as it will print: the schedule for the board, or the timesheet from fact (E-7a)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from PySide6.QtWidgets import QToolButton, QWidget

from desk_app import i18n
from desk_app.app.desk import Desk
from desk_app.domain.errors import N_
from desk_app.domain.journal import Month
from desk_app.i18n import format_month, tr, trn
from desk_app.reports.description import Sheet
from desk_app.reports.grid import Grid
from desk_app.services.duty import schedules
from desk_app.services.duty.prints import MonthFact, MonthSheet, month_fact, month_sheet
from desk_app.services.ports import Changes, Reader
from desk_app.services.whole_file import write_whole
from desk_app.ui.editor.plain import quiet_button
from desk_app.ui.reports import files
from desk_app.ui.reports.month_bar import Choice
from desk_app.ui.reports.window import ReportWindow, raised
from desk_app.ui.reports.words import Words
from desk_app.ui.widgets.tabs import tab_order

_GEOMETRY: Final = "duty.print.geometry"
_FORM: Final = "duty.print.form"
"""Under this key the form that was chosen last is kept."""
Shown: TypeAlias = MonthSheet | MonthFact


class DutyForm(StrEnum):
    """What is printed, and on what paper."""

    GRID_A4 = "grid-A4"
    GRID_A3 = "grid-A3"
    TIMESHEET = "timesheet-A4"
    TIMESHEET_A3 = "timesheet-A3"

    @property
    def paper(self) -> Sheet:
        """The paper it is printed on."""
        return Sheet(self.value.partition("-")[2])

    @property
    def is_grid(self) -> bool:
        """Whether it is the schedule, not the timesheet."""
        return self in (DutyForm.GRID_A4, DutyForm.GRID_A3)


_NAMES: Final[Mapping[DutyForm, str]] = {
    DutyForm.GRID_A4: N_("Schedule, A4"),
    DutyForm.GRID_A3: N_("Schedule, A3"),
    DutyForm.TIMESHEET: N_("Timesheet T-13"),
    DutyForm.TIMESHEET_A3: N_("Timesheet T-13, A3"),
}


class DutyPrintWindow(ReportWindow[Shown]):
    """A version of a month; `number` None is the draft, or the newest version where there is none.

    Who makes schedules and prints or saves an approved one thereby notes that the board has it.
    """

    def __init__(self, desk: Desk, month: str, number: int | None = None, parent: QWidget | None = None) -> None:
        self.month, self.number = month, number
        self._sheet: MonthSheet | None = None
        self.form = Choice(18)
        super().__init__(desk, parent, self.form, _GEOMETRY)
        self.calendar = self._extra("calendar-month", self._save_calendar)
        self.letter = self._extra("mail", self._save_letter)
        tab_order(self.form, self.calendar, self.letter, *self.tools, self.print, self.pages)
        self.say_again()
        self.form.setCurrentIndex(max(self.form.findData(desk.settings.get(_FORM, "")), 0))
        self.form.currentIndexChanged.connect(self._chosen)
        self.handed.connect(self._note_printed)
        self.refresh()

    @classmethod
    def open(cls, desk: Desk, month: str, number: int | None, parent: QWidget) -> "DutyPrintWindow":
        """Open the print of a month over `parent`, or raise the one that is open."""
        root = parent.window()
        wanted = (month, number)
        opened = (one for one in root.findChildren(cls) if (one.month, one.number) == wanted and one.isVisible())
        return raised(next(opened, None) or cls(desk, month, number, root))

    def say_again(self) -> None:
        self.form.offer([(form.value, tr(_NAMES[form])) for form in DutyForm])
        self.form.setAccessibleName(tr("What to print"))
        for button, text, tip in (
            (self.calendar, tr("Calendar file…"), tr("The shifts as a file for Outlook, Thunderbird or a telephone")),
            (self.letter, tr("Letter…"), tr("A letter with the schedule attached, to be sent to the customer")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
        super().say_again()

    def chosen(self) -> DutyForm:
        """Return the form that is chosen."""
        return DutyForm(str(self.form.currentData() or DutyForm.GRID_A4.value))

    def words(self) -> Words:
        month = Month.parse(self.month)
        named = format_month(month.year, month.month)
        number = self._sheet.schedule.number if self._sheet else self.number or 0
        titled = tr("Print of duty, {month}", month=named)
        return Words(
            title=tr("Print of duty, {month}, version {n}", month=named, n=number) if number else titled,
            soon=tr("The pages will stand here in a moment."),
            reading=tr("Reading the schedule…"),
            failed=tr("The pages could not be made."),
            changed=tr("The schedule was changed since these pages were made."),
            save=tr("Save the schedule"),
            print=tr("Print the schedule"),
        )

    def ask(self) -> Callable[[Reader], Shown]:
        month, number = self.month, self.number
        if self.chosen().is_grid:
            return lambda reader: month_sheet(reader, month, number)
        return lambda reader: month_fact(reader, month)

    def describe(self, read: Shown, as_of: datetime | None) -> Callable[[], Grid]:
        self._sheet = read if isinstance(read, MonthSheet) else None
        for button in (self.calendar, self.letter):
            button.setEnabled(self._sheet is not None)
        self.setWindowTitle(self.words().title)
        paper, printed_on = self.chosen().paper, self.now().date()
        local = as_of.astimezone(self._desk.office.zone) if as_of else None

        def described() -> Grid:
            from desk_app.reports.roster_grid import roster_grid
            from desk_app.reports.timesheet_t13 import timesheet_t13

            if isinstance(read, MonthSheet):
                return roster_grid(read, printed_on, paper, local)
            return timesheet_t13(read, printed_on, paper, local)

        return described

    def counted(self, read: Shown) -> int:
        return len(read.frame.members if isinstance(read, MonthSheet) else read.rows)

    def rows_text(self, rows: int) -> str:
        return trn("{n} person", "{n} people", rows)

    def file_name(self) -> str:
        return files.file_name(tr("Schedule") if self.chosen().is_grid else tr("Timesheet"), self.month)

    def is_about(self, news: Changes) -> bool:
        return news.duty

    def _extra(self, symbol: str, act: Callable[[], object]) -> QToolButton:
        button = quiet_button(symbol, "", self)
        button.setEnabled(False)
        button.clicked.connect(act)
        self.add_tool(button)
        return button

    def _chosen(self) -> None:
        self._desk.settings.set(_FORM, self.chosen().value)
        self.choose_again()

    def _note_printed(self) -> None:
        """Note that the board has this version; it is no trouble where somebody else's right that is."""
        sheet, may = self._sheet, self._desk.office.may(self._desk.me, "roster")
        if sheet and may and sheet.schedule.number and not sheet.schedule.printed:
            month, number = sheet.schedule.month, sheet.schedule.number
            self._desk.command(self, lambda db: schedules.printed(db, month, number))

    # -- other files --

    def _save_calendar(self) -> None:
        """Save the team's shifts; who makes no schedules saves their own."""
        me = self._desk.me
        people = () if self._desk.office.may(me, "roster") else (me.id,)
        origin = self._desk.origin

        def made(sheet: MonthSheet) -> bytes:
            from desk_app.reports.roster_ics import roster_calendar

            return roster_calendar(sheet, people, origin, datetime.now(UTC).replace(microsecond=0))

        self._save_other(".ics", tr("Calendar files"), made)

    def _save_letter(self) -> None:
        printed_on, paper = self.now().date(), self.chosen().paper

        def made(sheet: MonthSheet) -> bytes:
            from desk_app.reports.roster_mail import roster_letter

            return roster_letter(sheet, printed_on, paper=paper)

        self._save_other(".eml", tr("Letters"), made)

    def _save_other(self, suffix: str, kind: str, make: Callable[[MonthSheet], bytes]) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        path = files.ask_path(self, self._desk, self.file_name(), suffix, kind, title=self.words().save)
        if path is not None:
            work = partial(_written, sheet, make, path)
            self._desk.work(self, work, self.say_saved, self._not_done, must=True)


def _written(sheet: MonthSheet, make: Callable[[MonthSheet], bytes], path: Path) -> Path:
    """Write what `make` makes of `sheet` in the office's language. Raises Unavailable."""
    with i18n.speaking(sheet.office.language):
        content = make(sheet)
    write_whole(path, lambda stream: stream.write(content))
    return path
