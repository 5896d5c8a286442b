"""One of the files of a ticket, by its name; one that is missing can be attached on the way."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desk_app.app import attaching
from desk_app.app.desk import Desk
from desk_app.app.theme import ROW_HEIGHT
from desk_app.i18n import tr
from desk_app.services.ports import Changes, TicketCard
from desk_app.ui.editor import attached
from desk_app.ui.editor.plain import quiet_button


class FileInput(QWidget):
    """Offers the files that the ticket `ticket_id` has; its value is the name of one, or ""."""

    edited = Signal()

    def __init__(self, desk: Desk, ticket_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ticket_id = ticket_id
        self._wanted = ""
        self._newest = False
        self.box = QComboBox(self)
        self.box.setMinimumHeight(ROW_HEIGHT)
        self.box.setMinimumContentsLength(12)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.add = quiet_button("paperclip", tr("Attach…"), self)
        self.add.setToolTip(tr("Attach files to the ticket"))
        self.add.setVisible(desk.office.may(desk.me, "attach"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)
        row.addWidget(self.add)
        self.setFocusProxy(self.box)
        self._offer(())
        self.box.activated.connect(self._chosen)
        self.add.clicked.connect(self._choose)
        self._load()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        self.box.setAccessibleName(name)

    def value(self) -> str:
        return str(self.box.currentData() or self._wanted)

    def set_value(self, value: str) -> None:
        self._wanted = value
        self.box.setCurrentIndex(max(self.box.findData(value), 0))

    def attach(self, path: Path) -> None:
        """Attach the file at `path`, and choose it."""
        attaching.attach_file(self._desk, self, self._ticket_id, path, then=self._attached)

    def _choose(self) -> None:
        for path in attached.without_folders(self._desk, self, attached.ask_files(self)):
            self.attach(path)

    def _attached(self, _changes: Changes) -> None:
        self._newest = True
        self._load()

    def _chosen(self) -> None:
        self._wanted = str(self.box.currentData() or "")
        self.edited.emit()

    def _load(self) -> None:
        wanted = self._ticket_id
        if wanted:
            self._desk.query(self, lambda reader: reader.card(wanted), self._loaded, failed=lambda _error: None)

    def _loaded(self, card: TicketCard) -> None:
        files = sorted(card.attachments, key=lambda one: one.id)
        if self._newest and files:
            self._wanted = files[-1].name
        self._offer(one.name for one in files)
        if self._newest:
            self._newest = False
            self.edited.emit()

    def _offer(self, names: Iterable[str]) -> None:
        self.box.clear()
        self.box.addItem("—", "")
        for name in names:
            self.box.addItem(name, name)
        self.set_value(self._wanted)
