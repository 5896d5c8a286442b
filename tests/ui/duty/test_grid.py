"""The month grid: painting by mouse and key, the handle, pins, undo, live counters, what is kept."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_app.app.desk import Desk
from desk_app.app.drafts import DraftKey
from desk_app.domain.roster import Plan, breaches
from desk_app.domain.roster.wire import plan_json
from desk_app.services.duty import schedules
from desk_app.ui.duty.window import DutyWindow
from tests.support.desk import follow, sit_down, write
from tests.support.keys import type_text
from tests.support.rota import MONTH, make_rota


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = make_rota(tmp_path)
    made.write(made.head, lambda db: schedules.begin(db, MONTH))
    made.file.close()
    return tmp_path / "rota.desk"


@pytest.fixture
def desk(qtbot: QtBot, path: Path) -> Iterator[Desk]:
    seated = sit_down(path, "head")
    yield seated
    seated.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[DutyWindow]:
    root = QWidget()
    qtbot.addWidget(root)
    root.show()
    made = DutyWindow(desk, root, MONTH)
    made.show()
    qtbot.waitUntil(lambda: made.sheet is not None)
    qtbot.waitExposed(made)
    made.parts.grid.setFocus()
    yield made
    made.close()


def middle(window: DutyWindow, row: int, column: int) -> QPoint:
    grid = window.parts.grid
    return grid.visualRect(window.parts.model.index(row, column)).center()


def test_the_buttons_of_a_month_that_is_not_begun_are_as_wide_as_with_a_sheet(qtbot: QtBot, window: DutyWindow) -> None:
    parts = window.parts
    begun = [button.width() for button in (parts.people, parts.here)]
    window.show_month("2026-10")
    qtbot.waitUntil(parts.empty.isVisible)
    assert [button.width() for button in (parts.people, parts.here)] == begun
    assert parts.here.geometry().right() > window.width() - 40


def drag(window: DutyWindow, start: tuple[int, int], *way: tuple[int, int]) -> None:
    port = window.parts.grid.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=middle(window, *start))
    for stop in way:
        QTest.mouseMove(port, middle(window, *stop))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=middle(window, *(way[-1] if way else start)))


def brush(window: DutyWindow, text: str) -> None:
    next(button for button in window.parts.brushes.buttons if text in button.text()).click()


def codes(window: DutyWindow, row: int) -> str:
    assert window.sheet is not None
    sheet = window.sheet
    return "".join(sheet.shorts.get(sheet.plan.code(*sheet.cell(row, column)), ".") for column in range(6))


def test_a_drag_with_a_brush_paints_and_counts_live(window: DutyWindow) -> None:
    brush(window, "Утро")
    drag(window, (0, 0), (0, 1), (0, 2))
    assert codes(window, 0) == "УУУ..."
    assert window.sheet is not None
    hours = window.parts.model.index(0, window.parts.model.day_columns())
    assert hours.data() == "24"
    assert window.sheet.counters.breaches() == breaches(window.sheet.frame, window.sheet.plan)
    below = window.parts.model.index(window.parts.model.member_rows(), 0)
    assert below.data() == "−1"  # 12:00-13:00 is covered, the afternoon of the long day is not


def test_letters_set_what_is_selected_and_go_on(window: DutyWindow) -> None:
    grid = window.parts.grid
    grid.setCurrentIndex(window.parts.model.index(1, 0))
    for letter in ("у", "В", "2"):
        type_text(grid, letter)
    assert codes(window, 1) == "УВ2..."
    QTest.keyClick(grid, Qt.Key.Key_Left)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert codes(window, 1) == "УВ...."


def test_the_handle_repeats_what_was_selected(window: DutyWindow) -> None:
    grid, model = window.parts.grid, window.parts.model
    for column, letter in enumerate("УВ"):
        grid.setCurrentIndex(model.index(0, column))
        type_text(grid, letter)
    drag(window, (0, 0), (0, 1))
    corner = grid.visualRect(model.index(0, 1)).bottomRight() - QPoint(2, 2)
    port = grid.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(port, middle(window, 0, 5))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=middle(window, 0, 5))
    assert codes(window, 0) == "УВУВУВ"


def test_undo_brings_back_the_exact_state_and_pins_stay(window: DutyWindow) -> None:
    assert window.sheet is not None
    before = window.sheet.plan.copy()
    grid, model = window.parts.grid, window.parts.model
    grid.setCurrentIndex(model.index(2, 0))
    type_text(grid, "У")
    grid.setCurrentIndex(model.index(2, 0))
    QTest.keyClick(grid, Qt.Key.Key_Space)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert codes(window, 2) == "У....."  # pinned
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.sheet.plan == before


def test_the_draft_is_saved_in_the_office_by_itself(qtbot: QtBot, desk: Desk, window: DutyWindow, path: Path) -> None:
    brush(window, "Утро")
    drag(window, (0, 0))
    with qtbot.waitSignal(window.keeping.saved, timeout=10_000):
        pass
    other = sit_down(path, "head")
    try:
        found = other._place.copy.ask(lambda copy: schedules.schedule(copy.reader.duty, MONTH, 0))
    finally:
        other.close()
    assert list(found.plan.cells.values()) == ["early"]


def test_what_was_not_saved_comes_back(qtbot: QtBot, desk: Desk, path: Path) -> None:
    """As after the program was killed: only this computer has it."""
    who = next(person.id for person in desk.people.values() if person.login == "tech1")
    plan = Plan({(who, date(2026, 12, 1)): "late"})
    desk.drafts.save(DraftKey(desk.epoch, desk.me.id, f"duty-{MONTH}"), {"plan": plan_json(plan)}, 1)
    root = QWidget()
    qtbot.addWidget(root)
    window = DutyWindow(desk, root, MONTH)
    window.show()
    qtbot.waitUntil(lambda: window.sheet is not None)
    assert window.sheet is not None
    assert window.sheet.plan.cells == plan.cells
    with qtbot.waitSignal(window.keeping.saved, timeout=10_000):
        pass
    window.close()


def test_a_colleague_who_saved_first_is_told_and_nothing_is_lost(
    qtbot: QtBot, desk: Desk, window: DutyWindow, path: Path
) -> None:
    write(path, "head", lambda db: schedules.save(db, MONTH, Plan(), 1))
    brush(window, "Утро")
    drag(window, (0, 0))
    with qtbot.waitSignal(window.keeping.failed, timeout=10_000):
        pass
    assert "changed this" in window.parts.notice.text()
    assert codes(window, 0) == "У....."
    assert desk.drafts.load(DraftKey(desk.epoch, desk.me.id, f"duty-{MONTH}")) is not None


@pytest.mark.clause("E-7b")
def test_a_technician_sees_what_is_published_and_changes_nothing(qtbot: QtBot, path: Path) -> None:
    def publish(db):  # type: ignore[no-untyped-def]
        who = next(person.id for person in db.staff.everybody() if person.login == "tech1")
        schedules.save(db, MONTH, Plan({(who, date(2026, 12, 1)): "early"}), 1)
        schedules.approve(db, MONTH)
        return schedules.publish(db, MONTH, 1)

    write(path, "head", publish)
    desk = sit_down(path, "tech1")
    root = QWidget()
    qtbot.addWidget(root)
    window = DutyWindow(desk, root, MONTH)
    window.show()
    qtbot.waitUntil(lambda: window.sheet is not None)
    window.parts.grid.setFocus()
    window.parts.grid.setCurrentIndex(window.parts.model.index(0, 1))
    type_text(window.parts.grid, "У")
    assert codes(window, 0) == "У....."
    assert not window.parts.brushes.isVisible()
    assert not window.parts.approve.isVisible()
    follow(qtbot, desk)
    window.close()
    desk.close()
