"""Who has duty now: at the bottom of the window, and first among those a ticket can go to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_app.domain.office import Item
from desk_app.domain.roster import Plan
from desk_app.services.duty import schedules
from desk_app.ui.editor.receiver_input import receivers
from desk_app.ui.main_window import MainWindow
from tests.support.desk import follow, sit_down, write
from tests.support.rota import SHIFTS, make_rota


@pytest.mark.clause("E-5.6")
def test_new_calls_are_offered_to_who_has_duty(qtbot: QtBot, tmp_path: Path) -> None:
    round_the_clock = {"short": "С", "start": "00:00", "end": "24:00", "line": "desk"}
    rota = make_rota(tmp_path, (*SHIFTS, Item("round", "Сутки", data=round_the_clock)))
    who, zone = rota.staff[2], rota.file.reader.office().zone
    rota.file.close()
    path = tmp_path / "rota.desk"
    desk = sit_down(path, "head")
    window = MainWindow(desk, path)
    qtbot.addWidget(window)
    window.show()
    assert desk.duty.people == []
    today = datetime.now(UTC).astimezone(zone).date()
    month = today.isoformat()[:7]

    def publish(db):  # type: ignore[no-untyped-def]
        schedules.begin(db, month)
        plan = Plan({(who.id, today): "round"})
        schedules.save(db, month, plan, 1)
        schedules.approve(db, month)
        return schedules.publish(db, month, 1)

    write(path, "head", publish)
    follow(qtbot, desk)
    qtbot.waitUntil(lambda: desk.duty.people == [who])
    assert who.name.split()[0] in window.status._duty.text()
    heading, people = receivers(desk)[0]
    assert heading == "On duty now"
    assert [login for login, _ in people] == [who.login]
    assert who.login not in [login for login, _ in receivers(desk)[1][1]]
    window.close()
    desk.close()
