"""A month of duty through the window: made, filled, mended, approved, published, printed; then a swap."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desk_app import i18n
from desk_app.app.desk import Desk
from desk_app.domain.roster import Plan
from desk_app.reports import write as write_report
from desk_app.reports.roster_grid import roster_grid
from desk_app.services.duty import schedules
from desk_app.services.duty.prints import month_sheet
from desk_app.services.duty.requests import Wanted
from desk_app.ui.duty.ask_dialog import AskDialog
from desk_app.ui.duty.month_dialogs import ApproveDialog
from desk_app.ui.duty.requests_dialog import DutyRequestsDialog
from desk_app.ui.duty.window import DutyWindow
from tests.support.desk import sit_down
from tests.support.keys import type_text
from tests.support.rota import MONTH, make_rota

NOVEMBER = "2026-11"
SOON = 60_000
"""How long a step of the story may take on a busy machine, in milliseconds."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = make_rota(tmp_path)
    first, second = (person.id for person in made.staff[:2])
    days = [date(2026, 11, day) for day in range(2, 31) if date(2026, 11, day).weekday() < 5]
    cells = {(first if day.day % 2 else second, day): "early" for day in days}

    def november(db: Any) -> Any:
        schedules.begin(db, NOVEMBER)
        schedules.save(db, NOVEMBER, Plan(cells), 1)
        schedules.approve(db, NOVEMBER)
        return schedules.publish(db, NOVEMBER, 1)

    made.write(made.head, november)
    made.file.close()
    return tmp_path / "rota.desk"


@contextmanager
def at_desk(qtbot: QtBot, path: Path, login: str) -> Iterator[tuple[Desk, DutyWindow]]:
    """Sit down as `login` with the planner open on December."""
    desk = sit_down(path, login)
    root = QWidget()
    qtbot.addWidget(root)
    root.show()
    window = DutyWindow(desk, root, MONTH)
    window.show()
    qtbot.waitUntil(lambda: bool(window.parts.title.text()), timeout=SOON)
    yield desk, window
    window.close()
    desk.close()


def answering(kind: type[QDialog], answer: Callable[[Any], None]) -> None:
    """Answer the next dialog of `kind` as soon as it is open."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            answer(found)
            found.accept()
        else:
            QTimer.singleShot(50, look)

    QTimer.singleShot(50, look)


@pytest.mark.slow
@pytest.mark.clause("E-7a", "E-7b", "E-5.6")
def test_a_month_from_the_first_cell_to_the_second_version(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with at_desk(qtbot, path, "head") as (desk, window):
        parts = window.parts
        qtbot.waitUntil(parts.copy.isVisible, timeout=SOON)
        parts.copy.click()
        qtbot.waitUntil(lambda: window.sheet is not None, timeout=SOON)
        copied = len(window.sheet.plan.cells)
        assert copied > 15  # as November was
        parts.fill.click()
        qtbot.waitUntil(parts.filling.take.isEnabled, timeout=SOON)
        parts.filling.take.click()
        assert len(window.sheet.plan.cells) > copied
        place = next(at for at, member in enumerate(window.sheet.members) if member.name.startswith("Громов"))
        parts.grid.setFocus()
        parts.grid.setCurrentIndex(parts.model.index(place, 0))
        type_text(parts.grid, "В")  # one gap closed by hand
        assert window.sheet.plan.code(*window.sheet.cell(place, 0)) == "late"
        qtbot.waitUntil(lambda: not window.keeping.dirty, timeout=SOON)
        answering(ApproveDialog, lambda dialog: dialog.position.setText("Начальник отдела"))
        parts.approve.click()
        qtbot.waitUntil(parts.publish.isVisible, timeout=SOON)
        parts.publish.click()
        qtbot.waitUntil(lambda: any(one.published for one in window.versions), timeout=SOON)
        first = window.sheet.plan.copy()
    day, one, other = _different(first)
    with at_desk(qtbot, path, _login(path, one)) as (desk, window):
        qtbot.waitUntil(lambda: window.sheet is not None, timeout=SOON)
        asking = DutyRequestsDialog(desk, MONTH, window.sheet, window)
        asking.show()
        answering(AskDialog, lambda dialog: _swap(dialog, day, other))
        asking.ask.click()
        qtbot.waitUntil(lambda: asking._chosen() is not None, timeout=SOON)
        asking.reject()
    for login, button in ((_login(path, other), "agree"), ("head", "approve")):
        with at_desk(qtbot, path, login) as (desk, window):
            qtbot.waitUntil(lambda window=window: window.sheet is not None, timeout=SOON)
            dialog = DutyRequestsDialog(desk, MONTH, window.sheet, window)
            dialog.show()
            qtbot.waitUntil(lambda d=dialog, b=button: getattr(d, b).isVisible(), timeout=SOON)
            dialog.comment.setText("Договорились")
            getattr(dialog, button).click()
            qtbot.waitUntil(lambda d=dialog, b=button: not getattr(d, b).isVisible(), timeout=SOON)
            dialog.reject()
    with at_desk(qtbot, path, "head") as (desk, window):
        changed = desk._place.copy.ask(lambda copy: schedules.differences(copy.reader.duty, MONTH, 1, 2))
        assert {(change.person, change.day) for change in changed} == {(one, day), (other, day)}
        sheet = desk._place.copy.ask(lambda copy: month_sheet(copy.reader, MONTH, 2))
    with i18n.speaking("ru"):
        write_report(roster_grid(sheet, date(2026, 11, 26)), tmp_path / "second.pdf")
    text = " ".join(PdfReader(tmp_path / "second.pdf").pages[0].extract_text().split())
    assert "взамен версии 1" in text.casefold()


def _different(plan: Plan) -> tuple[date, int, int]:
    """Return a day on which two people of the plan have different shifts, and who they are."""
    for (person, day), code in sorted(plan.cells.items(), key=lambda cell: cell[0][1]):
        for (other, on), also in plan.cells.items():
            if on == day and other != person and also != code:
                return day, person, other
    raise AssertionError("everybody works the same")


def _login(path: Path, person: int) -> str:
    desk = sit_down(path, "head")
    try:
        return next(found.login for found in desk.people.values() if found.id == person)
    finally:
        desk.close()


def _swap(dialog: AskDialog, day: date, other: int) -> None:
    dialog.wanted.setCurrentIndex(dialog.wanted.findData(Wanted.SWAP))
    for edit in (dialog.first, dialog.last):
        edit.setDate(edit.date().__class__(day.year, day.month, day.day))
    dialog.other.setCurrentIndex(dialog.other.findData(other))
    dialog.reason.setText("Врач")
