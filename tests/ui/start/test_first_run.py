"""The first day: an office in five steps, a sample, or a file that is there already."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from desk_app import first_run, i18n
from desk_app.app import recent
from desk_app.app.settings import Settings
from desk_app.domain.errors import Cancelled, Unavailable
from desk_app.first_run import FirstRun
from desk_app.services import people
from desk_app.storage import open_office
from desk_app.ui.start import StartDialog
from desk_app.ui.start.pages import Beginning, hours_said
from tests.support.desk import Recorder


@pytest.fixture
def login(monkeypatch):
    monkeypatch.setattr(people, "os_login", lambda: "ivanova")
    return "ivanova"


@pytest.fixture
def dialog(qtbot, login):
    made = StartDialog(FirstRun(), Settings(), Recorder())
    qtbot.addWidget(made)
    made.show()
    yield made
    made.making.close_down()


def begin(qtbot, dialog):
    dialog.begin()
    qtbot.waitUntil(lambda: dialog.step == 1)


def forward(qtbot, dialog):
    step = dialog.step
    dialog.next.click()
    qtbot.waitUntil(lambda: dialog.step == step + 1)


def to_you(qtbot, dialog, path):
    """Fill the pages up to the administrator."""
    begin(qtbot, dialog)
    forward(qtbot, dialog)
    dialog._place.rows.fill({"name": "Town administration", "zone": "Asia/Almaty", "path": str(path)})
    forward(qtbot, dialog)


def to_the_end(qtbot, dialog, path, password=""):
    to_you(qtbot, dialog, path)
    dialog._you.rows.fill({"full_name": "Ivanova Anna", "password": password, "again": password})
    forward(qtbot, dialog)


def finish(qtbot, dialog):
    with qtbot.waitSignal(dialog.accepted):
        dialog.next.click()


def test_five_steps_make_an_office(qtbot, dialog, tmp_path):
    path = tmp_path / "office.desk"
    to_the_end(qtbot, dialog, path)
    finish(qtbot, dialog)
    assert dialog.chosen.path == path
    assert not dialog.chosen.take_over
    with open_office(path) as file:
        office = file.reader.office()
        assert (office.name, str(office.zone)) == ("Town administration", "Asia/Almaty")
        person = people.sign_in(file.reader, "ivanova")
        assert (person.name, person.role) == ("Ivanova Anna", "administrator")


def test_a_password_is_asked_for_at_once_no_more(qtbot, dialog, tmp_path):
    path = tmp_path / "office.desk"
    to_the_end(qtbot, dialog, path, "correct horse")
    dialog._beginning.choose(Beginning.JOURNAL.value)
    finish(qtbot, dialog)
    assert dialog.chosen.take_over
    assert "correct horse" not in repr(dialog.chosen)
    with open_office(path) as file:
        people.sign_in(file.reader, dialog.chosen.login, dialog.chosen.password)


def test_what_is_missing_is_said_beside_it(qtbot, dialog, tmp_path):
    begin(qtbot, dialog)
    forward(qtbot, dialog)
    dialog._place.rows.fill({"name": "", "path": ""})
    dialog._place.zone.setEditText("Moon/Crater")
    dialog.next.click()
    rows = dialog._place.rows.rows
    assert all(rows[code].said for code in ("name", "zone", "path"))
    assert "Moon/Crater" in rows["zone"].said
    assert dialog.step == 2


@pytest.mark.parametrize(("place", "word"), [("taken.desk", "already"), ("nowhere/office.desk", "no folder")])
def test_a_place_that_will_not_do_is_said_before_going_on(qtbot, dialog, tmp_path, place, word):
    (tmp_path / "taken.desk").write_text("x")
    begin(qtbot, dialog)
    forward(qtbot, dialog)
    dialog._place.rows.fill({"name": "Office", "path": str(tmp_path / place)})
    dialog.next.click()
    qtbot.waitUntil(lambda: word in dialog._place.rows.rows["path"].said)
    assert dialog.step == 2
    assert dialog.next.isEnabled()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "one two three", "again": "one two"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
        ({"login": "somebody-else"}, "password"),
        ({"login": "two words"}, "login"),
        ({"full_name": ""}, "full_name"),
    ],
)
def test_the_administrator_is_checked(qtbot, dialog, tmp_path, typed, field):
    to_you(qtbot, dialog, tmp_path / "office.desk")
    dialog._you.rows.fill({"full_name": "Ivanova Anna", **typed})
    dialog.next.click()
    assert dialog._you.rows.rows[field].said
    assert dialog.step == 3


def test_trouble_while_making_leads_back_to_the_place(qtbot, dialog, tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise Unavailable("The disk is full. Make room, then try again.")

    monkeypatch.setattr("desk_app.storage.create_office", full)
    path = tmp_path / "office.desk"
    to_the_end(qtbot, dialog, path)
    dialog.next.click()
    qtbot.waitUntil(lambda: dialog.step == 2)
    assert "full" in dialog._place.rows.rows["path"].said
    assert dialog._you.name.value() == "Ivanova Anna"
    assert list(tmp_path.iterdir()) == []


def test_escape_turns_back_and_keeps_what_was_typed(qtbot, dialog, tmp_path):
    to_you(qtbot, dialog, tmp_path / "office.desk")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.step == 2
    assert dialog._place.name.value() == "Town administration"
    dialog.go_back()
    dialog.go_back()
    assert dialog.step == 0
    assert dialog.isVisible()
    begin(qtbot, dialog)
    dialog.close()
    assert dialog.chosen is None


def test_another_kind_keeps_what_was_typed_and_says_its_hours(qtbot, dialog, tmp_path):
    to_you(qtbot, dialog, tmp_path / "office.desk")
    before = dialog._place.words.text()
    dialog.go_back()
    dialog.go_back()
    dialog._kind.choose(1)
    forward(qtbot, dialog)
    assert dialog._place.name.value() == "Town administration"
    assert dialog._place.words.text() != before


def test_a_look_at_the_sample_first_leaves_the_own_office_for_later(qtbot, dialog, tmp_path, monkeypatch):
    monkeypatch.setattr(first_run, "SAMPLE_TICKETS", 10)
    path = tmp_path / "office.desk"
    to_the_end(qtbot, dialog, path)
    dialog._beginning.choose(Beginning.SAMPLE.value)
    with qtbot.waitSignal(dialog.accepted, timeout=30000):
        dialog.next.click()
    assert dialog.chosen.path == first_run.sample_path()
    assert recent.recent(dialog._settings) == [path]
    with open_office(dialog.chosen.path) as file:
        assert "Sample" in file.reader.office().name


def test_a_sample_that_was_stopped_leaves_nothing(qtbot, dialog):
    dialog.welcome.sample.emit()
    dialog.making.stop.click()
    qtbot.waitUntil(lambda: not dialog.making.busy, timeout=30000)
    assert dialog.stack.currentWidget() is dialog.welcome
    assert not dialog.welcome.remark.text()
    assert [path.name for path in first_run.sample_path().parent.iterdir()] == []


def test_a_stop_reaches_the_maker():
    def stop(_done):
        raise Cancelled

    with pytest.raises(Cancelled):
        FirstRun().sample(stop)
    assert not first_run.sample_path().exists()


def test_trouble_is_said_on_the_first_page(qtbot, login):
    made = StartDialog(FirstRun(), Settings(), Recorder(), Unavailable("The share is away."))
    qtbot.addWidget(made)
    made.show()
    assert made.welcome.remark.text() == "The share is away."


def test_recent_offices_are_listed_greyed_where_gone_and_taken_away(qtbot, login, tmp_path):
    settings = Settings()
    there, gone = tmp_path / "there.desk", tmp_path / "gone.desk"
    there.write_text("")
    recent.remember(settings, gone)
    recent.remember(settings, there)
    made = StartDialog(FirstRun(), settings, Recorder())
    qtbot.addWidget(made)
    made.show()
    rows = made.welcome.recents
    qtbot.waitUntil(lambda: "not there" in rows.item(1).text())
    assert "not there" not in rows.item(0).text()
    rows.setCurrentRow(1)
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert recent.recent(settings) == [there]
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert made.chosen.path == there


def test_a_broken_list_of_recent_offices_does_no_harm():
    settings = Settings()
    settings.set(recent.RECENT, [1, None, "a\0b", "", "/office.desk"])
    assert recent.recent(settings) == [Path("/office.desk")]
    settings.set(recent.RECENT, "x")
    assert recent.recent(settings) == []


def test_the_language_is_chosen_before_anything_else(qtbot, qapp, dialog):
    button = next(one for one in dialog.welcome.findChildren(QToolButton) if one.text() == "Русский")
    button.click()
    qtbot.waitUntil(lambda: dialog.windowTitle() != "Choose an office")
    assert i18n.language() == "ru"
    assert dialog._settings.get("language", "") == "ru"
    from desk_app.app import qt_i18n

    qt_i18n.install(qapp, "en")


def test_hours_are_said_as_people_say_them():
    week = dict.fromkeys(("mon", "tue", "wed", "thu"), ("08:00-17:15",)) | {"fri": ("08:00-12:00", "13:00-16:00")}
    assert hours_said(week) == "Mon–Thu 08:00–17:15; Fri 08:00–12:00, 13:00–16:00"
