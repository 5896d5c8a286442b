"""The copy of a schedule as a letter to the customer (E-7a): any mail program opens it, ready to be sent."""

from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from typing import Final

from desk_app.i18n import format_month, tr
from desk_app.reports import grid_xlsx
from desk_app.reports.clean import clean
from desk_app.reports.description import Sheet
from desk_app.reports.pdf import pdf_bytes
from desk_app.reports.roster_grid import roster_grid
from desk_app.services.duty.prints import MonthSheet

_EXCEL: Final = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNSENT: Final = "X-Unsent"
"""The header by which a mail program opens a file as a letter that is still to be sent."""


def roster_letter(sheet: MonthSheet, printed_on: date, to: str = "", paper: Sheet = Sheet.A4) -> bytes:
    """Return the letter as an .eml file, the schedule attached as PDF and Excel; `to` may be left out."""
    grid = roster_grid(sheet, printed_on, paper)
    first = sheet.frame.first
    letter = EmailMessage(SMTP)
    letter["Subject"] = " ".join(clean(grid.title).split())
    if to:
        letter["To"] = " ".join(clean(to).split())
    letter[_UNSENT] = "1"
    month = format_month(first.year, first.month)
    said = tr("Please find attached the schedule of duty for {month} ({version}).", month=month,
              version=grid.subtitles[0])  # fmt: skip
    letter.set_content(f"{said}\n\n{grid.heading}\n")
    name = f"{sheet.schedule.month}-v{sheet.schedule.number}"
    excel = BytesIO()
    grid_xlsx.compose(grid, excel)
    for content, subtype, ending in ((pdf_bytes(grid), "pdf", "pdf"), (excel.getvalue(), _EXCEL, "xlsx")):
        letter.add_attachment(content, maintype="application", subtype=subtype, filename=f"{name}.{ending}")
    return letter.as_bytes()
