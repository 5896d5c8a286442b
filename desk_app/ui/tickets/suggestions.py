"""The list below the search box: how the text may go on."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desk_app.app.theme import GRID, ROW_HEIGHT, calm_selection, show_edges
from desk_app.domain.filter_text import KEYS, Around, complete
from desk_app.i18n import tr

_NOTE = int(Qt.ItemDataRole.UserRole)
_MOST = 12
_EXAMPLES = 3


class Suggestions(QListWidget):
    """Lies over the window below `box`, which keeps the keyboard. `taken` carries the line that was clicked."""

    taken = Signal(int)

    def __init__(self, box: QWidget) -> None:
        super().__init__(box)
        self._box = box
        self.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_TwoParts(self))
        self.itemClicked.connect(lambda item: self.taken.emit(self.indexFromItem(item).row()))
        self.say_again()

    def say_again(self) -> None:
        """Say everything in the language and the colours in force now."""
        self.setAccessibleName(tr("How the filter may go on"))
        calm_selection(self)
        show_edges(self)

    def marked(self) -> int:
        """Return the line that is marked, -1 for none."""
        return self.currentRow()

    def offer(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show `lines`, each with a quiet note; none hides the list."""
        self.clear()
        for text, note in lines:
            item = QListWidgetItem(text, self)
            item.setData(_NOTE, note)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text} {note}".strip())
        self.setCurrentRow(-1)
        if lines and self._box.isVisible():
            self._place()
        else:
            self.hide()

    def move_by(self, steps: int) -> None:
        """Mark another line, from the first one on."""
        self.setCurrentRow(max(0, min(self.currentRow() + steps, self.count() - 1)))

    def _place(self) -> None:
        box, window = self._box, self._box.window()
        self.setParent(window)
        height = ROW_HEIGHT * min(self.count(), _MOST) + 2 * self.frameWidth()
        width = min(box.width(), 64 * GRID)
        corner = box.mapTo(window, QPoint(0, box.height() + 2))
        if box.isRightToLeft():
            corner.setX(corner.x() + box.width() - width)
        self.setGeometry(QRect(corner, QSize(width, height)))
        self.show()
        self.raise_()


class _TwoParts(QStyledItemDelegate):
    """A word, and a note at the trailing end."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        note = index.data(_NOTE)
        if not note:
            return
        metrics = option.fontMetrics
        taken = metrics.horizontalAdvance(str(index.data())) + 3 * GRID
        room = option.rect.adjusted(taken, 0, -GRID, 0)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            room = option.rect.adjusted(GRID, 0, -taken, 0)
        painter.save()
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        trailing = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        words = metrics.elidedText(note, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, QStyle.visualAlignment(option.direction, trailing), words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)


def key_hints(around: Around) -> list[tuple[str, str]]:
    """Return every key that can be asked for, in the office's language, with examples of what may follow."""
    spoken = 1 if around.office.language == "ru" else 0
    hints = []
    for words in KEYS.values():
        key = f"{words[spoken]}:"
        found = [one.text.strip() for one in complete(key, len(key), around)]
        if found:
            more = ", …" if len(found) > _EXAMPLES else ""
            hints.append((key, ", ".join(found[:_EXAMPLES]) + more))
    return hints
