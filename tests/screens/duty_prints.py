"""The prints of duty as pictures: the schedule on A4 and A3, and the timesheet T-13."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.services.duty import schedules
from desk_app.services.duty.timesheet import as_planned
from desk_app.services.ports import Changes, Session
from desk_app.ui.reports.duty_print_window import DutyForm, DutyPrintWindow
from tests.screens.duty import make
from tests.screens.journal import settle
from tests.screens.stage import close, seated
from tests.support.desk import write
from tests.support.rota import MONTH

WORKED = 11
"""So many days of the month are in the timesheet already."""


def duty_prints(folder: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the prints of a month of twelve people, and the schedule of thirty on A3."""
    for count, forms in ((12, (DutyForm.GRID_A4, DutyForm.TIMESHEET)), (30, (DutyForm.GRID_A3,))):
        path = folder / f"duty-print-{count}-{language}.desk"
        if not path.exists():
            make(path, language, count)
            write(path, "boss", partial(schedules.publish, month=MONTH, number=1))
            write(path, "boss", worked)
        with seated(path, "boss") as desk:
            root = QWidget()
            window = DutyPrintWindow.open(desk, MONTH, 1, root)
            window.resize(1280, 900)
            for form in forms:
                window.form.setCurrentIndex(window.form.findData(form.value))
                settle(window)
                yield f"duty-print-{count}-{form.value}", window
            window.close()
            close(root)


def worked(db: Session) -> Changes:
    """Let everybody have worked the first days of the month as planned."""
    first = date.fromisoformat(f"{MONTH}-01")
    everybody = [person.id for person in db.staff.everybody() if person.line]
    for number in range(WORKED):
        as_planned(db, everybody, first + timedelta(days=number))
    return Changes(duty=True)
