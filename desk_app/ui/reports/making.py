"""What happens off the window's thread: a report becomes its PDF, its pages pictures, its pictures paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from desk_app import i18n
from desk_app.domain.errors import Cancelled, Unavailable
from desk_app.reports.description import Report
from desk_app.reports.form import Form
from desk_app.reports.grid import Grid

POINTS: Final = 72.0
"""Points to the inch."""
FINEST: Final = 400
"""Dots to the inch at which pages are drawn for a printer, at most: a page is 60 MB then."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report in its office's language, the file that it is, and the sizes of its pages in points."""

    report: Report | Form | Grid
    language: str
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    rows: int
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What is to be made: `describe` is called in the office's `language`; `rows` and `as_of` as of Made."""

    describe: Callable[[], Report | Form | Grid]
    language: str
    rows: int
    as_of: datetime | None = None


def make(about: About, wanted: Callable[[], bool]) -> Made:
    """Make the PDF of `about`, unless it is not `wanted` any more."""
    if not wanted():
        raise Cancelled
    from desk_app.reports.pdf import pdf_bytes
    from desk_app.reports.preview import preview

    with i18n.speaking(about.language):
        report = about.describe()
        pdf = pdf_bytes(report)
    with preview(pdf) as pages:
        sizes = tuple(pages.size(index) for index in range(len(pages)))
    return Made(report, about.language, pdf, sizes, about.rows, about.as_of)


def draw(pdf: bytes, index: int, scale: float) -> QImage:
    """Draw page `index` (from 0), `scale` pixels to a point."""
    from desk_app.reports.preview import preview

    with preview(pdf) as pages:
        page = pages.page(index, scale)
    seen = QImage(page.rgba, page.width, page.height, page.width * 4, QImage.Format.Format_RGBA8888)
    return seen.convertToFormat(QImage.Format.Format_RGB32)


def save_pdf(made: Made, path: Path) -> Path:
    """Write the very file whose pages are shown. Raises Unavailable; an old file then stays."""
    from desk_app.services.whole_file import write_whole

    write_whole(path, lambda stream: _pour(made.pdf, stream.write))
    return path


def save_xlsx(made: Made, path: Path) -> Path:
    """Write the same rows as a spreadsheet. Raises Unavailable; an old file then stays."""
    from desk_app.reports import write

    with i18n.speaking(made.language):
        write(made.report, path)
    return path


def print_pages(made: Made, printer: QPrinter, indexes: Sequence[int]) -> int:
    """Print the pages `indexes` (from 0) and return how many they were. Raises Unavailable."""
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise _silent(printer)
    try:
        for place, index in enumerate(indexes):
            if place and not printer.newPage():
                raise _silent(printer)
            paper = printer.pageLayout().fullRectPixels(printer.resolution())
            width, height = made.sizes[index]
            room = min(paper.width() / width, paper.height() / height)
            page = draw(made.pdf, index, min(room, FINEST / POINTS))
            target = QRectF(0, 0, width * room, height * room)
            target.moveCenter(QRectF(0, 0, paper.width(), paper.height()).center())
            painter.drawImage(target, page)
    finally:
        painter.end()
    if printer.printerState() == QPrinter.PrinterState.Error:
        raise _silent(printer)
    return len(indexes)


def lay_paper(made: Made, printer: QPrinter) -> None:
    """Ask `printer` for A4 paper that lies as the pages do."""
    from PySide6.QtGui import QPageSize

    wide = all(width > height for width, height in made.sizes)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)


def screen_size(size: tuple[float, float], scale: float) -> QSizeF:
    """Return what a page of `size` points takes at `scale` pixels to a point: as many as `draw` makes of it."""
    return QSizeF(ceil(size[0] * scale), ceil(size[1] * scale))


def _pour(data: bytes, write: Callable[[bytes], object]) -> None:
    write(data)


def _silent(printer: QPrinter) -> Unavailable:
    if printer.outputFileName():
        return Unavailable(
            "{name} was not written. Check that the folder exists and has room, then try again.",
            name=printer.outputFileName(),
        )
    return Unavailable(
        "The printer {name} did not take the pages. Check that it is switched on and has paper, "
        "or save a PDF and print it later.",
        name=printer.printerName() or "?",
    )
