"""Pictures that are attached: which files are some, reading them safely, and looking at one."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desk_app.app.icons import put_icon
from desk_app.i18n import tr

_KINDS: Final = frozenset({"png", "jpg", "jpeg", "bmp", "gif", "webp"})
_FORMATS: Final = frozenset({b"png", b"jpeg", b"bmp", b"gif", b"webp"})


def is_picture(name: str) -> bool:
    """Tell whether the file is looked at here, by its name."""
    return name.rpartition(".")[2].casefold() in _KINDS


def decoded(data: bytes, within: QSize | None = None) -> QImage | None:
    """Return the picture in `data`, no larger than `within`; None where there is none, or one of another kind."""
    content = QByteArray(data)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    if bytes(reader.format().data()) not in _FORMATS:
        return None
    reader.setAutoTransform(True)
    size = reader.size()
    if within is not None and size.isValid() and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image


class PictureDialog(QDialog):
    """One picture, as large as the window."""

    def __init__(self, image: QImage, name: str, save: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap.fromImage(image)
        self.setWindowTitle(name)
        self.label = QLabel(self)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setAccessibleName(name)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        keep = QPushButton(tr("Save as…"), self)
        put_icon(keep, "download")
        keep.clicked.connect(save)
        shut = QPushButton(tr("Close"), self)
        shut.setDefault(True)
        shut.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(keep)
        row.addWidget(shut)
        column = QVBoxLayout(self)
        column.addWidget(self.label, 1)
        column.addLayout(row)
        room = QGuiApplication.primaryScreen().availableSize() * 0.8
        self.resize((image.size() + QSize(40, 80)).boundedTo(room).expandedTo(QSize(320, 240)))
        shut.setFocus()

    @classmethod
    def open_for(cls, image: QImage, name: str, save: Callable[[], object], parent: QWidget) -> "PictureDialog":
        """Show `image` over `parent`."""
        dialog = cls(image, name, save, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ratio = self.devicePixelRatioF()
        room = self.label.size() * ratio
        whole = self._picture.size()
        size = whole if whole.width() <= room.width() and whole.height() <= room.height() else room
        shown = self._picture.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        self.label.setPixmap(shown)
