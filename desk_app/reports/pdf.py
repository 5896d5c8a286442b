"""A report as PDF: real text, embedded fonts, time linear in the text."""

from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from desk_app.reports import fonts, paper
from desk_app.reports.chart_draw import draw_chart
from desk_app.reports.clean import clean
from desk_app.reports.description import Printed, Report
from desk_app.reports.draw import Page
from desk_app.reports.flow import paginate
from desk_app.reports.form import Form
from desk_app.reports.form_draw import FormPage
from desk_app.reports.form_layout import FormBody
from desk_app.reports.frame import Frame, Type
from desk_app.reports.grid import Grid
from desk_app.reports.grid_draw import GridPage
from desk_app.reports.grid_layout import GridBody
from desk_app.reports.table import Table
from desk_app.reports.typeset import Typesetter
from desk_app.services.whole_file import write_whole

Printable: TypeAlias = Report | Form | Grid
_LEAST_ROOM: Final = 25 * paper.MM
"""With less room for the rows below a chart, the table begins on a new page."""
rl_config.useA85 = 0  # binary streams: wrapping them as text takes longer than all the rest


def write_pdf(report: Printable, path: Path) -> None:
    """Write `report` to `path`. Raises Unavailable when that cannot be done; an old file then stays."""
    write_whole(path, lambda stream: _compose(report, stream))


def pdf_bytes(report: Printable) -> bytes:
    """Return `report` as the bytes that `write_pdf` would write."""
    stream = BytesIO()
    _compose(report, stream)
    return stream.getvalue()


def _compose(report: Printable, stream: BinaryIO) -> None:
    canvas = _canvas(report, stream)
    sizes = _sizes(canvas._doc)
    parts = (report, *report.more) if isinstance(report, Report) else (report,)
    pages = [(part, body) for part in parts for body in _bodies(part, sizes, canvas._doc)]
    for number, (part, body) in enumerate(pages, 1):
        box = paper.box_of(part)
        foot = Page(box)
        Frame(part, box, sizes).foot(foot, number, len(pages))
        canvas.setPageSize(paper.page_size(part))
        canvas.addLiteral(body)
        canvas.addLiteral(foot.code())
        canvas.showPage()
    canvas.save()


def _bodies(part: Printable, sizes: Type, document: PDFDocument) -> list[str]:
    """Draw the pages of one part, all but what stands at their foot."""
    box = paper.box_of(part)
    frame = Frame(part, box, sizes)
    if isinstance(part, Grid):
        return _grid_pages(part, frame, box, document)
    return _form_pages(part, frame, box, sizes) if isinstance(part, Form) else _pages(part, frame, box, sizes)


def _canvas(report: Printed, stream: BinaryIO) -> Any:
    """Return an empty document that says what it is."""
    fonts.face(fonts.REGULAR)  # it must be known before the canvas names it
    first_font: Any = fonts.REGULAR  # or else the canvas names Helvetica, which nobody embeds
    canvas: Any = Canvas(stream, paper.page_size(report), pageCompression=1, invariant=1, initialFontName=first_font)
    canvas.setTitle(clean(report.title))
    canvas.setAuthor(clean(report.heading))
    canvas.setSubject(clean(" · ".join(report.subtitles)))
    canvas.setCreator("desk_app")
    return canvas


def _sizes(document: PDFDocument) -> Type:
    regular, bold = fonts.face(fonts.REGULAR), fonts.face(fonts.BOLD)
    return Type(
        body=Typesetter(regular, paper.BODY_SIZE, document),
        header=Typesetter(bold, paper.HEADER_SIZE, document),
        title=Typesetter(bold, paper.TITLE_SIZE, document),
        subtitle=Typesetter(regular, paper.SUBTITLE_SIZE, document),
        small=Typesetter(regular, paper.SMALL_SIZE, document),
        form=Typesetter(regular, paper.FORM_SIZE, document),
        label=Typesetter(bold, paper.FORM_SIZE, document),
    )


def _pages(report: Report, frame: Frame, box: paper.Box, sizes: Type) -> list[str]:
    """Draw every page but its foot, which must know how many there are."""
    table = Table(report, box, sizes.body, sizes.header)
    page = Page(box)
    top = frame.head(page)
    header = table.header()
    pages: list[str] = []
    for chart in report.charts:
        top = draw_chart(page, chart, box, top, (sizes.body, sizes.header))
    first_room = top - box.bottom - header.height
    if report.charts and first_room < _LEAST_ROOM:
        pages.append(page.code())
        page, top = Page(box), box.top
        first_room = box.height - header.height
    layout = paginate(table, first_room, box.height - header.height, frame.signature_height)
    bottom = page.table(table.edges, header, next(layout), top)
    for strips in layout:
        pages.append(page.code())
        page = Page(box)
        bottom = page.table(table.edges, header, strips, box.top)
    frame.sign(page, bottom)
    return [*pages, page.code()]


def _form_pages(form: Form, frame: Frame, box: paper.Box, sizes: Type) -> list[str]:
    """Draw every page of a form but its foot."""
    page = FormPage(box)
    top = frame.head(page)
    body = FormBody(form, box, sizes.form, sizes.label)
    layout = paginate(body, top - box.bottom, box.height, frame.signature_height)
    pages: list[str] = []
    bottom = page.blocks(next(layout), top)
    for blocks in layout:
        pages.append(page.code())
        page = FormPage(box)
        bottom = page.blocks(blocks, box.top)
    frame.sign(page, bottom)
    return [*pages, page.code()]


def _grid_pages(grid: Grid, frame: Frame, box: paper.Box, document: PDFDocument) -> list[str]:
    """Draw every page of a grid but its foot, each with the header above."""
    text, bold = (Typesetter(fonts.face(name), grid.size, document) for name in (fonts.REGULAR, fonts.BOLD))
    body = GridBody(grid, box, text, bold)
    page = GridPage(box)
    top = frame.head(page)
    layout = paginate(body, top - box.bottom - body.header.height, body.room, frame.signature_height)
    pages: list[str] = []
    bottom = page.strips([body.header, *next(layout)], top)
    for strips in layout:
        pages.append(page.code())
        page = GridPage(box)
        bottom = page.strips([body.header, *strips], box.top)
    frame.sign(page, bottom)
    return [*pages, page.code()]
