"""How the rows of the list at the side are drawn: a name, its count at the trailing edge, a heading."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionToolButton,
    QStyleOptionViewItem,
    QToolButton,
)

from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID, with_tabular_figures

COUNT: Final = int(Qt.ItemDataRole.UserRole)
HEADING: Final = COUNT + 1
_Index = QModelIndex | QPersistentModelIndex
_TRAILING: Final = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class CountedRows(QStyledItemDelegate):
    """Draws the count at the trailing edge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if index.data(HEADING):
            self._paint_heading(painter, option, index)
            return
        count = index.data(COUNT)
        text = f"{count:,}".replace(",", "\u202f") if count else ""
        font = with_tabular_figures(option.font)
        whole = QStyleOptionViewItem(option)
        room = option.rect.adjusted(GRID, 0, -GRID, 0)
        self.initStyleOption(whole, index)
        style = option.widget.style()
        taken = whole.fontMetrics.horizontalAdvance(text) + GRID if text else 0
        icon = whole.decorationSize.width() + GRID
        whole.text = whole.fontMetrics.elidedText(whole.text, Qt.TextElideMode.ElideRight, room.width() - icon - taken)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, option.widget)
        if not text:
            return
        role = QPalette.ColorRole.PlaceholderText
        if option.state & QStyle.StateFlag.State_Selected:
            role = QPalette.ColorRole.HighlightedText
        painter.save()
        painter.setFont(font)
        painter.setPen(option.palette.color(role))
        painter.drawText(room, QStyle.visualAlignment(option.direction, _TRAILING), text)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        font = option.font
        font.setPointSizeF(font.pointSizeF() * 0.9)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignBottom
        room = option.rect.adjusted(GRID // 2, 0, -GRID // 2, -GRID // 2)
        painter.drawText(room, QStyle.visualAlignment(option.direction, leading), str(index.data()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max((5 if index.data(HEADING) else 4) * GRID, size.height() + GRID))


class AddingRow(QToolButton):
    """The button in the last row."""

    def __init__(self, rows: QListWidget) -> None:
        super().__init__(rows)
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(4 * GRID)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(rows.iconSize())
        put_icon(self, "plus", QPalette.ColorRole.WindowText)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Stand where the rows above stand: their icons and words are further apart than a button's."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        place = QStyle.visualAlignment(option.direction, leading)
        room = self.rect().adjusted(GRID // 2, 0, -GRID // 2, 0)
        picture = QStyle.alignedRect(option.direction, leading, self.iconSize(), room)
        words = room.adjusted(self.iconSize().width() + GRID // 2 + 1, 0, 0, 0)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            words = room.adjusted(0, 0, -self.iconSize().width() - GRID // 2 - 1, 0)
        option.text, option.icon = "", QIcon()
        with QPainter(self) as painter:
            self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
            self.icon().paint(painter, picture)
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.drawText(words, place, self.text())

    def say(self, text: str, tip: str) -> None:
        """Say what it does, in the language spoken now."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip)


def adding_row(rows: QListWidget, add: Callable[[], object]) -> AddingRow:
    """Put a button into a last row of `rows` that calls `add`."""
    item = QListWidgetItem(rows)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    button = AddingRow(rows)
    rows.setItemWidget(item, button)
    button.clicked.connect(lambda _checked: add())
    return button
