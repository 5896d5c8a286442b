"""Messages beside the clock, told by what would be shown: there is no tray on a test's screen."""

from datetime import datetime

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from desk_app.app import tray as tray_module
from desk_app.app.tray import SETTING, Tray
from desk_app.services import tickets
from desk_app.services.ports import Changes
from tests.support.desk import write


@pytest.fixture
def said():
    return []


@pytest.fixture
def moment(desk):
    return [datetime(2026, 11, 23, 10, tzinfo=desk.office.zone)]


@pytest.fixture
def tray(qtbot, desk, said, moment, monkeypatch):
    monkeypatch.setattr(tray_module, "TOGETHER", 50)
    monkeypatch.setattr(tray_module, "_LATER", 50)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    made = Tray(desk, now=lambda: moment[0])
    made.said.connect(lambda *message: said.append(message))
    qtbot.waitUntil(lambda: made._seen is not None)
    yield made
    made.deleteLater()


def comment(path, *ids):
    def work(db):
        for ticket in ids:
            tickets.do(db, ticket, "comment", {"text": "And?"})
        return Changes(ids)

    write(path, "kim", work)


def test_several_things_within_seconds_are_one_message(qtbot, desk, office_path, tray, said):
    comment(office_path, 1, 2)
    desk.look()
    qtbot.waitUntil(lambda: len(said) == 1)
    title, text, ticket = said[0]
    assert title == "2 tickets concern you"
    assert text.count("Kim Olga wrote about") == 2
    assert ticket in (1, 2)


def test_a_click_asks_for_the_ticket(qtbot, desk, office_path, tray, said):
    comment(office_path, 3)
    desk.look()
    qtbot.waitUntil(lambda: len(said) == 1)
    with qtbot.waitSignal(tray.asked) as asked:
        tray._click()
    assert asked.args == [3]


def test_at_night_it_waits_for_the_morning(qtbot, desk, office_path, tray, said, moment):
    morning, moment[0] = moment[0], moment[0].replace(hour=3)
    comment(office_path, 1)
    desk.look()
    qtbot.waitUntil(lambda: bool(tray._notes) and tray._rest.isActive())
    assert said == []
    moment[0] = morning
    qtbot.waitUntil(lambda: len(said) == 1)


def test_who_wants_none_gets_none(qtbot, desk, office_path, tray, said):
    tray.want(False)
    assert desk.settings.get(SETTING) is False
    comment(office_path, 1)
    with qtbot.waitSignal(desk.changed):
        desk.look()
    assert not tray._notes
    assert not tray._rest.isActive()


def test_own_deeds_are_no_news(qtbot, desk, tray, said):
    with qtbot.waitSignal(desk.changed):
        desk.command(desk, lambda db: tickets.do(db, 1, "comment", {"text": "I look"}))
    before = tray._seen
    qtbot.waitUntil(lambda: tray._seen > before)
    assert not tray._notes
