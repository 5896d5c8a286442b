"""An organisation that the directory has is found while typing, so that nobody writes it in two ways."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desk_app.services import tickets
from desk_app.ui.editor.window import TicketWindow
from tests.support.desk import follow, write
from tests.support.keys import type_text
from tests.ui.editor.calls import ENTER, code_in_focus, go_to, press, saved

ABOUT = {"description": "No paper"}
LYCEUM = {"name": "Kim Olga", "organisation": "Лицей «Өркен» № 7"}


@pytest.fixture
def known(qtbot, desk, office_path):
    """Put two organisations into the directory."""
    for organisation in ("Гимназия № 12", LYCEUM["organisation"]):
        asker = {**LYCEUM, "organisation": organisation}
        write(office_path, "ivanov", lambda db, asker=asker: tickets.register(db, {**ABOUT, "requester": asker}))
    follow(qtbot, desk)


@pytest.mark.parametrize(
    ("typed", "found", "key"),
    [
        ("гимназ", "Гимназия № 12", ENTER),
        ("ЛИЦЕЙ", LYCEUM["organisation"], ENTER),
        ("7 лицей", LYCEUM["organisation"], Qt.Key.Key_Tab),
    ],
)
@pytest.mark.usefixtures("known")
def test_a_new_caller_of_a_known_organisation_does_not_write_it_anew(qtbot, registration, card, typed, found, key):
    type_text(registration, "Новая Анна")
    press(registration, ENTER)
    assert code_in_focus(registration) == "organisation"
    type_text(registration, typed)
    popup = registration.form.rows["organisation"].input.popup
    qtbot.waitUntil(popup.isVisible)
    press(registration, Qt.Key.Key_Down)
    press(registration, key)
    assert popup.isHidden()
    assert registration.form.values()["organisation"] == found
    assert code_in_focus(registration) == "phone"
    registration.form.fill({"description": "B"})
    registration.save()
    assert card(saved(qtbot, registration)).ticket.requester.organisation == found


@pytest.mark.usefixtures("known")
def test_a_new_organisation_stays_new(qtbot, registration):
    go_to(registration, "organisation")
    type_text(registration, "гимназия")
    popup = registration.form.rows["organisation"].input.popup
    qtbot.waitUntil(popup.isVisible)
    press(registration, Qt.Key.Key_Escape)
    assert popup.isHidden()
    assert registration.isVisible()
    press(registration, ENTER)
    assert registration.form.values()["organisation"] == "гимназия"


def test_an_organisation_is_found_in_the_card_too_and_escape_closes_the_list_first(qtbot, desk, root, office_path):
    asker = {"name": "Kim Olga", "organisation": "Lyceum 77"}
    write(office_path, "ivanov", lambda db: tickets.register(db, {"description": "x", "requester": asker}))
    follow(qtbot, desk)
    window = TicketWindow.open(desk, 1, root)
    qtbot.waitUntil(lambda: window.pane.card is not None and window.isActiveWindow())
    window.pane.edit()
    input_ = window.pane.editor.rows.rows["organisation"].input
    input_.setFocus()
    input_.selectAll()
    QTest.keyClicks(input_, "lyce")
    qtbot.waitUntil(input_.popup.isVisible)
    assert within(input_.popup, window)
    QTest.keyClick(input_, Qt.Key.Key_Escape)
    assert input_.popup.isHidden()
    assert window.pane.editor is not None
    QTest.keyClicks(input_, "u")
    qtbot.waitUntil(input_.popup.isVisible)
    QTest.keyClick(input_, Qt.Key.Key_Down)
    QTest.keyClick(input_, Qt.Key.Key_Return)
    assert input_.value() == "Lyceum 77"
    assert not input_.hasFocus()
    window.close()


def within(part: QWidget, window: QWidget) -> bool:
    return window.rect().contains(part.geometry())
