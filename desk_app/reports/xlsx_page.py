"""How a sheet is printed: its paper, which way it lies and is read, and the count of pages."""

from typing import Any, Final

from openpyxl.worksheet.page import PageMargins

from desk_app.i18n import tr
from desk_app.reports.description import Direction, Orientation, Printed, Sheet

_PAPERS: Final = {Sheet.A4: 9, Sheet.A3: 8}
"""What a workbook calls the sizes of paper."""


def set_page(sheet: Any, printed: Printed) -> None:
    """Let `sheet` print as `printed` says, as wide as one page."""
    sheet.sheet_view.rightToLeft = printed.direction is Direction.RTL
    sheet.sheet_view.showGridLines = False
    setup = sheet.page_setup
    setup.orientation = "landscape" if printed.orientation is Orientation.LANDSCAPE else "portrait"
    setup.paperSize = _PAPERS[printed.sheet]
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.47, right=0.47, top=0.47, bottom=0.6, header=0.3, footer=0.3)
    sheet.oddFooter.right.text = tr("Page {page} of {pages}", page="&P", pages="&N")
    sheet.oddFooter.right.size = 8
