"""A service of the office's catalogue: found by typing, with what it takes and what it needs beforehand (P-1)."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from desk_app.app.theme import ROW_HEIGHT
from desk_app.domain.errors import UserError
from desk_app.domain.office import Item, Office
from desk_app.i18n import tr, trn
from desk_app.ui.editor.plain import Remark
from desk_app.ui.editor.receiver_input import heading_item

_DAY: Final = 8 * 60
"""Minutes of a working day where the calendar has none to look at."""
_ROLE: Final = Qt.ItemDataRole.UserRole


class ServiceInput(QWidget):
    """Its value is the code of a service, or what was typed where there is none like that."""

    edited = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.box = _Box(self)
        self.box.setModel(self._catalogue())
        found = QCompleter(self.box.model(), self)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.box.setCompleter(found)
        self.about = Remark(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.box)
        column.addWidget(self.about)
        self.setFocusProxy(self.box)
        self.set_value("")
        self.box.editTextChanged.connect(self._typed)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        self.box.setAccessibleName(name)

    def value(self) -> str:
        text = self.box.currentText().strip()
        place = self.box.findText(text, Qt.MatchFlag.MatchFixedString)
        return str(self.box.itemData(place) or "") if place >= 0 else text

    def set_value(self, value: str) -> None:
        place = self.box.findData(value)
        item = self._office.choices("service").get(value)
        self.box.setCurrentIndex(max(place, 0))
        if place < 0:  # it is offered no more, but the ticket has it
            self.box.setEditText(item.label or value)
        self._tell()

    def _typed(self) -> None:
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        """Say under the service what it takes and what it needs."""
        item = self._office.choices("service").get(self.value())
        self.about.say("\n".join(about_service(self._office, item)), None)
        self.box.setAccessibleDescription(self.about.text())

    def _catalogue(self) -> QStandardItemModel:
        model = QStandardItemModel(self)
        nothing = QStandardItem("")
        nothing.setData("", _ROLE)
        model.appendRow(nothing)
        groups: dict[str, list[Item]] = {}
        for item in self._office.choices("service").offered:
            groups.setdefault(str(item.data.get("group", "")), []).append(item)
        for group, items in groups.items():
            if group:
                model.appendRow(heading_item(group))
            for item in items:
                line = QStandardItem(item.label)
                line.setData(item.code, _ROLE)
                model.appendRow(line)
        return model


class _Box(QComboBox):
    """Typed into, and pulled down; the wheel is the form's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumHeight(ROW_HEIGHT)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.setMaxVisibleItems(16)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(tr("Type a part of its name"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def about_service(office: Office, service: Item) -> list[str]:
    """Return what is to be said of `service`, a sentence each: its time, what is needed before, who has to agree."""
    return list(_told(office, service))


def estimate_words(office: Office, service: Item) -> str:
    """Return how long `service` is said to take (P-1), "" where nothing is said."""
    least, most = (int(service.data.get(name) or 0) for name in ("estimate_min", "estimate_max"))
    if most and least and least != most:
        return tr("Takes {least} to {most}.", least=working_words(office, least), most=working_words(office, most))
    return tr("Takes about {time}.", time=working_words(office, most or least)) if least or most else ""


def _told(office: Office, service: Item) -> Iterator[str]:
    if estimate := estimate_words(office, service):
        yield estimate
    if service.data.get("prerequisites"):
        yield tr("Needed before: {what}", what=str(service.data["prerequisites"]))
    steps = office.choices("approval")
    named = [steps.label(code) for code in service.data.get("chain", ()) if code in steps]
    if named:
        yield tr("To be agreed: {steps}", steps=" → ".join(named))


def working_words(office: Office, minutes: int) -> str:
    """Return `minutes` of working time as people say them: minutes, hours, or whole working days."""
    day = _day(office)
    if minutes >= day and minutes % day == 0:
        return trn("{n} working day", "{n} working days", minutes // day)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return tr("{minutes} min", minutes=rest)
    return tr("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else tr("{hours} h", hours=hours)


def _day(office: Office) -> int:
    """Return the minutes of the office's longest working day."""
    try:
        week = office.calendar.week.values()
    except UserError:
        return _DAY
    return max((sum(part.end - part.start for part in hours) for hours in week), default=_DAY) or _DAY
