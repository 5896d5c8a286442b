"""One section of the office: its list, its table where it has one, and the form of the current item."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QTabWidget, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, Hue
from desk_app.domain.office import Item
from desk_app.domain.office_change import RETIRABLE, items_of
from desk_app.domain.office_edit import (
    added,
    code_of,
    duplicated,
    item_of,
    moved,
    recoded,
    relabelled,
    removed,
    with_value,
)
from desk_app.i18n import tr
from desk_app.services.office_words import value_text
from desk_app.services.rights import RIGHTS
from desk_app.ui.admin.draft import OfficeDraft
from desk_app.ui.admin.files import FileList
from desk_app.ui.admin.item_form import ItemForm
from desk_app.ui.admin.matrix import Matrix
from desk_app.ui.admin.parts import BEGIN, NEW
from desk_app.ui.admin.section_list import SectionList
from desk_app.ui.admin.words import free_codes
from desk_app.ui.editor.plain import caption
from desk_app.ui.widgets.lines import LineSplitter

MATRICES: Final = ("step", "role")
"""Sections that are shown as a table of yes and no, too."""
_REGISTER: Final = "register"
_EVERYTHING: Final = "*"


class SectionPage(QWidget):
    """Changes the draft; shows the draft anew whenever somebody else changed it. `said` carries what a Notice says."""

    said = Signal(str, list, Hue)

    def __init__(self, desk: Desk, draft: OfficeDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.draft = desk, draft
        self.section = ""
        self.may = True
        self._code: dict[str, str] = {}
        self._typing = False
        self.list = SectionList(self)
        self.matrix = Matrix(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.form = ItemForm(self._files, self)
        self._arrange()
        self.list.chosen.connect(self._move)
        self.list.asked.connect(self.act)
        self.matrix.moved.connect(self._move_in_matrix)
        self.matrix.turned.connect(self._turn)
        self.form.edited.connect(self._edit)
        draft.changed.connect(self._renew)

    def _arrange(self) -> None:
        self.tabs.addTab(self.list, tr("List"))
        self.tabs.addTab(self.matrix, tr("Table"))
        self.tabs.setAccessibleName(tr("Entries"))
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar takes it, and may be hidden
        parts = LineSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self.tabs)
        parts.addWidget(self.form)
        parts.setStretchFactor(0, 1)
        self.form.setMinimumWidth(46 * GRID)
        parts.setSizes([66 * GRID, 54 * GRID])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(parts)

    def _files(self, _item: Item) -> FileList:
        return FileList(self._desk)

    # -- what is shown --

    @property
    def code(self) -> str:
        """The code of the current item, or ""."""
        return self._code.get(self.section, "")

    def show_section(self, section: str, code: str = "", key: str = "") -> None:
        """Show `section`, its item `code` if given, with the cursor on its part `key`."""
        other = section != self.section
        self.section = section
        if code:
            self._code[section] = code
        table = section in MATRICES
        self.tabs.setTabVisible(1, table)
        self.tabs.tabBar().setVisible(table)
        if other:
            self.tabs.setCurrentIndex(1 if table and not code else 0)
        self._renew()
        if code:
            self.form.focus(key)

    def _renew(self) -> None:
        if not self.section:
            return
        self.list.show_section(self.draft.seed, self.draft.basis, self.section, self.code)
        self._code[self.section] = self.list.current()
        if self.section in MATRICES:
            self._show_matrix()
            if self.tabs.currentIndex():
                row, column = self.matrix.current()
                self._code[self.section] = (column if self.section == "role" else row) or self.code
        if not self._typing:
            self._show_item()
        self._gate()

    def _show_item(self) -> None:
        item = item_of(self.draft.seed, self.section, self.code)
        self.form.show_item(self.draft.seed, self.section, item, self.may)

    def _gate(self) -> None:
        free = free_codes(self.draft.seed, self.section)
        self.list.enable(self.may, self.section in RETIRABLE, free is None or bool(free))
        if free is not None:
            self.list.buttons["duplicate"].setEnabled(False)

    def _move(self) -> None:
        self.draft.pause()
        self._code[self.section] = self.list.current()
        self._show_item()
        self._gate()

    # -- what is done --

    def act(self, name: str) -> None:
        """Do what a key or a button of the list asks."""
        acts: dict[str, Callable[[], object]] = {
            "add": self.add,
            "rename": self.form.start,
            "duplicate": self._duplicate,
            "retire": self._retire,
            "remove": self._remove,
            "up": lambda: self._shift(-1),
            "down": lambda: self._shift(1),
        }
        if name in ("rename", "add") or (self.code and (name not in self.list.buttons or self._enabled(name))):
            acts[name]()

    def _enabled(self, name: str) -> bool:
        return self.list.buttons[name].isEnabled()

    def add(self) -> None:
        """Add an item behind the current one; where the program knows all there can be, ask which."""
        free = free_codes(self.draft.seed, self.section)
        if not self.may or free == {}:
            return
        if free is None:
            label = tr(NEW[self.section])
            taken = [item.code for item in items_of(self.draft.seed, self.section)]
            self._add(Item(code_of(label, taken), label, data=dict(BEGIN.get(self.section, {}))))
        else:
            self.choices(free).popup(QCursor.pos())

    def choices(self, free: Mapping[str, str]) -> QMenu:
        """Return a menu of what can be added."""
        menu = self.list.more
        menu.clear()
        for code, label in free.items():
            action = menu.addAction(caption(label))
            action.triggered.connect(lambda _checked=False, code=code, label=label: self._add(Item(code, label)))
        return menu

    def _add(self, item: Item) -> None:
        after = self.code
        self._code[self.section] = item.code
        self.tabs.setCurrentIndex(0)
        self.draft.put(added(self.draft.seed, self.section, item, after))
        self.form.start()

    def _duplicate(self) -> None:
        item = item_of(self.draft.seed, self.section, self.code)
        if item is not None:
            label = tr("{name} (copy)", name=item.label)
            seed, self._code[self.section] = duplicated(self.draft.seed, self.section, item.code, label)
            self.draft.put(seed)
            self.form.start()

    def _retire(self) -> None:
        item = item_of(self.draft.seed, self.section, self.code)
        if item is not None:
            seed = with_value(self.draft.seed, self.section, item.code, "retired", not item.retired)
            self.draft.put(with_value(seed, self.section, item.code, "default", False) if not item.retired else seed)

    def _remove(self) -> None:
        items = [item.code for item in items_of(self.draft.seed, self.section)]
        place, code = items.index(self.code), self.code
        rest = [other for other in items if other != code]
        self._code[self.section] = rest[min(place, len(rest) - 1)] if rest else ""
        self.draft.put(removed(self.draft.seed, self.section, code))

    def _shift(self, by: int) -> None:
        self.draft.put(moved(self.draft.seed, self.section, self.code, by))

    def _edit(self, key: str, value: Any) -> None:
        code, seed = self.code, self.draft.seed
        new = item_of(self.draft.basis, self.section, code) is None and free_codes(seed, self.section) is None
        self._typing = key != "verb"  # what a step may ask for depends on its verb
        if key != "label":
            self.draft.put(with_value(seed, self.section, code, key, value), self.section, code, key)
        elif value:
            seed = relabelled(seed, self.section, code, value)
            self.draft.put(self._named(seed, code, value) if new else seed, self.section, "label")
        self._typing = False

    def _named(self, seed: Any, code: str, label: str) -> Any:
        """Give an item that is not saved yet a code made of its name."""
        taken = [item.code for item in items_of(seed, self.section) if item.code != code]
        self._code[self.section] = code_of(label, taken)
        return recoded(seed, self.section, code, self.code)

    # -- the table --

    def _show_matrix(self) -> None:
        seed = self.draft.seed
        if self.section == "role":
            roles = [(item.code, item.label) for item in items_of(seed, "role")]
            rights = [(_EVERYTHING, tr("everything")), *((code, tr(words)) for code, words in RIGHTS.items())]
            self.matrix.setAccessibleName(tr("Rights of the roles"))
            self.matrix.show_squares(rights, roles, self._right)
            self.matrix.choose("", self.code)
        else:
            steps = [(item.code, item.label) for item in items_of(seed, "step") if item.data.get("verb") != _REGISTER]
            statuses = [(item.code, item.label) for item in items_of(seed, "status")]
            self.matrix.setAccessibleName(tr("Which step leads from which status where"))
            self.matrix.show_squares(steps, statuses, self._leads)
            self.matrix.choose(self.code, "")

    def _right(self, right: str, role: str) -> str:
        item = item_of(self.draft.seed, "role", role)
        rights = item.data.get("rights", ()) if item else ()
        return "✓" if right in rights else "(✓)" if _EVERYTHING in rights else ""

    def _leads(self, step: str, status: str) -> str:
        item = item_of(self.draft.seed, "step", step)
        if item is None or (item.data.get("from") and status not in item.data["from"]):
            return ""
        target = str(item.data.get("to", ""))
        return "→ " + value_text("step", "to", target, self.draft.seed) if target and target != status else "✓"

    def _move_in_matrix(self) -> None:
        row, column = self.matrix.current()
        code = column if self.section == "role" else row
        if self.section in MATRICES and code and code != self.code:
            self.draft.pause()
            self._code[self.section] = code
            self.list.show_section(self.draft.seed, self.draft.basis, self.section, code)
            self._show_item()
            self._gate()

    def _turn(self, row: str, column: str) -> None:
        if not self.may:
            return
        code, key, value = (column, "rights", row) if self.section == "role" else (row, "from", column)
        item = item_of(self.draft.seed, self.section, code)
        if item is None:
            return
        every = [one.code for one in items_of(self.draft.seed, "status")] if key == "from" else [*RIGHTS]
        named = list(item.data.get(key, ())) or (every if key == "from" else [])
        if value in named and key == "from" and len(named) == 1:
            self.said.emit(
                tr("A step from no status at all would be possible from every one. Remove the step instead."),
                [],
                Hue.WAITING,
            )
            return
        kept = [one for one in named if one != value] if value in named else [*named, value]
        ordered = [one for one in (_EVERYTHING, *every) if one in kept]
        self.draft.put(with_value(self.draft.seed, self.section, code, key, ordered))
