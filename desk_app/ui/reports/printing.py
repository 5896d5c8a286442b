"""Which printer, and which pages."""

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from desk_app.domain.errors import Unavailable
from desk_app.i18n import tr
from desk_app.ui.reports.making import Made, lay_paper


def ask_printer(parent: QWidget, made: Made, title: str, heading: str = "") -> QPrinter | None:
    """Return the printer that was chosen, set up for the pages of `made`; None when the person left.

    `title` names the print for the printer, `heading` the dialog, where it is not the journal that is printed.

    Raises Unavailable when the computer has no printer.
    """
    if not QPrinterInfo.availablePrinterNames():
        raise Unavailable("No printer is set up on this computer. Save a PDF and print it where there is one.")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    lay_paper(made, printer)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(heading or tr("Print the journal"))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, len(made.sizes))
    try:
        return printer if dialog.exec() else None
    finally:
        dialog.deleteLater()


def chosen_pages(made: Made, printer: QPrinter) -> range:
    """Return the pages (from 0) that were asked for."""
    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return range(len(made.sizes))
    return range(max(printer.fromPage() - 1, 0), min(printer.toPage(), len(made.sizes)))
