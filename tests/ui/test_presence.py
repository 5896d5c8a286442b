"""Who is here and who edits what, as the window shows it."""

import pytest
from PySide6.QtCore import Qt

from desk_app.domain.view import Queue
from desk_app.ui.editor.pane import TicketPane
from desk_app.ui.main_window import MainWindow
from tests.support.desk import sit_down

ICON = Qt.ItemDataRole.DecorationRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def kim(qtbot, office_path):
    seated = sit_down(office_path, "kim")
    yield seated
    seated.close()


@pytest.fixture
def main(qtbot, desk, office_path):
    window = MainWindow(desk, office_path)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.table.tickets.loaded):
        window.show()
        window.queues.choose(Queue.OPEN)
    return window


def test_who_is_here_stands_in_the_status_line(qtbot, main, desk, kim):
    kim.look()
    qtbot.waitUntil(lambda: "Kim Olga" in main.status._here.text(), timeout=20_000)
    assert main.status._here.isVisible()
    kim.close()
    qtbot.waitUntil(main.status._here.isHidden, timeout=20_000)


def test_what_a_colleague_edits_is_marked_in_the_list_and_on_the_card(qtbot, main, desk, kim):
    editor = TicketPane(kim)
    qtbot.addWidget(editor)
    row = 4
    ticket = main.table.tickets.ticket_id(row)
    for pane in (editor, main.pane):
        pane.show_ticket(ticket)
        qtbot.waitUntil(lambda pane=pane: pane.card is not None and pane.card.ticket.id == ticket)
    index = main.table.tickets.index(row, main.table.tickets.marks.column)
    assert index.data(ICON) is None
    editor.edit()
    repainted = []
    main.table.tickets.dataChanged.connect(lambda first, last: repainted.append((first.row(), last.row())))
    qtbot.waitUntil(lambda: index.data(ICON) is not None, timeout=20_000)
    assert "Kim Olga is editing" in index.data(SPOKEN)
    assert "Kim Olga is editing" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert main.table.tickets.index(row + 1, 0).data(ICON) is None
    assert (row, row) in repainted
    assert main.pane.header.editors.text() == "Kim Olga is editing this ticket"
    editor.editor.cancel()
    qtbot.waitUntil(lambda: index.data(ICON) is None, timeout=20_000)
    assert main.pane.header.editors.isHidden()
