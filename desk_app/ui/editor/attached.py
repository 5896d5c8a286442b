"""The files of a ticket: what is there, what is being copied, and what can be done with each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from desk_app.app import attaching
from desk_app.app.attaching import FileJob
from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain.attachments import is_dangerous, is_disguised, pasted_name
from desk_app.domain.errors import BadInput
from desk_app.i18n import tr
from desk_app.services import attachments
from desk_app.services.files import Attachment
from desk_app.services.ports import Changes
from desk_app.ui.editor.file_row import FileRow
from desk_app.ui.editor.picture import PictureDialog, decoded, is_picture
from desk_app.ui.editor.plain import Elided, Remark, plain_label, quiet_button, small
from desk_app.ui.editor.rows import heading
from desk_app.ui.editor.taking import local_files, picture, png

LARGE = 2 * 1024 * 1024
"""Files above this size, in bytes, show how far their copying is."""
THUMB_LIMIT = 20 * 1024 * 1024
"""Larger pictures have no small one beside their name."""


class FilesSection(QWidget):
    """Attach by button, drop or paste; open, save, take away. Nothing opens by itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ticket_id = 0
        self._shown: tuple[Attachment, ...] | None = None
        self.rows: dict[int, FileRow] = {}
        self.add = quiet_button("paperclip", tr("Attach…"), self)
        self.add.setToolTip(tr("Attach files to the ticket"))
        self.add.clicked.connect(self.choose)
        self.hint = small(plain_label(tr("Drop files here, or paste a screenshot with Ctrl+V."), self))
        self.hint.setWordWrap(True)
        self.removed = _Removed(self)
        self.removed.button.clicked.connect(self._put_back)
        head = QHBoxLayout()
        head.addWidget(heading(tr("Files"), self))
        head.addStretch()
        head.addWidget(self.add)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._copying = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addLayout(self._copying)
        column.addWidget(self.removed)
        column.addWidget(self.hint)

    @property
    def ready(self) -> bool:
        """Tell whether files can be attached here now."""
        return bool(self._ticket_id) and self._desk.office.may(self._desk.me, "attach")

    def show_files(self, ticket_id: int, files: Sequence[Attachment]) -> None:
        """Show the `files` of a ticket; those on the screen already stay untouched."""
        if ticket_id != self._ticket_id:
            self.removed.hide()
        able = self._desk.office.may(self._desk.me, "attach")
        self._ticket_id = ticket_id
        self.add.setVisible(able)
        self.hint.setVisible(able and not files)
        self.setVisible(able or bool(files))
        if self._shown == tuple(files):
            return
        self._shown = tuple(files)
        gone = self.rows.keys() - {one.id for one in files}
        for row in [self.rows.pop(number) for number in gone]:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for one in files:
            if one.id not in self.rows:
                self._list.addWidget(self._row(one))

    # -- in ----

    def take(self, source: QMimeData) -> bool:
        """Attach the files or the picture of `source`; tell whether there were any."""
        if not self.ready:
            return False
        if paths := local_files(source):
            self.attach(paths)
            return True
        image = picture(source)
        if image is not None:
            self.attach_picture(image)
        return image is not None

    def choose(self) -> None:
        """Ask for files, and attach them."""
        self.attach(ask_files(self))

    def attach(self, paths: Iterable[Path]) -> None:
        """Attach files, even if this window is closed meanwhile; folders are refused with a sentence."""
        for path in without_folders(self._desk, self, paths):
            job = attaching.attach_file(self._desk, _root(self), self._ticket_id, path, then=self._attached(path.name))
            if (size := size_of(path)) > LARGE:
                self._copying.addWidget(_Copying(job, path.name, size, self))

    def attach_picture(self, image: QImage) -> None:
        """Attach a picture that was pasted."""
        name, ticket_id, root = screenshot_name(self._desk), self._ticket_id, _root(self)

        def keep(data: bytes) -> None:
            attaching.attach_bytes(self._desk, root, ticket_id, data, name, then=self._attached(name))

        self._desk.work(root, lambda: png(image), keep)

    def _attached(self, name: str) -> "partial[None]":
        return partial(self._say_attached, name)

    def _say_attached(self, name: str, _changes: Changes) -> None:
        self._desk.messages.info(tr("Attached: {name}", name=name))

    # -- out ----

    def open(self, one: Attachment) -> None:
        """Show a picture here; let anything else be opened by its program, as a copy. Dangerous kinds are saved."""
        if is_picture(one.name):
            attaching.load_picture(self._desk, self, one, partial(self._show_picture, one))
        elif is_dangerous(one.name):
            self.save(one)
        else:
            self._follow(attaching.open_file(self._desk, self, one, show_file), one)

    def save(self, one: Attachment) -> None:
        """Save a copy where the person says, after a warning if it could do harm."""
        if is_dangerous(one.name) and not self._warned(one):
            return
        path = ask_target(self, one.name)
        if path is not None:
            self._follow(attaching.save_file(self._desk, self, one, path, self._saved), one)

    def remove(self, one: Attachment) -> None:
        """Take a file off the ticket; it can be put back at once."""
        self._desk.command(self, lambda db: attachments.detach(db, one.id), lambda _changes: self.removed.say(one))

    def _put_back(self) -> None:
        one = self.removed.one
        self.removed.hide()
        if one is not None:
            self._desk.command(self, lambda db: attachments.attach(db, one.ticket_id, one.content, one.name))

    def _warned(self, one: Attachment) -> bool:
        parts = [tr("“{name}” could start a program on this computer.", name=one.name)]
        if is_disguised(one.name):
            parts.append(tr("Its name pretends to be something harmless."))
        parts.append(tr("Save it only if you know where it comes from."))
        return self._desk.messages.ask(self, " ".join(parts), tr("Save as…"))

    def _saved(self, path: Path) -> None:
        self._desk.messages.info(tr("Saved: {path}", path=path))

    def _show_picture(self, one: Attachment, data: bytes) -> None:
        image = decoded(data)
        if image is None:
            self._desk.messages.error(
                self,
                BadInput("“{name}” is no picture that can be shown. Save it, to look at it elsewhere.", name=one.name),
            )
            return
        PictureDialog.open_for(image, one.name, partial(self.save, one), self)

    def _follow(self, job: FileJob, one: Attachment) -> None:
        if one.content.size > LARGE:
            self._copying.addWidget(_Copying(job, one.name, one.content.size, self))

    def _row(self, one: Attachment) -> FileRow:
        when = one.added_at.astimezone(self._desk.office.zone)
        row = FileRow(one, when, self._desk.office.may(self._desk.me, "attach"), self)
        row.opened.connect(partial(self.open, one))
        row.saved.connect(partial(self.save, one))
        row.removed.connect(partial(self.remove, one))
        if is_picture(one.name) and one.content.size <= THUMB_LIMIT:
            attaching.load_picture(self._desk, row, one, row.show_picture, silent=True)
        self.rows[one.id] = row
        return row


class _Removed(QWidget):
    """Says what was taken off, and puts it back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.one: Attachment | None = None
        self.text = Remark(self)
        self.button = quiet_button("arrow-back-up", tr("Put back"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def say(self, one: Attachment) -> None:
        """Offer to put `one` back."""
        self.one = one
        self.text.say(tr("“{name}” is no longer attached.", name=one.name), Hue.WAITING)
        self.button.setAccessibleName(tr("Put “{name}” back", name=one.name))
        self.show()


class _Copying(QWidget):
    """How far the copying of a large file is, and its stop."""

    def __init__(self, job: FileJob, name: str, size: int, parent: QWidget) -> None:
        super().__init__(parent)
        label = Elided(name, self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(tr("Copying {name}", name=name))
        self.stop = QToolButton(self)
        self.stop.setText(tr("Stop"))
        self.stop.setAccessibleName(tr("Stop copying {name}", name=name))
        self.stop.clicked.connect(job.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (label, self.bar, self.stop):
            row.addWidget(widget, 1 if widget is not self.stop else 0)
        self._size = max(size, 1)
        job.moved.connect(self._show)
        job.finished.connect(self.deleteLater)

    def _show(self, done: int) -> None:
        self.bar.setValue(min(100, 100 * done // self._size))


def _root(widget: QWidget) -> QWidget:
    """Return the window that stays when the one of `widget` is closed."""
    root = widget.window()
    while (above := root.parentWidget()) is not None:
        root = above.window()
    return root


def without_folders(desk: Desk, owner: QWidget, paths: Iterable[Path]) -> list[Path]:
    """Return the files of `paths`; of the folders among them it is said that they cannot be attached."""
    found = list(paths)
    folders = [path.name or str(path) for path in found if path.is_dir()]
    if folders:
        desk.messages.error(
            owner,
            BadInput(
                "A folder cannot be attached: {names}. Attach the files in it, or pack it into an archive first.",
                names=", ".join(folders),
            ),
        )
    return [path for path in found if not path.is_dir()]


def size_of(path: Path) -> int:
    """Return the size of a file in bytes; 0 where it cannot be read."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def screenshot_name(desk: Desk) -> str:
    """Return what a picture pasted now is called."""
    return pasted_name(tr("Screenshot"), datetime.now(desk.office.zone))


def ask_files(parent: QWidget) -> list[Path]:
    """Ask for files to attach."""
    names, _ = QFileDialog.getOpenFileNames(parent, tr("Attach files"))
    return [Path(name) for name in names]


def ask_target(parent: QWidget, name: str) -> Path | None:
    """Ask where to save a copy."""
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save as"), name)
    return Path(chosen) if chosen else None


def show_file(path: Path) -> None:
    """Let the program for its kind open the copy at `path`."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
