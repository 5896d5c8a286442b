"""Statistics in the window: counted beside, a table and a chart, saved and printed; nobody waits."""

import shutil
from datetime import date, datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from desk_app.domain.errors import Unavailable
from desk_app.domain.statistics import By
from desk_app.services import tickets
from desk_app.ui.reports.statistics_window import StatisticsWindow
from tests.support.desk import call, follow, make_office, sit_down, write

FIXED = {"solution": "Done"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Give an office of two lines with a dozen calls, some of them solved."""
    path = make_office(tmp_path_factory.mktemp("made") / "office.desk", 12, "two-line")
    for ticket in (1, 2, 3):
        write(path, "boss", partial(tickets.do, ticket_id=ticket, verb="solve", raw=FIXED))
    return path


@pytest.fixture
def office_path(made, tmp_path):
    return Path(shutil.copy(made, tmp_path / "office.desk"))


@pytest.fixture
def desk(qtbot, office_path):
    seated = sit_down(office_path, "boss")
    yield seated
    seated.close()


@pytest.fixture
def window(qtbot, desk):
    shown = StatisticsWindow(desk)
    qtbot.addWidget(shown)
    shown.resize(1280, 720)
    shown.show()
    settle(qtbot, shown)
    return shown


def settle(qtbot, window):
    def ready():
        return window.figures is not None and window.figures.asked == window.bar.asked()

    qtbot.waitUntil(ready, timeout=20000)


def choose(qtbot, window, by):
    window.bar.by.setCurrentIndex(window.bar.by.findData(by.value))
    settle(qtbot, window)


def texts(window):
    model = window.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def heads(window):
    return [window.model.headerData(column, Qt.Orientation.Horizontal) for column in range(window.model.columnCount())]


@pytest.mark.clause("S-2.1c", "E-4.2d")
def test_it_opens_on_this_year_by_month_with_a_chart_of_it(window):
    assert window.bar.asked().by is By.MONTH
    assert window.bar.asked().first == date(datetime.now().year, 1, 1)
    assert texts(window)[-1][:2] == ["Total", "12"]
    assert "Solved" in heads(window)
    chart = window.charts.view.chart
    assert [one.name for one in chart.series] == ["Registered", "Solved", "Open at the end"]
    assert sum(chart.series[0].values) == 12


@pytest.mark.clause("S-2.1c")
@pytest.mark.parametrize("by", list(By))
def test_it_counts_by_whatever_is_chosen(qtbot, window, by):
    choose(qtbot, window, by)
    assert texts(window)[-1][1] == "12"
    for place in range(window.which.count()):
        window.which.setCurrentIndex(place)
        assert window.charts.view.chart is not None, window.which.itemText(place)
        assert not window.charts.view.grab().isNull()


@pytest.mark.clause("E-9")
def test_what_was_planned_stands_beside_what_came_of_it(window):
    said = [tuple(label.text() for label in line) for line in window.plan.lines]
    [deadline] = [line for line in said if "in time" in line[1]]
    assert deadline == (
        "✓ met",
        "Solved in time, at least, %",
        "at least 90\N{NO-BREAK SPACE}%",
        "100\N{NO-BREAK SPACE}%",
    )
    assert window.plan.isVisible()


def test_it_is_sorted_by_any_column_with_the_total_last(qtbot, window):
    choose(qtbot, window, By.ORGANISATION)
    window.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    counts = [int(row[1]) for row in texts(window)]
    assert counts[:-1] == sorted(counts[:-1], reverse=True)
    assert counts[-1] == 12
    window.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [int(row[1]) for row in texts(window)][:-1] == sorted(counts[:-1])


def test_what_it_is_narrowed_to_is_all_that_counts(qtbot, window):
    window.bar.specialist.setCurrentIndex(window.bar.specialist.findText("Kim Olga"))
    settle(qtbot, window)
    assert texts(window) == []
    assert "Nothing happened" in window.charts.view.empty
    assert not window.commands["pdf"].isEnabled()


def test_the_arrows_go_from_period_to_period(qtbot, window):
    this = window.bar.asked().first.year
    QTest.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.bar.asked().first.year == this - 1
    window.bar.length.setCurrentIndex(window.bar.length.findData("1"))
    assert window.bar.asked().first == date(this - 1, 12, 1)
    window.bar.later.click()
    assert (window.bar.asked().first, window.bar.asked().last) == (date(this, 1, 1), date(this, 1, 31))
    window.bar.length.setCurrentIndex(window.bar.length.findData(""))
    window.bar.later.click()
    assert (window.bar.asked().first, window.bar.asked().last) == (date(this, 2, 1), date(this, 3, 3))
    settle(qtbot, window)


def test_a_period_that_ends_before_it_begins_is_told(qtbot, window):
    window.bar.length.setCurrentIndex(window.bar.length.findData(""))
    settle(qtbot, window)
    window.bar.until.setDate(window.bar.since.date().addDays(-1))
    qtbot.waitUntil(lambda: "ends before it begins" in window.notice.text.text())


def test_whatever_is_typed_meanwhile_is_read_between_two_pieces(qtbot, window, desk):
    order = []
    window.reading.moved.connect(lambda done, _of: order.append(done))
    window.refresh()
    qtbot.waitUntil(lambda: bool(order) and order[-1] >= 1)
    desk.query(window, lambda reader: reader.head(), lambda _head: order.append("another"))
    settle(qtbot, window)
    assert "another" in order[:-2]
    assert order[-1] >= 13


def test_counting_can_be_stopped(qtbot, window):
    kept = texts(window)
    window.refresh()
    assert window.foot.stop.isVisible()
    window.foot.stop.click()
    assert not window.foot.stop.isVisible()
    assert window.foot.state.text().startswith("Stopped")
    qtbot.wait(200)
    assert window.figures is None
    assert texts(window) == kept
    window.commands["update"].trigger()
    settle(qtbot, window)


def test_what_was_asked_before_never_comes_back(qtbot, window):
    window.bar.by.setCurrentIndex(window.bar.by.findData(By.TYPE.value))
    window.refresh()
    window.bar.by.setCurrentIndex(window.bar.by.findData(By.STATUS.value))
    window.refresh()
    settle(qtbot, window)
    qtbot.wait(100)
    assert window.figures.asked.by is By.STATUS


def test_a_colleague_s_call_offers_to_count_again(qtbot, window, desk, office_path):
    write(office_path, "ivanov", lambda db: tickets.register(db, call(99)))
    follow(qtbot, desk)
    assert "changed since" in window.notice.text.text()
    window.notice.offers[0].click()
    settle(qtbot, window)
    assert texts(window)[-1][1] == "13"


def test_it_is_saved_as_pdf_and_excel_with_its_chart(qtbot, window, tmp_path, monkeypatch):
    choose(qtbot, window, By.STATUS)
    asked = []
    for name, action in (("s.pdf", "pdf"), ("s.xlsx", "excel")):
        path = tmp_path / name
        monkeypatch.setattr(
            QFileDialog,
            "getSaveFileName",
            lambda _parent, _title, proposal, _kind, path=path: (asked.append(proposal), (str(path), ""))[1],
        )
        window.commands[action].trigger()
        qtbot.waitUntil(lambda name=name: f"Saved as {tmp_path / name}" in window.notice.text.text(), timeout=20000)
    assert "By status" in asked[0]
    assert "Statistics of support" in PdfReader(tmp_path / "s.pdf").pages[0].extract_text()
    assert openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets[1]._charts


def test_where_there_is_no_printer_it_is_said(qtbot, window, desk, monkeypatch):
    monkeypatch.setattr("PySide6.QtPrintSupport.QPrinterInfo.availablePrinterNames", list)
    window.print.click()
    qtbot.waitUntil(lambda: bool(desk.messages.errors), timeout=20000)
    assert isinstance(desk.messages.errors[0], Unavailable)


def test_rows_are_copied_with_their_headers(window):
    window.table.selectAll()
    window.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Month\tRegistered")
    assert lines[-1].startswith("Total\t12")


def test_the_values_of_a_chart_are_gone_through_by_keys(qtbot, window):
    choose(qtbot, window, By.ORGANISATION)
    view = window.charts.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert (view.current, view.accessibleDescription()) == (0, view.chart.sentence(*view.chart.values[0]))
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current == len(view.chart.values) - 1
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.current == len(view.chart.values) - 2
    QTest.keyClick(view, Qt.Key.Key_Home)
    place = view.place_of(0)
    assert view.sentence_at(place.center().toPoint()) == view.chart.sentence(0, 0)
    assert view.sentence_at(place.topLeft().toPoint() * 0) == ""


def test_who_may_not_see_them_finds_the_command_shut(qtbot, office_path):
    from desk_app.ui.main_window import MainWindow

    for login, may in (("ivanov", False), ("boss", True)):
        seated = sit_down(office_path, login)
        main = MainWindow(seated, office_path)
        qtbot.addWidget(main)
        assert main.actions_by_id["statistics"].isEnabled() is may
        seated.close()
