"""Staff cards: what is typed stays while others are about something else."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.duty_day import Mark
from desk_app.services.duty import presence, schedules
from desk_app.ui.duty.ask_dialog import AskDialog
from desk_app.ui.duty.cards_dialog import CardsDialog
from desk_app.ui.duty.window import DutyWindow
from tests.support.desk import follow, sit_down, write
from tests.support.rota import MONTH, make_rota

SOON = 20_000
"""How long a read may take on a busy machine, in milliseconds."""


def test_what_is_typed_stays_when_a_colleague_comes(qtbot: QtBot, tmp_path: Path) -> None:
    made = make_rota(tmp_path)
    made.file.close()
    path = tmp_path / "rota.desk"
    desk = sit_down(path, "head")
    root = QWidget()
    qtbot.addWidget(root)
    dialog = CardsDialog(desk, root)
    qtbot.waitUntil(lambda: dialog.list.count() == 4, timeout=SOON)
    dialog.list.setCurrentRow(1)
    dialog.share.setValue(50)
    known = dialog._known
    write(path, "tech1", lambda db: presence.mark(db, Mark.ARRIVED))
    follow(qtbot, desk)
    qtbot.waitUntil(lambda: dialog._known is not known, timeout=SOON)
    assert (dialog.list.currentRow(), dialog.share.value()) == (1, 50)
    dialog.list.setCurrentRow(2)
    assert dialog.share.value() == 100
    dialog.close()
    desk.close()


def test_nobody_is_offered_a_swap_with_themselves(qtbot: QtBot, tmp_path: Path) -> None:
    made = make_rota(tmp_path)
    made.file.close()
    write(tmp_path / "rota.desk", "head", lambda db: schedules.begin(db, MONTH))
    desk = sit_down(tmp_path / "rota.desk", "head")
    window = DutyWindow(desk, None, MONTH)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.sheet is not None, timeout=SOON)
    assert window.sheet is not None
    dialog = AskDialog(window.sheet, {}, window.sheet.members[0].id, window, for_others=True)
    for person in range(dialog.person.count()):
        dialog.person.setCurrentIndex(person)
        assert dialog.other.currentData() != dialog.person.currentData()
    desk.close()
