"""The form of one item of the office: its name and its parts, typed, ticked or chosen."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desk_app.app.theme import GRID
from desk_app.domain.office import Item, OfficeSeed
from desk_app.i18n import tr
from desk_app.services.office_words import PLACES, key_name
from desk_app.ui.admin.inputs import MOST, Chain, Lines, Ticks
from desk_app.ui.admin.parts import NEEDED, PARTS, As, Part
from desk_app.ui.admin.words import choices_of
from desk_app.ui.editor.inputs import ChoiceInput, FlagInput, LineInput, TextInput
from desk_app.ui.editor.number_input import NumberInput
from desk_app.ui.editor.plain import Remark, plain_label, scaled, small
from desk_app.ui.editor.rows import Row, Rows

_USUAL: Final = {("field", "on"): tuple(PLACES), ("question", "on"): tuple(PLACES)}
"""What an item that does not say it means."""
MakeFiles = Callable[[Item], Any]
"""Makes the list of a service's files."""


class ItemForm(QScrollArea):
    """Shows one item; `edited` carries the key of what was changed and its value, "label" for the name.

    `shown` tells that it has other inputs than before.
    """

    edited = Signal(str, object)
    shown = Signal()

    def __init__(self, make_files: MakeFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_files = make_files
        self.rows: Rows | None = None
        self._section = ""
        self._inputs: dict[str, Any] = {}
        self._filling = False
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_item(self, seed: OfficeSeed, section: str, item: Item | None, may: bool = True) -> None:
        """Show `item` of `section` in the office `seed`; None for nothing."""
        kept, place = self._focused(), self.verticalScrollBar().value()
        self._section, self._inputs, self.rows = section, {}, None
        paper = QWidget(self)
        column = QVBoxLayout(paper)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        if item is None:
            column.addWidget(small(plain_label(tr("Choose an entry, or add one."), paper)))
        else:
            self._fill(column, seed, item, paper)
        column.addStretch(1)
        paper.setEnabled(may)
        self.setWidget(paper)
        self.shown.emit()
        if kept in self._inputs:
            self._inputs[kept].setFocus(Qt.FocusReason.OtherFocusReason)
            self.verticalScrollBar().setValue(place)

    def start(self) -> None:
        """Put the cursor where typing begins, with the name selected."""
        name = self._inputs.get("label")
        if name is not None:
            name.setFocus(Qt.FocusReason.OtherFocusReason)
            name.selectAll()

    def focus(self, key: str) -> None:
        """Put the cursor on the part `key`, or on the name."""
        target = self._inputs.get(key) or self._inputs.get("label")
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(target)

    def input_of(self, key: str) -> Any:
        """Return the input of the part `key`, or None."""
        return self._inputs.get(key)

    def _focused(self) -> str:
        return next((key for key, given in self._inputs.items() if given.hasFocus() or _inside(given)), "")

    def _fill(self, column: QVBoxLayout, seed: OfficeSeed, item: Item, paper: QWidget) -> None:
        title = scaled(plain_label(item.label or "—", paper), 1.2)
        title.setWordWrap(True)
        column.addWidget(title)
        if item.retired:
            gone = Remark(paper)
            column.addWidget(gone)
            gone.say(tr("Not offered any more. Old tickets keep it."), None)
        self.rows = Rows(paper)
        self._add(Part("label", As.LINE), seed, item, title.setText)
        for part in PARTS[self._section]:
            self._add(part, seed, item)
        column.addWidget(self.rows)

    def _add(self, part: Part, seed: OfficeSeed, item: Item, say: Callable[[str], object] | None = None) -> None:
        name = key_name(self._section, part.key)
        made = self._make(part, seed, item, name)
        flag = part.kind is As.FLAG
        needed = part.key == "label" or (self._section, part.key) in NEEDED
        row = Row(part.key, "" if flag else name, made, needed)
        made.setAccessibleName(tr("{field}, required", field=name) if needed else name)
        usual = _USUAL.get((self._section, part.key))
        value = item.label if part.key == "label" else item.data.get(part.key, usual)
        _set(part.kind, made, value)
        if part.hint:
            add_hint(row, tr(part.hint))
        self._inputs[part.key] = made
        made.edited.connect(lambda: self._tell(part, made, say))
        assert self.rows is not None
        self.rows.add(row, wide=part.wide)

    def _tell(self, part: Part, made: Any, say: Callable[[str], object] | None) -> None:
        value = _value(part.kind, made)
        if say is not None:
            say(value or "—")
        self.edited.emit(part.key, value)

    def _make(self, part: Part, seed: OfficeSeed, item: Item, name: str) -> Any:
        match part.kind:
            case As.TEXT:
                return TextInput(5)
            case As.LINES:
                return Lines(4)
            case As.NUMBER:
                return NumberInput(whole=True)
            case As.FLAG:
                return FlagInput(name)
            case As.MAYBE:
                words = (("", tr("as its meaning says"), 0), ("true", tr("yes"), 0), ("false", tr("no"), 0))
                return ChoiceInput(words, optional=False)
            case As.ONE:
                optional = (self._section, part.key) not in NEEDED
                return _one(choices_of(seed, self._section, item, part.key), optional, item.data.get(part.key))
            case As.SOME:
                alone = len(PARTS[self._section]) == 1
                return Ticks(choices_of(seed, self._section, item, part.key), 20 if alone else MOST)
            case As.CHAIN:
                return Chain(choices_of(seed, self._section, item, part.key))
            case As.FILES:
                return self._make_files(item)
        return LineInput()


def add_hint(row: Row, text: str) -> None:
    """Put a quiet sentence under the input of `row`."""
    hint = small(plain_label(text, row))
    hint.setWordWrap(True)
    row.input.setAccessibleDescription(text)
    column = row.layout()
    assert column is not None
    column.addWidget(hint)


def _one(choices: list[tuple[str, str, int]], optional: bool, value: Any) -> ChoiceInput:
    """Return a choice that also has what the item names, though it be unknown: nothing is lost by looking."""
    known = [code for code, _, _ in choices]
    return ChoiceInput([*choices, *([] if value in (None, "", *known) else [(value, str(value), 0)])], optional)


def _set(kind: As, made: Any, value: Any) -> None:
    match kind:
        case As.SOME | As.CHAIN | As.LINES | As.FILES:
            made.set_values(list(value or ()))
        case As.FLAG:
            made.set_value("true" if value else "")
        case As.MAYBE:
            made.set_value("" if value is None else "true" if value else "false")
        case As.NUMBER:
            made.set_value("" if value is None else str(value))
        case _:
            made.set_value(str(value or ""))


def _value(kind: As, made: Any) -> Any:
    match kind:
        case As.SOME | As.CHAIN | As.LINES | As.FILES:
            return made.values()
        case As.FLAG:
            return made.value() == "true"
        case As.MAYBE:
            return {"true": True, "false": False}.get(made.value())
        case As.NUMBER:
            return int(made.value()) if made.value().isdigit() else None
        case As.LINE:
            return " ".join(made.value().split())
    return made.value().strip() if kind is As.TEXT else made.value()


def _inside(widget: QWidget) -> bool:
    focused = widget.focusWidget()
    return focused is not None and focused.hasFocus()
