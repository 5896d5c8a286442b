"""A main window at a real office, for the tests of its list."""

import pytest

from desk_app.ui.main_window import MainWindow
from tests.support.desk import make_office, sit_down


def opened(qtbot, desk, path):
    main = MainWindow(desk, path)
    qtbot.addWidget(main)
    main.resize(1280, 720)
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.show()
    qtbot.waitUntil(lambda: main._total is not None)
    main.activateWindow()
    return main


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
