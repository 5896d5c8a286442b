"""Choices are found by typing, wherever the word stands and however deep the item is indented."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from desk_app.ui.widgets.choice_list import ChoiceList
from tests.support.keys import type_text


@pytest.fixture
def combo(qtbot):
    made = QComboBox()
    qtbot.addWidget(made)
    ChoiceList(made)
    made.addItems(["—", "Электронная школа", "    Электронный журнал", "    Расписание", "Отчёты", "Отпуск"])
    made.show()
    made.setFocus()
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [("р", "Расписание"), ("жур", "Электронный журнал"), ("ОТП", "Отпуск"), ("отч", "Отчёты"), ("писа", "—")],
)
def test_a_word_is_found_by_its_beginning(combo, typed, found):
    type_text(combo, typed)
    assert combo.currentText().strip() == found


def test_the_same_letter_again_goes_on_to_the_next(combo, monkeypatch):
    monkeypatch.setattr(QApplication, "keyboardInputInterval", lambda: -1)
    seen = []
    for _ in range(3):
        type_text(combo, "о")
        seen.append(combo.currentText())
    assert seen == ["Отчёты", "Отпуск", "Отчёты"]


def test_it_tells_that_somebody_chose(combo, qtbot):
    with qtbot.waitSignal(combo.activated):
        type_text(combo, "расп")


def test_the_open_list_is_searched_too(combo, qtbot):
    combo.showPopup()
    for letter in "жур":
        combo.view().keyboardSearch(letter)
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    assert combo.currentText().strip() == "Электронный журнал"


def test_nothing_is_found_in_an_empty_list(qtbot):
    combo = QComboBox()
    qtbot.addWidget(combo)
    ChoiceList(combo).keyboardSearch("а")
    assert combo.currentIndex() == -1
