"""A report as PDF: real text, embedded fonts, time linear in the text."""

from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from desk_app.reports import fonts, paper
from desk_app.reports.clean import clean
from desk_app.reports.description import Report
from desk_app.reports.draw import Page
from desk_app.reports.flow import paginate
from desk_app.reports.frame import Frame, Type
from desk_app.reports.table import Table
from desk_app.reports.typeset import Typesetter
from desk_app.services.whole_file import write_whole

rl_config.useA85 = 0  # binary streams: wrapping them as text takes longer than all the rest


def write_pdf(report: Report, path: Path) -> None:
    """Write `report` to `path`. Raises Unavailable when that cannot be done; an old file then stays."""
    write_whole(path, lambda stream: _compose(report, stream))


def pdf_bytes(report: Report) -> bytes:
    """Return `report` as the bytes that `write_pdf` would write."""
    stream = BytesIO()
    _compose(report, stream)
    return stream.getvalue()


def _compose(report: Report, stream: BinaryIO) -> None:
    regular, bold = fonts.face(fonts.REGULAR), fonts.face(fonts.BOLD)
    first_font: Any = fonts.REGULAR  # or else the canvas names Helvetica, which nobody embeds
    canvas: Any = Canvas(stream, paper.page_size(report), pageCompression=1, invariant=1, initialFontName=first_font)
    canvas.setTitle(clean(report.title))
    canvas.setAuthor(clean(report.heading))
    canvas.setSubject(clean(" · ".join(report.subtitles)))
    canvas.setCreator("desk_app")
    document: PDFDocument = canvas._doc
    sizes = Type(
        body=Typesetter(regular, paper.BODY_SIZE, document),
        header=Typesetter(bold, paper.HEADER_SIZE, document),
        title=Typesetter(bold, paper.TITLE_SIZE, document),
        subtitle=Typesetter(regular, paper.SUBTITLE_SIZE, document),
        small=Typesetter(regular, paper.SMALL_SIZE, document),
    )
    box = paper.box_of(report)
    frame = Frame(report, box, sizes)
    pages = _pages(Table(report, box, sizes.body, sizes.header), frame, box)
    for number, body in enumerate(pages, 1):
        foot = Page(box)
        frame.foot(foot, number, len(pages))
        canvas.addLiteral(body)
        canvas.addLiteral(foot.code())
        canvas.showPage()
    canvas.save()


def _pages(table: Table, frame: Frame, box: paper.Box) -> list[str]:
    """Draw every page but its foot, which must know how many there are."""
    page = Page(box)
    top = frame.head(page)
    header = table.header()
    first_room = top - box.bottom - header.height
    layout = paginate(table, first_room, box.height - header.height, frame.signature_height)
    pages: list[str] = []
    bottom = page.table(table.edges, header, next(layout), top)
    for strips in layout:
        pages.append(page.code())
        page = Page(box)
        bottom = page.table(table.edges, header, strips, box.top)
    frame.sign(page, bottom)
    return [*pages, page.code()]
