"""The journal of a month (S-F1): chosen above, seen below as it will print, saved or printed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.app.reminders import note_made
from desk_app.domain.journal import Month
from desk_app.i18n import format_month, tr, trn
from desk_app.reports.description import Report
from desk_app.services.journals import MonthJournal, month_journal
from desk_app.services.ports import Changes, Reader
from desk_app.ui.reports import files
from desk_app.ui.reports.chooser import GEOMETRY, Prints, Which, open_prints
from desk_app.ui.reports.scope_bar import ScopeBar
from desk_app.ui.reports.window import ReportWindow, raised
from desk_app.ui.reports.words import Words
from desk_app.ui.widgets.tabs import tab_order


class JournalWindow(ReportWindow[MonthJournal]):
    """Starts with the month before this one, all specialists and all systems."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.scope = ScopeBar(desk, Month.of(datetime.now(desk.office.zone).date()))
        self.which = Which(Prints.JOURNAL, self.scope)
        super().__init__(desk, parent, self.which, GEOMETRY)
        scope = self.scope
        tab_order(self.which.choice, scope.earlier, scope.month, scope.later, scope.specialist, scope.system)
        tab_order(scope.system, *self.tools, self.print, self.pages)
        self.scope.changed.connect(self.choose_again)
        self.which.asked.connect(self._open_other)
        self.handed.connect(self._note_made)
        self.say_again()
        self.refresh()

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "JournalWindow":
        """Open the window over `parent`, or raise the one that is open."""
        opened = (window for window in parent.findChildren(cls) if window.isVisible())
        return raised(next(opened, None) or cls(desk, parent))

    def handlers(self) -> dict[str, Callable[[], object]]:
        return {
            **super().handlers(),
            "earlier": lambda: self.scope.step(-1),
            "later": lambda: self.scope.step(1),
        }

    def say_again(self) -> None:
        self.scope.fill()
        self.which.say_again()
        super().say_again()

    def words(self) -> Words:
        month = self.scope.scope().month
        return Words(
            title=tr("Journal of {month}", month=format_month(month.year, month.month)),
            soon=tr("The pages of the journal will stand here in a moment."),
            reading=tr("Reading the requests of the month…"),
            failed=tr("The journal could not be made."),
            changed=tr("Requests were changed since these pages were made."),
            save=tr("Save the journal"),
            print=tr("Print the journal"),
        )

    def ask(self) -> Callable[[Reader], MonthJournal]:
        scope = self.scope.scope()
        return lambda reader: month_journal(reader, scope)

    def describe(self, read: MonthJournal, as_of: datetime | None) -> Callable[[], Report]:
        journal, printed_on = replace(read, as_of=as_of), self.now().date()

        def described() -> Report:
            from desk_app.reports.office_journal import office_journal

            return office_journal(journal, printed_on)

        return described

    def counted(self, read: MonthJournal) -> int:
        return len(read.rows)

    def rows_text(self, rows: int) -> str:
        return trn("{n} request", "{n} requests", rows)

    def file_name(self) -> str:
        scope = self.scope.scope()
        return files.proposed_name(scope, self._desk.office.choices("system").label(scope.system))

    def _note_made(self) -> None:
        """Remember that the month was printed whole or by who sits here: nobody is reminded of it any more (S-10)."""
        scope = self.scope.scope()
        if not scope.system and scope.specialist.id in (0, self._desk.me.id):
            note_made(self._desk, scope.month)

    def _changed(self, news: Changes) -> None:
        if news.staff or news.office:
            self.scope.fill()
        super()._changed(news)

    def _open_other(self, wanted: Prints) -> None:
        open_prints(self._desk, wanted, self, self.scope.scope().month)
