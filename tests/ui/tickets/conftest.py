"""A main window at a real office, for the tests of its list."""

from functools import partial

import pytest

from desk_app.domain.view import Queue
from desk_app.services import tickets
from desk_app.services.ports import Changes
from desk_app.storage import open_office
from desk_app.ui.main_window import MainWindow
from tests.support.desk import call, make_office, sit_down


def opened(qtbot, desk, path):
    main = MainWindow(desk, path)
    qtbot.addWidget(main)
    main.resize(1280, 720)
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.show()
        main.queues.choose(Queue.OPEN)
    qtbot.waitUntil(lambda: main._total is not None)
    main.activateWindow()
    return main


def many_calls(path, count):
    """Make an office of `count` calls, in transactions of a size that a share takes."""
    make_office(path, 0)
    with open_office(path) as file:
        ivanov = next(person for person in file.reader.staff() if person.login == "ivanov")
        for start in range(1, count + 1, 200):
            numbers = range(start, min(start + 200, count + 1))
            file.unit_of_work(ivanov).write(partial(register_all, numbers))
    return path


def register_all(numbers, db):
    return Changes(tuple(tickets.register(db, call(number)).tickets[0] for number in numbers))


@pytest.fixture
def main(qtbot, desk, office_path):
    return opened(qtbot, desk, office_path)


@pytest.fixture
def boss(qtbot, office_path):
    """Give the administrator's window."""
    desk = sit_down(office_path, "boss")
    yield opened(qtbot, desk, office_path)
    desk.close()


@pytest.fixture
def big(qtbot, tmp_path):
    """Give a window over five hundred tickets, most of them on pages that are not loaded."""
    path = make_office(tmp_path / "big.desk", 500)
    desk = sit_down(path, "boss")
    yield opened(qtbot, desk, path)
    desk.close()
