"""What keeps the office from being saved: a sentence each, which leads to its place."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desk_app.app.theme import GRID, Hue, calm_selection
from desk_app.domain.errors import UserError
from desk_app.domain.office import SECTIONS, OfficeSeed
from desk_app.domain.office_change import FACTS, SETTINGS, items_of
from desk_app.domain.office_edit import item_of
from desk_app.i18n import explain, tr, trn
from desk_app.services.office_words import SECTION_NAMES, key_name, value_text
from desk_app.ui.editor.plain import Remark, quiet_button

_WHERE: Final = re.compile(r"(?P<section>[a-z]+)(?: “(?P<code>[^”]*)”)?(?:, (?P<key>\w+))?")
_MOST: Final = 5
_FACTS: Final = frozenset((*FACTS, *SETTINGS)) - {"profile"}
Place = tuple[str, str, str]
"""Section, code and key; the section "" is the office itself, the code then "" and the key its setting."""


def place_of(error: UserError, seed: OfficeSeed) -> Place | None:
    """Return where `seed` is wrong as `error` says it is; None where it does not say."""
    said = error.params
    for fact in (str(said.get("field", "")), str(said.get("key", ""))):
        if fact in _FACTS:
            return "", "", fact
    if said.get("section") in SECTIONS:
        return str(said["section"]), str(said.get("code", "")), ""
    found = _WHERE.match(str(said.get("where") or said.get("key") or ""))
    if found and found["section"] in SECTIONS:
        return found["section"], found["code"] or "", found["key"] or ""
    for section in ("status", "step", "role", "system"):
        named = str(said.get(section, said.get("code", "") if section == "system" else ""))
        for item in items_of(seed, section):
            if named and named in (item.label, item.code):
                return section, item.code, ""
    for fact, words in (("time_zone", "zone"), ("week", "day")):
        if words in said:
            return "", "", fact
    return None


def sentence(error: UserError, seed: OfficeSeed) -> str:
    """Return what `error` says of `seed`, places and choices called as people know them, not by their codes."""
    place = place_of(error, seed)
    said = dict(error.params)
    if place is None or not place[0]:
        return explain(error)
    section, code, key = place
    item = item_of(seed, section, code)
    if "where" in said:
        named = tr("{section} “{name}”", section=tr(SECTION_NAMES[section]), name=item.label if item else code)
        whole = named if code else tr(SECTION_NAMES[section])
        said["where"] = f"{whole}, {key_name(section, key)}" if key else whole
    if key:
        for part in ("value", "known"):
            codes = [one for one in str(said.get(part, "")).split(", ") if one]
            if codes:
                said[part] = value_text(section, key, codes, seed)
    return explain(UserError(error.template, **said))


class ProblemList(QWidget):
    """Hidden while there is nothing wrong. `asked` carries the Place of the sentence that was chosen."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Remark(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("What is wrong"))
        self.list.setWordWrap(True)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setSpacing(2)
        calm_selection(self.list)
        close = quiet_button("x", "", self)
        close.setAccessibleName(tr("Hide this message"))
        close.setToolTip(tr("Hide this message"))
        close.clicked.connect(self.hide)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID // 2, GRID, 0)
        head.addWidget(self.title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.hide()

    def show_problems(self, problems: Sequence[UserError], seed: OfficeSeed) -> None:
        """List `problems`; the first of them is current."""
        self.list.clear()
        for problem in problems:
            item = QListWidgetItem(sentence(problem, seed), self.list)
            item.setData(Qt.ItemDataRole.UserRole, place_of(problem, seed))
            item.setToolTip(tr("Go to the place"))
        self.title.say(trn("{n} thing has to be put right", "{n} things have to be put right", len(problems)), Hue.BAD)
        self.setVisible(bool(problems))
        if problems:
            self.list.setCurrentRow(0)
            height = sum(max(self.list.sizeHintForRow(row), 3 * GRID) for row in range(min(len(problems), _MOST)))
            self.list.setFixedHeight(height + GRID)

    def _go(self, item: QListWidgetItem) -> None:
        place = item.data(Qt.ItemDataRole.UserRole)
        if place is not None:
            self.asked.emit(tuple(place))
