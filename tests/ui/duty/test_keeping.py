"""What was painted and is on its way to the office: another month, another version, a colleague meanwhile."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk_app.app.desk import Desk
from desk_app.app.drafts import DraftKey, DraftStore
from desk_app.domain.duty_day import Mark
from desk_app.domain.roster import Plan
from desk_app.domain.roster.wire import plan_json
from desk_app.i18n import format_date
from desk_app.services.duty import presence, schedules
from desk_app.ui.duty.month_dialogs import ApproveDialog
from desk_app.ui.duty.window import DutyWindow
from tests.support.desk import follow, sit_down, write
from tests.support.rota import MONTH, make_rota

JANUARY = "2027-01"
SOON = 20_000
"""How long a write may take on a busy machine, in milliseconds."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = make_rota(tmp_path)
    made.published({(0, "2026-12-01"): "early"})
    made.write(made.head, lambda db: schedules.begin(db, JANUARY))
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
    qtbot.waitUntil(lambda: made.sheet is not None, timeout=SOON)
    yield made
    made.close()


def paint(window: DutyWindow, row: int, column: int, code: str) -> None:
    assert window.sheet is not None
    window.sheet.paint({window.sheet.cell(row, column): code})


def drafted(desk: Desk, month: str) -> dict[int, str]:
    """Return {day: code} of the draft of a month as the copy has it."""
    found = desk._place.copy.ask(lambda copy: schedules.schedule(copy.reader.duty, month, 0))
    return {day.day: code for (_, day), code in found.plan.cells.items()}


def shown(window: DutyWindow) -> str:
    return window.sheet.days[0].isoformat()[:7] if window.sheet else ""


def test_another_month_is_shown_while_the_first_is_saved(qtbot: QtBot, desk: Desk, window: DutyWindow) -> None:
    paint(window, 0, 1, "late")
    window.show_month(JANUARY)
    qtbot.waitUntil(lambda: shown(window) == JANUARY, timeout=SOON)
    paint(window, 0, 4, "early")
    with qtbot.waitSignal(window.keeping.saved, timeout=SOON):
        pass
    assert (drafted(desk, MONTH), drafted(desk, JANUARY)) == ({1: "early", 2: "late"}, {5: "early"})
    assert not desk.drafts.left(desk.epoch, desk.me.id)


def test_what_was_painted_is_there_after_a_look_at_another_version(qtbot: QtBot, window: DutyWindow) -> None:
    paint(window, 0, 1, "late")
    with qtbot.waitSignal(window.keeping.saved, timeout=SOON):
        pass
    for place in (1, 0):
        window.parts.version.setCurrentIndex(place)
        window.parts.version.activated.emit(place)
    assert window.sheet is not None
    assert window.sheet.plan.code(*window.sheet.cell(0, 1)) == "late"
    paint(window, 0, 2, "late")
    with qtbot.waitSignal(window.keeping.saved, timeout=SOON):
        pass


def test_undo_stays_while_colleagues_come_and_go(qtbot: QtBot, desk: Desk, window: DutyWindow, path: Path) -> None:
    paint(window, 0, 1, "late")
    with qtbot.waitSignal(window.keeping.saved, timeout=SOON):
        pass
    write(path, "tech1", lambda db: presence.mark(db, Mark.ARRIVED))
    follow(qtbot, desk)
    desk._place.copy.ask(lambda copy: copy.reader.staff())
    qtbot.wait(50)
    assert window.sheet is not None
    assert window.sheet.edits.can_undo


def test_what_a_colleague_saved_first_stays_beside_it(qtbot: QtBot, desk: Desk, window: DutyWindow, path: Path) -> None:
    assert window.sheet is not None
    person, day = window.sheet.cell(1, 3)
    first = dict(window.sheet.plan.cells)
    write(path, "head", lambda db: schedules.save(db, MONTH, Plan({**first, (person, day): "night"}), 2))
    paint(window, 0, 1, "late")
    with qtbot.waitSignal(window.keeping.saved, timeout=SOON):
        pass
    assert drafted(desk, MONTH) == {1: "early", 2: "late", 4: "night"}


def test_what_an_earlier_run_left_comes_back_once(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    key = DraftKey(desk.epoch, desk.me.id, f"duty-{JANUARY}")
    who = next(person.id for person in desk.people.values() if person.login == "tech1")
    earlier = DraftStore(desk.drafts.folder)
    earlier.save(key, {"plan": plan_json(Plan({(who, date(2027, 1, 11)): "late"})), "base": plan_json(Plan())}, 1)
    earlier.close()
    root = QWidget()
    qtbot.addWidget(root)
    window = DutyWindow(desk, root, JANUARY)
    window.show()
    with qtbot.waitSignal(window.keeping.saved, timeout=SOON):
        pass
    assert drafted(desk, JANUARY) == {11: "late"}
    assert desk.drafts.load(key) is None
    window.close()


def test_a_plan_found_leaves_what_was_set_by_hand_meanwhile(window: DutyWindow) -> None:
    assert window.sheet is not None
    start = window.sheet.plan.copy()
    found = start.copy()
    for column in (1, 2):
        found.put(*window.sheet.cell(0, column), "early")
    paint(window, 0, 1, "night")
    window.parts.filling.taken.emit(start, found)
    assert [window.sheet.plan.code(*window.sheet.cell(0, column)) for column in (1, 2)] == ["night", "early"]


def approving(qtbot: QtBot, window: DutyWindow, meanwhile: Callable[[], object]) -> None:
    """Approve the draft; `meanwhile` happens before the dialog is answered."""

    def answer() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, ApproveDialog):
            meanwhile()
            found.accept()
        else:
            QTimer.singleShot(20, answer)

    QTimer.singleShot(20, answer)
    window.parts.approve.click()


@pytest.mark.parametrize("unsaved", [True, False])
def test_what_a_colleague_put_in_is_looked_at_before_it_is_approved(
    qtbot: QtBot, desk: Desk, window: DutyWindow, path: Path, unsaved: bool
) -> None:
    assert window.sheet is not None
    person, day = window.sheet.cell(1, 3)
    theirs = Plan({**window.sheet.plan.cells, (person, day): "night"})

    def colleague() -> None:
        write(path, "head", lambda db: schedules.save(db, MONTH, theirs, 2))

    if unsaved:  # the save that comes before the question meets what the colleague saved
        colleague()
        paint(window, 0, 1, "late")
        approving(qtbot, window, lambda: None)
    else:
        approving(qtbot, window, colleague)
    about = window.parts.about
    qtbot.waitUntil(lambda: about.isVisible() and "not approved yet" in about.text(), timeout=SOON)
    assert window.sheet.plan.code(person, day) == "night"
    assert format_date(day) in about.text()
    assert [one.number for one in window.versions] == [0, 1]
    qtbot.waitUntil(lambda: not window.keeping.dirty, timeout=SOON)
    approving(qtbot, window, lambda: None)
    qtbot.waitUntil(lambda: [one.number for one in window.versions] == [0, 1, 2], timeout=SOON)
    assert window.versions[2].plan.code(person, day) == "night"
    assert not about.isVisible()
