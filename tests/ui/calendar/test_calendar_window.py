"""The working calendar on screen: what a year looks like, and changing it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from desk_app.domain.calendars import OWN_DAYS, Kind
from desk_app.ui.calendar.window import CalendarWindow
from desk_app.ui.calendar.year_model import DAYS
from tests.support.desk import sit_down


@pytest.fixture
def boss(qtbot, office_path):
    seated = sit_down(office_path, "boss")
    yield seated
    seated.close()


@pytest.fixture
def window(qtbot, boss):
    made = CalendarWindow(boss, year=2026)
    qtbot.addWidget(made)
    made.show()
    return made


def square(window, day):
    return window.model.index_of(day).data()


def choose(window, day):
    window.table.setCurrentIndex(window.model.index_of(day))


def own_days(window):
    return window._desk.office.settings.get(OWN_DAYS, {})


def test_a_year_at_a_glance(window):
    # Situation centre: 7.5 hours Monday to Thursday, 6.5 on Friday
    assert square(window, date(2026, 4, 29)) == "7.5"
    assert square(window, date(2026, 4, 30)) == "6.5*"
    assert square(window, date(2026, 5, 1)) == "–"
    assert "247" in window.totals.text()
    assert window.model.index(3, DAYS).data() == "22"
    assert window.model.index(1, 30).data() is None


def test_the_day_is_told_in_full(window):
    choose(window, date(2026, 4, 30))
    assert "a shortened day, until 16:00" in window.about.text()
    assert "08:30-12:30, 13:30-16:00" in window.about.text()
    said = window.model.index_of(date(2026, 5, 1)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Spring and Labour Day" in said


def test_a_year_without_a_calendar_is_said(window):
    window.show_year(2031)
    assert "2031" in window.remark.text()
    assert window.model.rowCount() == 0
    assert (window.about.text(), window.hours.text()) == ("", "")
    window.earlier.click()
    assert window.title.text() == "2030"
    window.show_year(2026)
    assert window.remark.text() == ""


def test_a_day_is_set_apart_and_back(qtbot, window):
    choose(window, date(2026, 12, 30))
    window.hours.setText("09:00-12:00")
    window.set_hours.click()
    qtbot.waitUntil(lambda: square(window, date(2026, 12, 30)) == "3•")
    assert window.table.currentIndex() == window.model.index_of(date(2026, 12, 30))
    window.day_off.click()
    qtbot.waitUntil(lambda: square(window, date(2026, 12, 30)) == "–•")
    window.as_official.click()
    qtbot.waitUntil(lambda: square(window, date(2026, 12, 30)) == "7.5")
    assert own_days(window) == {}


def test_hours_that_are_none_are_said_and_kept_in_sight(qtbot, window):
    choose(window, date(2026, 12, 30))
    window.hours.setText("from nine")
    window.set_hours.click()
    qtbot.waitUntil(lambda: "no working hours" in window.remark.text())
    assert window.hours.text() == "from nine"


def test_a_year_is_imported(qtbot, window, tmp_path):
    path = tmp_path / "calendar.xml"
    path.write_text("<calendar year='2028' lang='ru'><day d='01.03' t='1'/><day d='01.08' t='3'/></calendar>")
    window.import_file(path)
    qtbot.waitUntil(lambda: window.title.text() == "2028" and window.model.rowCount() == 12)
    assert window.model.day(window.model.index_of(date(2028, 1, 8))).kind is Kind.WORKING_WEEKEND
    assert window.forget.isVisible()
    window.forget.click()
    qtbot.waitUntil(lambda: window.model.rowCount() == 0)


@pytest.mark.parametrize("content", [b"", b"<calendar/>", b"\xff\xfe\x00"])
def test_a_file_that_is_no_calendar_is_said(qtbot, window, tmp_path, content):
    path = tmp_path / "calendar.xml"
    path.write_bytes(content)
    window.import_file(path)
    assert "no calendar" in window.remark.text()
    window.import_file(tmp_path / "none.xml")
    assert "cannot be read" in window.remark.text()


def test_a_technician_sees_and_does_not_change(qtbot, desk):
    made = CalendarWindow(desk, year=2026)
    qtbot.addWidget(made)
    made.show()
    choose(made, date(2026, 12, 30))
    assert not any(part.isEnabled() for part in (made.hours, made.set_hours, made.day_off, made.take))
