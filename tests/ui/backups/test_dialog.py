"""The list of backups, and the way back to one, as an administrator goes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from desk_app.app.backups import Backups
from desk_app.app.desk import Desk
from desk_app.app.following import Reach
from desk_app.app.messages import Messages
from desk_app.domain.errors import Damaged
from desk_app.storage.keeper import OfficeBackups
from desk_app.ui.backups.dialog import BackupsDialog
from desk_app.ui.main_window import MainWindow
from tests.support.desk import call, sit_down, write


@pytest.fixture
def chief(qtbot: object, office_path: Path) -> Iterator[Desk]:
    """Give the administrator's desk."""
    seated = sit_down(office_path, "boss")
    yield seated
    seated.close()


@pytest.fixture
def kept(qtbot: object, office_path: Path) -> Iterator[Backups]:
    """Give the backups of the office."""
    backups = Backups(OfficeBackups(office_path))
    yield backups
    backups.close()


def texts(dialog: BackupsDialog) -> list[str]:
    table = dialog.table
    return [
        " | ".join(table.item(row, column).text() for column in range(table.columnCount()))
        for row in range(table.rowCount())
    ]


def test_a_backup_is_made_and_put_back(qtbot, chief, kept, office_path: Path) -> None:
    dialog = BackupsDialog(chief, kept)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.restore.isEnabled)
    assert texts(dialog)[0].startswith("This computer's copy")
    dialog.make.click()
    qtbot.waitUntil(lambda: len(dialog.found) == 1, timeout=30_000)
    assert "today" in texts(dialog)[1]
    assert "| 12 | verified" in texts(dialog)[1]
    write(office_path, "ivanov", _registered)
    with qtbot.waitSignal(chief.changed):
        chief.look()
    dialog.restore.click()
    qtbot.waitUntil(lambda: "is in its place" in dialog.remark.text(), timeout=30_000)
    (question,) = chief.messages.questions
    assert "\n\n1 entry was saved after it. This computer brings all of that back at once. The computers" in question
    assert "does not undo what people did." in question
    assert "1 later entry came back" in dialog.remark.text()
    assert list(office_path.parent.glob("office.desk.broken-*"))
    found: list[int] = []
    qtbot.waitUntil(dialog.restore.isEnabled, timeout=30_000)
    chief.query_now(dialog, lambda reader: reader.find_ticket("2026-000013"), lambda id_, _: found.append(id_), print)
    qtbot.waitUntil(lambda: found == [13], timeout=10_000)
    dialog.accept()


def _registered(db):
    from desk_app.services import tickets

    return tickets.register(db, call(13))


def test_who_says_no_changes_nothing(qtbot, chief, kept, office_path: Path) -> None:
    dialog = BackupsDialog(chief, kept)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(dialog.restore.isEnabled)
    chief.messages.answers = [False]
    dialog.restore.click()
    qtbot.waitUntil(lambda: bool(chief.messages.questions))
    assert not list(office_path.parent.glob("office.desk.broken-*"))


def test_a_blind_enter_puts_nothing_back(qtbot, chief, kept, office_path: Path) -> None:
    chief.messages = Messages()
    dialog = BackupsDialog(chief, kept)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.restore.isEnabled)
    asked: list[str] = []

    def press_enter() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            QTest.keyClick(box, Qt.Key.Key_Return)

    timer = QTimer(dialog, interval=20)
    timer.timeout.connect(press_enter)
    timer.start()
    dialog.restore.click()
    qtbot.waitUntil(lambda: bool(asked))
    timer.stop()
    assert asked[0].startswith("Put this computer's copy in the place of the office?\n\nNothing known to this computer")
    assert dialog.restore.isEnabled()
    assert not list(office_path.parent.glob("office.desk.broken-*"))
    dialog.accept()


def test_the_office_is_checked(qtbot, chief, kept) -> None:
    dialog = BackupsDialog(chief, kept)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(dialog.check.isEnabled)
    dialog.check.click()
    qtbot.waitUntil(lambda: dialog.remark.text() == "The file is whole.", timeout=30_000)


def test_a_technician_is_told_whom_to_call(qtbot, desk, kept) -> None:
    dialog = BackupsDialog(desk, kept, None, Damaged("The office file is damaged."))
    qtbot.addWidget(dialog)
    dialog.show()
    said = " ".join(label.text() for label in dialog.findChildren(type(dialog.remark).__mro__[1]))
    assert "Call: Beisenova Dana" in said
    assert "shows its own copy" in said
    assert not dialog.restore.isVisible()
    dialog.accept()


def test_a_file_that_stays_damaged_offers_the_way_back_once(qtbot, chief, office_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("desk_app.ui.program.STAYS_DAMAGED", 0.0)
    window = MainWindow(chief, office_path)
    qtbot.addWidget(window)
    window.program.keep_backups(OfficeBackups(office_path))
    damaged = Reach(chief.reach.since, Damaged("The office file is damaged."))
    for _ in range(4):
        chief.reached.emit(damaged)
        qtbot.wait(2)
    dialogs = window.findChildren(BackupsDialog)
    assert len(dialogs) == 1
    dialogs[0].accept()
    window.program.close()


def test_only_who_may_restore_has_the_menu(qtbot, desk, office_path: Path) -> None:
    window = MainWindow(desk, office_path)
    qtbot.addWidget(window)
    assert not window.actions_by_id["backups"].isEnabled()
