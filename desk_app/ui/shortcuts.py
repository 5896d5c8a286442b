"""The sheet of all keys, by group; those of the main window can be changed by pressing others."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.actions import ACTIONS, GROUPS, ActionSpec
from desk_app.app.icons import put_icon
from desk_app.app.keys import FIXED, FIXED_GROUPS, KeyMap, all_native, native
from desk_app.app.theme import GRID, ROW_HEIGHT, Hue, calm_selection, with_tabular_figures
from desk_app.domain.errors import BadInput
from desk_app.i18n import explain, tr
from desk_app.ui.editor.plain import Remark, plain_label, scaled, small
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.tabs import tab_order

_SPEC: Final = int(Qt.ItemDataRole.UserRole)
_MODIFIERS: Final = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class KeysInput(QLineEdit):
    """Takes the keys that are pressed in it, all but Tab and Esc, which move on and give up."""

    pressed = Signal(QKeySequence)
    gave_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setMinimumHeight(ROW_HEIGHT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut of the window may take what is pressed here
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.gave_up.emit()
        elif event.key() not in _MODIFIERS and event.key() != Qt.Key.Key_unknown:
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            keys = QKeySequence(event.key() | held.value)
            self.setText(native(keys.toString(QKeySequence.SequenceFormat.PortableText)))
            self.pressed.emit(keys)


class ShortcutSheet(QDialog):
    """Every key by group. Enter on a row, or “Change”, waits for the new keys."""

    def __init__(self, keys: KeyMap, changed: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys, self._changed = keys, changed
        self.setWindowTitle(tr("Keys"))
        self.tree = QTreeWidget(self)
        self.search = QLineEdit(self)
        self.change, self.reset = QPushButton(tr("Change…"), self), QPushButton(tr("As it was"), self)
        self.reset_all, self.close_button = (
            QPushButton(tr("All as they were"), self),
            PrimaryButton(tr("Close"), "", self),
        )
        self.ask, self.input, self.remark = small(plain_label("", self)), KeysInput(self), Remark(self)
        tab_order(self.search, self.tree, self.input, self.change, self.reset, self.reset_all, self.close_button)
        self._lay_out()
        self._connect()
        self.fill()
        self.resize(76 * GRID, 80 * GRID)
        self.setMinimumSize(50 * GRID, 40 * GRID)

    @classmethod
    def open(  # type: ignore[override]
        cls, keys: KeyMap, changed: Callable[[], object], parent: QWidget
    ) -> "ShortcutSheet":
        """Open the sheet over `parent`; `changed` is called after every change."""
        dialog = cls(keys, changed, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        QDialog.open(dialog)
        return dialog

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr("Find a key or what it does"))
        self.search.setAccessibleName(tr("Find a key or what it does"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumHeight(ROW_HEIGHT)
        self.tree.setAccessibleName(tr("Keys"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([tr("What it does"), tr("Keys")])
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(2 * GRID)
        self.tree.setItemsExpandable(False)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        calm_selection(self.tree)
        for button, name in ((self.change, "keyboard"), (self.reset, "rotate"), (self.reset_all, "history")):
            put_icon(button, name)
            button.setAutoDefault(False)
        self.close_button.setDefault(True)
        buttons = QHBoxLayout()
        for button in (self.change, self.reset, self.reset_all):
            button.setMinimumHeight(4 * GRID)
            buttons.addWidget(button)
        buttons.addStretch()
        self.close_button.setMinimumHeight(4 * GRID)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(scaled(plain_label(tr("All keys"), self), 1.35))
        for widget in (self.search, self.tree, self.ask, self.input, self.remark):
            column.addWidget(widget, 1 if widget is self.tree else 0)
        column.addLayout(buttons)
        self._wait(False)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self.fill())
        self.tree.currentItemChanged.connect(lambda _now, _before: self._chosen())
        self.tree.itemActivated.connect(lambda _item, _column: self.begin())
        self.change.clicked.connect(self.begin)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        self.close_button.clicked.connect(self.accept)
        self.input.pressed.connect(self._take)
        self.input.gave_up.connect(lambda: self._wait(False))

    @property
    def spec(self) -> ActionSpec | None:
        """The action of the current row, where its keys can be changed."""
        item = self.tree.currentItem()
        return item.data(0, _SPEC) if item else None

    def fill(self) -> None:
        """List the keys there are now that the search box means."""
        current = self.spec
        self.tree.clear()
        for code, title in GROUPS.items():
            rows = [(tr(s.text), all_native(self._keys.of(s)), s) for s in ACTIONS if s.group == code]
            self._add(tr(title).replace("&", ""), rows)
        for code, title in FIXED_GROUPS.items():
            self._add(tr(title), [(tr(one.text), all_native(one.keys), None) for one in FIXED if one.group == code])
        self.tree.expandAll()
        self._choose(current)
        self._chosen()

    def choose(self, name: str) -> None:
        """Make the action of the id `name` the current row."""
        self._choose(next(spec for spec in ACTIONS if spec.id == name))

    def begin(self) -> None:
        """Wait for the new keys of the current row."""
        spec = self.spec
        if spec is not None:
            self.input.clear()
            self.ask.setText(
                tr("Press the new keys for “{action}”. Esc leaves them as they are.", action=tr(spec.text))
            )
            self.input.setAccessibleName(self.ask.text())
            self.remark.say("")
            self._wait(True)

    def reject(self) -> None:
        """Esc gives up waiting first."""
        if self.input.isVisible():
            self._wait(False)
        else:
            super().reject()

    def _add(self, title: str, rows: Sequence[tuple[str, str, ActionSpec | None]]) -> None:
        wanted = self.search.text().casefold().split()
        kept = [row for row in rows if all(word in f"{title} {row[0]} {row[1]}".casefold() for word in wanted)]
        if not kept:
            return
        head = QTreeWidgetItem(self.tree, [title])
        bold = QFont(self.tree.font())
        bold.setBold(True)
        head.setFont(0, bold)
        head.setFirstColumnSpanned(True)
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for text, keys, spec in kept:
            own = spec is not None and self._keys.is_own(spec)
            item = QTreeWidgetItem(head, [text, f"{keys} · {tr('yours')}" if own else keys])
            item.setData(0, _SPEC, spec)
            item.setFont(1, with_tabular_figures(self.tree.font()))
            item.setSizeHint(0, QSize(10, ROW_HEIGHT))
            if spec is None:
                item.setForeground(1, self.palette().placeholderText())

    def _choose(self, wanted: ActionSpec | None) -> None:
        items = [item for head in self._heads() for row in range(head.childCount()) if (item := head.child(row))]
        chosen = next((item for item in items if wanted is not None and item.data(0, _SPEC) is wanted), None)
        if items:
            self.tree.setCurrentItem(chosen or items[0])

    def _heads(self) -> list[QTreeWidgetItem]:
        heads = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        return [head for head in heads if head is not None]

    def _chosen(self) -> None:
        self._wait(False)
        spec = self.spec
        self.change.setEnabled(spec is not None)
        self.reset.setEnabled(spec is not None and self._keys.is_own(spec))
        self.reset_all.setEnabled(any(self._keys.is_own(one) for one in ACTIONS))
        self.remark.say("" if spec or not self.tree.currentItem() else tr("A window always has these keys."), None)

    def _wait(self, waiting: bool) -> None:
        had = self.input.hasFocus()
        self.ask.setVisible(waiting)
        self.input.setVisible(waiting)
        if waiting:
            self.input.setFocus()
        elif had:
            self.tree.setFocus()

    def _take(self, pressed: QKeySequence) -> None:
        spec = self.spec
        if spec is not None:
            self._try(lambda: self._keys.change(spec, pressed), tr(spec.text))

    def _reset(self) -> None:
        spec = self.spec
        if spec is not None:
            self._try(lambda: self._keys.reset(spec), tr(spec.text))

    def _reset_all(self) -> None:
        self._keys.reset_all()
        self._changed()
        self.fill()
        self.tree.setFocus()

    def _try(self, change: Callable[[], object], name: str) -> None:
        try:
            change()
        except BadInput as error:
            self.remark.say(explain(error))
            return
        self._changed()
        self.fill()
        spec = self.spec
        keys = all_native(self._keys.of(spec)) if spec else ""
        self.remark.say(tr("“{action}” is {keys} now.", action=name, keys=keys), Hue.GOOD)
        self.tree.setFocus()
