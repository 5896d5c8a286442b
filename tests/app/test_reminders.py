"""Reminders at a real desk: once a computer and a person, put off, gone by themselves; and the bar that shows them."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from desk_app.app.reminders import AHEAD, PUT_OFF, Reminders, is_made, note_made
from desk_app.app.settings import Settings
from desk_app.app.tray import Tray
from desk_app.domain.journal import Month
from desk_app.services import tickets
from desk_app.ui.today.reminder_bar import ReminderBar
from tests.support.desk import follow, make_office, sit_down, write


class Watch:
    """Reminders of one desk at a moment that the test sets."""

    def __init__(self, qtbot, desk, now):
        self.qtbot, self.desk, self.now, self.said, self.opened = qtbot, desk, now, [], []
        self.tray = Tray(desk, now=lambda: self.now)
        self.tray.said.connect(self._told)
        self.reminders = Reminders(desk, self.tray, now=lambda: self.now)
        self.bar = ReminderBar(desk, self.reminders, self.opened.append, now=lambda: self.now)
        qtbot.addWidget(self.bar)

    def _told(self, _title, text, _ticket):
        self.said.append(text)

    def look(self, now=None):
        """Look at `now`; return what is due then."""
        self.now = now or self.now
        self.qtbot.waitUntil(lambda: not self.reminders._looking)
        self.reminders.look()
        self.qtbot.waitUntil(lambda: not self.reminders._looking)
        return [one.ticket_id for one in self.reminders.due]

    def leave(self):
        for made in (self.reminders, self.tray):
            made.deleteLater()


@pytest.fixture
def two(desk):
    """Give two in the afternoon of a Monday, when a call is due."""
    return datetime(2026, 11, 23, 14, 0, tzinfo=desk.office.zone)


@pytest.fixture
def watch(qtbot, desk, office_path, two, monkeypatch):
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    step(office_path, 1, "appoint", when=two.isoformat(), place="room 7", minutes="30")
    follow(qtbot, desk)
    made = Watch(qtbot, desk, two - timedelta(hours=2))
    yield made
    made.leave()


def step(path, ticket, verb, login="ivanov", **answer):
    return write(path, login, lambda db: tickets.do(db, ticket, verb, answer))


def test_it_is_said_and_stands_in_the_bar_until_noted(watch, two):
    assert watch.look() == []
    assert watch.bar.isHidden()
    assert watch.look(two - timedelta(minutes=15)) == [1]
    assert watch.said == ["14:00 · Caller 1 · room 7 · Call 1: the printer of room 1 is silent"]
    assert "Appointment in 15 min" in watch.bar.text.text()
    watch.bar.offers[0].click()
    assert watch.opened == [1]
    assert watch.bar.isHidden()
    assert watch.look(two) == []
    assert len(watch.said) == 1


def test_it_is_said_once_after_a_restart_too_but_to_another_person_as_well(qtbot, watch, desk, office_path, two):
    watch.look(two)
    again = Watch(qtbot, desk, two)
    again.reminders._desk.settings = Settings()
    assert again.look() == []
    assert again.said == []
    again.leave()
    step(office_path, 1, "assign", "boss", to="kim")
    kim = sit_down(office_path, "kim")
    other = Watch(qtbot, kim, two)
    assert other.look() == [1]
    other.leave()
    kim.close()


def test_put_off_it_comes_again_later(watch, two):
    watch.look(two - timedelta(minutes=15))
    watch.bar.offers[-1].click()
    assert watch.bar.isHidden()
    assert watch.look(two - timedelta(minutes=6)) == []
    assert watch.look(two - timedelta(minutes=15) + PUT_OFF) == [1]
    assert len(watch.said) == 2


def test_moved_or_called_off_it_goes_away_by_itself(qtbot, watch, desk, office_path, two):
    assert watch.look(two) == [1]
    step(office_path, 1, "appoint", when=(two + timedelta(hours=2)).isoformat())
    follow(qtbot, desk)
    assert watch.look() == []
    assert watch.bar.isHidden()
    assert watch.look(two + timedelta(hours=1, minutes=50)) == [1]
    step(office_path, 1, "call-off", reason="Ill")
    follow(qtbot, desk)
    assert watch.look() == []


def test_who_wants_none_or_earlier_ones_says_so(watch, two):
    watch.reminders.set_ahead(60)
    assert watch.look(two - timedelta(hours=2)) == [1]  # an hour before is the break at noon: said before it
    watch.reminders.set_ahead(0)
    assert watch.look() == []
    watch.desk.settings.set(AHEAD, -5)
    assert watch.reminders.ahead == 15


def test_outside_the_working_hours_nothing_is_said(watch, two):
    assert watch.look(two.replace(day=22, hour=0)) == []
    assert watch.said == []


def test_two_at_once_are_one_message_and_stand_one_after_another(qtbot, watch, desk, office_path, two):
    step(office_path, 2, "appoint", when=(two + timedelta(minutes=5)).isoformat())
    follow(qtbot, desk)
    assert watch.look(two) == [1, 2]
    assert len(watch.said) == 1
    assert "and 1 more" in watch.bar.text.text()
    watch.bar._close.click()
    assert watch.bar.isVisibleTo(None)
    assert "Caller 2" in watch.bar.text.text()
    watch.bar._close.click()
    assert watch.bar.isHidden()


def test_what_was_shown_long_ago_is_forgotten(watch, two):
    watch.look(two)
    watch.reminders._remember(watch.reminders.due[0], None)
    watch.now = two + timedelta(days=41)
    fake = watch.reminders.due[0].__class__(**{
        **{name: getattr(watch.reminders.due[0], name) for name in watch.reminders.due[0].__dataclass_fields__},
        "at": watch.now,
    })  # fmt: skip
    watch.reminders._remember(fake, None)
    assert len(watch.desk.settings.get("reminders.shown")) == 1


def test_odd_settings_do_no_harm(watch, two):
    watch.desk.settings.set("reminders.shown", [1])
    assert watch.look(two) == [1]


def test_a_journal_is_made_for_a_person_an_office_and_a_month(desk, tmp_path):
    october = Month(2026, 10)
    assert not is_made(desk, october)
    note_made(desk, october)
    assert is_made(desk, october)
    assert not is_made(desk, october.previous)
    elsewhere = sit_down(make_office(tmp_path / "other.desk"), settings=Settings())
    assert not is_made(elsewhere, october)
    elsewhere.close()
