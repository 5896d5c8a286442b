"""Until when: a day, which means the end of its work, or a moment of it."""

from datetime import datetime

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QTimeEdit, QWidget

from desk_app.app.theme import ROW_HEIGHT
from desk_app.i18n import tr
from desk_app.ui.editor.inputs import FlagInput, MomentInput


class DueInput(QWidget):
    """Its value is a day, 2026-10-20, or with the tick taken away a moment of it, 2026-10-20T12:00."""

    edited = Signal()

    def __init__(self, now: datetime, parent: QWidget | None = None) -> None:
        """Begin with the day of `now`, which is in the office's time."""
        super().__init__(parent)
        self.day = MomentInput(now, day_only=True, parent=self)
        self.whole = FlagInput(tr("to the end of its work"), self)
        self.whole.setChecked(True)
        self.time = QTimeEdit(QTime(now.hour, 0), self)
        self.time.setDisplayFormat("HH:mm")
        self.time.setMinimumHeight(ROW_HEIGHT)
        self.time.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.day, self.whole, self.time):
            row.addWidget(part)
        row.addStretch()
        self.setFocusProxy(self.day)
        self.day.edited.connect(self.edited)
        self.whole.toggled.connect(lambda whole: self.time.setVisible(not whole))
        self.whole.edited.connect(self.edited)
        self.time.timeChanged.connect(self.edited)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        self.day.setAccessibleName(name)
        self.whole.setAccessibleName(f"{name}: {self.whole.text()}")
        self.time.setAccessibleName(name)

    def value(self) -> str:
        day = self.day.value()
        return day if self.whole.isChecked() else f"{day}T{self.time.time().toString('HH:mm')}"

    def set_value(self, value: str) -> None:
        day, _, clock = value.partition("T")
        self.day.set_value(day)
        self.whole.setChecked(not clock)
        if clock:
            self.time.setTime(QTime.fromString(clock[:5], "HH:mm"))
