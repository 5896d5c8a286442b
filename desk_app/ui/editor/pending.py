"""Files for a call that has no number yet: they wait here, and are attached once it is registered."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desk_app.app import attaching
from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.i18n import tr
from desk_app.services.ports import Changes
from desk_app.ui.editor import attached
from desk_app.ui.editor.plain import Elided, plain_label, quiet_button, small, tip
from desk_app.ui.editor.rows import heading
from desk_app.ui.editor.taking import local_files, picture, png


class PendingFiles(QWidget):
    """Files by their path, and pasted pictures. `edited` tells that there is one more or one less."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.waiting: dict[str, Path | QImage] = {}
        self.add = quiet_button("paperclip", tr("Attach…"), self)
        self.add.setToolTip(tr("Attach files to the call"))
        self.add.clicked.connect(lambda: self.put(attached.ask_files(self)))
        self._hint = small(plain_label("", self))
        self._hint.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(heading(tr("Files"), self))
        head.addStretch()
        head.addWidget(self.add)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addWidget(self._hint)
        self._show()

    def put(self, paths: Iterable[Path]) -> None:
        """Let files wait; folders are refused with a sentence."""
        for path in attached.without_folders(self._desk, self, paths):
            self.waiting[str(path)] = path
        self._show()

    def take(self, source: QMimeData) -> bool:
        """Let the files or the picture of `source` wait; tell whether there were any."""
        if paths := local_files(source):
            self.put(paths)
            return True
        image = picture(source)
        if image is not None:
            self.waiting[attached.screenshot_name(self._desk)] = image
            self._show()
        return image is not None

    def paths(self) -> list[str]:
        """Return what a draft can keep: the paths, not the pasted pictures."""
        return [str(one) for one in self.waiting.values() if isinstance(one, Path)]

    def clear(self) -> None:
        """Forget what waits."""
        self.waiting.clear()
        self._show()

    def attach(self, ticket_id: int) -> None:
        """Attach what waits to the ticket. The window may close meanwhile."""
        for name, one in self.waiting.items():
            then = partial(_attached, self._desk, Path(name).name)
            if isinstance(one, Path):
                attaching.attach_file(self._desk, self._desk, ticket_id, one, then=then)
            else:
                self._desk.work(
                    self._desk,
                    partial(png, one),
                    partial(_attach_picture, self._desk, ticket_id, name, then),
                )
        self.clear()

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for key in self.waiting:
            self._list.addWidget(self._row(key))
        pasted = any(isinstance(one, QImage) for one in self.waiting.values())
        if not self.waiting:
            self._hint.setText(tr("Drop files here, or paste a screenshot with Ctrl+V."))
        elif pasted:
            self._hint.setText(tr("Attached as soon as you save. A pasted screenshot is not kept in the draft."))
        else:
            self._hint.setText(tr("Attached as soon as you save. The draft keeps only where the files are."))
        self.edited.emit()

    def _row(self, key: str) -> QWidget:
        name = Path(key).name
        holder = QWidget(self)
        label = Elided(name, holder)
        label.setToolTip(tip(key))
        drop = QToolButton(holder)
        drop.setAutoRaise(True)
        put_icon(drop, "x", QPalette.ColorRole.WindowText)
        drop.setAccessibleName(tr("Do not attach “{name}”", name=name))
        drop.setToolTip(tip(drop.accessibleName()))
        drop.clicked.connect(partial(self._drop, key))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label, 1)
        row.addWidget(drop)
        return holder

    def _drop(self, key: str, _checked: bool = False) -> None:
        self.waiting.pop(key, None)
        self._show()


def _attach_picture(desk: Desk, ticket_id: int, name: str, then: "partial[None]", data: bytes) -> None:
    attaching.attach_bytes(desk, desk, ticket_id, data, name, then=then)


def _attached(desk: Desk, name: str, _changes: Changes) -> None:
    desk.messages.info(tr("Attached: {name}", name=name))
