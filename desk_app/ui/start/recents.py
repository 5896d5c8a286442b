"""The office files worked with lately: those that are not there now are greyed, with a word, and can be taken away."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desk_app.app import recent
from desk_app.app.icons import icon
from desk_app.app.settings import Settings
from desk_app.app.theme import GRID, calm_selection
from desk_app.i18n import tr
from desk_app.services.places import Place, called, is_address, place_of

_PATH: Final = int(Qt.ItemDataRole.UserRole)
_ROW: Final = 5 * GRID
_IN_SIGHT: Final = 4
_pool: Final = ThreadPoolExecutor(4, thread_name_prefix="looking")


class RecentList(QListWidget):
    """`asked` carries the Path to open. Looking whether a file is there happens off the window's thread."""

    asked = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._looks: dict[str, Future[bool]] = {}
        self.setAccessibleName(tr("Recent offices"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(20, 20))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        calm_selection(self)
        self._looking = QTimer(self, interval=50)
        self._looking.timeout.connect(self._look)
        self.itemActivated.connect(lambda item: self.asked.emit(place_of(item.data(_PATH))))
        self.fill()

    def fill(self) -> None:
        """Show the files; which are there is said a moment later."""
        self.clear()
        for path in recent.recent(self._settings):
            item = QListWidgetItem(self)
            item.setData(_PATH, str(path))
            item.setSizeHint(QSize(10, _ROW))
            self._looks[str(path)] = _pool.submit(_is_there, path)
            self._say(item, None)
        self.setCurrentRow(0)
        self.setFixedHeight(min(self.count(), _IN_SIGHT) * _ROW + 2)
        self.setVisible(self.count() > 0)
        self._looking.start()

    def take_away(self) -> None:
        """Take the current file from the list."""
        item = self.currentItem()
        if item is not None:
            place = self.currentRow()
            recent.forget(self._settings, place_of(item.data(_PATH)))
            self.fill()
            self.setCurrentRow(min(place, self.count() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.take_away()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        for place in range(self.count()):
            item = self.item(place)
            look = self._looks.get(item.data(_PATH))
            if look is not None and look.done():
                self._looks.pop(item.data(_PATH))
                self._say(item, look.result())
        if not self._looks:
            self._looking.stop()

    def _say(self, item: QListWidgetItem, there: bool | None) -> None:
        path = place_of(item.data(_PATH))
        name, where = called(path)
        away = " · " + tr("not there now") if there is False else ""
        item.setText(f"{name}{away}\n{where}")
        role = QPalette.ColorRole.PlaceholderText if there is False else QPalette.ColorRole.Text
        item.setForeground(self.palette().brush(role))
        item.setIcon(icon("cloud-off" if there is False else "database", role))
        item.setToolTip(str(path).replace("&", "&amp;").replace("<", "&lt;"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}{away}, {where}")


def _is_there(path: Place) -> bool:
    try:
        return is_address(path) or Path(path).exists()
    except OSError:
        return False
