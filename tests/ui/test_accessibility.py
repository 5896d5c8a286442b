"""A walk through every window of the program, in both languages, light and dark."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desk_app import i18n
from desk_app.app import qt_i18n, theme
from desk_app.app.theme import Hue, Theme
from desk_app.services import tickets
from desk_app.services.ports import Changes
from tests.support.desk import make_office, sit_down, write
from tests.ui import walk
from tests.ui.openers import OPENERS, windows_of_the_program

CALLER = {"name": "Петрова Анна", "organisation": "Школа № 5", "phone": "2-44-90"}


@pytest.fixture(params=i18n.LANGUAGES, scope="module")
def language(request):
    return request.param


@pytest.fixture(params=[Theme.LIGHT, Theme.DARK])
def look(request, qapp):
    theme.dress(qapp, request.param)
    yield request.param
    theme.dress(qapp, Theme.LIGHT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("walk")


@pytest.fixture(scope="module")
def office(language, folder):
    path = make_office(folder / f"{language}.desk", 0, "situation-centre", language)

    def calls(db):
        raw = {"description": "Не печатает принтер", "requester": CALLER}
        return Changes(tuple(tickets.register(db, dict(raw)).tickets[0] for _ in range(3)))

    write(path, "boss", calls)
    return path


@pytest.fixture
def desk(qtbot, qapp, language, office):
    qt_i18n.install(qapp, language)
    seated = sit_down(office, "boss")
    yield seated
    seated.close()
    qt_i18n.install(qapp, "en")


@pytest.fixture
def root(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def listed(found):
    """Return what was found, each once, a line each."""
    return "\n" + "\n".join(sorted(set(found)))


def test_every_window_is_walked_through(qapp):
    assert set(OPENERS) == set(windows_of_the_program())


@pytest.mark.parametrize("name", OPENERS)
def test_controls_have_names_roles_and_a_way_to_them(name, desk, root, folder):
    found = []
    for window in OPENERS[name](desk, root, folder):
        found += walk.nameless(window)
        found += walk.unreachable(window)
    assert not found, listed(found)


def test_tab_goes_through_the_main_window_as_one_reads(desk, root, folder):
    for window in OPENERS["MainWindow"](desk, root, folder):
        path = walk.tabbed(window)
        middle = window.middle.day.list if window.middle.shows_day else window.table
        stations = (window.top.search, window.queues, middle)
        if window.middle.current_ticket():
            stations += (window.pane.steps.primary, window.pane.comment.text)
        begin = path.index(stations[0])
        path = path[begin:] + path[:begin]
        places = [path.index(one) for one in stations]
        assert places == sorted(places)


@pytest.mark.parametrize("name", OPENERS)
def test_texts_are_seen_and_are_in_the_language(name, look, desk, root, folder, language):
    found = []
    for window in OPENERS[name](desk, root, folder):
        found += walk.faint(window)
        if language == "ru":
            found += walk.foreign(window)
    assert not found, listed(found)


@pytest.mark.parametrize("name", OPENERS)
def test_the_focus_is_seen(name, look, desk, root, folder, language):
    if language != "en":
        pytest.skip("the focus looks the same in every language")
    found = []
    for window in OPENERS[name](desk, root, folder):
        found += walk.unseen_focus(window)
    assert not found, listed(found)


@pytest.mark.parametrize("hue", Hue)
def test_words_on_tints_can_be_read(hue, look, qapp):
    now = QPalette(QApplication.palette())
    word = theme.ink(now, hue)
    for ground in (theme.tint(now, hue), now.color(QPalette.ColorRole.Base), now.color(QPalette.ColorRole.Window)):
        assert walk.contrast(word, ground) >= walk.AA, (hue, word.name(), ground.name())


def test_the_palette_itself_can_be_read(look, qapp):
    now, role = QApplication.palette(), QPalette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.PlaceholderText, role.Base),
        (role.PlaceholderText, role.Window),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
        (role.Link, role.Window),
    ):
        assert walk.contrast(now.color(text), now.color(ground)) >= walk.AA, (text, ground)


def test_contrast_is_counted_as_wcag_counts_it():
    assert walk.contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert walk.contrast(QColor("#767676"), QColor("#ffffff")) == pytest.approx(4.54, abs=0.01)
