"""A window that shows a print as it will be: chosen above, seen below, saved or printed."""

from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, Hue
from desk_app.domain.errors import UserError
from desk_app.i18n import explain, format_moment, tr, trn
from desk_app.reports.description import Report
from desk_app.reports.form import Form
from desk_app.reports.grid import Grid
from desk_app.services.ports import Changes, Reader
from desk_app.ui.reports import files, making, printing
from desk_app.ui.reports.commands import actions, say
from desk_app.ui.reports.foot_bar import FootBar
from desk_app.ui.reports.making import Made
from desk_app.ui.reports.notice import Notice
from desk_app.ui.reports.pages import PageView
from desk_app.ui.reports.words import Words
from desk_app.ui.widgets.buttons import PrimaryButton, tool_button
from desk_app.ui.widgets.lines import Line
from desk_app.ui.widgets.window_place import keep_on_screen

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
_PAUSE: Final = 120
"""How long choosing must rest before the pages are made, in milliseconds."""


class ReportWindow(QWidget, Generic[T]):
    """Made of parts that do not know each other. Everything slow happens elsewhere; it may be closed at any time.

    A kind of it reads a `T` (`ask`) and describes it (`describe`). `bar` holds what is chosen from; a choice is
    followed by `choose_again`. `handed` tells that the print was saved or printed.
    """

    handed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None, bar: QWidget, geometry: str) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._geometry = geometry
        self._made: Made | None = None
        self._stale = Event()
        self.bar = bar
        bar.setParent(self)
        self.notice = Notice(self)
        self.pages = PageView(desk, self)
        self.commands = actions(self, self.handlers())
        self.foot = FootBar(self.pages, [self.commands[name] for name in ("smaller", "larger", "fit")], self)
        self.print = PrimaryButton("", "printer", self)
        self.tools = [tool_button(self.commands[name], self) for name in ("pdf", "excel")]
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE)
        self._rest.timeout.connect(self.refresh)
        self._lay_out()
        self.print.clicked.connect(self.commands["print"].trigger)
        desk.changed.connect(self._changed)
        if not self.restoreGeometry(QByteArray.fromBase64(desk.settings.get(geometry, "").encode())):
            self.resize(1200, 800)
        keep_on_screen(self)

    # -- what each kind of it is --

    @abstractmethod
    def words(self) -> Words:
        """Return what the window says about itself."""

    @abstractmethod
    def ask(self) -> Callable[[Reader], T]:
        """Return what reads what is chosen now."""

    @abstractmethod
    def describe(self, read: T, as_of: datetime | None) -> Callable[[], Report | Form | Grid]:
        """Return what describes the print of `read`; it is called on another thread, in the office's language."""

    @abstractmethod
    def counted(self, read: T) -> int:
        """Return how many rows `read` has."""

    @abstractmethod
    def rows_text(self, rows: int) -> str:
        """Return what is said of so many rows."""

    @abstractmethod
    def file_name(self) -> str:
        """Return the name that is proposed for a file, without its ending."""

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands do; a kind without months has none for them."""
        return {
            "pdf": lambda: self._save(".pdf", tr("PDF files"), making.save_pdf),
            "excel": lambda: self._save(".xlsx", tr("Excel files"), making.save_xlsx),
            "print": self._print,
            "smaller": self.pages.zoom_out,
            "larger": self.pages.zoom_in,
            "fit": self.pages.fit,
            "update": self.refresh,
            "close": self.close,
        }

    # -- made of --

    def _lay_out(self) -> None:
        top = QWidget(self)
        self._top = QHBoxLayout(top)
        self._top.setContentsMargins(GRID, GRID, GRID, GRID)
        self._top.setSpacing(GRID)
        self._top.addWidget(self.bar)
        self._top.addStretch(1)
        for widget in (*self.tools, self.print):
            self._top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (top, Line(self), self.notice, self.pages, Line(self), self.foot):
            column.addWidget(part, 1 if part is self.pages else 0)
        self.pages.setFocus()

    def add_tool(self, tool: QWidget) -> None:
        """Put `tool` before the others."""
        self._top.insertWidget(self._top.indexOf(self.tools[0]), tool)

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        say(self.commands)
        self.setWindowTitle(self.words().title)
        self.pages.setAccessibleName(tr("Pages as they will print"))
        self.print.setText(tr("Print…"))
        self.print.setAccessibleName(tr("Print…"))
        self.print.setToolTip(self.commands["print"].toolTip())
        for tool in self.tools:
            tool.setAccessibleName(tool.defaultAction().text())
        self.foot.say_again()

    # -- reading and making --

    def choose_again(self) -> None:
        """Make the pages of what is chosen now, once choosing rests."""
        self.setWindowTitle(self.words().title)
        self._forget()
        self._rest.start()

    def refresh(self) -> None:
        """Read what is chosen and make its pages anew."""
        self._rest.stop()
        self._forget()
        stale = self._stale
        self.foot.say(self.words().reading)
        self._desk.query_now(self, self.ask(), partial(self._read, stale), partial(self._failed, stale))

    def _forget(self) -> None:
        """Let go of what was asked for before; its pages fade."""
        self._stale.set()
        self._stale = Event()
        self._made = None
        self.notice.hide()
        if self.pages.count:
            self.pages.fade()
        else:
            self.pages.say(self.words().soon)
        self._gate()

    def _read(self, stale: Event, read: T, as_of: datetime | None) -> None:
        if stale.is_set():
            return
        self.foot.say(tr("Making the pages…"))
        language = self._desk.office.language
        about = making.About(self.describe(read, as_of), language, self.counted(read), as_of)
        work = partial(making.make, about, lambda: not stale.is_set())
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
        pages = trn("{n} page", "{n} pages", len(made.sizes))
        self.foot.say(" · ".join(filter(None, (self.rows_text(made.rows), pages))))
        self._gate()

    def _failed(self, stale: Event, error: UserError) -> None:
        if stale.is_set():
            return
        self.pages.say(explain(error))
        self.foot.say("")
        self.notice.say(self.words().failed, [self._again()], Hue.BAD)

    def _gate(self) -> None:
        for name in ("pdf", "excel", "print"):
            self.commands[name].setEnabled(self._made is not None)
        self.print.setEnabled(self._made is not None)

    def _again(self) -> tuple[str, str, Callable[[], object]]:
        return tr("Make it again"), "refresh", self.refresh

    def is_about(self, news: Changes) -> bool:
        """Tell whether what the pages show may be another after `news`."""
        return bool(news.tickets)

    def _changed(self, news: Changes) -> None:
        if self.is_about(news) and self._made is not None and not self.notice.isVisible():
            self.notice.say(self.words().changed, [self._again()], Hue.CALM)

    def now(self) -> datetime:
        """Return the office's local time."""
        return datetime.now(self._desk.office.zone)

    # -- saving and printing --

    def _save(self, suffix: str, kind: str, write: Callable[[Made, Path], Path]) -> None:
        made = self._made
        if made is None:
            return
        path = files.ask_path(self, self._desk, self.file_name(), suffix, kind, title=self.words().save)
        if path is not None:
            self.notice.say(tr("Saving {name}…", name=path.name), hue=Hue.CALM)
            self._desk.work(self, partial(write, made, path), self._saved, self._not_done, must=True)

    def _saved(self, path: Path) -> None:
        self.say_saved(path)
        self.handed.emit()

    def say_saved(self, path: Path) -> None:
        """Say that `path` was written, and offer to open it."""
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
            printer = printing.ask_printer(self, made, self.file_name(), self.words().print)
        except UserError as error:
            self._desk.messages.error(self, error)
            return
        if printer is not None:
            self.notice.say(tr("Printing…"), hue=Hue.CALM)
            work = partial(making.print_pages, made, printer, printing.chosen_pages(made, printer))
            self._desk.work(self, work, self._printed, self._not_done, must=True)

    def _printed(self, pages: int) -> None:
        self.notice.say(trn("{n} page sent to the printer.", "{n} pages sent to the printer.", pages))
        self.handed.emit()

    def _not_done(self, error: UserError) -> None:
        self.notice.hide()
        self._desk.messages.error(self, error)

    # -- coming and going --

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_rest"):
            self.say_again()
            self._rest.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stale.set()
        self._desk.settings.set(self._geometry, self.saveGeometry().toBase64().toStdString())
        super().closeEvent(event)


def raised(window: W) -> W:
    """Show `window` in front, and return it."""
    window.show()
    window.raise_()
    window.activateWindow()
    return window
