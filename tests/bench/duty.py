"""How long one step of a paint drag over a month of thirty people takes, counters live, against bare Qt."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from desk_app.domain.roster import Plan
from desk_app.services import people
from desk_app.services.duty import schedules
from desk_app.ui.duty.grid_model import GridModel
from desk_app.ui.duty.grid_view import GridView
from desk_app.ui.duty.sheet import Sheet
from tests.support.rota import MONTH, make_rota

PEOPLE, DAYS = 30, 31
SIZE = (1260, 860)


def run(quick: bool = False) -> None:
    """Print what was measured."""
    app = QApplication.instance() or QApplication([])
    with TemporaryDirectory() as folder:
        sheet = _sheet(Path(folder))
        model = GridModel()
        grid = GridView(model)
        model.show_sheet(sheet)
        grid.resize(*SIZE)
        grid.show()
        app.processEvents()
        codes = ("early", "late", "second", "")
        steps = []
        for number in range(PEOPLE * DAYS if not quick else 5 * DAYS):
            cell = sheet.cell(number // DAYS, number % DAYS)
            steps.append(_took(lambda cell=cell, number=number: _step(app, sheet, cell, codes[number % 4])))
        bare = _bare(app)
        grid.close()
    print(
        f"duty grid, {PEOPLE} x {DAYS}: a paint step with counters and repaint {median(steps) * 1e3:.1f} ms "
        f"(worst {max(steps) * 1e3:.0f}); a whole repaint of an empty table {bare * 1e3:.1f} ms; "
        f"ratio {median(steps) / bare:.1f}"
    )


def _sheet(folder: Path) -> Sheet:
    made = make_rota(folder)

    def hire(db):  # type: ignore[no-untyped-def]
        for number in range(PEOPLE - 4):
            line = "desk" if number % 3 else "engineers"
            people.add_staff(db, {"login": f"p{number}", "name": f"P {number:02}", "role": "technician", "line": line})
        return schedules.begin(db, MONTH)

    made.write(made.head, hire)
    reader = made.file.reader
    frame = schedules.frame(reader.duty, reader.office(), reader.staff(), MONTH)
    plan = Plan(
        {(member.id, date(2026, 12, 1 + number % DAYS)): "early" for number, member in enumerate(frame.members)}
    )
    sheet = Sheet(reader.office(), frame, plan, may_edit=True)
    made.file.close()
    return sheet


def _step(app: QApplication, sheet: Sheet, cell: tuple[int, date], code: str) -> None:
    sheet.paint({cell: code})
    sheet.counters.breaches()
    app.processEvents()


def _bare(app: QApplication) -> float:
    view = QTableView()
    view.setModel(QStandardItemModel(PEOPLE + 2, DAYS + 4))
    view.resize(*SIZE)
    view.show()
    app.processEvents()
    found = median(_took(view.viewport().repaint) for _ in range(20))
    view.close()
    return found


def _took(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    run()
