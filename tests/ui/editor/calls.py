"""A new call as a person fills it in: keys, and where they lead."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.keys import target

ENTER = Qt.Key.Key_Return


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press `key` where the focus of `window` is."""
    QTest.keyClick(target(window), key, modifier)


def code_in_focus(window):
    """Return the field that the cursor is in."""
    focus = window.focusWidget()
    return next(
        (code for code, row in window.form.rows.items() if row.input is focus or row.input.isAncestorOf(focus)), ""
    )


def go_to(window, code):
    """Press Tab until the cursor is in the field `code`."""
    for _ in window.form.rows:
        if code_in_focus(window) == code:
            return
        press(window, Qt.Key.Key_Tab)
    raise AssertionError(f"{code} cannot be reached with Tab")


def saved(qtbot, window, count=1):
    """Wait until `count` calls are registered; return the last."""
    qtbot.waitUntil(lambda: len(window.numbers) == count)
    return window.numbers[-1]
