"""The primary button: seen when it cannot be pressed, and beside buttons as high as it is."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout

from desk_app.app.icons import icon
from desk_app.ui.widgets.buttons import PrimaryButton

SIZE = 20


def picture(button):
    return button.icon().pixmap(SIZE).toImage()


def test_the_buttons_of_a_dialog_are_equally_high(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, dialog)
    box.addButton(PrimaryButton("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
    QVBoxLayout(dialog).addWidget(box)
    dialog.show()
    qtbot.waitUntil(lambda: len({button.height() for button in box.buttons()}) == 1)


def test_the_picture_of_a_button_that_cannot_be_pressed_is_seen(qtbot):
    button = PrimaryButton("Save", "device-floppy")
    qtbot.addWidget(button)
    filled = icon("device-floppy", QPalette.ColorRole.HighlightedText).pixmap(SIZE).toImage()
    flat = icon("device-floppy", QPalette.ColorRole.ButtonText).pixmap(SIZE).toImage()
    assert picture(button) == filled
    button.setEnabled(False)
    assert picture(button) == flat
    button.setEnabled(True)
    assert picture(button) == filled
