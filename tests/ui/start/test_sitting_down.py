"""From the first run to the window, to another office and to another person."""

import pytest
from PySide6.QtCore import QTimer

from desk_app import bootstrap, i18n
from desk_app.app import qt_i18n, recent
from desk_app.app.settings import Settings
from desk_app.services import people
from desk_app.ui.imports.dialog import ImportDialog
from desk_app.ui.start import Chosen, StartDialog
from tests.support.desk import make_office


@pytest.fixture
def shown(qapp, monkeypatch):
    """Give what to do with each window that stands, in order; then it is closed."""
    acts = []

    def stand(main):
        act = acts.pop(0) if acts else lambda window: window.close()
        QTimer.singleShot(50, main, lambda: act(main))

    monkeypatch.setattr(bootstrap, "shown", stand)
    monkeypatch.setattr(bootstrap.bugs, "sweep_here", QTimer)
    monkeypatch.setattr(people, "os_login", lambda: "boss")
    return acts


def test_who_takes_over_a_journal_gets_its_dialog_after_the_window(qtbot, shown, tmp_path, monkeypatch):
    path = make_office(tmp_path / "office.desk")
    monkeypatch.setattr(StartDialog, "ask", lambda *_args, **_more: Chosen(path, "boss", take_over=True))
    seen = []

    def look(main):
        seen.extend(main.findChildren(ImportDialog))
        for dialog in seen:
            dialog.reject()
        main.close()

    shown.append(look)
    assert bootstrap.window() == 0
    assert len(seen) == 1
    assert recent.recent(Settings()) == [path]


def test_another_office_opens_in_place_of_the_first(qtbot, shown, tmp_path):
    first, second = (make_office(tmp_path / f"{name}.desk") for name in ("first", "second"))
    titles = []

    def change(main):
        titles.append(main.status._path)
        main.other_office.emit(second)

    def leave(main):
        titles.append(main.status._path)
        main.close()

    shown.extend([change, leave])
    assert bootstrap.window(first) == 0
    assert titles == [first, second]
    assert recent.recent(Settings()) == [second, first]


def test_another_person_is_asked_for_even_where_nobody_need_be(qtbot, shown, tmp_path, monkeypatch):
    path = make_office(tmp_path / "office.desk")
    asked = []
    monkeypatch.setattr("desk_app.ui.people.sign_in.sign_in", lambda *args: asked.append(args[2]) or None)
    shown.append(lambda main: main.other_person.emit())
    assert bootstrap.window(path) == 0
    assert asked == [""]


@pytest.mark.parametrize(
    ("computer", "asked", "spoken"),
    [
        ("C", None, "ru"),
        ("C.UTF-8", None, "ru"),
        ("POSIX", "en", "en"),
        ("en_GB.UTF-8", None, "en"),
        ("de_DE", None, "en"),
    ],
)
def test_who_has_said_nothing_is_spoken_to_as_the_office_speaks(
    qtbot, qapp, shown, tmp_path, monkeypatch, computer, asked, spoken
):
    monkeypatch.setenv("LC_ALL", computer)
    path = make_office(tmp_path / "office.desk", language="ru")
    heard = []

    def hear(main):
        heard.append((i18n.language(), main.actions_by_id["register"].text()))
        main.close()

    shown.append(hear)
    try:
        assert bootstrap.window(path, language=asked) == 0
        assert heard == [(spoken, i18n.tr("New call"))]
    finally:
        qt_i18n.install(qapp, "en")
