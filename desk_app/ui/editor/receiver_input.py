"""Who gets a ticket: a colleague, a line, a unit or a contractor, each under its heading (J-3.6, P-4)."""

from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from desk_app.app.desk import Desk
from desk_app.domain.errors import N_
from desk_app.domain.lines import CONTRACTOR, LINE, UNIT, sort_of
from desk_app.domain.office import Item, Office, Person
from desk_app.i18n import tr

HEADINGS: Final = {LINE: N_("Lines"), UNIT: N_("Units"), CONTRACTOR: N_("Contractors")}
"""What stands over the lines of each sort."""
OUTSIDE: Final = (CONTRACTOR, UNIT)
"""Where a ticket is handed over to."""

Group = tuple[str, list[tuple[str, str]]]
"""A heading and (value, label) of what stands under it."""


class ReceiverInput(QComboBox):
    """Found while typing any part of the name. What is nobody there stays as it was typed."""

    edited = Signal()

    def __init__(self, groups: Iterable[Group], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self._fill([group for group in groups if group[1]])
        found = QCompleter(self.model(), self)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(found)
        self.set_value("")
        self.editTextChanged.connect(self.edited)

    def value(self) -> str:
        text = self.currentText().strip()
        place = self.findText(text, Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(place) or text) if place >= 0 else text

    def set_value(self, value: str) -> None:
        place = self.findData(value) if value else -1
        self.setCurrentIndex(place)
        self.setEditText(self.itemText(place) if place >= 0 else value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _fill(self, groups: list[Group]) -> None:
        model = QStandardItemModel(self)
        for title, members in groups:
            if len(groups) > 1:
                model.appendRow(heading_item(title))
            for value, label in members:
                item = QStandardItem(label)
                item.setData(value, Qt.ItemDataRole.UserRole)
                model.appendRow(item)
        self.setModel(model)


def heading_item(title: str) -> QStandardItem:
    """Return a line of a list that says what stands below it, and cannot be chosen."""
    item = QStandardItem(title)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    font = item.font()
    font.setBold(True)
    item.setFont(font)
    return item


def receivers(desk: Desk) -> list[Group]:
    """Return everybody and every line that a ticket can go to; who has duty now comes first."""
    lines = {item.code: item.label for item in desk.office.choices("line")}

    def told(people: Iterable[Person]) -> list[tuple[str, str]]:
        return [
            (person.login, f"{person.name} · {lines[person.line]}" if person.line in lines else person.name)
            for person in people
            if person.active and person.login
        ]

    now = desk.duty.people
    others = [person for person in desk.people.values() if person not in now]
    return [(tr("On duty now"), told(now)), (tr("People"), told(others)), *_lines(desk.office, tuple(HEADINGS))]


def outsiders(desk: Desk) -> list[Group]:
    """Return the contractors and units that a ticket can be handed over to; anybody else is typed."""
    return list(_lines(desk.office, OUTSIDE))


def next_receiver(office: Office, line: str) -> str:
    """Return `line` as the value that `receivers` has for it; "" for none."""
    return office.choices("line").get(line).label


def _lines(office: Office, sorts: Iterable[str]) -> Iterator[Group]:
    for sort in sorts:
        items = [item for item in office.choices("line").offered if sort_of(item) == sort]
        yield tr(HEADINGS[sort]), [(item.label, _said(item, sort)) for item in items]


def _said(item: Item, sort: str) -> str:
    if sort == LINE:
        return tr("{line} (the whole line)", line=item.label)
    contract = str(item.data.get("contract", ""))
    return f"{item.label} · {contract}" if contract else item.label
