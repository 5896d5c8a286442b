"""One report description made into a PDF, a spreadsheet or a picture of its pages."""

from pathlib import Path

from desk_app.domain.errors import BadInput
from desk_app.reports.description import Report
from desk_app.reports.form import Form
from desk_app.reports.grid import Grid


def write(report: Report | Form | Grid, path: Path) -> None:
    """Write `report` to `path` as its ending says: .pdf, .xlsx or .csv.

    A form is no table and cannot be a .csv file.
    Raises BadInput for another ending, Unavailable when the file cannot be written (an old one then stays).
    """
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        from desk_app.reports.pdf import write_pdf

        write_pdf(report, path)
    elif suffix == ".xlsx":
        from desk_app.reports.xlsx import write_xlsx

        write_xlsx(report, path)
    elif suffix == ".csv" and isinstance(report, Report):
        from desk_app.reports.delimited import write_csv

        write_csv(report, path)
    elif isinstance(report, Form | Grid):
        raise BadInput(
            "{name} is neither a PDF nor an Excel file. End its name with .pdf or .xlsx.", field="out", name=path.name
        )
    else:
        raise BadInput(
            "{name} is neither a PDF nor an Excel nor a CSV file. End its name with .pdf, .xlsx or .csv.",
            field="out",
            name=path.name,
        )
