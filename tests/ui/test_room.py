"""Every window has room on a small screen: 1280×720 points with a task bar, also with larger letters."""

import pytest

from desk_app.app.settings import Settings
from desk_app.domain.view import SortColumn
from desk_app.ui.models.columns import COLUMNS
from tests.ui.openers import OPENERS, until
from tests.ui.test_accessibility import desk, folder, language, office, root

WIDTH, HEIGHT = 1280, 690
IMPORTANT = (SortColumn.NUMBER, SortColumn.STATUS, SortColumn.RECEIVED, SortColumn.SUBJECT, SortColumn.REQUESTER)

__all__ = ["desk", "folder", "language", "office", "root"]


@pytest.fixture(params=[1.0, 1.25])
def letters(request, qapp):
    usual = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(usual.pointSizeF() * request.param)
    qapp.setFont(larger)
    yield request.param
    qapp.setFont(usual)


@pytest.mark.parametrize("name", OPENERS)
def test_no_window_needs_more_than_a_small_screen(name, letters, desk, root, folder):
    for window in OPENERS[name](desk, root, folder):
        least = window.minimumSizeHint().expandedTo(window.minimumSize())
        assert least.width() <= WIDTH, (type(window).__name__, least)
        assert least.height() <= HEIGHT, (type(window).__name__, least)


def test_what_matters_is_seen_without_scrolling_sideways(desk, root, folder, tmp_path):
    desk.settings = Settings(tmp_path / "settings.json")
    opened = OPENERS["MainWindow"](desk, root, folder)
    window = next(one for one in opened if not one.middle.shows_day)
    window.resize(1280, 720)
    header = window.table.header
    until(lambda: window.pane.isVisible() and window.table.viewport().width() < 900)
    places = [at for at, column in enumerate(COLUMNS) if column.key in IMPORTANT]
    ends = [header.sectionViewportPosition(at) + header.sectionSize(at) for at in places]
    assert max(ends) <= window.table.viewport().width()
    assert list(opened) == []
