"""A number typed as people type it: digits, a sign, and a point or a comma."""

from typing import Final

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QWidget

from desk_app.ui.editor.inputs import LineInput

_ANY: Final = r"[-+]?[\d ]*[.,]?\d*"
_WHOLE: Final = r"\d*"


class NumberInput(LineInput):
    """Takes nothing but a number; with `whole` only digits. Its value has a point, whatever was typed."""

    def __init__(self, whole: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(_WHOLE if whole else _ANY), self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 24)

    def value(self) -> str:
        return self.text().replace(" ", "").replace(",", ".")
