"""One attached file: its kind, its name, how large it is, whose it is, and what can be done with it."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desk_app.app.icons import put_icon
from desk_app.domain.attachments import is_dangerous
from desk_app.i18n import format_moment, tr
from desk_app.services.files import Attachment
from desk_app.services.story import size_text
from desk_app.ui.editor.picture import decoded
from desk_app.ui.editor.plain import Elided, small, tip

_THUMB: Final = 40
_SYMBOLS: Final = {
    "file-type-pdf": ("pdf",),
    "file-spreadsheet": ("xlsx", "xls", "ods", "csv"),
    "mail": ("eml", "msg"),
    "folder": ("zip", "7z", "rar", "gz", "tar"),
    "eye": ("png", "jpg", "jpeg", "bmp", "gif", "webp"),
}


class FileRow(QWidget):
    """The picture opens the file, too."""

    opened = Signal()
    saved = Signal()
    removed = Signal()

    def __init__(self, one: Attachment, when: datetime, removable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # the room below stays below
        self.one = one
        harmful = is_dangerous(one.name)
        words = tr("Save as…") if harmful else tr("Open it")
        self.symbol = self._button(_symbol(one.name), f"{words}: {one.name}")
        self.symbol.setIconSize(QSize(20, 20))
        self.symbol.setFixedSize(_THUMB, _THUMB)
        self.symbol.clicked.connect(self.saved if harmful else self.opened)
        about = " · ".join((size_text(one.content.size), one.by.name or one.by.login, format_moment(when)))
        name, quiet = Elided(one.name, self), small(Elided(about, self))
        name.setToolTip(tip(one.name))
        quiet.setToolTip(tip(about))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch()
        for label in (name, quiet):
            texts.addWidget(label)
        texts.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.symbol)
        row.addLayout(texts, 1)
        self.save = self._button("download", tr("Save “{name}” as…", name=one.name))
        self.save.clicked.connect(self.saved)
        row.addWidget(self.save)
        if removable:
            self.remove = self._button("trash", tr("Remove “{name}” from the ticket", name=one.name))
            self.remove.clicked.connect(self.removed)
            row.addWidget(self.remove)

    def show_picture(self, data: bytes) -> None:
        """Put the small picture of `data` in place of the icon."""
        side = round(_THUMB * 2 * self.devicePixelRatioF())
        image = decoded(data, QSize(side, side))
        if image is not None:
            self.symbol.setProperty("desk_icon", None)
            self.symbol.setIcon(QIcon(QPixmap.fromImage(image)))
            self.symbol.setIconSize(QSize(_THUMB - 4, _THUMB - 4))

    def _button(self, symbol: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(name)
        button.setToolTip(tip(name))
        button.setFixedSize(28, 28)
        put_icon(button, symbol, QPalette.ColorRole.WindowText)
        return button


def _symbol(name: str) -> str:
    if is_dangerous(name):
        return "alert-triangle"
    kind = name.rpartition(".")[2].casefold()
    return next((symbol for symbol, kinds in _SYMBOLS.items() if kind in kinds), "file-text")
