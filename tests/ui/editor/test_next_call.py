"""What a saved call leaves on the screen, and where the next one begins."""

import pytest
from PySide6.QtCore import Qt, QTimer
from shiboken6 import isValid

from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.template_picker import TemplatePicker
from tests.support.keys import CTRL, type_text
from tests.ui.editor.calls import ENTER, press, saved


def test_the_number_is_shown_and_enter_closes(qtbot, desk, registration):
    registration.form.fill({"name": "A", "description": "B"})
    registration.save()
    saved(qtbot, registration)
    qtbot.waitUntil(lambda: bool(desk.messages.remarks))
    assert registration.ui.saved_number.text() in desk.messages.remarks[0]
    press(registration, ENTER)
    qtbot.waitUntil(lambda: not isValid(registration))


def test_the_number_stays_in_sight_until_a_key_closes_it(qtbot, registration, monkeypatch):
    """A window that closed itself left the Enter meant for it to the list behind, which opened another ticket."""
    alone = []
    monkeypatch.setattr(QTimer, "singleShot", lambda *told: alone.append(told))
    registration.form.fill({"name": "A", "description": "B"})
    registration.save()
    saved(qtbot, registration)
    qtbot.waitUntil(lambda: bool(registration.ui.saved_number.text()))
    assert not [told for told in alone if told[0] > 0]  # the next turn of the loop may be asked for, a while not
    press(registration, Qt.Key.Key_F8)
    press(registration, ENTER, CTRL)
    assert registration.isVisible()
    assert len(registration.numbers) == 1


@pytest.mark.parametrize("begin", [lambda desk, root, window: RegistrationWindow.open(desk, root),
                                   lambda desk, root, window: press(window, Qt.Key.Key_T, CTRL)])  # fmt: skip
def test_the_next_call_begins_in_the_window_that_shows_the_number(qtbot, desk, root, registration, card, begin):
    registration.form.fill({"name": "A", "description": "B"})
    registration.save()
    saved(qtbot, registration)
    begin(desk, root, registration)
    for picker in registration.findChildren(TemplatePicker):
        picker.close()
    assert registration.findChildren(RegistrationWindow) == []
    assert [window for window in root.findChildren(RegistrationWindow) if window.isVisible()] == [registration]
    assert not registration.done
    assert registration.form.values()["name"] == ""
    registration.form.fill({"name": "C", "description": "D"})
    registration.save()
    assert card(saved(qtbot, registration, 2)).ticket.description == "D"
    qtbot.waitUntil(lambda: registration.ui.saved_number.text() == card(registration.numbers[1]).ticket.number)


def test_several_calls_may_be_open(desk, root):
    windows = []
    for name in "ABC":
        windows.append(RegistrationWindow.open(desk, root))
        type_text(windows[-1], name)
    assert [window.form.values()["name"] for window in windows] == ["A", "B", "C"]
    for window in windows:
        window.form.dirty = False
        window.close()


def test_a_call_that_nothing_was_typed_into_is_not_opened_twice(registration, desk, root):
    registration.clock.opened = registration.clock.opened.replace(year=2020)
    assert RegistrationWindow.open(desk, root) is registration
    assert registration.clock.opened.year > 2020, "the time of the call begins anew"
