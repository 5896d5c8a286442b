"""The journal of a month (S-F1): chosen above, seen below as it will print, saved or printed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, Hue
from desk_app.domain.errors import UserError
from desk_app.domain.journal import Month
from desk_app.i18n import explain, format_moment, format_month, tr, trn
from desk_app.services.journals import MonthJournal, month_journal
from desk_app.services.ports import Changes
from desk_app.ui.reports import files, making, printing
from desk_app.ui.reports.commands import actions, say
from desk_app.ui.reports.foot_bar import FootBar
from desk_app.ui.reports.making import Made
from desk_app.ui.reports.notice import Notice
from desk_app.ui.reports.pages import PageView
from desk_app.ui.reports.scope_bar import ScopeBar
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.lines import Line
from desk_app.ui.widgets.tabs import tab_order
from desk_app.ui.widgets.window_place import keep_on_screen

_GEOMETRY: Final = "journal.geometry"
_PAUSE: Final = 120
"""How long choosing must rest before the pages are made, in milliseconds."""


class JournalWindow(QWidget):
    """Made of parts that do not know each other. Everything slow happens elsewhere; it may be closed at any time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._made: Made | None = None
        self._stale = Event()
        self.scope = ScopeBar(desk, Month.of(self._now().date()), self)
        self.notice = Notice(self)
        self.pages = PageView(desk, self)
        self.commands = actions(self, self._handlers())
        self.foot = FootBar(self.pages, [self.commands[name] for name in ("smaller", "larger", "fit")], self)
        self.print = PrimaryButton("", "printer", self)
        self._tools = [self._tool(self.commands[name]) for name in ("pdf", "excel")]
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE)
        self._rest.timeout.connect(self.refresh)
        self._lay_out()
        tab_order(self.scope.system, *self._tools, self.print, self.pages)
        self.scope.changed.connect(self._chosen)
        self.print.clicked.connect(self.commands["print"].trigger)
        desk.changed.connect(self._changed)
        self.say_again()
        if not self.restoreGeometry(QByteArray.fromBase64(desk.settings.get(_GEOMETRY, "").encode())):
            self.resize(1200, 800)
        keep_on_screen(self)
        self.refresh()

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "JournalWindow":
        """Open the window over `parent`, or raise the one that is open."""
        opened = (window for window in parent.findChildren(cls) if window.isVisible())
        window = next(opened, None) or cls(desk, parent)
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    # -- made of --

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "pdf": lambda: self._save(".pdf", tr("PDF files"), making.save_pdf),
            "excel": lambda: self._save(".xlsx", tr("Excel files"), making.save_xlsx),
            "print": self._print,
            "earlier": lambda: self.scope.step(-1),
            "later": lambda: self.scope.step(1),
            "smaller": self.pages.zoom_out,
            "larger": self.pages.zoom_in,
            "fit": self.pages.fit,
            "update": self.refresh,
            "close": self.close,
        }

    def _lay_out(self) -> None:
        top = QWidget(self)
        row = QHBoxLayout(top)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.scope)
        row.addStretch(1)
        for widget in (*self._tools, self.print):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (top, Line(self), self.notice, self.pages, Line(self), self.foot):
            column.addWidget(part, 1 if part is self.pages else 0)
        self.pages.setFocus()

    def _tool(self, action: QAction) -> QToolButton:
        tool = QToolButton(self)
        tool.setDefaultAction(action)
        tool.setIconSize(QSize(20, 20))
        tool.setMinimumHeight(4 * GRID)
        tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return tool

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        say(self.commands)
        self.scope.fill()
        self._entitle()
        self.pages.setAccessibleName(tr("Pages as they will print"))
        self.print.setText(tr("Print…"))
        self.print.setAccessibleName(tr("Print…"))
        self.print.setToolTip(self.commands["print"].toolTip())
        for tool in self._tools:
            tool.setAccessibleName(tool.defaultAction().text())
        self.foot.say_again()

    def _entitle(self) -> None:
        month = self.scope.scope().month
        self.setWindowTitle(tr("Journal of {month}", month=format_month(month.year, month.month)))

    # -- reading and making --

    def _chosen(self) -> None:
        self._entitle()
        self._forget()
        self._rest.start()

    def refresh(self) -> None:
        """Read the journal that is chosen and make its pages anew."""
        self._rest.stop()
        self._forget()
        stale, scope = self._stale, self.scope.scope()
        self.foot.say(tr("Reading the requests of the month…"))
        self._desk.query_now(
            self, lambda reader: month_journal(reader, scope), partial(self._read, stale), partial(self._failed, stale)
        )

    def _forget(self) -> None:
        """Let go of what was asked for before; its pages fade."""
        self._stale.set()
        self._stale = Event()
        self._made = None
        self.notice.hide()
        if self.pages.count:
            self.pages.fade()
        else:
            self.pages.say(tr("The pages of the journal will stand here in a moment."))
        self._gate()

    def _read(self, stale: Event, journal: MonthJournal, as_of: datetime | None) -> None:
        if stale.is_set():
            return
        journal = replace(journal, as_of=as_of)
        self.foot.say(trn("Making the pages of {n} request…", "Making the pages of {n} requests…", len(journal.rows)))
        work = partial(making.make, journal, self._now().date(), lambda: not stale.is_set())
        self._desk.work(self, work, partial(self._show, stale), partial(self._failed, stale))

    def _show(self, stale: Event, made: Made) -> None:
        if stale.is_set():
            return
        self._made = made
        if made.as_of is not None:
            when = format_moment(made.as_of.astimezone(self._desk.office.zone))
            said = tr("The office cannot be reached. This is the copy on this computer as of {time}.", time=when)
            self.notice.say(said, [self._again()], Hue.WAITING)
        self.pages.show_pages(made)
        rows = trn("{n} request", "{n} requests", made.rows)
        self.foot.say(rows + " · " + trn("{n} page", "{n} pages", len(made.sizes)))
        self._gate()

    def _failed(self, stale: Event, error: UserError) -> None:
        if stale.is_set():
            return
        self.pages.say(explain(error))
        self.foot.say("")
        self.notice.say(tr("The journal could not be made."), [self._again()], Hue.BAD)

    def _gate(self) -> None:
        for name in ("pdf", "excel", "print"):
            self.commands[name].setEnabled(self._made is not None)
        self.print.setEnabled(self._made is not None)

    def _again(self) -> tuple[str, str, Callable[[], object]]:
        return tr("Make it again"), "refresh", self.refresh

    def _changed(self, news: Changes) -> None:
        if news.staff or news.office:
            self.scope.fill()
        if news.tickets and self._made is not None and not self.notice.isVisible():
            said = tr("Requests were changed since these pages were made.")
            self.notice.say(said, [self._again()], Hue.CALM)

    def _now(self) -> datetime:
        return datetime.now(self._desk.office.zone)

    # -- saving and printing --

    def _save(self, suffix: str, kind: str, write: Callable[[Made, Path], Path]) -> None:
        made = self._made
        if made is None:
            return
        path = files.ask_path(self, self._desk, self._name(), suffix, kind)
        if path is not None:
            self.notice.say(tr("Saving {name}…", name=path.name), hue=Hue.CALM)
            self._desk.work(self, partial(write, made, path), self._saved, self._not_done, must=True)

    def _saved(self, path: Path) -> None:
        show = partial(files.show_file, self, self._desk)
        offers = [
            (tr("Open the file"), "file-text", partial(show, path)),
            (tr("Open the folder"), "folder-open", partial(show, path.parent)),
        ]
        self.notice.say(tr("Saved as {path}", path=path), offers)

    def _print(self) -> None:
        made = self._made
        if made is None:
            return
        try:
            printer = printing.ask_printer(self, made, self._name())
        except UserError as error:
            self._desk.messages.error(self, error)
            return
        if printer is not None:
            self.notice.say(tr("Printing…"), hue=Hue.CALM)
            work = partial(making.print_pages, made, printer, printing.chosen_pages(made, printer))
            self._desk.work(self, work, self._printed, self._not_done, must=True)

    def _printed(self, pages: int) -> None:
        self.notice.say(trn("{n} page sent to the printer.", "{n} pages sent to the printer.", pages))

    def _not_done(self, error: UserError) -> None:
        self.notice.hide()
        self._desk.messages.error(self, error)

    def _name(self) -> str:
        scope = self.scope.scope()
        return files.proposed_name(scope, self._desk.office.choices("system").label(scope.system))

    # -- coming and going --

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "foot"):
            self.say_again()
            self._rest.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stale.set()
        self._desk.settings.set(_GEOMETRY, self.saveGeometry().toBase64().toStdString())
        super().closeEvent(event)
