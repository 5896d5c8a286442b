"""Files dropped on a window or pasted into it: what there is to take, and the places that take it."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import QWidget


class FilePlace(QWidget):
    """Takes files by drop, and files or a picture by paste wherever no text field wants the clipboard."""

    def take_files(self, source: QMimeData) -> bool:
        """Take the files or the picture of `source`; tell whether there were any."""
        raise NotImplementedError

    def may_take_files(self) -> bool:
        """Tell whether files are taken here now."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
            and self.may_take_files()
            and has_files(_clipboard())
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pasted = event.matches(QKeySequence.StandardKey.Paste) and self.may_take_files()
        if not (pasted and self.take_files(_clipboard())):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.may_take_files() and has_files(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.may_take_files() and self.take_files(event.mimeData()):
            event.acceptProposedAction()


def local_files(source: QMimeData) -> list[Path]:
    """Return the files and folders of this computer that `source` names."""
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()] if source.hasUrls() else []


def picture(source: QMimeData) -> QImage | None:
    """Return the picture in `source`, or None."""
    found = QImage(source.imageData()) if source.hasImage() else QImage()
    return None if found.isNull() else found


def has_files(source: QMimeData) -> bool:
    """Tell whether there is a file or a picture to take."""
    return bool(local_files(source)) or source.hasImage()


def png(image: QImage) -> bytes:
    """Return `image` as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def hand_up(widget: QWidget, source: QMimeData) -> bool:
    """Let the nearest place above `widget` that takes files have `source`; tell whether it took something."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, FilePlace):
        above = None if above.isWindow() else above.parentWidget()
    return isinstance(above, FilePlace) and above.may_take_files() and above.take_files(source)


def plain_text(source: QMimeData) -> str:
    """Return the text of `source` without any markup, whatever it was copied from."""
    if source.hasText() or not source.hasHtml():
        return source.text()
    return QTextDocumentFragment.fromHtml(source.html()).toPlainText().replace("\ufffc", "")


def _clipboard() -> QMimeData:
    return QGuiApplication.clipboard().mimeData()
