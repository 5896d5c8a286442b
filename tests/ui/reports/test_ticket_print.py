"""A ticket as it will print, from the list and from its window."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.reports.ticket_form_kinds import TicketForm
from desk_app.services import tickets
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.reports.ticket_print_window import TicketPrintWindow
from tests.support.desk import follow, write


def pdf_text(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window._made is not None, timeout=20000)
    qtbot.waitUntil(lambda: window.pages.drawn(0) is not None, timeout=20000)


@pytest.fixture
def window(qtbot, desk):
    """The print of the first ticket."""
    shown = TicketPrintWindow(desk, 1)
    qtbot.addWidget(shown)
    shown.resize(900, 700)
    shown.show()
    settle(qtbot, shown)
    return shown


@pytest.mark.clause("E-6.1c")
def test_it_shows_the_error_form_as_it_prints(window, desk):
    text = pdf_text(window._made.pdf)
    assert "Name of the body that asks School 1" in text
    assert "handed over in person" in text
    number = f"{window.now().year}-000001"
    assert number in window.windowTitle()
    assert window.file_name() == f"Error form (Appendix 1) {number}"


@pytest.mark.clause("J-3.5")
def test_the_form_chosen_last_is_the_first_next_time(qtbot, window, desk):
    window.form.setCurrentIndex(window.form.findData(TicketForm.CARD.value))
    settle(qtbot, window)
    assert "What was done" in pdf_text(window._made.pdf)
    again = TicketPrintWindow(desk, 2)
    qtbot.addWidget(again)
    assert again.chosen() is TicketForm.CARD


def test_only_a_change_of_this_ticket_is_told(qtbot, window, desk, office_path):
    write(office_path, "kim", lambda db: tickets.do(db, 2, "comment", {"text": "1"}))
    follow(qtbot, desk)
    assert not window.notice.isVisible()
    write(office_path, "kim", lambda db: tickets.do(db, 1, "comment", {"text": "2"}))
    follow(qtbot, desk)
    qtbot.waitUntil(window.notice.isVisible)


def test_ctrl_p_in_the_window_of_a_ticket_opens_its_print(qtbot, desk):
    root = QWidget()
    qtbot.addWidget(root)
    ticket = TicketWindow.open(desk, 1, root)
    qtbot.waitUntil(lambda: ticket.pane.card is not None)
    qtbot.keyClick(ticket, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(ticket.findChildren(TicketPrintWindow)))
    opened = ticket.findChildren(TicketPrintWindow)[0]
    assert TicketPrintWindow.open(desk, 1, ticket) is opened
    settle(qtbot, opened)
    opened.close()
    ticket.close()
