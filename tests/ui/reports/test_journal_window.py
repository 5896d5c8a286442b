from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog

from desk_app.domain.errors import Unavailable
from desk_app.domain.journal import Month
from desk_app.services import tickets
from desk_app.services.ports import Changes
from desk_app.ui.reports import files, making, printing
from desk_app.ui.reports.journal_window import JournalWindow
from tests.support.desk import PART, call, sit_down, write


def pdf_text(pdf: bytes) -> str:
    from io import BytesIO

    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window._made is not None, timeout=20000)
    qtbot.waitUntil(lambda: window.pages.drawn(0) is not None, timeout=20000)


def opened(qtbot, desk):
    window = JournalWindow(desk)
    qtbot.addWidget(window)
    window.resize(1100, 700)
    window.show()
    settle(qtbot, window)
    return window


def this_month(qtbot, window):
    window.scope.step(1)
    settle(qtbot, window)


def register_some(first, db):
    return Changes(tuple(tickets.register(db, call(number)).tickets[0] for number in range(first, first + PART)))


@pytest.fixture
def window(qtbot, desk):
    """The journal of this month: twelve calls."""
    shown = opened(qtbot, desk)
    this_month(qtbot, shown)
    return shown


@pytest.fixture
def says(monkeypatch):
    """Answer the save dialog with a path; gives what was proposed."""
    asked: list[str] = []

    def answer_with(path):
        def ask(_parent, _title, proposal, _pattern):
            asked.append(proposal)
            return str(path), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return asked

    return answer_with


@pytest.mark.clause("S-10")
def test_it_opens_on_last_month_for_all_specialists_and_systems(qtbot, desk):
    window = opened(qtbot, desk)
    today = datetime.now(desk.office.zone).date()
    scope = window.scope.scope()
    assert (scope.month, scope.specialist.id, scope.system) == (Month.of(today).previous, 0, "")


def test_a_month_without_requests_shows_the_page_that_says_so(qtbot, desk):
    window = opened(qtbot, desk)
    assert window.pages.count == 1
    assert "There were no requests in this month." in pdf_text(window._made.pdf)
    assert window.foot.state.text() == "0 requests · 1 page"


@pytest.mark.clause("S-F1")
def test_every_request_of_the_month_is_on_the_pages_shown(window):
    text = pdf_text(window._made.pdf)
    assert all(f"Call {number}: the printer" in text for number in range(1, 13))
    assert window.pages.count == len(window._made.sizes)


def test_the_fingerprint_is_that_of_the_history(window, office_path):
    from desk_app.storage import open_office

    with open_office(office_path) as file:
        seq, digest = file.reader.head()
    assert f"{seq}-{digest.hex()}" in pdf_text(window._made.pdf)


def test_another_specialist_means_other_pages(qtbot, window):
    window.scope.specialist.setCurrentIndex(window.scope.specialist.findText("Kim Olga"))
    assert window._made is None
    settle(qtbot, window)
    text = pdf_text(window._made.pdf)
    assert window._made.rows == 0
    assert "Specialist: Kim Olga" in text


@pytest.mark.clause("S-sub")
def test_a_system_stands_with_its_subsystems(qtbot, window, office_path, desk):
    system = next(item for item in desk.office.choices("system") if item.parent)
    write(office_path, "ivanov", lambda db: tickets.register(db, call(77, system=system.code)))
    window.scope.system.setCurrentIndex(window.scope.system.findData(system.parent))
    settle(qtbot, window)
    assert window._made.rows == 1
    assert "Call 77" in pdf_text(window._made.pdf)
    at = window.scope.system.findData(system.code)
    assert window.scope.system.itemText(at).startswith("    ")


def test_only_the_last_of_many_choices_is_shown(qtbot, window):
    now = window.scope.scope().month
    for _ in range(40):
        window.scope.step(-1)
    settle(qtbot, window)
    past = window.scope.scope().month
    assert (now.year - past.year) * 12 + now.month - past.month == 40
    assert window._made.rows == 0
    for _ in range(40):
        window.scope.step(1)
    settle(qtbot, window)
    assert window._made.rows == 12
    assert not window.scope.later.isEnabled()


def test_the_file_saved_is_the_one_that_is_shown(qtbot, window, says, tmp_path):
    asked = says(tmp_path / "journal")
    shown = window._made.pdf
    window.commands["pdf"].trigger()
    qtbot.waitUntil(lambda: "Saved as" in window.notice.text.text())
    assert (tmp_path / "journal.pdf").read_bytes() == shown
    assert Path(asked[0]).name == f"Journal {window.scope.scope().month}.pdf"
    window.commands["pdf"].trigger()
    assert Path(asked[1]).parent == tmp_path


def test_excel_has_the_same_rows(qtbot, window, says, tmp_path):
    says(tmp_path / "journal.xlsx")
    window.commands["excel"].trigger()
    qtbot.waitUntil(lambda: "Saved as" in window.notice.text.text())
    cells = [str(cell) for row in load_workbook(tmp_path / "journal.xlsx").active.values for cell in row if cell]
    assert sum("the printer of room" in cell for cell in cells) == 12


def test_a_file_that_cannot_be_written_is_said_and_the_pages_stay(qtbot, window, says, tmp_path, desk):
    says(tmp_path / "gone" / "journal.pdf")
    window.commands["pdf"].trigger()
    qtbot.waitUntil(lambda: bool(desk.messages.errors))
    assert "does not exist" in str(desk.messages.errors[0])
    assert not window.notice.isVisible()
    assert window.commands["pdf"].isEnabled()
    assert window.pages.count


def test_an_old_file_is_not_replaced_unasked(qtbot, window, says, tmp_path, desk):
    (tmp_path / "journal.pdf").write_text("old")
    says(tmp_path / "journal")
    desk.messages.answers = [False]
    window.commands["pdf"].trigger()
    assert desk.messages.questions
    assert (tmp_path / "journal.pdf").read_text() == "old"


def test_it_may_be_closed_while_the_pages_are_made(qtbot, desk):
    window = JournalWindow(desk)
    window.show()
    with qtbot.waitSignal(window.destroyed):
        window.close()
    done = []
    desk.work(desk, lambda: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert not desk.messages.errors
    assert not desk.messages.bugs


def test_a_printer_gets_as_many_pages_as_are_shown(qtbot, window, tmp_path, monkeypatch):
    paper = tmp_path / "paper.pdf"

    def to_file(_parent, made, _title, _heading):
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFileName(str(paper))
        printing.lay_paper(made, printer)
        return printer

    monkeypatch.setattr(printing, "ask_printer", to_file)
    window.commands["print"].trigger()
    qtbot.waitUntil(lambda: "sent to the printer" in window.notice.text.text(), timeout=20000)
    pages = PdfReader(paper).pages
    assert len(pages) == window.pages.count
    width, height = (float(side) for side in pages[0].mediabox[2:])
    assert (round(width), round(height)) == (842, 595)


def test_without_a_printer_it_says_what_to_do(window, monkeypatch, desk):
    monkeypatch.setattr(printing.QPrinterInfo, "availablePrinterNames", list)
    window.commands["print"].trigger()
    assert isinstance(desk.messages.errors[0], Unavailable)
    assert "PDF" in str(desk.messages.errors[0])


def test_pages_are_drawn_as_they_come_into_view(qtbot, office_path):
    for first in range(100, 300, PART):
        write(office_path, "ivanov", partial(register_some, first))
    desk = sit_down(office_path)
    window = opened(qtbot, desk)
    this_month(qtbot, window)
    last = window.pages.count - 1
    assert last > 3
    assert window.pages.drawn(last) is None
    qtbot.keyClick(window.pages, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: window.pages.drawn(last) is not None, timeout=20000)
    assert window.foot.place.text() == f"Page {last + 1} of {last + 1}"
    assert window.pages.drawn(last).width() == round(window.pages._frame(last).width() * window.devicePixelRatioF())
    desk.close()


def test_zooming_redraws_sharp_and_fits_again(qtbot, window):
    fitting = window.pages.zoom
    window.commands["larger"].trigger()
    assert window.pages.zoom > fitting
    wide = window.pages._frame(0).width()
    qtbot.waitUntil(lambda: abs(window.pages.drawn(0).width() - wide) <= 1, timeout=20000)
    window.commands["smaller"].trigger()
    window.commands["fit"].trigger()
    assert window.pages.zoom == fitting
    assert window.commands["fit"].isChecked()


def test_a_colleagues_change_is_told_and_nothing_moves_by_itself(qtbot, window, office_path, desk):
    shown = window._made
    write(office_path, "kim", lambda db: tickets.register(db, call(99)))
    with qtbot.waitSignal(desk.changed):
        desk.look()
    assert window._made is shown
    assert "changed" in window.notice.text.text()
    window.notice.offers[0].click()
    settle(qtbot, window)
    assert window._made.rows == 13


def test_trouble_in_making_is_said_in_place_of_the_pages(qtbot, window, monkeypatch):
    def full(*_args):
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(making, "make", full)
    window.refresh()
    qtbot.waitUntil(window.notice.isVisible)
    assert window.pages._words == "The disk is full."
    assert not window.commands["print"].isEnabled()
    monkeypatch.undo()
    window.notice.offers[0].click()
    settle(qtbot, window)


def test_opening_it_again_raises_the_one_that_is_open(qtbot, desk):
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    first = JournalWindow.open(desk, parent)
    assert JournalWindow.open(desk, parent) is first
    first.close()


def test_every_control_has_a_name(window):
    unnamed = [
        widget
        for kind in (QAbstractButton, QComboBox)
        for widget in window.findChildren(kind)
        if widget.isVisible() and not (widget.accessibleName() or widget.text())
    ]
    assert not unnamed


@pytest.mark.parametrize(
    ("name", "system", "proposed"),
    [
        ("Ivanov Ivan", "", "Journal 2026-10 Ivanov"),
        ("", 'School: "journal"?', "Journal 2026-10 School journal"),
        ("../.. <x>", "", "Journal 2026-10"),
        ("", "s" * 200, "Journal 2026-10 " + "s" * 64),
    ],
)
def test_the_name_proposed_suits_any_file_system(name, system, proposed):
    from desk_app.domain.office import Person
    from desk_app.services.journals import Scope

    assert files.proposed_name(Scope(Month(2026, 10), Person(1, "", name, "")), system) == proposed


def test_what_was_begun_to_save_is_saved_though_the_program_closes(qtbot, office_path, says, tmp_path):
    desk = sit_down(office_path)
    window = opened(qtbot, desk)
    says(tmp_path / "late.pdf")
    shown = window._made.pdf
    window.commands["pdf"].trigger()
    desk.close()
    assert (tmp_path / "late.pdf").read_bytes() == shown
