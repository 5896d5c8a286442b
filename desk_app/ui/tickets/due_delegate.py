"""The column of due dates: the word that says late or soon in the colour that says the same."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk_app.app.theme import Hue, ink
from desk_app.ui.models.row_texts import Haste
from desk_app.ui.models.ticket_table import SHOWN_ROLE

HUES = {Haste.LATE: Hue.BAD, Haste.SOON: Hue.WAITING}


class DueDelegate(QStyledItemDelegate):
    """Writes what is late or soon in its colour; what is selected keeps the colour of the selection."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        shown = index.data(SHOWN_ROLE)
        hue = HUES.get(shown.haste) if shown is not None else None
        if hue is not None and not option.state & QStyle.StateFlag.State_Selected:
            option.palette.setColor(QPalette.ColorRole.Text, ink(option.palette, hue))
