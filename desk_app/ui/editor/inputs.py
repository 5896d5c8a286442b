"""Inputs that speak plain text: whatever it is on the screen, `value()` is what the services read."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final, Protocol

from PySide6.QtCore import QDate, QDateTime, QEvent, QMimeData, QRectF, QSize, Qt, QTime, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QStyleOptionComboBox,
    QWidget,
)

from desk_app.app.theme import ROW_HEIGHT
from desk_app.i18n import language, tr
from desk_app.ui.editor.taking import hand_up, has_files, local_files, plain_text
from desk_app.ui.widgets.choice_list import ChoiceList

_FORMATS: Final = {"ru": "dd.MM.yyyy"}
_LONGEST_LINE: Final = 100_000
"""More than this cannot be typed into one line; the limit of a field is told by its sentence, not by cutting."""


class Input(Protocol):
    """What every input here can do. `edited` is sent when the person changed it."""

    edited: Signal

    def value(self) -> str: ...
    def set_value(self, value: str) -> None: ...


class LineInput(QLineEdit):
    """One line of text."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_LONGEST_LINE)
        self.textEdited.connect(self.edited)

    def value(self) -> str:
        return self.text()

    def set_value(self, value: str) -> None:
        self.setText(value)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        source = QGuiApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and not _has_words(source):
            if not hand_up(self, source) and source.hasHtml():
                self.insert(" ".join(plain_text(source).split()))
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_files(event.mimeData()):
            event.ignore()  # the window takes files
        else:
            super().dragEnterEvent(event)


class TextInput(QPlainTextEdit):
    """Several lines of text; Tab moves on."""

    edited = Signal()

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setMinimumHeight(self._height(min(lines, 2)))
        self.textChanged.connect(self.edited)

    def value(self) -> str:
        return self.toPlainText()

    def set_value(self, value: str) -> None:
        if value != self.toPlainText():
            self.setPlainText(value)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        return _has_words(source) or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        if _has_words(source) or not hand_up(self, source):
            self.insertPlainText(plain_text(source))
            self.ensureCursorVisible()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and self.hasFocus():  # Fusion shows the focus on one line only
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return handled

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(self._lines))

    def _height(self, lines: int) -> int:
        return QFontMetrics(self.font()).lineSpacing() * lines + 14


class ChoiceInput(QComboBox):
    """One of the office's choices, found by typing a word of it too. `choices` are (code, label, depth).

    `former` are the labels, by code, of what is offered no more; a value among them is shown all the same.
    """

    edited = Signal()

    def __init__(
        self,
        choices: Iterable[tuple[str, str, int]],
        optional: bool,
        former: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        ChoiceList(self)
        self._former = former or {}
        if optional:
            self.addItem("—", "")
        for code, label, depth in choices:
            self.addItem("    " * depth + label, code)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self.edited)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        option.currentText = option.currentText.strip()

    def value(self) -> str:
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        if value in self._former and self.findData(value) < 0:
            self.addItem(self._former[value], value)
        self.setCurrentIndex(max(self.findData(value), 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SegmentInput(QWidget):
    """One of very few choices, all in sight; the arrows move between them."""

    edited = Signal()

    def __init__(self, choices: Iterable[tuple[str, str, int]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._buttons: dict[str, QRadioButton] = {}
        for code, label, _depth in choices:
            button = QRadioButton(label.replace("&", "&&"), self)
            button.setAccessibleName(label)
            button.setMinimumHeight(28)
            button.clicked.connect(self.edited)
            row.addWidget(button)
            self._buttons[code] = button
        row.addStretch()
        for button in list(self._buttons.values())[:1]:
            button.setChecked(True)
            self.setFocusProxy(button)

    def value(self) -> str:
        return next((code for code, button in self._buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        if value in self._buttons:
            self._buttons[value].setChecked(True)
            self.setFocusProxy(self._buttons[value])


class MomentInput(QWidget):
    """A moment in the office's time, or a day; with `optional` a tick says whether there is one."""

    edited = Signal()

    def __init__(
        self, now: datetime, optional: bool = False, day_only: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._day_only = day_only
        self.tick = QCheckBox(self)
        self.box = QDateTimeEdit(self)
        self.box.setCalendarPopup(True)
        self.box.setDisplayFormat(_display_format(day_only))
        self.box.setDateTime(_qt(now))
        self.box.setMinimumHeight(ROW_HEIGHT)
        self.box.setMinimumWidth(self.box.sizeHint().width() + 12)
        self.tick.setText(tr("Set"))
        self.tick.setVisible(optional)
        self.tick.setChecked(not optional)
        self.box.setEnabled(not optional)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tick)
        row.addWidget(self.box)
        row.addStretch()
        self.setFocusProxy(self.tick if optional else self.box)
        self.tick.toggled.connect(self.box.setEnabled)
        self.tick.toggled.connect(self.edited)
        self.box.dateTimeChanged.connect(self.edited)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        self.box.setAccessibleName(name)
        self.tick.setAccessibleName(name)

    def value(self) -> str:
        if not self.tick.isChecked():
            return ""
        moment = self.box.dateTime()
        return moment.toString("yyyy-MM-dd" if self._day_only else "yyyy-MM-ddTHH:mm")

    def set_value(self, value: str) -> None:
        self.tick.setChecked(bool(value))
        if value:
            self.box.setDateTime(_qt(datetime.fromisoformat(value)))


class FlagInput(QCheckBox):
    """Yes or no; its words stand beside it."""

    edited = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label.replace("&", "&&"), parent)
        self.toggled.connect(self.edited)

    def value(self) -> str:
        return "true" if self.isChecked() else ""

    def set_value(self, value: str) -> None:
        self.setChecked(value == "true")


def _has_words(source: QMimeData) -> bool:
    """Tell whether `source` is text to be read; the address of a file is none."""
    return source.hasFormat("text/plain") and not local_files(source)


def _display_format(day_only: bool) -> str:
    day = _FORMATS.get(language(), "d MMM yyyy")
    return day if day_only else f"{day} HH:mm"


def _qt(moment: datetime | date) -> QDateTime:
    day = QDate(moment.year, moment.month, moment.day)
    clock = QTime(moment.hour, moment.minute) if isinstance(moment, datetime) else QTime(0, 0)
    return QDateTime(day, clock)
