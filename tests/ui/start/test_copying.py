import pytest

from desk_app.domain.errors import Cancelled
from desk_app.ui.start.copying import CopyingWindow


@pytest.fixture
def window(qtbot):
    made = CopyingWindow("office.desk")
    qtbot.addWidget(made)
    return made


def test_it_shows_itself_when_the_copy_takes_long_and_says_how_far_it_is(qtbot, window):
    window.tick(35, 100)
    assert window.isHidden()
    qtbot.waitUntil(window.isVisible)
    assert window.said.text() == "Making this computer's copy of the office: 35 %"
    window.tick(200, 400)
    qtbot.waitUntil(lambda: window.bar.value() == 50)
    window.finish()


def test_an_office_that_needs_no_copy_shows_nothing(qtbot, window):
    qtbot.wait(20)
    window.finish()
    assert window.isHidden()


@pytest.mark.parametrize("stop", [lambda window: window.stop.click(), lambda window: window.close()])
def test_it_can_be_stopped(qtbot, window, stop):
    window.tick(1, 100)
    qtbot.waitUntil(window.isVisible)
    stop(window)
    with pytest.raises(Cancelled):
        window.tick(2, 100)
    window.finish()
