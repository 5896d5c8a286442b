import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from desk_app.app.desk import Desk
from desk_app.app.settings import Settings
from desk_app.domain.errors import Unavailable
from desk_app.domain.view import Queue, Sort, SortColumn, TicketFilter, View
from desk_app.services import tickets
from desk_app.services.ports import Changes
from desk_app.ui.models.columns import COLUMNS
from desk_app.ui.models.pages import PAGES_KEPT
from desk_app.ui.models.refresh import PAGE
from desk_app.ui.models.ticket_table import TicketTableModel
from tests.support.desk import Recorder, call, write
from tests.support.fakes import ME, FakeReader, FakeStation, fake_place

MILLION = 1_000_000
NUMBER = 0
SUBJECT = next(at for at, column in enumerate(COLUMNS) if column.key == SortColumn.SUBJECT)
REQUESTER = next(at for at, column in enumerate(COLUMNS) if column.key == SortColumn.REQUESTER)


@pytest.fixture
def reader():
    return FakeReader(MILLION)


@pytest.fixture
def fake_desk(qtbot, reader):
    seated = Desk(fake_place(FakeStation(), reader), ME, Settings(), Recorder())
    yield seated
    reader.gate.set()
    seated.close()


def shown(model, column=NUMBER):
    return [model.index(row, column).data() for row in range(model.rowCount())]


def load(qtbot, model, view=None):
    with qtbot.waitSignal(model.loaded):
        model.show_view(view or View())


@pytest.fixture
def model(qtbot, fake_desk):
    made = TicketTableModel(fake_desk)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    load(qtbot, made)
    return made


@pytest.fixture
def real(qtbot, desk):
    made = TicketTableModel(desk)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    load(qtbot, made)
    return made


def test_a_million_rows_are_counted_and_not_loaded(model, reader):
    assert model.rowCount() == MILLION
    assert set(reader.read_offsets) == {0}


def test_scrolling_reads_only_the_pages_seen(qtbot, fake_desk, reader):
    view = QTableView()
    qtbot.addWidget(view)
    view.verticalHeader().setDefaultSectionSize(28)
    model = TicketTableModel(fake_desk)
    view.setModel(model)
    view.resize(800, 600)
    view.show()
    load(qtbot, model)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 900_000)
    for row in (500_000, 999_999, 250_010):
        view.scrollTo(model.index(row, 0), QTableView.ScrollHint.PositionAtTop)
        qtbot.waitUntil(lambda row=row: model.shown(row) is not None)
    pages = {offset // PAGE for offset in reader.read_offsets}
    assert pages <= {0, 2500, 2499, 4999, 1250, 1249}


def test_pages_scrolled_past_are_not_waited_for(qtbot, model, reader):
    reader.gate.clear()
    for page in range(10, 400):
        model.index(page * PAGE, 0).data()
    qtbot.wait(20)
    reader.gate.set()
    qtbot.waitUntil(lambda: model.shown(399 * PAGE) is not None)
    assert len(set(reader.read_offsets)) < 10


def test_a_row_that_is_being_read_is_blank(qtbot, model):
    index = model.index(700_000, SUBJECT)
    assert index.data() == ""
    qtbot.waitUntil(lambda: index.data() == "Call 300000")


def test_only_the_last_pages_are_kept(qtbot, model):
    for page in range(1, PAGES_KEPT + 5):
        model.index(page * PAGE, 0).data()
        qtbot.waitUntil(lambda page=page: model.shown(page * PAGE) is not None)
    assert model.shown(1 * PAGE) is None


def test_the_headers_are_the_offices_names(model, fake_desk):
    labels = {field.code: field.label for field in fake_desk.office.fields}
    assert model.headerData(REQUESTER, Qt.Orientation.Horizontal) == labels["requester"]


def test_trouble_is_told_and_the_rows_stay(qtbot, model, reader):
    reader.trouble = Unavailable("The share is away.")
    with qtbot.waitSignal(model.failed) as told:
        model.reload()
    assert str(told.args[0]) == "The share is away."
    assert model.rowCount() == MILLION
    reader.trouble = None
    load(qtbot, model, View(TicketFilter(Queue.OPEN)))


def test_a_newer_question_overtakes_an_older_one(qtbot, model, reader):
    reader.gate.clear()
    for words in ("p", "pr", "pri"):
        model.show_view(View(TicketFilter(words=words)))
    with qtbot.waitSignal(model.loaded):
        reader.gate.set()
    assert model.view.filter.words == "pri"
    assert reader.read_offsets.count(0) <= 3


def test_sorting_by_every_column(qtbot, real):
    for at, column in enumerate(COLUMNS):
        for order, descending in ((Qt.SortOrder.AscendingOrder, False), (Qt.SortOrder.DescendingOrder, True)):
            with qtbot.waitSignal(real.loaded):
                real.sort(at, order)
            assert real.view.sort == Sort(column.key, descending)
            assert real.rowCount() == 12
    with qtbot.waitSignal(real.loaded):
        real.sort(NUMBER, Qt.SortOrder.AscendingOrder)
    assert shown(real) == sorted(shown(real))


def test_filtering_by_words_in_any_case(qtbot, real):
    load(qtbot, real, View(TicketFilter(words="ROOM call 7:")))
    assert [text[:7] for text in shown(real, SUBJECT)] == ["Call 7:"]
    load(qtbot, real, View(TicketFilter(words="nothing like it")))
    assert real.rowCount() == 0


def test_filtering_by_queue(qtbot, real, desk):
    load(qtbot, real, View(TicketFilter(Queue.MINE)))
    assert real.rowCount() == 12
    load(qtbot, real, View(TicketFilter(Queue.SOLVED)))
    assert real.rowCount() == 0


def test_an_edit_repaints_only_its_row(qtbot, real, desk, office_path):
    ticket = real.ticket_id(4)
    repainted = []
    real.dataChanged.connect(lambda first, last, _roles: repainted.append((first.row(), last.row())))
    write(office_path, "kim", lambda db: tickets.do(db, ticket, "edit", {"description": "Call of old"}))
    with qtbot.waitSignal(real.refreshed):
        desk.look()
    assert repainted == [(4, 4)]
    assert real.index(4, SUBJECT).data() == "Call of old"


def test_a_ticket_that_leaves_the_view_goes(qtbot, real, desk, office_path):
    load(qtbot, real, View(TicketFilter(Queue.MINE)))
    ticket = real.ticket_id(4)
    write(office_path, "boss", lambda db: tickets.do(db, ticket, "assign", {"to": "kim"}))
    with qtbot.waitSignal(real.refreshed) as told:
        desk.look()
    assert real.rowCount() == 11
    assert ticket not in [real.ticket_id(row) for row in range(11)]
    assert told.args[1].get(ticket) is None


def test_a_new_ticket_comes_in(qtbot, real, desk, office_path):
    done = write(office_path, "kim", lambda db: tickets.register(db, call(99)))
    with qtbot.waitSignal(real.refreshed):
        desk.look()
    assert real.rowCount() == 13
    assert real.ticket_id(0) == done.tickets[0]


def test_the_tooltip_gives_the_moment_in_full_and_takes_nothing_for_markup(qtbot, real, desk, office_path):
    write(office_path, "kim", lambda db: tickets.register(db, call(1, description="<img src=file:///x>")))
    with qtbot.waitSignal(real.refreshed):
        desk.look()
    tip = real.index(0, SUBJECT).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in tip


def test_closing_while_a_page_is_read(qtbot, fake_desk, model, reader):
    reader.gate.clear()
    model.index(500_000, 0).data()
    qtbot.wait(10)
    model.deleteLater()
    reader.gate.set()
    fake_desk.close()


def test_nothing_is_read_before_a_view_is_asked_for(qtbot, fake_desk, reader):
    made = TicketTableModel(fake_desk)
    fake_desk.changed.emit(Changes((1,)))
    qtbot.wait(20)
    assert made.rowCount() == 0
    assert reader.read_offsets == []
