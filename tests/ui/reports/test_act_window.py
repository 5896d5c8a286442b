"""The acts of a month on the screen."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.app.settings import Settings
from desk_app.domain.journal import Month
from desk_app.services import tickets
from desk_app.services.acts import ActKind
from desk_app.services.ports import Changes
from desk_app.ui.reports.act_window import ActWindow
from desk_app.ui.reports.chooser import Prints
from desk_app.ui.reports.journal_window import JournalWindow
from desk_app.ui.reports.proposals import ProposalsDialog
from tests.support.desk import call, follow, make_office, sit_down, write

CHANGED = {"data_change": True}


def pdf_text(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window._made is not None, timeout=20000)
    qtbot.waitUntil(lambda: window.pages.drawn(0) is not None, timeout=20000)


@pytest.fixture
def office_path(tmp_path):
    """Give a support service with six calls about printers and two about a file, one of them a change of data."""
    path = make_office(tmp_path / "office.desk", 6, "two-line")
    said = {"description": "The file of a person is lost", "kind": "request", "cause": "No index"}

    def register(db):
        done = [tickets.register(db, call(7, **said, answers=answers)) for answers in (CHANGED, {})]
        return Changes(tuple(changes.tickets[0] for changes in done))

    write(path, "boss", register)
    return path


@pytest.fixture
def window(qtbot, desk):
    """The act on repeated errors of this month."""
    shown = ActWindow(desk, ActKind.REPEATED)
    qtbot.addWidget(shown)
    shown.resize(1100, 700)
    shown.show()
    shown.months.step(1)
    settle(qtbot, shown)
    return shown


@pytest.mark.clause("E-4.2c")
def test_repeated_errors_of_the_month_are_on_the_pages(window):
    text = pdf_text(window._made.pdf)
    assert "No index" in text
    assert window.foot.state.text() == "2 repeated errors · 1 page"


@pytest.mark.clause("E-4.2b")
def test_the_other_act_comes_in_the_same_window(qtbot, window):
    window.which.choice.setCurrentIndex(window.which.choice.findData(Prints.DATA_CHANGES.value))
    settle(qtbot, window)
    text = pdf_text(window._made.pdf)
    assert "The file of a person is lost" in text
    assert "Call 1" not in text
    assert window.foot.state.text() == "1 change · 1 page"
    assert window.windowTitle().startswith("Act on changes made in the database")


@pytest.mark.clause("E-4.2c")
def test_what_is_proposed_is_kept_on_this_computer_and_printed(qtbot, window, desk):
    window.propose.click()
    dialog = window.findChild(ProposalsDialog)
    first, *_, last = dialog.rows.rows.values()
    first.input.set_value("Buy a new printer")
    last.input.set_value("Teach everybody")
    dialog.save()
    settle(qtbot, window)
    text = pdf_text(window._made.pdf)
    assert "Buy a new printer" in text
    assert "Conclusions and proposals: Teach everybody" in text
    again = ActWindow(desk, ActKind.REPEATED)
    qtbot.addWidget(again)
    again.show()
    again.months.step(1)
    settle(qtbot, again)
    assert "Buy a new printer" in pdf_text(again._made.pdf)


def test_what_was_proposed_in_one_office_is_not_printed_in_another(qtbot, tmp_path, window, desk):
    window.keep(window._act, {"": "Teach everybody"})
    other = sit_down(make_office(tmp_path / "other.desk", 1, "two-line"), settings=desk.settings)
    shown = ActWindow(other, ActKind.REPEATED)
    qtbot.addWidget(shown)
    shown.show()
    shown.months.step(1)
    settle(qtbot, shown)
    assert "Teach everybody" not in pdf_text(shown._made.pdf)
    other.close()


def test_the_sheet_has_the_rows_of_the_pages(qtbot, window, tmp_path, monkeypatch):
    path = tmp_path / "act.xlsx"
    asked = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *words: asked.append(words[1:3]) or (str(path), ""))
    window.commands["excel"].trigger()
    qtbot.waitUntil(path.exists, timeout=20000)
    qtbot.waitUntil(lambda: "Saved" in window.notice.text.text())
    cells = [cell for row in load_workbook(path).active.iter_rows(values_only=True) for cell in row if cell]
    assert "No index" in cells
    title, proposal = asked[0]
    assert title == "Save the act"
    assert f"Act on frequently repeated errors {window.months.chosen_month()}.xlsx" in proposal


def test_the_journal_comes_in_the_place_of_an_act_and_keeps_its_month(qtbot, desk):
    root = QWidget()
    qtbot.addWidget(root)
    act = ActWindow.open(desk, ActKind.DATA_CHANGES, root)
    act.months.step(-2)
    month = act.months.chosen_month()
    with qtbot.waitSignal(act.destroyed):
        act.which.choice.setCurrentIndex(0)
    (journal,) = [window for window in root.findChildren(JournalWindow) if window.isVisible()]
    assert journal.scope.scope().month == month
    journal.which.choice.setCurrentIndex(2)
    qtbot.waitUntil(lambda: bool(root.findChildren(ActWindow)))
    (opened,) = [window for window in root.findChildren(ActWindow) if window.isVisible()]
    assert (opened.kind, opened.months.chosen_month()) == (ActKind.REPEATED, month)
    assert ActWindow.open(desk, ActKind.DATA_CHANGES, root) is opened
    opened.close()


def test_it_opens_on_last_month(qtbot, desk):
    window = ActWindow(desk, ActKind.DATA_CHANGES)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, window)
    assert window.months.chosen_month() == Month.of(window.now().date()).previous
    assert "No changes were made in the database in this month." in pdf_text(window._made.pdf)


def test_a_colleagues_change_is_told(qtbot, window, office_path, desk):
    write(office_path, "kim", lambda db: tickets.register(db, call(99)))
    follow(qtbot, desk)
    qtbot.waitUntil(window.notice.isVisible)
    assert "changed" in window.notice.text.text()


def test_settings_that_hold_something_else_do_no_harm(qtbot, office_path):
    settings = Settings()
    settings.set("acts.proposals", {"1": 2})
    desk = sit_down(office_path, settings=settings)
    window = ActWindow(desk, ActKind.REPEATED)
    qtbot.addWidget(window)
    settings.set("acts.proposals", {window._draft(window._act) if window._act else "x": ["y"]})
    window.show()
    settle(qtbot, window)
    desk.close()
