"""Statistics taken along: saved as PDF or Excel, or printed. The pages are made when they are asked for."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain.errors import UserError
from desk_app.i18n import tr, trn
from desk_app.reports.statistics import TITLES, period_words, statistics_report
from desk_app.services.statistics import Figures
from desk_app.ui.reports import files, making, printing
from desk_app.ui.reports.making import Made
from desk_app.ui.reports.notice import Notice


class Taking(QObject):
    """Asks over `window` and tells what became of it in `notice`."""

    def __init__(self, desk: Desk, window: QWidget, notice: Notice) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._notice = notice

    def save(self, figures: Figures | None, chart: str, suffix: str) -> None:
        """Save `figures` with their `chart` where the person says; `suffix` is .pdf or .xlsx."""
        if figures is None:
            return
        kind, write = {
            ".pdf": (tr("PDF files"), making.save_pdf),
            ".xlsx": (tr("Excel files"), making.save_xlsx),
        }[suffix]
        title = tr("Save the statistics")
        path = files.ask_path(self._window, self._desk, name_of(figures), suffix, kind, title=title)
        if path is not None:
            self._notice.say(tr("Saving {name}…", name=path.name), hue=Hue.CALM)
            self._make(figures, chart, partial(self._write, path, write))

    def print(self, figures: Figures | None, chart: str) -> None:
        """Print `figures` with their `chart`."""
        if figures is not None:
            self._make(figures, chart, partial(self._ask_printer, name_of(figures)))

    def _make(self, figures: Figures, chart: str, then: Callable[[Made], None]) -> None:
        describe = partial(statistics_report, figures, chart, today_of(self._desk))
        about = making.About(describe, figures.office.language, len(figures.rows), figures.as_of)
        self._desk.work(self, partial(making.make, about, lambda: True), then, self._not_done)

    def _write(self, path: Path, write: Callable[[Made, Path], Path], made: Made) -> None:
        self._desk.work(self, partial(write, made, path), self._saved, self._not_done, must=True)

    def _saved(self, path: Path) -> None:
        show = partial(files.show_file, self._window, self._desk)
        offers = [
            (tr("Open the file"), "file-text", partial(show, path)),
            (tr("Open the folder"), "folder-open", partial(show, path.parent)),
        ]
        self._notice.say(tr("Saved as {path}", path=path), offers)

    def _ask_printer(self, name: str, made: Made) -> None:
        try:
            printer = printing.ask_printer(self._window, made, name, tr("Print the statistics"))
        except UserError as error:
            self._desk.messages.error(self._window, error)
            return
        if printer is not None:
            self._notice.say(tr("Printing…"), hue=Hue.CALM)
            work = partial(making.print_pages, made, printer, printing.chosen_pages(made, printer))
            self._desk.work(self, work, self._printed, self._not_done, must=True)

    def _printed(self, pages: int) -> None:
        self._notice.say(trn("{n} page sent to the printer.", "{n} pages sent to the printer.", pages))

    def _not_done(self, error: UserError) -> None:
        self._notice.hide()
        self._desk.messages.error(self._window, error)


def name_of(figures: Figures) -> str:
    """Return the name that is proposed for a file, without its ending."""
    asked = figures.asked
    return files.file_name(tr("Statistics"), period_words(asked.first, asked.last), tr(TITLES[asked.by]))


def today_of(desk: Desk) -> date:
    """Return the office's day."""
    return datetime.now(desk.office.zone).date()
