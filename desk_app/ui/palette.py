"""The command palette: every command, queue, view and step by a few letters of its name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.app import actions
from desk_app.app.actions import ACTIONS, ActionSpec
from desk_app.app.icons import icon
from desk_app.app.keys import KeyMap, all_native
from desk_app.app.theme import GRID, calm_selection
from desk_app.domain.text import normalise
from desk_app.i18n import tr
from desk_app.ui.editor.plain import plain_label, small, tip

_BESIDE: Final = int(Qt.ItemDataRole.UserRole)
_COMMAND: Final = _BESIDE + 1
_IN_SIGHT: Final = 11
_ROW: Final = 4 * GRID
_MOVES: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do: `beside` says its keys or kind, `why_not` why it cannot be done now; `words` help finding."""

    text: str
    do: Callable[[], object]
    icon: str = ""
    beside: str = ""
    why_not: str = ""
    words: str = ""


class Palette(QDialog):
    """Type, choose by the arrows, Enter. What cannot be done now says why, below the others."""

    def __init__(self, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setWindowTitle(tr("Find a command"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("A few letters of what you want to do"))
        self.search.setAccessibleName(tr("Find a command"))
        self.search.setMinimumHeight(_ROW)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(2 * GRID, 2 * GRID))
        self.list.setItemDelegate(_Beside(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        calm_selection(self.list)
        self.empty = small(plain_label(tr("No command has these letters. Try fewer of them."), self))
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for widget in (self.search, self.list, self.empty):
            column.addWidget(widget)
        self.resize(70 * GRID, _ROW * (_IN_SIGHT + 1) + 4 * GRID)
        self.search.textChanged.connect(self._filter)
        self.list.itemActivated.connect(lambda _item: self._take())
        self.list.itemClicked.connect(lambda _item: self._take())
        self._filter("")

    @classmethod
    def open(cls, commands: Sequence[Command], parent: QWidget) -> "Palette":  # type: ignore[override]
        """Open the palette over `parent`."""
        dialog = cls(commands, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        QDialog.open(dialog)
        return dialog

    @property
    def shown(self) -> list[Command]:
        """The commands listed now, in order."""
        return [self.list.item(row).data(_COMMAND) for row in range(self.list.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:  # the list itself takes them where it has the focus
            self._move(Qt.Key(event.key()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def _move(self, key: Qt.Key) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}[key]
        place = self.list.currentRow() + step
        if abs(step) == 1:
            place %= max(self.list.count(), 1)
        self.list.setCurrentRow(min(max(place, 0), self.list.count() - 1))

    def _filter(self, typed: str) -> None:
        self.list.clear()
        for command in found(self._commands, typed):
            item = QListWidgetItem(command.text, self.list)
            item.setData(_COMMAND, command)
            item.setData(_BESIDE, command.why_not or command.beside)
            item.setSizeHint(QSize(10, _ROW))
            said = ", ".join(filter(None, (command.text, command.beside, command.why_not)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(tip(said))
            role = QPalette.ColorRole.PlaceholderText if command.why_not else QPalette.ColorRole.Text
            item.setForeground(self.palette().brush(role))
            if command.icon:
                item.setIcon(icon(command.icon, role))
        self.list.setCurrentRow(0)
        self.empty.setVisible(not self.list.count())

    def _take(self) -> None:
        item = self.list.currentItem()
        command: Command | None = item.data(_COMMAND) if item else None
        if command is not None and not command.why_not:
            self.accept()
            command.do()


def found(commands: Iterable[Command], typed: str) -> list[Command]:
    """Return the commands that `typed` means, the likeliest first; those that cannot be done now come last."""
    words = normalise(typed).split()
    ranked = [(rank, at, one) for at, one in enumerate(commands) if (rank := _rank(one, words)) is not None]
    ranked.sort(key=lambda entry: (bool(entry[2].why_not), entry[0], entry[1]))
    return [one for _rank_, _at, one in ranked]


def _rank(command: Command, words: Sequence[str]) -> int | None:
    """Return how far `command` is from `words`, 0 is nearest; None where it is not meant."""
    text = normalise(command.text)
    whole = f"{text} {normalise(command.words)} {normalise(command.beside)}"
    if not words or text.startswith(" ".join(words)):
        return 0
    if all(any(part.startswith(word) for part in whole.split()) for word in words):
        return 1
    if all(word in whole for word in words):
        return 2
    return 3 if _in_order("".join(words), text) else None


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def of_actions(made: Mapping[str, QAction], keys: KeyMap) -> list[Command]:
    """Return the commands of the action table, but for the palette itself."""
    return [_of_action(spec, made[spec.id], keys) for spec in ACTIONS if spec.id != "palette"]


def _of_action(spec: ActionSpec, action: QAction, keys: KeyMap) -> Command:
    return Command(
        tr(spec.text).replace("&", ""),
        action.trigger,
        spec.icon,
        all_native(keys.of(spec)[:1]),
        actions.why_not(action),
        tr(spec.tip),
    )


class _Beside(QStyledItemDelegate):
    """Draws the keys, or the reason, at the trailing edge."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        beside = str(index.data(_BESIDE) or "")
        room = option.rect.adjusted(GRID, 0, -GRID, 0)
        taken = option.fontMetrics.horizontalAdvance(beside) + 2 * GRID if beside else 0
        whole = option.rect
        super().paint(painter, option, index)
        if not beside:
            return
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        painter.setPen(option.palette.color(role))
        trailing = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        fit = option.fontMetrics.elidedText(beside, Qt.TextElideMode.ElideRight, min(taken, whole.width() * 2 // 3))
        painter.drawText(room, QStyle.visualAlignment(option.direction, trailing), fit)
        painter.restore()
